package io.rehearse.journeys.dsl;

/** The words of a closure that runs while load is driven: the variables of the walk, and the values of the run. */
public final class WalkWords {
    private final WalkVars vars;

    private final WalkRun run;

    WalkWords(WalkVars vars, WalkRun run) {
        this.vars = vars;
        this.run = run;
    }

    public WalkVars getVars() {
        return vars;
    }

    /** What {@code before} saved. */
    public WalkRun getRun() {
        return run;
    }
}
