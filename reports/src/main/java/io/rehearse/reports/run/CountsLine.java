package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One line of {@code counts.ndjson}. It is written last: an interval without its line here does not count.
 *
 * @param start seconds since the start of the run
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record CountsLine(
        @JsonInclude int index,
        @JsonInclude double start,
        @JsonInclude double end,
        List<StepCounts> steps,
        List<JourneyCounts> journeys,
        List<TargetCounts> targets,
        List<ErrorCount> errors,
        long clamped) {

    CountsLine {
        steps = steps == null ? List.of() : steps;
        journeys = journeys == null ? List.of() : journeys;
        targets = targets == null ? List.of() : targets;
        errors = errors == null ? List.of() : errors;
    }
}
