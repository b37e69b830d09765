package io.rehearse.journeys.dsl;

import java.util.AbstractMap;
import java.util.Set;

/** {@code vars.x}: any name gives a reference; whether anything sets it is checked when the journey is complete. */
public final class Vars extends AbstractMap<String, Ref> {
    private final Reading reading;

    Vars(Reading reading) {
        this.reading = reading;
    }

    @Override
    public Ref get(Object name) {
        return new Ref(String.valueOf(name), reading.line());
    }

    /** Nothing can be listed: the names are the walk's. */
    @Override
    public Set<Entry<String, Ref>> entrySet() {
        throw new Fault("vars has no values while the script is being read; name the variable: vars.x", "vars");
    }
}
