package io.rehearse.reports.baseline;

import io.rehearse.reports.Sample;
import io.rehearse.reports.Second;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.run.RunManifest;
import java.util.List;

/** Runs for tests: the sample's 20 s, 10 users a second, with latencies that depend on second and step only. */
final class Kept {
    private Kept() {}

    static ComparableRun run(String id, Sample sample) {
        RunManifest manifest = manifest(id, sample.manifest());
        RunSeries series = new RunSeries(manifest);
        for (int t = 5; t < 25; t++) {
            Second second = Second.at(t);
            for (int step = 0; step < 3; step++) {
                second.ok(step, 9, 40 * (step + 1) + t % 7, 0.2);
                if (t == 10) second.failed(step, 1, "TIMEOUT");
            }
            series.accept(second.walks(10, 9, 0).build());
        }
        JudgedRun run = series.side(0, id, true);
        return new ComparableRun(Provenance.of(manifest, 0, List.of()), run);
    }

    static RunManifest manifest(String id, RunManifest m) {
        return new RunManifest(
                m.schema(),
                id,
                m.tool(),
                m.measurement(),
                m.created().plusSeconds(Integer.parseInt(id.replaceAll("\\D", ""))),
                m.startNanos(),
                m.script(),
                m.gitCommit(),
                m.seed(),
                m.load(),
                m.journeys(),
                m.sides(),
                m.objectives(),
                m.against(),
                m.abortRules(),
                m.outcomes(),
                m.parameters(),
                m.secrets(),
                m.fingerprint(),
                m.host(),
                m.lanes(),
                m.inFlightMax(),
                m.intervalSeconds(),
                m.settings());
    }

    private static final Baseline BASELINE =
            new Baseline("main", "steady", List.of(run("run-2", new Sample()), run("run-1", new Sample())));

    static Baseline baseline() {
        return BASELINE;
    }
}
