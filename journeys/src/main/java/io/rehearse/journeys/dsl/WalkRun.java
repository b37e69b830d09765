package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Code;
import java.util.AbstractMap;
import java.util.Set;

/** {@code run.x} while load is driven, for reading only: it is the same for all walks. One per lane. */
public final class WalkRun extends AbstractMap<String, Object> {
    private Code.Context context;

    void turnTo(Code.Context context) {
        this.context = context;
    }

    @Override
    public Object get(Object name) {
        Value value = context.variable("run." + name);
        return value == null ? null : Values.object(value);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        throw new UnsupportedOperationException("run cannot be listed; name the value: run.x");
    }
}
