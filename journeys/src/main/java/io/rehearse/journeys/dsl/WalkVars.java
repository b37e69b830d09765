package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Code;
import java.util.AbstractMap;
import java.util.Set;

/**
 * {@code vars.x} while load is driven: the values of one session during one call of a closure. Text, numbers, true, false,
 * lists and maps; null for what is not set. One per lane.
 */
public final class WalkVars extends AbstractMap<String, Object> {
    private Code.Context context;

    void turnTo(Code.Context context) {
        this.context = context;
    }

    @Override
    public Object get(Object name) {
        Value value = context.variable(String.valueOf(name));
        return value == null ? null : Values.object(value);
    }

    @Override
    public Object put(String name, Object value) {
        Value variable = context.variable(name);
        if (variable == null) {
            throw new IllegalArgumentException("vars." + name + " is no variable of this journey");
        }
        boolean secret = variable.isSecret();
        Values.set(variable, value);
        if (secret) {
            variable.markSecret();
        }
        return null;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        throw new UnsupportedOperationException("vars cannot be listed; name the variable: vars.x");
    }
}
