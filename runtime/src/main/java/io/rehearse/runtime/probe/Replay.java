package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.PairWindow;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.run.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What a journal says: how the target stands, what was done, who was told. The same entries give the same answer, while the probe
 * runs and after it has died. Belongs to one thread.
 */
final class Replay implements Consumer<Entry> {
    /** Types of entries. */
    static final String STARTED = "started";

    static final String OBSERVED = "observed";
    static final String LOOKED = "looked";
    static final String GAP = "gap";
    static final String CLEARED = "cleared";
    static final String EXPECT_DOWN = "expect.down";
    static final String VERDICT = "verdict";
    static final String ALERT = "alert";
    static final String ACTION_PLANNED = "action.planned";
    static final String ACTION_ENDED = "action.ended";
    static final String NOTE = "note";
    static final String LOST = "lost";
    static final String ENDED = "ended";

    private static final long GAPS_MILLIS =
            Duration.ofMinutes(PairWindow.LONG_MINUTES).toMillis();

    /** Of the last hour before the last one. */
    private final Deque<Event.NotObserved> gaps = new ArrayDeque<>();

    private final Deeds deeds = new Deeds();
    private Started started;
    private Standing standing;
    private Alert alert;
    private Note note;
    private String id;
    private Instant lastAt;
    private Instant zero;
    private boolean ended;

    @Override
    public void accept(Entry entry) {
        id = id == null ? entry.hash().substring(0, 12) : id;
        lastAt = entry.at();
        ended = entry.type().equals(ENDED);
        switch (entry.type()) {
            case STARTED -> started(entry, data(entry, Started.class));
            case OBSERVED -> event(data(entry, Event.Observed.class));
            case LOOKED -> event(data(entry, Event.Looked.class));
            case GAP -> {
                Event.NotObserved gap = data(entry, Event.NotObserved.class);
                remember(gap);
                event(gap);
            }
            case CLEARED -> event(data(entry, Event.Cleared.class));
            case EXPECT_DOWN -> event(data(entry, Event.DownExpected.class));
            case ALERT -> alert = data(entry, Alert.class);
            case NOTE -> note = new Note(entry.at(), entry.data().path("text").asText());
            case ACTION_PLANNED -> deeds.begun(data(entry, Deed.class));
            case ACTION_ENDED -> {
                Deed.Ended ended = data(entry, Deed.Ended.class);
                deeds.ended(ended.id(), ended.outcome());
            }
            default -> {
                // verdicts are conclusions and follow from what was observed; other entries are for people
            }
        }
    }

    private void started(Entry entry, Started now) {
        standing = standing == null ? Standing.start(now.rules()) : standing.under(now.rules(), started.rules());
        started = now;
        zero = entry.at().minusMillis(now.atMillis());
    }

    void remember(Event.NotObserved gap) {
        gaps.addLast(gap);
        while (gaps.peekFirst().atMillis() < gap.atMillis() - GAPS_MILLIS) {
            gaps.removeFirst();
        }
    }

    private void event(Event event) {
        standing = standing.after(event, rules());
    }

    private static <T> T data(Entry entry, Class<T> type) {
        try {
            return Json.mapper().treeToValue(entry.data(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "journal entry " + entry.seq() + " of type " + entry.type() + " has another form than expected: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    boolean isEmpty() {
        return started == null;
    }

    Rules rules() {
        return started.rules();
    }

    Started begun() {
        return started;
    }

    Standing standing() {
        return standing;
    }

    /** What was not observed of the last hour. */
    Collection<Event.NotObserved> gaps() {
        return gaps;
    }

    Deeds deeds() {
        return deeds;
    }

    /** The last one; null: nobody was told of anything yet. */
    Alert alert() {
        return alert;
    }

    void remember(Alert told) {
        alert = told;
    }

    /** The last one; null: none yet. */
    Note note() {
        return note;
    }

    void remember(Note noted) {
        note = noted;
    }

    /** The same for the life of a journal; null in an empty one. */
    String id() {
        return id;
    }

    /** The first arrival number that was certainly not used before now; 0 in an empty journal. */
    long nextArrival(Instant now) {
        return isEmpty() ? 0 : started.arrivals().next(ended ? lastAt : now);
    }

    /** When the probe's clock was at 0, as the last process had it; null in an empty journal. */
    Instant zero() {
        return zero;
    }

    /** Wall clock of the last entry. */
    Instant lastAt() {
        return lastAt;
    }
}
