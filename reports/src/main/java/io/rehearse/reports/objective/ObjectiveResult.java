package io.rehearse.reports.objective;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;

/**
 * One objective judged on one subject.
 *
 * @param id the objective's; with {@code /subject} behind it where one objective is judged on several
 * @param subject name of the step or journey, or {@code all steps}
 * @param side index; with two sides only the second is judged
 * @param value in the unit of the objective's limit; null without data
 * @param bound for a percentile over its limit: what it is proved to be at least (at most, for a lower limit)
 * @param n values, attempts or walks it was computed from
 * @param window name of the phases it was computed over
 * @param text the objective as written
 * @param line of the script; 0 for a default
 * @param reason in words: value against limit, and why it is not a pass
 */
public record ObjectiveResult(
        String id,
        Verdict verdict,
        Double value,
        double limit,
        long n,
        String window,
        String subject,
        int side,
        Metric metric,
        Objective.Direction direction,
        Double bound,
        String text,
        int line,
        String reason) {

    /**
     * Whether it is a failure that is certainly the target's: error rate or outage over its limit. It counts even when
     * the generator cannot be trusted, because lateness does not make a response wrong.
     */
    @JsonIgnore
    public boolean isTargetFailure() {
        return verdict == Verdict.FAIL && (metric == Metric.ERROR_RATE || metric == Metric.OUTAGE);
    }

    /** The same value without a verdict, as in a functional run. */
    public ObjectiveResult notJudged() {
        return with(Verdict.NONE, subject + " " + metric.label() + " is not judged in a functional run");
    }

    ObjectiveResult with(Verdict other, String why) {
        return new ObjectiveResult(
                id, other, value, limit, n, window, subject, side, metric, direction, bound, text, line, why);
    }
}
