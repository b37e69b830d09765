package io.rehearse.runtime.probe;

import java.time.Instant;

/**
 * An action that was begun.
 *
 * @param id the action, the failure and the change: a deed with this id is never begun again
 * @param action its name
 * @param rollback whether it is a rollback
 * @param alert what it is told
 * @param at when it was decided
 * @param outcome null as long as it is not known: under way, or, after a crash, never to be known
 */
public record Deed(String id, String action, boolean rollback, Alert alert, Instant at, Outcome outcome) {

    /** As journalled when it ended. */
    record Ended(String id, Outcome outcome) {}

    static Deed planned(Action action, Alert alert, Instant at) {
        String what = action.rollback() ? "rollback" : alert.change().name() + "@" + alert.at();
        String id = action.name() + "/" + alert.key() + "/" + what;
        return new Deed(id, action.name(), action.rollback(), alert, at, null);
    }

    Deed ended(Outcome how) {
        return new Deed(id, action, rollback, alert, at, how);
    }
}
