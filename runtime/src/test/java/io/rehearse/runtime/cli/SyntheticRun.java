package io.rehearse.runtime.cli;

import io.rehearse.reports.run.ErrorCount;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A run that never happened, second by second: 10 s of warm-up at 5/s, 20 s of ramp from 5 to 50/s, 60 s at 50/s. Each
 * user logs in (about 90 ms) and orders (about 200 ms); from second 50 to 52 one order in ten is answered 503. Of two sides
 * the new one takes 1.2 times as long for orders, and only there are orders answered 503.
 */
final class SyntheticRun {
    static final Instant START = Instant.parse("2026-11-22T02:14:07Z");
    static final int SECONDS = 90;
    private static final String FINGERPRINT = "Place order STATUS_ERROR 201";

    final RunManifest manifest;

    SyntheticRun() {
        this("Log in", "Place order");
    }

    SyntheticRun(String first, String second) {
        this(first, second, "new");
    }

    /** Old and new side by side. */
    static SyntheticRun duet(String old, String fresh) {
        return new SyntheticRun("Log in", "Place order", old, fresh);
    }

    SyntheticRun(String first, String second, String... environments) {
        manifest = manifest(
                first,
                second,
                environments,
                List.of(
                        new Phase(0, "warm-up", PhaseKind.WARM_UP, 0, 10.0, 5.0, 5.0, null, null, false),
                        new Phase(1, "ramp", PhaseKind.RAMP, 10, 20.0, 5.0, 50.0, null, null, false),
                        new Phase(2, "hold", PhaseKind.HOLD, 30, 60.0, 50.0, 50.0, null, null, true),
                        new Phase(3, "drain", PhaseKind.DRAIN, 90, null, null, null, null, null, false)));
    }

    /** The same journey under one long hold. */
    RunManifest longManifest(double seconds) {
        return manifest(
                "Log in",
                "Place order",
                new String[] {"new"},
                List.of(new Phase(0, "hold", PhaseKind.HOLD, 0, seconds, 5.0, 5.0, null, null, true)));
    }

    private static RunManifest manifest(String first, String second, String[] environments, List<Phase> phases) {
        List<RunManifest.Side> sides = new ArrayList<>();
        for (String environment : environments) {
            sides.add(new RunManifest.Side(sides.size(), environment, List.of()));
        }
        return new RunManifest(
                RunManifest.SCHEMA,
                "20261122T021407Z-checkout",
                "1",
                1,
                START,
                0,
                new RunManifest.Script("checkout.groovy", "0"),
                null,
                20261122,
                new RunManifest.Load("steady", RunManifest.Model.OPEN, false, "even", phases),
                List.of(new RunManifest.Journey(
                        0,
                        "Checkout",
                        1,
                        List.of(
                                new RunManifest.Step(0, first, "shop", "POST", "/api/login", 12),
                                new RunManifest.Step(1, second, "shop", "POST", "/api/orders", 31)))),
                sides,
                List.of(),
                List.of(),
                List.of(),
                Map.of("STATUS_ERROR", RunManifest.Blame.TARGET, "DROPPED_LATE", RunManifest.Blame.GENERATOR),
                List.of(),
                List.of(),
                null,
                null,
                1,
                1000,
                1,
                Map.of(
                        "grace",
                        "30 s",
                        "preflight",
                        "shop is 192.0.2.7:443, connects in 2 ms; expect 220 users in flight"));
    }

    /** The intervals of seconds 0 to {@code seconds}. */
    List<Interval> seconds(int seconds) {
        List<Interval> intervals = new ArrayList<>();
        for (int second = 0; second < seconds; second++) {
            intervals.add(second(second, 0.3));
        }
        return intervals;
    }

    /** One second; {@code lateMillis} is how late every step of it was taken up. */
    Interval second(int second, double lateMillis) {
        int phase = second < 10 ? 0 : second < 30 ? 1 : second < 90 ? 2 : 3;
        int users = phase == 0 ? 5 : phase == 1 ? 5 + (int) Math.round((second - 9.5) / 20 * 45) : phase == 2 ? 50 : 0;
        Interval.Builder interval = Interval.builder(second, second, second + 1)
                .health(new Health(0.1, 0.3, lateMillis, 1.0, 0.0, 0.31, 0.0, 0.1, 80L, 1L << 27, null, 0, null));
        int last = manifest.sides().size() - 1;
        for (int side = 0; side <= last; side++) {
            int failed = second >= 50 && second < 53 && side == last ? users / 10 : 0;
            side(interval, side, phase, second, users, failed, lateMillis);
        }
        return interval.build();
    }

    private void side(
            Interval.Builder interval, int side, int phase, int second, int users, int failed, double lateMillis) {
        double order = (second > 70 ? 300 : 200) * (side == 1 ? 1.2 : 1);
        interval.add(Series.ofStep(0, 0, side, phase, Kind.RESPONSE), around(90, users))
                .add(Series.ofStep(0, 1, side, phase, Kind.RESPONSE), around(order, users - failed))
                .add(Series.ofStep(0, 0, side, phase, Kind.LATE), around(lateMillis, users))
                .add(Series.ofStep(0, 1, side, phase, Kind.LATE), around(lateMillis, users))
                .add(counts(side, 0, phase, users, 0))
                .add(counts(side, 1, phase, users, failed))
                .add(new JourneyCounts(0, side, phase, users, users - failed, failed, Map.of(), 0, 0, 0, 0));
        if (second == 0) {
            interval.add(new JourneyCounts(0, side, phase, 20, 0, 0, Map.of(), 0, 0, 0, 0));
        }
        if (failed > 0) {
            interval.add(new ErrorCount(FINGERPRINT, phase, failed));
            interval.add(new ErrorExample(
                    FINGERPRINT,
                    1,
                    side,
                    phase,
                    "STATUS_ERROR",
                    "status: expected 201, was 503",
                    31,
                    null,
                    null,
                    null,
                    START.plusSeconds(second)));
        }
    }

    RunEnd finished() {
        return RunEnd.finished(START.plusSeconds(SECONDS + 1), SECONDS + 1);
    }

    private static StepCounts counts(int side, int step, int phase, int ended, int failed) {
        Map<String, Long> outcomes = failed == 0 ? Map.of() : Map.of("STATUS_ERROR", (long) failed);
        return new StepCounts(side, step, phase, ended, ended - failed, outcomes, 0, step == 0 ? 5 : 9, 100, 100, 0, 0);
    }

    /** Values from 0.7 to 1.3 times the middle. */
    private static Histogram around(double millis, int n) {
        Histogram histogram = new Histogram(Series.DIGITS);
        for (int i = 0; i < n; i++) {
            histogram.recordValue(Math.round(millis * 1000 * (0.7 + 0.6 * i / Math.max(1, n - 1))));
        }
        return histogram;
    }
}
