package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * How a run ended: the content of {@code end.json}. A directory without that file is of a run that was killed.
 *
 * @param seconds since the start of the run
 * @param signal number of the signal (2, 15) when {@code how} is {@link How#SIGNAL}, else null
 * @param reasons in words, may be empty
 * @param warnings what went wrong besides and decides nothing, in words; not written when there is none
 */
public record RunEnd(
        How how,
        Instant at,
        double seconds,
        Integer signal,
        List<String> reasons,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> warnings) {

    public RunEnd {
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
    }

    public enum How {
        /** The load was done. */
        @JsonProperty("finished")
        FINISHED,
        /** An abort rule stopped it. */
        @JsonProperty("aborted")
        ABORTED,
        /** Someone stopped it. */
        @JsonProperty("signal")
        SIGNAL,
        /** The tool or its surroundings failed: disk full, target unreachable before the start. */
        @JsonProperty("error")
        ERROR
    }

    /** The same with these warnings. */
    public RunEnd warning(List<String> words) {
        return new RunEnd(how, at, seconds, signal, reasons, words);
    }

    public static RunEnd finished(Instant at, double seconds) {
        return new RunEnd(How.FINISHED, at, seconds, null, List.of(), List.of());
    }

    public static RunEnd aborted(Instant at, double seconds, String reason) {
        return new RunEnd(How.ABORTED, at, seconds, null, List.of(reason), List.of());
    }

    public static RunEnd signal(Instant at, double seconds, int signal) {
        return new RunEnd(How.SIGNAL, at, seconds, signal, List.of(), List.of());
    }

    public static RunEnd error(Instant at, double seconds, String reason) {
        return new RunEnd(How.ERROR, at, seconds, null, List.of(reason), List.of());
    }
}
