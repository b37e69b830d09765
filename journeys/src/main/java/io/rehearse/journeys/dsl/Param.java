package io.rehearse.journeys.dsl;

import org.codehaus.groovy.runtime.ScriptBytecodeAdapter;

/** A parameter in the place of a value; its value is known when the script is read. */
public final class Param implements Time, Rate, Share, Size {
    private final String name;
    private final Object value;

    Param(String name, Object value) {
        this.name = name;
        this.value = value;
    }

    @Override
    public long nanos() {
        return as(Time.Of.class, "a time").nanos();
    }

    @Override
    public double perSecond() {
        return as(Rate.Of.class, "a rate").perSecond();
    }

    @Override
    public double fraction() {
        return as(Share.Of.class, "a share").fraction();
    }

    @Override
    public long bytes() {
        return as(Size.Of.class, "a size").bytes();
    }

    /** The value as a whole number. */
    int count() {
        return as(Integer.class, "a whole number");
    }

    Object value() {
        return value;
    }

    private <T> T as(Class<T> type, String wanted) {
        if (!type.isInstance(value)) {
            throw new Fault("parameter '" + name + "' is " + value + ", " + wanted + " is needed here", "param");
        }
        return type.cast(value);
    }

    /** Its value in plain Groovy, as in {@code (param('n') as int) + 1}. */
    public Object asType(Class<?> type) {
        try {
            return ScriptBytecodeAdapter.asType(value, type);
        } catch (ClassCastException | NumberFormatException no) {
            throw new Fault("parameter '" + name + "' is " + value + ", which is no " + type.getSimpleName(), "param");
        } catch (Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    /** Its value as text. */
    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
