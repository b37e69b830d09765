package io.rehearse.runtime.probe;

import io.rehearse.reports.baseline.Duet;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Pairing;
import io.rehearse.reports.gate.Standing;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.run.RunSink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A {@link Probe} fed by a run: intervals come on the collector's thread and are taken by the thread {@code probe} from a bounded
 * queue; what finds no room was not observed, and is counted. Every action has a thread of its own.
 */
public final class ProbeRun implements RunSink, AutoCloseable {
    private static final int QUEUE_MAX = 600;
    private static final int WAITING_PER_ACTION_MAX = 20;
    private static final long CLOSE_SECONDS = 15;
    private static final int FAILURES_MAX = 5;
    private static final int OLD = 0;
    private static final long MINUTE_MILLIS = 60_000;

    private final Probe probe;
    private final Sender sender;
    private final int side;
    private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final Map<String, ThreadPoolExecutor> executors = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::work, "probe");
    private final AtomicLong notTaken = new AtomicLong();
    private final AtomicReference<Seen> seen = new AtomicReference<>();
    private final ControlPoint control;
    private volatile OtlpExport export;
    private volatile Login login = Login.GOOD;
    private volatile boolean ended;
    /** What ends later is not judged: the probe was told to end, and what fails may be its own end. */
    private volatile double judgedSeconds = Double.POSITIVE_INFINITY;

    private volatile List<ErrorNote> failures = List.of();
    private Observer observer;
    private Counting counting;
    /** Of the old side; null if none is walked. */
    private Observer oldObserver;

    private Counting oldCounting;
    private Pairs pairs;
    private Method duet;
    private Instant created;
    private long missedBefore;
    /** Belongs to the collector's thread. */
    private String notWritten;

    private String runError;

    /**
     * A failure to look at, masked where it was made.
     *
     * @param traceId of the walk; null if it has none
     */
    public record ErrorNote(Instant at, String step, String message, String traceId) {}

    /**
     * What screens and endpoints show.
     *
     * @param tallies null before the first interval
     * @param failures the last ones, the newest first
     * @param notTaken intervals for which the probe had no time
     * @param runError why the run directory cannot be written; null: it can
     * @param exportError why numbers did not reach their receiver; null: they did, or there is none
     * @param old numbers of the old side; null if none is walked, or before the first interval
     */
    public record Seen(
            ProbeStatus status,
            Tallies tallies,
            List<ErrorNote> failures,
            long notTaken,
            String runError,
            String exportError,
            Tallies old) {
        /** Rows for a table of steps. */
        public List<Row> rows() {
            if (tallies == null) {
                return List.of();
            }
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < tallies.steps().size(); i++) {
                Tallies.StepFigures beside = old == null ? null : old.steps().get(i);
                rows.add(Row.of(tallies.steps().get(i), beside, status));
            }
            return rows;
        }
    }

    private ProbeRun(Path journal, Started what, List<Action> actions, int side, Sender sender, URI control)
            throws IOException {
        this.sender = sender;
        this.control = new ControlPoint(control, InstantSource.system());
        this.side = side;
        Probe.Surroundings around =
                new Probe.Surroundings(InstantSource.system(), sender::send, this::executor, this::put);
        this.probe = Probe.open(journal, what, actions, around);
        this.seen.set(new Seen(probe.status(), null, List.of(), 0, null, null, null));
    }

    /**
     * Opens the journal and waits for a run.
     *
     * @param side of the run that is judged
     * @param sender made beforehand: to make one takes longer than a run may wait
     * @param control reached over the same network as the target; null: none
     * @throws IOException if the journal cannot be used
     */
    public static ProbeRun open(Path journal, Started what, List<Action> actions, int side, Sender sender, URI control)
            throws IOException {
        ProbeRun run = new ProbeRun(journal, what, actions, side, sender, control);
        run.thread.setDaemon(true);
        run.thread.start();
        return run;
    }

    /** What a run of two sides holds against each other. */
    public static List<Pairing> pairings(RunManifest manifest) {
        return Pairing.of(Pairs.steps(manifest), Duet.method(manifest));
    }

    private Executor executor(Action action) {
        return executors.computeIfAbsent(action.name(), name -> {
            return new ThreadPoolExecutor(
                    1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_PER_ACTION_MAX), task -> {
                        Thread made = new Thread(task, "action-" + name);
                        made.setDaemon(true);
                        return made;
                    });
        });
    }

    /** From a thread that may wait: an action's, as how a deed ended must not be lost, or one that has something to tell. */
    private void put(Runnable task) {
        try {
            tasks.put(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- on the collector's thread

    @Override
    public void started(RunManifest manifest) {
        List<io.rehearse.reports.gate.Stream> streams = probe.status().rules().streams();
        observer = new Observer(manifest, side, streams);
        counting = new Counting(manifest, side);
        created = manifest.created();
        if (manifest.sides().size() == 2) {
            oldObserver = new Observer(manifest, OLD, streams);
            oldCounting = new Counting(manifest, OLD);
            pairs = new Pairs(manifest);
            duet = Duet.method(manifest);
        }
    }

    /** Of two sides: the last hour of earlier processes comes from their run directories. */
    public void continuesFrom(Path parts) {
        put(() -> {
            try {
                pairs.readAgain(parts, probe::millisBefore, probe::excused);
            } catch (IOException e) {
                probe.note("the window of old and new begins anew: " + e.getMessage());
            }
        });
    }

    @Override
    public void notWritten(String reason) {
        notWritten = reason;
    }

    @Override
    public void interval(Interval interval, List<LaneInterval.Example> examples) {
        interval.examples().stream().filter(e -> e.side() == side).forEach(this::remember);
        Instant at = created.plusNanos(Math.round(interval.endSeconds() * 1e9));
        Tallies tallies = counting.after(interval, at);
        Tallies old = oldCounting == null ? null : oldCounting.after(interval, at);
        long before = notTaken.get();
        String unwritten = notWritten;
        notWritten = null;
        boolean taken = tasks.offer(() -> {
            runError = unwritten;
            if (interval.endSeconds() <= judgedSeconds) {
                take(interval, at, before);
            }
            publish(tallies, old);
        });
        if (!taken) {
            notTaken.incrementAndGet();
        }
    }

    @Override
    public void notice(String line) {
        put(() -> {
            probe.note(line);
            publish();
        });
    }

    @Override
    public void tokenExpires(Instant at, String reason) {
        login = at == null ? login.renewed(Instant.now()) : login.expires(at, reason);
    }

    /** Nothing is walked yet, and why; from any thread. */
    public void notObserved(String reason) {
        put(() -> {
            long last = probe.status().standing().atMillis();
            if (!probe.status().standing().gate().reasons().contains("not observed: " + reason)) {
                probe.note("nothing is walked yet, it is tried again: " + reason);
            }
            probe.take(new Event.NotObserved(last, probe.millis(Instant.now()), reason));
            publish();
        });
    }

    @Override
    public void stopping(double atSeconds) {
        judgedSeconds = atSeconds;
        notice("told to end: walks under way may finish, what becomes of them is not judged");
    }

    private void remember(ErrorExample example) {
        ErrorNote note = new ErrorNote(example.at(), stepName(example.step()), example.message(), example.traceId());
        failures = Stream.concat(Stream.of(note), failures.stream())
                .limit(FAILURES_MAX)
                .toList();
    }

    private String stepName(int step) {
        return counting == null ? "" : counting.name(step);
    }

    @Override
    public void ended(RunEnd end) {
        put(() -> {
            probe.end(
                    end.how() == RunEnd.How.SIGNAL
                            ? "signal " + end.signal()
                            : end.how().name());
            ended = true;
            publish();
        });
    }

    // ---- on the probe's thread

    private void work() {
        try {
            while (!ended || !tasks.isEmpty()) {
                Runnable task = tasks.poll(1, TimeUnit.SECONDS);
                if (task != null) {
                    task.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Interval interval, Instant at, long missed) {
        long millis = probe.millis(at);
        seenAt(interval, millis).ifPresent(event -> {
            if (missed > missedBefore) {
                long last = probe.status().standing().atMillis();
                probe.take(new Event.NotObserved(last, last, "the prober had no time"));
                missedBefore = missed;
            }
            look(millis);
            Event believed = believed(event, interval, at);
            probe.take(believed);
            compare(believed, interval);
        });
    }

    /** Of two sides: what was not observed of one was not of the other. */
    private Optional<Event> seenAt(Interval interval, long millis) {
        Optional<Event> seen = observer.event(interval, millis);
        if (oldObserver == null) {
            return seen;
        }
        Optional<Event> old = oldObserver.event(interval, millis);
        return seen.map(event -> event instanceof Event.Observed fresh
                ? new Event.Observed(fresh.ticks(), fresh.counts(), ((Event.Observed) old.orElseThrow()).ticks())
                : event);
    }

    /** When a minute is over, before the first second of the next. */
    private void look(long millis) {
        Standing standing = probe.status().standing();
        long last = standing.atMillis();
        if (pairs != null && (millis - 1) / MINUTE_MILLIS > (last - 1) / MINUTE_MILLIS && last > 0) {
            probe.take(pairs.window().look(standing.sides(), probe.status().rules(), duet, last));
        }
    }

    private void compare(Event event, Interval interval) {
        boolean down = probe.status().standing().expectsDown(event.atMillis());
        if (pairs != null && event instanceof Event.Observed && !down) {
            pairs.add(interval, event.atMillis());
        }
    }

    /** What failed while our own token was none, or our own network away, was not observed. */
    private Event believed(Event event, Interval interval, Instant at) {
        boolean failed = event instanceof Event.Observed observed
                && Stream.concat(observed.ticks().stream(), observed.old().stream())
                        .anyMatch(tick -> tick.failed() + tick.overdue() > 0);
        Optional<String> against = failed ? login.against(at).or(() -> control.against(at)) : Optional.empty();
        long length = Math.round((interval.endSeconds() - interval.startSeconds()) * 1000);
        return against.isEmpty()
                ? event
                : new Event.NotObserved(Math.max(0, event.atMillis() - length), event.atMillis(), against.get());
    }

    private void publish(Tallies tallies, Tallies old) {
        seen.set(new Seen(probe.status(), tallies, failures, notTaken.get(), runError, exportError(), old));
    }

    private void publish() {
        publish(seen.get().tallies(), seen.get().old());
    }

    private String exportError() {
        return export == null ? null : export.error();
    }

    // ---- from any thread

    /** Shows from now on how this goes, and ends it with the probe. */
    public void exporting(OtlpExport by) {
        export = by;
    }

    public Seen seen() {
        return seen.get();
    }

    /**
     * A person takes a latched FAIL back; waits until that is in the journal.
     *
     * @return null, or why it is refused
     */
    public String clear(String by, String reason) throws InterruptedException {
        return asked(() -> probe.clear(by, reason));
    }

    /** Downtime that begins now is announced; waits until that is in the journal. */
    public String expectDown(Duration length, String reason, boolean counts) throws InterruptedException {
        return asked(() -> probe.expectDown(length, reason, counts));
    }

    /** Downtimes known beforehand; what the journal has already is not announced again. */
    public void expectDown(List<Announcement> beforehand) {
        put(() -> {
            probe.expectDown(beforehand);
            publish();
        });
    }

    private String asked(Runnable command) throws InterruptedException {
        BlockingQueue<String> answer = new ArrayBlockingQueue<>(1);
        boolean taken = tasks.offer(() -> {
            try {
                command.run();
                publish();
                answer.add("");
            } catch (IllegalStateException | IllegalArgumentException refused) {
                answer.add(refused.getMessage());
            }
        });
        String said = taken ? answer.poll(5, TimeUnit.SECONDS) : null;
        return said == null ? "the prober is busy; try again" : said.isEmpty() ? null : said;
    }

    /** Waits for the probe and for actions under way, a few seconds at most. */
    @Override
    public void close() throws IOException, InterruptedException {
        for (ThreadPoolExecutor executor : executors.values()) {
            executor.shutdown();
        }
        for (ThreadPoolExecutor executor : executors.values()) {
            executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        ended = true;
        thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        executors.values().forEach(ThreadPoolExecutor::shutdownNow);
        if (export != null) {
            export.close();
        }
        probe.close();
        sender.close();
    }
}
