package io.rehearse.journeys.dsl;

/** A variable of the walk that will run: {@code vars.token}. It has a name and no value while the script is read. */
public final class Ref {
    private final String name;
    private final int line;

    Ref(String name, int line) {
        this.name = name;
        this.line = line;
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
                "vars." + name + " has no value while the script is being read, so it cannot be turned into text here;"
                        + " write it where it is sent, alone or inside double quotes: \"… ${vars." + name + "} …\"",
                "vars." + name);
    }
}
