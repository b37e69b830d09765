package io.rehearse.journeys;

import io.rehearse.journeys.dsl.ScriptCompiler;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import java.nio.file.Path;

/** The door of this module: a journey file becomes a plan. */
public final class Journeys {
    private Journeys() {}

    /**
     * Reads a journey file and everything it names: environment, secrets, data. The script runs once, on a thread of its
     * own, for at most ten seconds.
     *
     * @param script the journey file; data and {@code env/} are looked for beside it
     * @param inputs what the command line and the environment variables give
     * @throws io.rehearse.journeys.error.ScriptErrors with every mistake that was found
     */
    public static Plan compile(Path script, Inputs inputs) {
        return ScriptCompiler.compile(script, inputs);
    }
}
