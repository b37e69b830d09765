package io.rehearse.runtime.run;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs journey scripts in tests: the whole way from text to judged run. */
final class Scripts {
    private Scripts() {}

    static Plan compile(Path directory, String url, String text) throws IOException {
        Path script = Files.writeString(directory.resolve("test.groovy"), text);
        return Journeys.compile(script, Inputs.none().target("shop", url));
    }

    static Run start(Path directory, Plan plan, String load, int lanes, RunSink... sinks) throws Exception {
        return Run.start(
                new RunRequest(
                        List.of(plan),
                        plan.load(load).orElseThrow(),
                        1,
                        lanes,
                        directory,
                        directory.resolve("run-" + load),
                        false),
                List.of(sinks));
    }

    static RunReport run(Path directory, String url, String text) throws Exception {
        return start(directory, compile(directory, url, text), "test", 1).await();
    }
}
