package io.rehearse.journeys.dsl;

import java.util.AbstractMap;
import java.util.Set;

/** {@code vars.x} and {@code run.x}: any name gives a reference; whether anything sets it is checked when the journey is complete. */
public final class Vars extends AbstractMap<String, Ref> {
    private final Reading reading;

    private final boolean ofRun;

    /** @param ofRun whether they are those of the whole run */
    Vars(Reading reading, boolean ofRun) {
        this.reading = reading;
        this.ofRun = ofRun;
    }

    @Override
    public Ref get(Object name) {
        return new Ref(String.valueOf(name), reading.line(), ofRun);
    }

    /** Nothing can be listed: the names are the walk's. */
    @Override
    public Set<Entry<String, Ref>> entrySet() {
        String word = ofRun ? "run" : "vars";
        throw new Fault(
                word + " has no values while the script is being read; name the variable: " + word + ".x", word);
    }
}
