package io.rehearse.runtime.cli;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * A run directory of a service that is simulated: three steps of about 50, 80 and 110 ms, 50 users a second, runs that differ by 3 %.
 * 5 s of warm-up without a value, then the hold that is judged.
 */
final class SimulatedRun {
    static final Instant START = Instant.parse("2026-11-22T02:14:07Z");
    private static final int WARM_UP_SECONDS = 5;

    /** Null: that of the directory. */
    String name;

    /** Null: so many seconds after {@link #START} as the seed says. */
    Instant started;

    int seconds = 60;
    int perSecond = 50;
    double factor = 1;
    double failShare;
    /** Seconds of the hold in which nine of ten attempts fail. */
    int downSeconds;

    List<String> steps = List.of("Log in", "Browse list", "Place order");
    List<RunManifest.Against> against = List.of();
    Map<String, String> parts = Map.of("step Checkout/Log in", "POST /api/login");
    double lateMillis = 0.2;
    /** Every so many users come to the last step. */
    int rare = 1;

    Path write(Path directory, int seed) throws Exception {
        RunWriter writer = new RunWriter(
                directory, manifest(name == null ? directory.getFileName().toString() : name, seed));
        Random random = new Random(seed);
        double run = factor * Math.exp(0.03 * random.nextGaussian());
        int index = 0;
        for (int t = 0; t < WARM_UP_SECONDS; t++)
            writer.write(Interval.builder(index++, t, t + 1).build());
        for (int t = 0; t < seconds; t++) {
            int start = WARM_UP_SECONDS + t;
            Interval.Builder interval = Interval.builder(index++, start, start + 1);
            for (int step = 0; step < steps.size(); step++) step(interval, step, t, run, random);
            writer.write(interval.add(new JourneyCounts(0, 0, 1, perSecond, perSecond, 0, Map.of(), 0, 0, 0, 0))
                    .build());
        }
        writer.close(RunEnd.finished(START.plusSeconds(seed + seconds), WARM_UP_SECONDS + seconds));
        return directory;
    }

    private void step(Interval.Builder interval, int step, int t, double run, Random random) {
        boolean last = step == steps.size() - 1;
        int users = last && rare > 1 ? (t * perSecond / rare < (t + 1) * perSecond / rare ? 1 : 0) : perSecond;
        Histogram response = new Histogram(Series.DIGITS);
        Histogram late = new Histogram(Series.DIGITS);
        int failed = 0;
        for (int i = 0; i < users; i++) {
            late.recordValue(Math.round(lateMillis * 1000));
            double share = t < downSeconds ? 0.9 : failShare;
            if (share > 0 && random.nextDouble() < share) {
                failed++;
                continue;
            }
            double millis = run * (50 + 30 * step) * Math.exp(0.4 * random.nextGaussian());
            response.recordValue(Math.round(1000 * millis));
        }
        interval.add(Series.ofStep(0, step, 0, 1, Kind.RESPONSE), response);
        interval.add(Series.ofStep(0, step, 0, 1, Kind.LATE), late);
        Map<String, Long> outcomes = failed == 0 ? Map.of() : Map.of("STATUS_ERROR", (long) failed);
        if (users > 0) interval.add(new StepCounts(0, step, 1, users, users - failed, outcomes, 0, 0, 9, 9, 0, 0));
    }

    private RunManifest manifest(String id, int seed) {
        List<RunManifest.Step> all = new ArrayList<>();
        for (String name : steps) all.add(new RunManifest.Step(all.size(), name, "shop", "GET", "/" + all.size(), 9));
        double rate = perSecond;
        return new RunManifest(
                RunManifest.SCHEMA,
                id,
                "0.1.0",
                1,
                started == null ? START.plusSeconds(seed) : started,
                0,
                new RunManifest.Script("checkout.groovy", "ab"),
                null,
                seed,
                new RunManifest.Load(
                        "gate",
                        RunManifest.Model.OPEN,
                        false,
                        "even",
                        List.of(
                                new Phase(0, "warm-up", PhaseKind.WARM_UP, 0, 5.0, rate, rate, null, null, false),
                                new Phase(1, "hold", PhaseKind.HOLD, 5, (double) seconds, rate, rate, null, null, true),
                                new Phase(
                                        2,
                                        "drain",
                                        PhaseKind.DRAIN,
                                        5 + seconds,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        false))),
                List.of(new RunManifest.Journey(0, "Checkout", 1, all)),
                List.of(new RunManifest.Side(
                        0,
                        "new",
                        List.of(new RunManifest.Target(0, "shop", "http://127.0.0.1:8080", "shared, max: 64")))),
                List.of(),
                against,
                List.of(),
                Map.of("STATUS_ERROR", RunManifest.Blame.TARGET),
                List.of(),
                List.of(),
                new RunManifest.Fingerprint("sha of " + parts + steps, parts),
                new RunManifest.Host("builder", "Linux", 2, 23_000_000_000L, "17"),
                1,
                1000,
                1,
                Map.of());
    }
}
