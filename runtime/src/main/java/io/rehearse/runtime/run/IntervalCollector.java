package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import io.rehearse.reports.run.ErrorCount;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Health;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import io.rehearse.reports.run.TargetCounts;
import io.rehearse.runtime.driver.IntervalSink;
import io.rehearse.runtime.driver.Kind;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import io.rehearse.runtime.driver.LaneInterval.TargetCount;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Tally;
import io.rehearse.runtime.driver.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Merges what the lanes hand over into one {@link Interval} a second. {@link #swap} is called on the lanes' threads, all
 * else on the collector's. Both queues are bounded: a lane that finds no room goes on filling its interval, which is
 * counted; nothing measured is lost.
 */
final class IntervalCollector implements IntervalSink {
    private static final int PER_LANE_MAX = 4;

    private final Traffic traffic;
    private final Plan plan;
    private final Instant startedAt;
    private final Supplier<Integer> tokenFailures;
    private final int[] journeyOfStep;
    private final ArrayBlockingQueue<LaneInterval> full;
    private final List<ArrayBlockingQueue<LaneInterval>> empty = new ArrayList<>();

    private final TreeMap<Integer, List<LaneInterval>> pending = new TreeMap<>();
    private final long[] progressNanos;
    private int nextIndex;
    private long mergedToNanos;

    /** A merged interval and what people may want to read about it. */
    record Merged(Interval interval, List<LaneInterval.Example> examples) {}

    /** @param tokenFailures how many renewals of tokens have failed since it was asked last; null without any */
    IntervalCollector(Traffic traffic, Instant startedAt, Supplier<Integer> tokenFailures) {
        this.traffic = traffic;
        this.tokenFailures = tokenFailures;
        this.plan = traffic.sides().get(0);
        this.startedAt = startedAt;
        this.mergedToNanos = traffic.startNanos();
        this.full = new ArrayBlockingQueue<>(PER_LANE_MAX * traffic.lanes());
        this.progressNanos = new long[traffic.lanes()];
        for (int lane = 0; lane < traffic.lanes(); lane++) {
            empty.add(new ArrayBlockingQueue<>(PER_LANE_MAX));
            progressNanos[lane] = traffic.startNanos();
        }
        this.journeyOfStep = new int[plan.steps().size()];
        for (Journey journey : plan.journeys()) {
            journey.steps().forEach(step -> journeyOfStep[step.index()] = journey.index());
        }
    }

    @Override
    public LaneInterval swap(LaneInterval finished) {
        int lane = finished.lane();
        boolean last = finished.isLast();
        if (!full.offer(finished)) {
            if (!last) {
                return null;
            }
            putLast(finished);
        }
        LaneInterval next = empty.get(lane).poll();
        return next != null ? next : new LaneInterval(traffic, lane);
    }

    /** A lane that has nothing more to do may wait for room. */
    private void putLast(LaneInterval finished) {
        try {
            full.put(finished);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while handing over the last interval", e);
        }
    }

    /** A lane died: the others' intervals no longer wait for its. */
    void laneDied(int lane) {
        LaneInterval tombstone = new LaneInterval(traffic, lane);
        tombstone.markLast(traffic.startNanos());
        putLast(tombstone);
    }

    /** Waits for the next hand-over and returns every interval that is now complete, in order. */
    List<Merged> next(GeneratorHealth generator) throws InterruptedException {
        take(full.take());
        LaneInterval more = full.poll();
        while (more != null) {
            take(more);
            more = full.poll();
        }
        List<Merged> merged = new ArrayList<>();
        while (!pending.isEmpty() && isComplete(pending.firstKey())) {
            merged.add(merge(pending.pollFirstEntry(), generator));
        }
        return merged;
    }

    /** Whether every lane has handed over its last interval and all are merged. */
    boolean isDone() {
        for (long progress : progressNanos) {
            if (progress != Long.MAX_VALUE) {
                return false;
            }
        }
        return pending.isEmpty();
    }

    private void take(LaneInterval interval) {
        long offset = interval.endNanos() - 1 - traffic.startNanos();
        int index = (int) Math.max(nextIndex, offset / traffic.intervalNanos());
        pending.computeIfAbsent(index, i -> new ArrayList<>()).add(interval);
        progressNanos[interval.lane()] = interval.isLast() ? Long.MAX_VALUE : interval.endNanos();
    }

    private boolean isComplete(int index) {
        long end = traffic.startNanos() + (index + 1L) * traffic.intervalNanos();
        for (long progress : progressNanos) {
            if (progress < end) {
                return false;
            }
        }
        return true;
    }

    private Merged merge(Map.Entry<Integer, List<LaneInterval>> entry, GeneratorHealth generator) {
        int index = entry.getKey();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (LaneInterval interval : entry.getValue()) {
            start = Math.min(start, interval.startNanos());
            end = Math.max(end, interval.endNanos());
        }
        // a lane that held on to an interval began it before others of its time were merged already
        start = Math.max(start, mergedToNanos);
        end = Math.max(end, start + 1);
        mergedToNanos = end;
        Interval.Builder builder =
                Interval.builder(index, (start - traffic.startNanos()) / 1e9, (end - traffic.startNanos()) / 1e9);
        Histogram late = new Histogram(Series.DIGITS);
        List<LaneInterval.Example> examples = new ArrayList<>();
        long lagNanos = 0;
        long scriptNanos = 0;
        long heldOver = 0;
        for (LaneInterval interval : entry.getValue()) {
            addAll(builder, interval, late);
            interval.examples().stream()
                    .filter(example -> !example.cleaning() && example.outcome() != Outcome.OK)
                    .forEach(example -> builder.add(inFile(example)));
            examples.addAll(interval.examples());
            lagNanos = Math.max(lagNanos, interval.lagNanosMax());
            scriptNanos = Math.max(scriptNanos, interval.scriptNanosMax());
            heldOver += interval.heldOver();
        }
        builder.health(health(generator, late, lagNanos, scriptNanos, full.size() + (int) heldOver));
        for (LaneInterval interval : entry.getValue()) {
            interval.clear();
            empty.get(interval.lane()).offer(interval);
        }
        nextIndex = index + 1;
        return new Merged(builder.build(), examples);
    }

    private Health health(GeneratorHealth generator, Histogram late, long lagNanos, long scriptNanos, int backlog) {
        boolean any = late.getTotalCount() > 0;
        GeneratorHealth.Sample sample = generator.sample();
        return new Health(
                any ? late.getValueAtPercentile(50) / 1e3 : null,
                any ? late.getValueAtPercentile(99) / 1e3 : null,
                any ? late.getMaxValue() / 1e3 : null,
                lagNanos / 1e6,
                sample.gcMillis(),
                sample.cpuFraction(),
                sample.stealFraction(),
                sample.runQueueMillis(),
                sample.openDescriptors(),
                sample.heapBytes(),
                scriptNanos / 1e6,
                backlog,
                tokenFailures.get());
    }

    private void addAll(Interval.Builder builder, LaneInterval interval, Histogram late) {
        int sides = traffic.sides().size();
        for (int phase = 0; phase < traffic.phases(); phase++) {
            for (int side = 0; side < sides; side++) {
                for (int step = 0; step < journeyOfStep.length; step++) {
                    addStep(builder, interval, phase, side, step, late);
                }
                for (int target = 0; target < plan.targets().size(); target++) {
                    for (Kind kind : List.of(Kind.DNS, Kind.CONNECT, Kind.TLS)) {
                        Series series = Series.ofTarget(target, side, phase, inFile(kind));
                        add(builder, series, interval.target(phase, side, target, kind));
                    }
                }
                for (Journey journey : plan.journeys()) {
                    for (Node.Group group : journey.groups()) {
                        Series series = Series.ofGroup(
                                journey.index(), group.index(), side, phase, io.rehearse.reports.run.Kind.RESPONSE);
                        add(builder, series, interval.group(phase, side, group.index()));
                    }
                }
                for (int journey = 0; journey < plan.journeys().size(); journey++) {
                    addJourney(builder, interval, phase, side, journey);
                }
            }
        }
        for (int side = 0; side < sides; side++) {
            for (int target = 0; target < plan.targets().size(); target++) {
                long inFlight = 0;
                for (Step step : plan.steps()) {
                    inFlight += step.target() == target ? interval.inFlight(side, step.index()) : 0;
                }
                builder.add(new TargetCounts(
                        side,
                        target,
                        inFlight,
                        interval.connectionsOpen(side, target),
                        interval.connectionsWaiting(side, target),
                        interval.targetCount(side, target, TargetCount.UNASKED),
                        interval.targetCount(side, target, TargetCount.INVALID_TEXT),
                        interval.targetCount(side, target, TargetCount.LOST_COOKIES),
                        interval.targetCount(side, target, TargetCount.DETOURS)));
            }
        }
        interval.forEachFailure((failure, count) -> builder.add(new ErrorCount(
                fingerprint(failure.step(), failure.side(), failure.outcome(), failure.line()),
                failure.phase(),
                count)));
    }

    private void addStep(
            Interval.Builder builder, LaneInterval interval, int phase, int side, int step, Histogram late) {
        for (Kind kind : List.of(Kind.RESPONSE, Kind.SERVICE, Kind.WAIT, Kind.LATE, Kind.FIRST_BYTE, Kind.FAILED)) {
            Tally tally = interval.step(phase, side, step, kind);
            add(builder, Series.ofStep(journeyOfStep[step], step, side, phase, inFile(kind)), tally);
            if (kind == Kind.LATE && tally != null) {
                tally.forEach(late::recordValueWithCount);
            }
        }
        Map<String, Long> failed = new TreeMap<>();
        for (Outcome outcome : Outcome.values()) {
            long count = interval.stepCount(phase, side, step, outcome);
            if (count > 0 && outcome != Outcome.OK) {
                failed.put(outcome.name(), count);
            }
        }
        // a level is written once, with the phase under way
        boolean levels = phase == phaseAt(interval.endNanos() - 1);
        StepCounts counts = new StepCounts(
                side,
                step,
                phase,
                interval.stepCount(phase, side, step, StepCount.STARTED),
                interval.stepCount(phase, side, step, Outcome.OK),
                failed,
                interval.stepCount(phase, side, step, StepCount.NOT_REACHED),
                levels ? interval.inFlight(side, step) : 0,
                interval.stepCount(phase, side, step, StepCount.BYTES_RECEIVED),
                interval.stepCount(phase, side, step, StepCount.BYTES_SENT),
                interval.stepCount(phase, side, step, StepCount.RETRIED),
                interval.stepCount(phase, side, step, StepCount.REUSE_RETRIED));
        if (counts.started() + counts.ok() + counts.failedTotal() + counts.notReached() + counts.waiting() > 0) {
            builder.add(counts);
        }
    }

    private void addJourney(Interval.Builder builder, LaneInterval interval, int phase, int side, int journey) {
        add(
                builder,
                Series.ofJourney(journey, side, phase, io.rehearse.reports.run.Kind.RESPONSE),
                interval.journey(phase, side, journey, Kind.JOURNEY_RESPONSE));
        add(
                builder,
                Series.ofJourney(journey, side, phase, io.rehearse.reports.run.Kind.ELAPSED),
                interval.journey(phase, side, journey, Kind.JOURNEY_ELAPSED));
        Map<String, Long> dropped = new TreeMap<>();
        putIfAny(
                dropped,
                Outcome.DROPPED_TARGET,
                interval.journeyCount(phase, side, journey, JourneyCount.DROPPED_TARGET));
        putIfAny(dropped, Outcome.DROPPED_LATE, interval.journeyCount(phase, side, journey, JourneyCount.DROPPED_LATE));
        long droppedTotal = dropped.values().stream().mapToLong(Long::longValue).sum();
        long[] counts = new long[JourneyCount.values().length];
        long sum = 0;
        for (JourneyCount what : JourneyCount.values()) {
            counts[what.ordinal()] = interval.journeyCount(phase, side, journey, what);
            sum += counts[what.ordinal()];
        }
        if (sum > 0) {
            builder.add(new JourneyCounts(
                    journey,
                    side,
                    phase,
                    counts[JourneyCount.ARRIVED.ordinal()] - droppedTotal,
                    counts[JourneyCount.OK.ordinal()],
                    counts[JourneyCount.FAILED.ordinal()],
                    dropped,
                    counts[JourneyCount.UNFINISHED.ordinal()],
                    counts[JourneyCount.CLEANUP_OK.ordinal()],
                    counts[JourneyCount.CLEANUP_FAILED.ordinal()],
                    counts[JourneyCount.PACE_MISSED.ordinal()]));
        }
    }

    private static void putIfAny(Map<String, Long> counts, Outcome outcome, long count) {
        if (count > 0) {
            counts.put(outcome.name(), count);
        }
    }

    private static void add(Interval.Builder builder, Series series, Tally tally) {
        if (tally == null || tally.count() == 0) {
            return;
        }
        // with room for its values from the start: one that grows is copied a dozen times
        Histogram histogram = new Histogram(Math.max(2, tally.maxMicros()), Series.DIGITS);
        histogram.setAutoResize(true);
        tally.forEach(histogram::recordValueWithCount);
        builder.give(series, histogram);
        builder.clamped(tally.clamped());
    }

    private int phaseAt(long nanos) {
        long offset = nanos - traffic.startNanos();
        for (int phase = traffic.load().phases().size() - 1; phase >= 0; phase--) {
            if (offset >= traffic.load().startNanos(phase)) {
                long duration = traffic.load().phases().get(phase).durationNanos();
                boolean over = traffic.load().model() != io.rehearse.journeys.plan.Load.Model.WALKS
                        && duration != io.rehearse.journeys.plan.Load.FOREVER
                        && offset >= traffic.load().startNanos(phase) + duration;
                return over ? traffic.drain() : phase;
            }
        }
        return 0;
    }

    private String fingerprint(int step, int side, Outcome outcome, int line) {
        String where = traffic.sides().size() > 1 ? " on " + PlanManifest.nameOfSide(traffic.sides(), side) : "";
        return plan.steps().get(step).name() + where + " " + outcome + " line " + line;
    }

    /** What was shown with its secrets is not kept in words. */
    private ErrorExample inFile(LaneInterval.Example example) {
        boolean kept = !traffic.showsSecrets();
        long sinceStart = example.dueAtNanos() + example.responseNanos() - traffic.startNanos();
        return new ErrorExample(
                fingerprint(example.step().index(), example.side(), example.outcome(), example.line()),
                example.step().index(),
                example.side(),
                example.phase(),
                example.outcome().name(),
                kept ? example.message() : "shown with its secrets (--show-secrets), so not kept here",
                example.line(),
                kept && !example.request().isEmpty() ? example.request() : null,
                kept && !example.response().isEmpty() ? example.response() : null,
                example.traceId(),
                startedAt.plusNanos(sinceStart));
    }

    private static io.rehearse.reports.run.Kind inFile(Kind kind) {
        return io.rehearse.reports.run.Kind.valueOf(kind.name());
    }
}
