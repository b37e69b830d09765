package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What happened to one step on one side in one interval, for the exchanges whose due time lies in {@code phase}.
 *
 * @param started exchanges that became due in the interval
 * @param ok ended well in the interval
 * @param failed ended otherwise, by outcome name; the key {@code UNFINISHED} is what the grace cut off
 * @param notReached walks that ended before they came to this step
 * @param waiting exchanges started and not ended when the interval closed (a level, not a count of events)
 * @param bytesReceived from the target, as read from the socket
 * @param bytesSent handed to the socket
 * @param retried tries beyond the first
 * @param reusedRetries requests sent again because a kept-alive connection turned out to be closed
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record StepCounts(
        @JsonInclude int side,
        @JsonInclude int step,
        @JsonInclude int phase,
        long started,
        long ok,
        Map<String, Long> failed,
        long notReached,
        long waiting,
        long bytesReceived,
        long bytesSent,
        long retried,
        long reusedRetries) {

    public StepCounts {
        failed = Counts.of(failed);
        Counts.notNegative(
                side, step, started, ok, notReached, waiting, bytesReceived, bytesSent, retried, reusedRetries);
    }

    /** Both together, as of two lanes; side, step and phase must be the same. */
    public StepCounts plus(StepCounts o) {
        return new StepCounts(
                side,
                step,
                phase,
                started + o.started,
                ok + o.ok,
                Counts.sum(failed, o.failed),
                notReached + o.notReached,
                waiting + o.waiting,
                bytesReceived + o.bytesReceived,
                bytesSent + o.bytesSent,
                retried + o.retried,
                reusedRetries + o.reusedRetries);
    }

    /** All failures together. */
    @JsonIgnore
    public long failedTotal() {
        return Counts.total(failed);
    }
}
