package io.rehearse.journeys.dsl;

/** The words of a block within a journey: {@code group}, {@code repeat}, {@code when}, {@code chance}. */
public final class PartSpec extends FlowSpec {
    private final WalkSpec walk;

    PartSpec(WalkSpec walk) {
        super(walk.reading);
        this.walk = walk;
    }

    @Override
    WalkSpec walk() {
        return walk;
    }
}
