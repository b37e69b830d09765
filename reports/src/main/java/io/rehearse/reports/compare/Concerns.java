package io.rehearse.reports.compare;

import io.rehearse.reports.compare.Concern.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Looks at the runs of both sides for everything that is settled before, or beside, the statistics. */
final class Concerns {
    /** A step that one side never reached matters if the other side's pace would have brought so many. */
    private static final int EXPECTED_ATTEMPTS = 10;

    /** With so many runs the baseline's own noise is known well enough to say it is measured. */
    private static final int RUNS_TO_MEASURE = 5;

    private final List<Concern> found = new ArrayList<>();
    private final List<JudgedRun> base;
    private final List<JudgedRun> cand;
    private final Method method;

    private Concerns(List<JudgedRun> base, List<JudgedRun> cand, Method method) {
        this.base = base;
        this.cand = cand;
        this.method = method;
    }

    /** Outages and broken error objectives, in whole runs: cutting a slow start must not hide that a run was down. */
    static List<Concern> hardRules(List<JudgedRun> base, List<JudgedRun> cand, Method method, boolean paired) {
        Concerns c = new Concerns(base, cand, method);
        c.outages(paired);
        return c.found;
    }

    /** Everything else, of runs after the cut. */
    static List<Concern> of(
            List<JudgedRun> base, List<JudgedRun> cand, List<String> steps, Method method, boolean paired) {
        Concerns c = new Concerns(base, cand, method);
        String baseName = paired ? "old side" : "baseline";
        String candName = paired ? "new side" : "candidate";
        if (c.attempts(base) == 0) c.add(Kind.NO_DATA, baseName, 0, 1);
        if (c.attempts(cand) == 0) c.add(Kind.NO_DATA, candName, 0, 1);
        c.steps(steps, baseName, candName);
        c.lengths();
        c.runs().filter(r -> !r.trusted()).forEach(r -> c.add(Kind.UNTRUSTED, r.name(), Double.NaN, Double.NaN));
        if (paired) c.ratio();
        if (!paired && base.size() == 1) {
            c.add(Kind.NOISE_ASSUMED, "", method.prior().tau(), RUNS_TO_MEASURE - 1);
        }
        if (paired && base.size() == 1)
            c.add(Kind.NOISE_ASSUMED, "", method.prior().tauPaired(), 2);
        return c.found;
    }

    private void outages(boolean paired) {
        for (JudgedRun run : cand) {
            Outage.longest(run)
                    .filter(o -> o.seconds() >= method.hard().outageSeconds())
                    .ifPresent(o -> add(
                            Kind.OUTAGE, where(o), o.seconds(), method.hard().outageSeconds()));
            double rate = (double) run.failed() / Math.max(1, run.attempts());
            if (rate > method.hard().errorRateMax())
                add(Kind.ERROR_RATE, run.name(), rate, method.hard().errorRateMax());
        }
        for (JudgedRun run : base) {
            Outage.longest(run)
                    .filter(o -> o.seconds() >= method.hard().outageSeconds())
                    .ifPresent(o -> add(
                            paired ? Kind.OUTAGE_IN_OLD : Kind.OUTAGE_IN_BASELINE,
                            where(o),
                            o.seconds(),
                            method.hard().outageSeconds()));
        }
    }

    private static String where(Outage o) {
        return String.format(Locale.ROOT, "%s from %d s", o.run(), o.startSeconds());
    }

    private void steps(List<String> steps, String baseName, String candName) {
        for (String step : steps) {
            boolean all = runs().allMatch(r -> r.step(step).isPresent());
            if (!all) {
                add(
                        Kind.STEPS_DIFFER,
                        step,
                        runs().filter(r -> r.step(step).isPresent()).count(),
                        base.size() + cand.size());
                continue;
            }
            long b = attempts(base, step);
            long c = attempts(cand, step);
            double expectedCand = b * seconds(cand) / Math.max(1, seconds(base));
            double expectedBase = c * seconds(base) / Math.max(1, seconds(cand));
            if (c == 0 && expectedCand >= EXPECTED_ATTEMPTS)
                add(Kind.NEVER_REACHED, step + " in the " + candName, 0, expectedCand);
            if (b == 0 && expectedBase >= EXPECTED_ATTEMPTS)
                add(Kind.NEVER_REACHED, step + " in the " + baseName, 0, expectedBase);
        }
    }

    private void lengths() {
        runs().filter(r -> r.seconds() < method.hard().secondsMin())
                .forEach(r ->
                        add(Kind.TOO_SHORT, r.name(), r.seconds(), method.hard().secondsMin()));
        int shortest = runs().mapToInt(JudgedRun::seconds).min().orElse(0);
        int longest = runs().mapToInt(JudgedRun::seconds).max().orElse(0);
        if (longest > 2 * shortest) add(Kind.LENGTHS_DIFFER, "", longest, shortest);
    }

    /** Sides of a duet start one session each per pair; only sessions in flight at the end may be missing. */
    private void ratio() {
        for (int r = 0; r < base.size(); r++) {
            JudgedRun.Sessions o = base.get(r).sessions();
            JudgedRun.Sessions n = cand.get(r).sessions();
            boolean broken = o.known() && n.known() && Math.abs(o.started() - n.started()) > o.open() + n.open();
            if (broken) add(Kind.RATIO, cand.get(r).name(), n.started(), o.started());
        }
    }

    private void add(Kind kind, String subject, double value, double expected) {
        found.add(new Concern(kind, subject, value, expected));
    }

    private Stream<JudgedRun> runs() {
        return Stream.concat(base.stream(), cand.stream());
    }

    private long attempts(List<JudgedRun> side) {
        return side.stream().mapToLong(JudgedRun::attempts).sum();
    }

    private static long attempts(List<JudgedRun> side, String step) {
        return side.stream()
                .flatMap(r -> r.step(step).stream())
                .mapToLong(StepSeries::attempts)
                .sum();
    }

    private static double seconds(List<JudgedRun> side) {
        return side.stream().mapToInt(JudgedRun::seconds).sum();
    }
}
