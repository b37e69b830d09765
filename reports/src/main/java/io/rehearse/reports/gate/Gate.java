package io.rehearse.reports.gate;

import io.rehearse.reports.objective.Verdict;
import java.util.List;

/**
 * The verdict that something waits for. Immutable.
 *
 * <pre>
 *                      latch   verdict        promote   roll back
 *   current PASS       no      PASS           yes       no
 *   INCONCLUSIVE       no      INCONCLUSIVE   no        no
 *   FAIL               closes  FAIL           no        yes
 *   PASS               closed  FAIL           no        yes        recovered
 *   INCONCLUSIVE       closed  FAIL           no        yes
 *   cleared            opens   the current    by the current one
 * </pre>
 *
 * FAIL latches: a controller that asks once a minute must not miss it, and what failed once is promoted by a person or not at
 * all. Nothing leads from INCONCLUSIVE, from old news or from no data to either side.
 *
 * @param current what the detectors say now: PASS, FAIL or INCONCLUSIVE
 * @param reasons why, in words; empty for PASS
 * @param latch null as long as nothing has failed
 */
public record Gate(Verdict current, List<String> reasons, Latch latch) {

    /**
     * The first FAIL since the start or since the last clearing.
     *
     * @param atMillis on the probe's clock
     * @param reasons as they were then
     */
    public record Latch(long atMillis, List<String> reasons) {
        public Latch {
            reasons = List.copyOf(reasons);
        }
    }

    static final Gate START = new Gate(Verdict.INCONCLUSIVE, List.of("nothing was seen yet"), null);

    public Gate {
        if (current == Verdict.NONE) {
            throw new IllegalArgumentException("a gate without a verdict: expected PASS, FAIL or INCONCLUSIVE");
        }
        reasons = List.copyOf(reasons);
    }

    Gate after(Verdict now, List<String> why, long atMillis) {
        Latch kept = latch == null && now == Verdict.FAIL ? new Latch(atMillis, why) : latch;
        return new Gate(now, why, kept);
    }

    /**
     * A person takes the FAIL back.
     *
     * @throws IllegalStateException if nothing is latched, the detectors still say FAIL, or no reason is given
     */
    Gate cleared(String reason) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalStateException(
                    "clear without a reason: say why, as in clear --reason \"rolled back by hand\"");
        }
        if (latch == null) {
            throw new IllegalStateException("nothing to clear: the gate is " + verdict() + ", no FAIL is latched");
        }
        if (current == Verdict.FAIL) {
            throw new IllegalStateException("not cleared, it still fails: " + String.join("; ", reasons)
                    + "; wait until it has recovered, or declare a time in which it is expected to be down");
        }
        return new Gate(current, reasons, null);
    }

    public boolean latched() {
        return latch != null;
    }

    /** What counts: FAIL as long as it is latched, else the current one. */
    public Verdict verdict() {
        return latched() ? Verdict.FAIL : current;
    }

    /** Whether a latched FAIL has nothing against it any more. */
    public boolean recovered() {
        return latched() && current == Verdict.PASS;
    }

    /** Whether a controller may go on. */
    public boolean promotes() {
        return verdict() == Verdict.PASS;
    }

    /** Whether a controller must go back. */
    public boolean rollsBack() {
        return latched();
    }
}
