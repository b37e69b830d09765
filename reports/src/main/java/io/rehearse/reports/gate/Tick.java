package io.rehearse.reports.gate;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * What became of the walks in a moment, usually one second. Only what the target answers for: a walk that the generator
 * spoiled is not in here.
 *
 * @param atMillis end of the moment, on the probe's clock: milliseconds since it was first started; never steps back
 * @param ok walks that ended well
 * @param failed walks that ended otherwise
 * @param overdue walks whose open exchange has waited longer than is usual by far; a level, not a count of events
 * @param open walks with an open exchange, the overdue ones included; a level
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY) // there are sixty in every line of a journal
public record Tick(long atMillis, long ok, long failed, long overdue, long open) {
    public Tick {
        if (ok < 0 || failed < 0 || overdue < 0 || open < overdue) {
            throw new IllegalArgumentException(
                    "tick at " + atMillis + ": ok " + ok + ", failed " + failed + ", overdue " + overdue + " of " + open
                            + " open: expected numbers of 0 or more, overdue at most open");
        }
    }
}
