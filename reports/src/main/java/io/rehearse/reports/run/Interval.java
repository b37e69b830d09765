package io.rehearse.reports.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/**
 * One interval (a second) of results, merged over all lanes. Not changed after {@link Builder#build}.
 *
 * @param index 0, 1, …
 * @param startSeconds since the start of the run
 * @param endSeconds likewise
 * @param histograms values in microseconds by series; series without a value are absent
 * @param errors how often each failure occurred
 * @param examples failures kept whole, in the order they happened
 * @param clamped values recorded as {@link Series#MICROS_MAX} because they were larger
 */
public record Interval(
        int index,
        double startSeconds,
        double endSeconds,
        Map<Series, AbstractHistogram> histograms,
        Collection<StepCounts> steps,
        Collection<JourneyCounts> journeys,
        Collection<TargetCounts> targets,
        Collection<ErrorCount> errors,
        List<ErrorExample> examples,
        long clamped,
        Health health) {

    public static Builder builder(int index, double startSeconds, double endSeconds) {
        return new Builder(index, startSeconds, endSeconds);
    }

    /** Adds up what several lanes hand over for the same interval. Belongs to one thread. */
    public static final class Builder {
        private record Key(int a, int b, int c) {}

        private record ErrorKey(String fingerprint, int phase) {}

        private final int index;
        private final double startSeconds;
        private final double endSeconds;
        private final Map<Series, AbstractHistogram> histograms = new LinkedHashMap<>();
        private final Map<Key, StepCounts> steps = new LinkedHashMap<>();
        private final Map<Key, JourneyCounts> journeys = new LinkedHashMap<>();
        private final Map<Key, TargetCounts> targets = new LinkedHashMap<>();
        private final Map<ErrorKey, ErrorCount> errors = new LinkedHashMap<>();
        private final List<ErrorExample> examples = new ArrayList<>();
        private long clamped;
        private Health health = Health.UNKNOWN;

        private Builder(int index, double startSeconds, double endSeconds) {
            this.index = index;
            this.startSeconds = startSeconds;
            this.endSeconds = endSeconds;
        }

        /** Adds the values of {@code microseconds} (copied; an empty histogram leaves no trace). */
        public Builder add(Series series, AbstractHistogram microseconds) {
            if (microseconds.getTotalCount() > 0) {
                histograms
                        .computeIfAbsent(series, s -> new Histogram(Series.DIGITS))
                        .add(microseconds);
            }
            return this;
        }

        /** Takes the histogram itself, which must not be empty: for a caller that made it and gives it away. */
        public Builder give(Series series, AbstractHistogram microseconds) {
            if (histograms.putIfAbsent(series, microseconds) != null) {
                histograms.get(series).add(microseconds);
            }
            return this;
        }

        public Builder add(StepCounts counts) {
            steps.merge(new Key(counts.side(), counts.step(), counts.phase()), counts, StepCounts::plus);
            return this;
        }

        public Builder add(JourneyCounts counts) {
            journeys.merge(new Key(counts.side(), counts.journey(), counts.phase()), counts, JourneyCounts::plus);
            return this;
        }

        public Builder add(TargetCounts counts) {
            targets.merge(new Key(counts.side(), counts.target(), 0), counts, TargetCounts::plus);
            return this;
        }

        public Builder add(ErrorCount count) {
            errors.merge(
                    new ErrorKey(count.fingerprint(), count.phase()),
                    count,
                    (a, b) -> new ErrorCount(a.fingerprint(), a.phase(), a.count() + b.count()));
            return this;
        }

        public Builder add(ErrorExample example) {
            examples.add(example);
            return this;
        }

        public Builder clamped(long values) {
            clamped += values;
            return this;
        }

        public Builder health(Health health) {
            this.health = health;
            return this;
        }

        public Interval build() {
            return new Interval(
                    index,
                    startSeconds,
                    endSeconds,
                    java.util.Collections.unmodifiableMap(histograms),
                    List.copyOf(steps.values()),
                    List.copyOf(journeys.values()),
                    List.copyOf(targets.values()),
                    List.copyOf(errors.values()),
                    List.copyOf(examples),
                    clamped,
                    health);
        }
    }
}
