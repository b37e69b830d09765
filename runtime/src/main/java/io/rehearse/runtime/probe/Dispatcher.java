package io.rehearse.runtime.probe;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Begins actions, each deed at most once: it is in the journal before it begins. Belongs to the probe's thread; the actions
 * themselves run elsewhere, so that a dead receiver never holds up the probe.
 *
 * <pre>
 *                       begun                             when the journal cannot be written   after a crash in between
 *   rollback            once for a failure, while seen    not begun, said so                   not again: "outcome unknown"
 *   PagerDuty, Alertm.  once for a change                 begun                                again, the receiver de-duplicates
 *   others              once for a change                 begun                                not again: "outcome unknown"
 * </pre>
 */
final class Dispatcher {
    private static final int PER_HOUR_MAX = 30;
    private static final Duration RESEND = Duration.ofMinutes(1);

    /** Does an action; blocks. */
    interface Doing {
        Outcome send(Action action, Alert alert) throws InterruptedException;
    }

    /** Writes an entry to the journal. */
    interface Writing {
        void append(String type, Object data) throws IOException;
    }

    private final List<Action> actions;
    private final Deeds deeds;
    private final Writing journal;
    private final Doing doing;
    private final Function<Action, Executor> threads;
    private final Consumer<Runnable> probe;
    private final InstantSource clock;
    private final Map<String, Instant> sentAgain = new HashMap<>();
    private long leftOut;

    /**
     * @param deeds what was begun; kept up to date here
     * @param threads where an action's deeds run, one after the other
     * @param probe runs something on the probe's thread
     */
    Dispatcher(
            List<Action> actions,
            Deeds deeds,
            Writing journal,
            Doing doing,
            Function<Action, Executor> threads,
            Consumer<Runnable> probe,
            InstantSource clock) {
        this.actions = actions;
        this.deeds = deeds;
        this.journal = journal;
        this.doing = doing;
        this.threads = threads;
        this.probe = probe;
        this.clock = clock;
    }

    /** After a restart: what was under way and may be repeated. */
    void resume() {
        for (Deed deed : deeds.all()) {
            if (deed.outcome() == null) {
                actions.stream()
                        .filter(a -> a.name().equals(deed.action()) && a.repeatable())
                        .forEach(action -> begin(action, deed));
            }
        }
    }

    /** Something changed: everybody who was not told of it yet is told. */
    void tell(Alert alert) {
        for (Action action : actions) {
            if (!action.rollback()) {
                plan(action, alert);
            }
        }
    }

    /** The target is seen failing: rolls back what was not rolled back yet for this failure. */
    void rollBack(Alert alert) {
        for (Action action : actions) {
            if (action.rollback()) {
                plan(action, alert);
            }
        }
    }

    private void plan(Action action, Alert alert) {
        Deed deed = Deed.planned(action, alert, clock.instant());
        if (deeds.has(deed.id())) {
            return;
        }
        if (!action.rollback() && tooMany(action)) {
            leftOut++;
            return;
        }
        try {
            journal.append(Replay.ACTION_PLANNED, deed);
        } catch (IOException notWritten) {
            if (action.rollback()) {
                // not remembered either: it is tried again as soon as the journal can be written
                return;
            }
        }
        deeds.begun(deed);
        begin(action, deed);
    }

    private boolean tooMany(Action action) {
        Instant anHourAgo = clock.instant().minus(Duration.ofHours(1));
        return deeds.all().stream()
                        .filter(d -> d.action().equals(action.name()) && d.at().isAfter(anHourAgo))
                        .count()
                >= PER_HOUR_MAX;
    }

    private void begin(Action action, Deed deed) {
        try {
            threads.apply(action).execute(() -> {
                Outcome outcome = done(action, deed.alert());
                probe.accept(() -> ended(deed.id(), outcome));
            });
        } catch (RejectedExecutionException full) {
            ended(deed.id(), new Outcome(false, 0, "not begun: too many of this action are waiting"));
        }
    }

    private Outcome done(Action action, Alert alert) {
        try {
            return doing.send(action, alert);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(false, 1, "interrupted: the probe ended");
        }
    }

    private void ended(String id, Outcome outcome) {
        deeds.ended(id, outcome);
        try {
            journal.append(Replay.ACTION_ENDED, new Deed.Ended(id, outcome));
        } catch (IOException notWritten) {
            // the probe shows that its journal cannot be written; what is lost is only how the deed ended
            leftOut++;
        }
    }

    /** Alertmanager forgets what it does not hear again. */
    void remind(Alert alert) {
        if (alert == null || !alert.firing()) {
            return;
        }
        for (Action action : actions) {
            Instant last = sentAgain.getOrDefault(action.name(), alert.at());
            boolean due = !clock.instant().isBefore(last.plus(RESEND));
            if (action.template() == Action.Template.ALERTMANAGER && !action.rollback() && due) {
                sentAgain.put(action.name(), clock.instant());
                try {
                    threads.apply(action).execute(() -> done(action, alert));
                } catch (RejectedExecutionException full) {
                    leftOut++;
                }
            }
        }
    }

    /** What was not sent because there was too much of it, or not written down. */
    long leftOut() {
        return leftOut;
    }
}
