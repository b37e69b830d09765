package io.rehearse.reports.summary;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.run.RunEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code summary.json}.
 *
 * @param run id of the run
 * @param exitCode of the command that made it, see {@link ExitDecision}
 * @param trusted whether the generator's times can be believed
 * @param model {@code open} or {@code closed}
 * @param reasons of verdict and exit code in words, the decisive one first; never empty
 * @param distrust why the generator is not trusted, in words; empty if it is
 * @param notes what else a reader must know, such as hidden queueing; may be empty
 * @param seconds measured
 * @param steps of the measured phases; of stairs a row for each stair
 * @param notJudged steps of the other phases, with their response only
 * @param stairs one row each, null for a load without stairs
 * @param capacity of stairs, null for a load without
 * @param errors failures by what they have in common, most frequent first
 * @param comparison with a baseline, null without
 * @param end null for a run that was killed
 */
public record Summary(
        String schema,
        String run,
        Verdict verdict,
        int exitCode,
        boolean trusted,
        String model,
        boolean functional,
        List<String> reasons,
        List<String> distrust,
        List<String> notes,
        double seconds,
        List<StepRow> steps,
        List<JourneyRow> journeys,
        List<ObjectiveResult> objectives,
        List<StepRow> notJudged,
        List<Stair> stairs,
        Capacity capacity,
        List<ErrorRow> errors,
        @JsonInclude JsonNode comparison,
        HealthRow health,
        RunEnd end) {

    /** The same with a comparison, which has its say in verdict, exit code and reasons. */
    public Summary with(Compared compared) {
        ExitDecision decision = ExitDecision.of(this, compared);
        return copy(decision.verdict(), decision.exitCode(), trusted, decision.reasons(), distrust, compared.json());
    }

    /** The same with what is said about the generator of several runs. */
    Summary with(List<String> distrusted) {
        return copy(verdict, exitCode, distrusted.isEmpty(), reasons, distrusted, comparison);
    }

    /** The same with another decision; its reasons come first. */
    Summary decided(Verdict decision, int code, List<String> because) {
        List<String> all = new ArrayList<>(because);
        reasons.stream().filter(r -> !all.contains(r)).forEach(all::add);
        return copy(decision, code, trusted, List.copyOf(all), distrust, comparison);
    }

    private Summary copy(
            Verdict decision,
            int code,
            boolean believed,
            List<String> because,
            List<String> doubts,
            JsonNode compared) {
        return new Summary(
                schema,
                run,
                decision,
                code,
                believed,
                model,
                functional,
                because,
                doubts,
                notes,
                seconds,
                steps,
                journeys,
                objectives,
                notJudged,
                stairs,
                capacity,
                errors,
                compared,
                health,
                end);
    }

    /** Name and major version of the format. */
    public static final String SCHEMA = "rehearse/summary/1";

    /**
     * One step on one side.
     *
     * @param phase null when all measured phases are added up
     * @param target name
     * @param notReached walks that ended before this step
     * @param outcomes failures by outcome name
     * @param response null without values, as all other times
     */
    public record StepRow(
            String phase,
            String journey,
            String step,
            int side,
            String target,
            int line,
            long started,
            long ok,
            long failed,
            long notReached,
            Map<String, Long> outcomes,
            Percentiles response,
            Percentiles service,
            @JsonProperty("wait") Percentiles waiting,
            Percentiles late,
            Percentiles firstByte) {}

    /**
     * One journey on one side.
     *
     * @param dropped arrivals that never began, by outcome name
     * @param response sum of the responses of a walk's steps
     * @param elapsed from arrival to the last end
     */
    public record JourneyRow(
            String phase,
            String journey,
            int side,
            long started,
            long ok,
            long failed,
            long unfinished,
            Map<String, Long> dropped,
            long cleanupOk,
            long cleanupFailed,
            long paceMissed,
            Percentiles response,
            Percentiles elapsed) {}

    /** One stair: its rate, and what its objectives come to. */
    public record Stair(String phase, Double perSecond, Verdict verdict, boolean trusted) {}

    /**
     * What stairs found out.
     *
     * @param perSecond rate of the last stair that passed before one did not; null if the first did not
     * @param atLeast whether no stair failed, so that the capacity may be higher
     */
    public record Capacity(Double perSecond, boolean atLeast) {}

    /**
     * Failures with the same fingerprint.
     *
     * @param count in judged phases
     * @param notJudged and in the others
     * @param example number of the first example: its line in {@code errors.ndjson}; null if none was kept
     * @param firstSeconds end of the first interval in which one occurred, since the start of the run
     * @param line of the script, 0 if unknown
     */
    public record ErrorRow(
            String fingerprint,
            String step,
            String outcome,
            String message,
            int line,
            long count,
            long notJudged,
            Integer example,
            double firstSeconds,
            double lastSeconds) {}

    /**
     * The generator in the measured phases.
     *
     * @param starts steps taken up
     * @param lateStarts more than 10 ms after they were due
     * @param stallMs longest time one lane did not run
     * @param plannedPerSecond arrivals per second of an open load, null for others
     * @param startedPerSecond walks begun per second
     * @param clamped values above the range of the histograms, recorded as its end
     * @param cause likely reason of lateness; null if there is none
     */
    public record HealthRow(
            long starts,
            long lateStarts,
            double lateP99Ms,
            double lateMaxMs,
            double stallMs,
            double gcMs,
            double gcMaxMs,
            double cpuMax,
            double stealMax,
            double runQueueMaxMs,
            double scriptMaxMs,
            long descriptorsMax,
            long heapMaxBytes,
            int backlogMax,
            Double plannedPerSecond,
            double startedPerSecond,
            long clamped,
            String cause) {}
}
