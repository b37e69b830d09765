package io.rehearse.journeys.dsl;

/** The words of a closure that runs while load is driven: the variables of the walk, for reading and writing. */
public final class WalkWords {
    private final WalkVars vars;

    WalkWords(WalkVars vars) {
        this.vars = vars;
    }

    public WalkVars getVars() {
        return vars;
    }
}
