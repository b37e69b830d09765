package io.rehearse.journeys.dsl;

/**
 * A variable of the walk that will run, {@code vars.token}, or of the whole run, {@code run.token}. It has a name and no
 * value while the script is read.
 */
public final class Ref {
    private final String name;
    private final int line;
    private final boolean ofRun;
    private final String shown;

    Ref(String name, int line, boolean ofRun) {
        this(name, line, ofRun, (ofRun ? "run." : "vars.") + name);
    }

    /** @param shown where a closure says {@code it.token} */
    Ref(String name, int line, boolean ofRun, String shown) {
        this.name = name;
        this.line = line;
        this.ofRun = ofRun;
        this.shown = shown;
    }

    /** As it stands in the script. */
    String shown() {
        return shown;
    }

    boolean ofRun() {
        return ofRun;
    }

    /** As the language writes it. */
    String written() {
        return (ofRun ? "run." : "vars.") + name;
    }

    /** What it is called among the variables of a walk. */
    String key() {
        return ofRun ? written() : name;
    }

    String name() {
        return name;
    }

    int line() {
        return line;
    }

    /** The condition that the variable has a value, for {@code when}. */
    public Present getPresent() {
        return new Present(this);
    }

    /** Always an error: there is nothing to show yet. */
    @Override
    public String toString() {
        throw new Fault(
                written() + " has no value while the script is being read, so it cannot be turned into text here;"
                        + " it stands in what is sent and behind the verb of a check, alone or inside double quotes: \"… ${"
                        + written() + "} …\"; what is looked for in a page or an answer is text of the script alone",
                written());
    }
}
