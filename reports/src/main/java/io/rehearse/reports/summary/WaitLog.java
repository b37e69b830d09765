package io.rehearse.reports.summary;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.StepCounts;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Counts long waits for a free connection. Whether the limit is too low or who had the connections was slow, a freeze that is over for
 * example, cannot be seen here. Who waited because a connection was being made for it is not counted; which of the waits those were is not
 * known, so as many as were made are taken off.
 */
final class WaitLog {
    private static final long LONG_MICROS = 10_000;
    private static final double SHARE = 0.01;

    private final IntPredicate measuredPhase;
    private long waits;
    private long longWaits;
    private long connects;

    WaitLog(IntPredicate measuredPhase) {
        this.measuredPhase = measuredPhase;
    }

    void accept(Interval interval) {
        boolean answered = interval.steps().stream().mapToLong(StepCounts::ok).sum() > 0;
        interval.histograms().forEach((series, micros) -> {
            if (series.kind() == Kind.CONNECT && measuredPhase.test(series.phase())) {
                connects += micros.getTotalCount();
            }
            if (series.kind() == Kind.WAIT && measuredPhase.test(series.phase())) {
                waits += micros.getTotalCount();
                if (answered && micros.getMaxValue() > LONG_MICROS) {
                    longWaits += micros.getCountBetweenValues(LONG_MICROS + 1, micros.getMaxValue());
                }
            }
        });
    }

    Optional<String> allInUse(RunManifest manifest) {
        boolean limited = manifest.sides().stream()
                .flatMap(side -> side.targets().stream())
                .anyMatch(target ->
                        target.connections() != null && target.connections().startsWith("shared"));
        long forAFreeOne = longWaits - connects;
        if (!limited || forAFreeOne <= SHARE * waits) {
            return Optional.empty();
        }
        return Optional.of(Figures.percent((double) forAFreeOne / waits)
                + " of exchanges waited more than 10 ms for a free connection: all that the limit allows were in use,"
                + " because answers took long or the limit is too low for so many users");
    }
}
