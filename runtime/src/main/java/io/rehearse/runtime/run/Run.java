package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.PlanText;
import io.rehearse.reports.baseline.Duet;
import io.rehearse.reports.baseline.RunSeries;
import io.rehearse.reports.objective.AbortWatch;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriteException;
import io.rehearse.reports.summary.Summarizer;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.LaneThread;
import io.rehearse.runtime.driver.Traffic;
import io.rehearse.runtime.http.HttpSettings;
import io.rehearse.runtime.http.HttpWire;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One execution of a load: {@link #start}, intervals go to the sinks, {@link #stop} if somebody wants, {@link #await} the
 * judged run. The load may have no end. Third file to read, after {@code Lane} and {@code Http1Connection}.
 *
 * <p>Threads: the caller's (start, stop, await), {@code lane-0 … n}, and {@code collector}, which merges, writes, watches
 * the abort rules and feeds the sinks.
 */
public final class Run {
    /** Between the decision to start and the load's first moment: time to write the manifest and for the lanes to be there. */
    private static final long LEAD_NANOS = 500_000_000;

    /** Before a functional run, whose times are not judged. */
    private static final long FUNCTIONAL_LEAD_NANOS = 20_000_000;

    private final RunRequest request;
    private final Names names;
    private final RunManifest manifest;
    private final List<RunSink> sinks;
    private final RunParts writer;
    private final IntervalCollector intervals;
    private final List<LaneThread> lanes = new ArrayList<>();
    private final ClosureWatch closureWatch;
    private final Set<Integer> lanesGivenUp = ConcurrentHashMap.newKeySet();
    private final List<HttpWire> wires = new ArrayList<>();
    private final Tokens tokens;
    private final Thread collector;
    private final AbortWatch abortWatch;
    private final Optional<Summarizer> stairs;
    private final AtomicReference<String> abortReason = new AtomicReference<>();
    private final AtomicReference<String> error = new AtomicReference<>();
    private final AtomicInteger signal = new AtomicInteger();
    private final AtomicInteger stops = new AtomicInteger();
    private final AtomicReference<OnceWalk> walkingAfter = new AtomicReference<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean canWrite = true;
    private RunEnd end;

    private Run(
            RunRequest request,
            RunManifest manifest,
            Traffic traffic,
            HttpSettings settings,
            Names names,
            Tokens tokens,
            List<RunSink> sinks)
            throws RunWriteException {
        this.tokens = tokens;
        this.request = request;
        this.names = names;
        this.manifest = manifest;
        this.sinks = List.copyOf(sinks);
        this.writer = new RunParts(request.directory(), manifest, request.watching());
        this.intervals = new IntervalCollector(traffic, manifest.created(), tokens::takeFailures);
        this.abortWatch = new AbortWatch(manifest);
        boolean climbs = traffic.load().untilObjectivesFail();
        this.stairs = climbs ? Optional.of(new Summarizer(manifest)) : Optional.empty();
        for (int lane = 0; lane < traffic.lanes(); lane++) {
            lanes.add(new LaneThread(
                    traffic,
                    lane,
                    request.wakeup(),
                    (made, loop) -> remembered(new HttpWire(made, loop, settings)),
                    intervals,
                    this::laneDied));
        }
        this.closureWatch = new ClosureWatch(
                manifest.script().name(),
                request.sides().stream()
                        .flatMap(side -> side.closures().stream())
                        .toList(),
                lanes,
                new EndlessClosure());
        wires.forEach(wire -> tokens.give(wire::token));
        this.collector = new Thread(this::collect, "collector");
    }

    private HttpWire remembered(HttpWire wire) {
        wires.add(wire);
        return wire;
    }

    /** A new token, to all lanes. */
    private void token(int side, int login, String token) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            HttpWire wire = wires.get(lane);
            onLane(lane, () -> wire.token(side, login, token));
        }
    }

    /** Where new connections to a target go, to all lanes. */
    private void addresses(int side, int target, List<InetAddress> now) {
        for (int lane = 0; lane < lanes.size(); lane++) {
            HttpWire wire = wires.get(lane);
            onLane(lane, () -> wire.addresses(side, target, now));
        }
    }

    private void tokenExpires(Instant at, String reason) {
        sinks.forEach(sink -> sink.tokenExpires(at, reason));
    }

    private void notice(String line) {
        sinks.forEach(sink -> sink.notice(line));
    }

    /**
     * Looks at the targets, creates the run directory and starts the load.
     *
     * @throws PreflightException if a target is not there or the machine has too little of something
     * @throws RunWriteException if the run directory cannot be written
     */
    public static Run start(RunRequest wanted, List<RunSink> sinks) throws PreflightException, RunWriteException {
        return start(wanted, Names.ofSystem(), sinks);
    }

    static Run start(RunRequest wanted, Names names, List<RunSink> sinks) throws PreflightException, RunWriteException {
        List<String> notes =
                Preflight.of(wanted.sides(), wanted.load(), wanted.lanes(), names, wanted.watching() != null);
        Tokens tokens = Tokens.fetch(wanted.sides());
        try {
            return start(walkBefore(wanted, names, tokens, sinks), tokens, names, notes, sinks);
        } catch (PreflightException | RunWriteException | RuntimeException e) {
            tokens.close();
            throw e;
        }
    }

    private static Run start(RunRequest request, Tokens tokens, Names names, List<String> notes, List<RunSink> sinks)
            throws PreflightException, RunWriteException {
        boolean functional = request.load().model() == Load.Model.WALKS;
        HttpSettings settings =
                HttpSettings.of(request.sides(), names::addresses, Version.tool(), request.id(), functional);
        if (request.showsSecrets()) {
            settings = settings.showingSecrets();
        }
        if (!functional) {
            settings.prepareTls(); // else it would hold the start up for a time that nobody judges
        }
        PathWarmUp.run(functional);
        long lead = functional ? FUNCTIONAL_LEAD_NANOS : LEAD_NANOS;
        long startNanos = Clock.SYSTEM.nanoTime() + lead;
        Instant created = Instant.now().plusNanos(lead);
        Traffic traffic = traffic(request, startNanos);
        RunManifest manifest = PlanManifest.of(request, traffic, created, notes);
        Run run = new Run(request, manifest, traffic, settings, names, tokens, sinks);
        // the load's first moment is fixed: a sink that takes its time must not hold up the first arrivals
        run.lanes.forEach(LaneThread::start);
        run.sinks.forEach(sink -> sink.started(manifest));
        run.collector.start();
        run.closureWatch.start();
        tokens.keepFresh(run::token, run::notice, run::tokenExpires);
        names.watch(request.sides(), run::addresses, run::notice);
        return run;
    }

    private static Traffic traffic(RunRequest request, long startNanos) {
        Plan plan = request.sides().get(0);
        return new Traffic(
                request.sides(),
                request.load(),
                request.seed(),
                request.lanes(),
                startNanos,
                ExpectedUsers.inFlightMax(plan, request.load(), request.sides().size()),
                RunRequest.GRACE_NANOS,
                RunRequest.INTERVAL_NANOS,
                request.traced(),
                request.watching() == null ? 0 : request.watching().firstArrival(),
                request.showsSecrets());
    }

    /** The manifest that a run would have if it started now; nothing is looked at or sent. */
    public static RunManifest manifestOf(RunRequest wanted) {
        return PlanManifest.of(wanted, traffic(wanted, Clock.SYSTEM.nanoTime()), Instant.now(), List.of());
    }

    /** Walks what stands in {@code before}, once on each side; what it saved is the run's from then on. */
    private static RunRequest walkBefore(RunRequest request, Names names, Tokens tokens, List<RunSink> sinks)
            throws PreflightException {
        List<Plan> sides = new ArrayList<>();
        for (int side = 0; side < request.sides().size(); side++) {
            Plan plan = request.sides().get(side);
            if (plan.before().isEmpty()) {
                sides.add(plan);
                continue;
            }
            OnceWalk before =
                    new OnceWalk(request, side, plan.before().get(), names::addresses, tokens, RunRequest.ONCE_NANOS);
            WalkedOnce walked;
            try {
                walked = before.run();
            } catch (InterruptedException e) {
                before.stop();
                Thread.currentThread().interrupt();
                throw new PreflightException("interrupted in before", e);
            }
            sinks.forEach(sink -> sink.walked(walked));
            if (walked.failure().isPresent()) {
                throw new PreflightException(
                        walked.name() + ": " + walked.failure().get() + "; no user came, nothing was measured",
                        null,
                        before.failedByTarget());
            }
            sides.add(plan.with(before.left()));
        }
        return request.of(sides);
    }

    public RunManifest manifest() {
        return manifest;
    }

    /** No more arrivals, users may finish; the second time, the end. From any thread. */
    public void stop() {
        int times = stops.incrementAndGet();
        if (times == 1) {
            double atSeconds = (Clock.SYSTEM.nanoTime() - manifest.startNanos()) / 1e9;
            sinks.forEach(sink -> sink.stopping(atSeconds));
        }
        if (times <= 2) {
            lanes.forEach(LaneThread::stop);
        }
        OnceWalk after = walkingAfter.get();
        if (times >= 2 && after != null) {
            after.stop();
        }
    }

    /** Runs something on a lane's thread; tests stall a lane so. */
    void onLane(int lane, Runnable task) {
        lanes.get(lane).execute(task);
    }

    /** As {@link #stop()}, because of a signal, which the run's end will name. */
    public void stop(int signalNumber) {
        signal.compareAndSet(0, signalNumber);
        stop();
    }

    /**
     * Waits for the end, judges the run and writes its reports.
     *
     * @throws IOException if the directory cannot be read back
     */
    public RunReport await() throws InterruptedException, IOException {
        collector.join();
        RunDirectory directory = writer.directory();
        List<io.rehearse.reports.run.ErrorExample> examples = directory.examples();
        Summarizer summarizer = new Summarizer(manifest);
        RunSeries series = new RunSeries(manifest);
        boolean duet = Duet.is(manifest);
        List<String> leftOut = directory.forEachInterval(interval -> {
            summarizer.accept(interval);
            if (duet) {
                series.accept(interval);
            }
        });
        RunReport own = new RunReport(directory.path(), manifest, summarizer.summary(end, examples, leftOut), examples);
        RunReport report = duet ? own.withSides(series) : own;
        if (error.get() == null && request.watching() == null) {
            report.writeFiles();
        } else {
            tryToWrite(report);
        }
        return report;
    }

    /**
     * After an error of the surroundings (a full disk) the reports may fail too; the run's end says so already. A target that is watched
     * has its verdict elsewhere.
     */
    private void tryToWrite(RunReport report) {
        try {
            report.writeFiles();
        } catch (IOException alsoFailed) {
            error.updateAndGet(reason -> (reason == null ? "" : reason + "; ") + "the reports could not be written: "
                    + alsoFailed.getMessage());
        }
    }

    // ---- on the collector's thread

    private void collect() {
        GeneratorHealth generator = new GeneratorHealth();
        try {
            while (!intervals.isDone()) {
                for (IntervalCollector.Merged merged : intervals.next(generator)) {
                    take(merged);
                }
            }
            for (int lane = 0; lane < lanes.size(); lane++) {
                if (!lanesGivenUp.contains(lane)) {
                    lanes.get(lane).join();
                }
            }
            if (request.watching() == null && stops.get() == 0) {
                PlanText.endsEarly(request.sides().get(0), request.load())
                        .forEach(end -> warnings.add("load '" + request.load().name() + "' " + end));
            }
            warnings.addAll(closureWatch.end());
            warnings.addAll(names.end());
            for (int side = 0; side < request.sides().size(); side++) {
                walkAfter(side);
            }
        } catch (InterruptedException e) {
            fail("the collector was interrupted");
        } catch (RuntimeException | Error e) {
            fail("an error of the tool itself: " + e);
            throw e;
        } finally {
            finish();
        }
    }

    /** Walks what stands in {@code after}, also when the run was stopped; not when it was stopped at once. */
    private void walkAfter(int side) throws InterruptedException {
        Optional<Journey> after = request.sides().get(side).after();
        if (after.isEmpty()) {
            return;
        }
        OnceWalk walk = new OnceWalk(request, side, after.get(), names::addresses, tokens, RunRequest.ONCE_NANOS);
        walkingAfter.set(walk);
        if (stops.get() >= 2) {
            warnings.add("after was not walked: the run was stopped at once");
            return;
        }
        WalkedOnce walked = walk.run();
        walked.failure().ifPresent(why -> warnings.add(walked.name() + ": " + why));
        sinks.forEach(sink -> sink.walked(walked));
    }

    private void take(IntervalCollector.Merged merged) {
        Interval interval = merged.interval();
        if (canWrite) {
            try {
                writer.write(interval);
            } catch (RunWriteException e) {
                notWritten(e.getMessage());
            }
        }
        if (request.watching() == null) {
            abortWatch.accept(interval).ifPresent(this::abort);
        }
        stairs.ifPresent(summarizer -> climb(summarizer, interval));
        for (RunSink sink : sinks) {
            sink.interval(interval, merged.examples());
        }
    }

    private void notWritten(String reason) {
        if (request.watching() == null) {
            canWrite = false;
            fail(reason);
        } else {
            sinks.forEach(sink -> sink.notWritten(reason));
        }
    }

    private void abort(String reason) {
        if (abortReason.compareAndSet(null, reason)) {
            stop();
        }
    }

    /** Stops after the first stair whose objectives failed, one interval after its end so that its answers are in. */
    private void climb(Summarizer summarizer, Interval interval) {
        summarizer.accept(interval);
        for (RunManifest.Phase phase : manifest.load().phases()) {
            boolean ended = phase.kind() == RunManifest.PhaseKind.STAIR
                    && phase.durationSeconds() != null
                    && interval.startSeconds() >= phase.startSeconds() + phase.durationSeconds();
            if (ended && summarizer.stair(phase.index()) == Verdict.FAIL && stops.get() == 0) {
                stop();
            }
        }
    }

    /** What was measured is kept: the closure's step ends as SCRIPT_ERROR, or its lane hands nothing more over. */
    private final class EndlessClosure implements ClosureWatch.Endless {
        @Override
        public void interrupted(String words) {
            fail(words);
        }

        @Override
        public void givenUp(int lane) {
            lanesGivenUp.add(lane);
            intervals.laneDied(lane);
        }
    }

    private void laneDied(int lane, Throwable cause) {
        fail("lane " + lane + " died of an error of the tool itself: " + cause);
        intervals.laneDied(lane);
    }

    private void fail(String reason) {
        if (error.compareAndSet(null, reason)) {
            stop();
            stop();
        }
    }

    private void finish() {
        tokens.close();
        names.close();
        double seconds = (Clock.SYSTEM.nanoTime() - manifest.startNanos()) / 1e9;
        Instant now = Instant.now();
        if (error.get() != null) {
            end = RunEnd.error(now, seconds, error.get());
        } else if (signal.get() != 0) {
            end = RunEnd.signal(now, seconds, signal.get());
        } else if (abortReason.get() != null) {
            end = RunEnd.aborted(now, seconds, abortReason.get());
        } else {
            end = RunEnd.finished(now, seconds);
        }
        end = end.warning(warnings);
        try {
            writer.close(end);
        } catch (RunWriteException e) {
            String reason = error.get() == null ? e.getMessage() : error.get();
            error.set(reason);
            end = RunEnd.error(now, seconds, reason);
        }
        for (RunSink sink : sinks) {
            sink.ended(end);
        }
    }
}
