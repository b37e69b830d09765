package io.rehearse.reports.gate;

import io.rehearse.reports.compare.CountSlice;
import io.rehearse.reports.compare.Judge;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Metric;
import io.rehearse.reports.compare.Numbers;
import io.rehearse.reports.compare.Row;
import io.rehearse.reports.compare.StepSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last hour of both sides, at which is looked once a minute. Not part of a {@link Standing}: what a look concludes is, and that
 * is little enough for a journal.
 *
 * <p>A look judges two windows as a duet of one run, as {@code run} judges old and new: a short one, which what is gross fills
 * soon, and a long one for what is small or rare. Slices in which nobody looked or the old side failed are left out on both sides; what
 * is left is judged as if it had followed on each other.
 *
 * @param slices in the order of time
 */
public record PairWindow(List<PairSlice> slices) {
    public static final int SHORT_MINUTES = 10;
    public static final int LONG_MINUTES = 60;
    /** After an alarm: so much that proves the new side to be within the limit ends it. */
    private static final int PROOF_MINUTES = 30;

    private static final long MINUTE_MILLIS = 60_000;
    /** As many as the judge cuts blocks: the noise inside is then as well known as it can be. */
    private static final int SLICES_MIN = 20;

    private static final double VALUES_ABOVE_MIN = 29.999;

    public static final PairWindow EMPTY = new PairWindow(List.of());

    public PairWindow {
        slices = List.copyOf(slices);
    }

    /** @param slice ends after those before */
    public PairWindow after(PairSlice slice) {
        List<PairSlice> kept = new ArrayList<>(since(slice.endMillis() - LONG_MINUTES * MINUTE_MILLIS));
        kept.add(slice);
        return new PairWindow(kept);
    }

    private List<PairSlice> since(long millis) {
        return slices.stream().filter(s -> s.endMillis() > millis).toList();
    }

    /**
     * Looks at both sides as they stand.
     *
     * @param state which streams are in alarm, and since when: what was seen before an alarm or its end counts no longer
     * @param method margins of a duet
     */
    public Event.Looked look(SideBySide state, Rules rules, Method method, long atMillis) {
        List<PairSlice> recent = since(atMillis - SHORT_MINUTES * MINUTE_MILLIS);
        List<PairSlice> comparable = recent.stream().filter(s -> !s.oldFails()).toList();
        long attempts =
                comparable.stream().mapToLong(s -> PairSlice.attempts(s.old())).sum();
        long failed =
                comparable.stream().mapToLong(s -> PairSlice.failed(s.old())).sum();
        List<Look> looks = new Looking(rules, method, atMillis).all(state);
        return new Event.Looked(
                atMillis,
                (long) comparable.size() * PairSlice.SECONDS,
                (long) (recent.size() - comparable.size()) * PairSlice.SECONDS,
                Math.rint(1e4 * failed / Math.max(1, attempts)) / 1e4,
                looks);
    }

    /** One look; what several streams have in common is judged once. */
    private final class Looking {
        private final Rules rules;
        private final Method method;
        private final long atMillis;
        private final Map<Long, Map<Pairing, Numbers>> judged = new HashMap<>();

        Looking(Rules rules, Method method, long atMillis) {
            this.rules = rules;
            this.method = method.withWarmUpCut(false);
            this.atMillis = atMillis;
        }

        List<Look> all(SideBySide state) {
            List<Look> looks = new ArrayList<>();
            for (int i = 0; i < rules.pairings().size(); i++) {
                looks.add(one(rules.pairings().get(i), state.pairs().get(i).fromMillis()));
            }
            return looks;
        }

        private Look one(Pairing pairing, long fromMillis) {
            Numbers brief = row(pairing, fromMillis, SHORT_MINUTES);
            Numbers wide = row(pairing, fromMillis, LONG_MINUTES);
            boolean isShort = decides(brief) && !(decides(wide) && wide.pBeyondMargin() < brief.pBeyondMargin());
            if (!isShort && !decides(wide)) {
                return asGood(brief, wide, fromMillis) ? Look.AS_GOOD : Look.NOTHING;
            }
            return Look.of(
                    isShort ? SHORT_MINUTES : LONG_MINUTES, isShort ? brief : wide, asGood(brief, wide, fromMillis));
        }

        /** Ten minutes in which the new side was not slower at all, or half an hour that proves it within the limit. */
        private boolean asGood(Numbers brief, Numbers wide, long fromMillis) {
            boolean notWorse =
                    atMillis - fromMillis >= SHORT_MINUTES * MINUTE_MILLIS && brief != null && brief.estimate() <= 0;
            boolean within = atMillis - fromMillis >= PROOF_MINUTES * MINUTE_MILLIS
                    && decides(wide)
                    && wide.upper() < wide.limit();
            return notWorse || within;
        }

        /** The noise of a percentile is read from the values around it: with few of them it may seem far too small by chance. */
        private static boolean decides(Numbers row) {
            if (row == null || row.cause() != Numbers.Cause.NONE || !(row.se() < Double.POSITIVE_INFINITY)) {
                return false;
            }
            long fewest = Math.min(row.baseCount(), row.candidateCount());
            return row.metric().equals(Metric.ERRORS)
                    || fewest * (1 - row.metric().quantile()) >= VALUES_ABOVE_MIN;
        }

        /** Null if too little was seen. */
        private Numbers row(Pairing pairing, long fromMillis, int minutes) {
            long since = Math.max(fromMillis, atMillis - minutes * MINUTE_MILLIS);
            return judged.computeIfAbsent(since, this::judge).get(pairing);
        }

        private Map<Pairing, Numbers> judge(long sinceMillis) {
            List<PairSlice> window =
                    since(sinceMillis).stream().filter(s -> !s.oldFails()).toList();
            Map<Pairing, Numbers> rows = new HashMap<>();
            if (window.size() < SLICES_MIN) {
                return rows;
            }
            JudgedRun old = run("old", window.stream().map(PairSlice::old).toList());
            JudgedRun fresh = run("new", window.stream().map(PairSlice::fresh).toList());
            for (Row row : Judge.duet(List.of(old), List.of(fresh), method).rows()) {
                if (row.step() != null) {
                    rows.put(new Pairing(row.step(), row.metric().label()), row.numbers());
                }
            }
            return rows;
        }

        private JudgedRun run(String side, List<List<PairSlice.Step>> window) {
            List<String> names =
                    rules.pairings().stream().map(Pairing::step).distinct().toList();
            List<StepSeries> steps = new ArrayList<>();
            for (int s = 0; s < names.size(); s++) {
                List<LatencySlice> latencies = new ArrayList<>();
                List<CountSlice> counts = new ArrayList<>();
                for (int i = 0; i < window.size(); i++) {
                    PairSlice.Step step = window.get(i).get(s);
                    int start = i * PairSlice.SECONDS;
                    latencies.add(new LatencySlice(start, PairSlice.SECONDS, step.latencies()));
                    counts.add(new CountSlice(start, PairSlice.SECONDS, step.attempts(), step.failed()));
                }
                steps.add(new StepSeries(names.get(s), latencies, counts));
            }
            return new JudgedRun(side, window.size() * PairSlice.SECONDS, steps);
        }
    }
}
