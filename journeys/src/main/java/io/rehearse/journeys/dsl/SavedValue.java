package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Reader;

/** What {@code save} keeps. */
public final class SavedValue extends Readable<SavedValue> {
    SavedValue(Block block, Reader reader) {
        super(block, reader);
        block.readers.add(this);
    }

    @Override
    SavedValue self() {
        return this;
    }
}
