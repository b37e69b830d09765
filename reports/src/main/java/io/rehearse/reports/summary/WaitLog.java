package io.rehearse.reports.summary;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.StepCounts;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Counts long waits for a connection while the target answered: then the connection limit was the bottleneck. */
final class WaitLog {
    private static final long LONG_MICROS = 10_000;
    private static final double SHARE = 0.01;

    private final IntPredicate measuredPhase;
    private long waits;
    private long longWaits;

    WaitLog(IntPredicate measuredPhase) {
        this.measuredPhase = measuredPhase;
    }

    void accept(Interval interval) {
        boolean answered = interval.steps().stream().mapToLong(StepCounts::ok).sum() > 0;
        interval.histograms().forEach((series, micros) -> {
            if (series.kind() == Kind.WAIT && measuredPhase.test(series.phase())) {
                waits += micros.getTotalCount();
                if (answered && micros.getMaxValue() > LONG_MICROS) {
                    longWaits += micros.getCountBetweenValues(LONG_MICROS + 1, micros.getMaxValue());
                }
            }
        });
    }

    Optional<String> limitWasBottleneck(RunManifest manifest) {
        boolean limited = manifest.sides().stream()
                .flatMap(side -> side.targets().stream())
                .anyMatch(target ->
                        target.connections() != null && target.connections().startsWith("shared"));
        if (!limited || longWaits <= SHARE * waits) {
            return Optional.empty();
        }
        return Optional.of(Figures.percent((double) longWaits / waits)
                + " of exchanges waited more than 10 ms for a connection while the target answered:"
                + " the connection limit was the bottleneck");
    }
}
