package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * One interval of one lane's results. Filled by the lane, handed over whole, read and emptied by whoever collects, and
 * filled again: at any time exactly one thread owns it.
 *
 * <p>Every place in it is an index computed from the plan: {@code (phase, side, step, kind)}.
 */
public final class LaneInterval {
    /** With so many examples of failures a lane keeps only those of a new kind; all failures are counted. */
    static final int EXAMPLES_CROWDED = 50;

    private final int sides;
    private final int steps;
    private final int targets;
    private final int journeys;
    private final int groups;
    private final int block;

    /** Clock time of the interval's start; its end is the next one's start. */
    long startNanos;

    long endNanos;
    boolean last;
    final int lane;

    private final Tally[] tallies;
    private final long[] stepCounts;
    private final long[] journeyCounts;
    private final int[] connectionsOpen;
    private final int[] connectionsWaiting;
    private final long[] targetCounts;
    private final int[] inFlight;
    final List<Example> examples = new ArrayList<>();
    final Map<Failure, long[]> failures = new HashMap<>();

    int walks;
    long lagNanosMax;
    long scriptNanosMax;
    long heldOver;

    /**
     * What makes two failures the same.
     *
     * @param line of the script that decides, from 1
     */
    public record Failure(int step, int side, Outcome outcome, int line, int phase) {}

    /** What is counted per phase, side and step besides the outcomes. */
    public enum StepCount {
        STARTED,
        NOT_REACHED,
        BYTES_SENT,
        BYTES_RECEIVED,
        REUSE_RETRIED,
        RETRIED
    }

    /** What is counted per phase, side and journey. */
    public enum JourneyCount {
        ARRIVED,
        OK,
        FAILED,
        UNFINISHED,
        DROPPED_TARGET,
        DROPPED_LATE,
        CLEANUP_OK,
        CLEANUP_FAILED,
        PACE_MISSED
    }

    /** What is counted per side and target. */
    public enum TargetCount {
        /** Bytes came that nobody had asked for: after a complete answer, or on an idle connection. */
        UNASKED,
        /** A body that checks or captures read had bytes that are no UTF-8. */
        INVALID_TEXT,
        /** A cookie was too large to be kept, or one was forgotten because there were too many. */
        LOST_COOKIES,
        /** An address of the target gave no connection, and another one was tried. */
        DETOURS
    }

    private static final int TARGET_WIDTH = TargetCount.values().length;
    private static final int STEP_COUNTS = StepCount.values().length;
    private static final int STEP_WIDTH = STEP_COUNTS + Outcome.count();
    private static final int JOURNEY_WIDTH = JourneyCount.values().length;

    /** An empty one, for a lane to start with or to go on with. */
    public LaneInterval(Traffic traffic, int lane) {
        Plan plan = traffic.sides().get(0);
        this.lane = lane;
        this.sides = traffic.sides().size();
        this.steps = plan.steps().size();
        this.targets = plan.targets().size();
        this.journeys = plan.journeys().size();
        this.groups = plan.groups().size();
        this.block = steps * Kind.OF_STEP + targets * Kind.OF_TARGET + journeys * Kind.OF_JOURNEY + groups;
        this.tallies = new Tally[traffic.phases() * sides * block];
        this.stepCounts = new long[traffic.phases() * sides * steps * STEP_WIDTH];
        this.journeyCounts = new long[traffic.phases() * sides * journeys * JOURNEY_WIDTH];
        this.connectionsOpen = new int[sides * targets];
        this.connectionsWaiting = new int[sides * targets];
        this.targetCounts = new long[sides * targets * TargetCount.values().length];
        this.inFlight = new int[sides * steps];
    }

    /**
     * A step that ended, in words, for people.
     *
     * @param cleaning whether it is part of {@code afterwards}
     * @param message why it failed; empty for success
     * @param line of the script that decides, from 1
     * @param dueAtNanos clock time
     * @param read what checks and captures saw
     * @param traceId of the request sent last; null if it carried none
     */
    public record Example(
            Step step,
            Journey journey,
            int phase,
            boolean cleaning,
            int side,
            Outcome outcome,
            String message,
            int line,
            long arrival,
            long dueAtNanos,
            long responseNanos,
            String request,
            String response,
            String read,
            String traceId) {}

    // ---- filled by the lane

    void record(int phase, int side, int step, Kind kind, long nanos) {
        recordAt((phase * sides + side) * block + step * Kind.OF_STEP + kind.ordinal(), nanos);
    }

    void recordTarget(int phase, int side, int target, Kind kind, long nanos) {
        recordAt(targetIndex(phase, side, target, kind), nanos);
    }

    void recordJourney(int phase, int side, int journey, Kind kind, long nanos) {
        recordAt(journeyIndex(phase, side, journey, kind), nanos);
    }

    /** The sum of the responses of a group's steps. */
    void recordGroup(int phase, int side, int group, long nanos) {
        recordAt(groupIndex(phase, side, group), nanos);
    }

    private void recordAt(int index, long nanos) {
        Tally tally = tallies[index];
        if (tally == null) {
            tally = tallies[index] = new Tally();
        }
        tally.recordNanos(nanos);
    }

    void count(int phase, int side, int step, StepCount what, long add) {
        stepCounts[((phase * sides + side) * steps + step) * STEP_WIDTH + what.ordinal()] += add;
    }

    void count(int phase, int side, int step, Outcome outcome) {
        stepCounts[((phase * sides + side) * steps + step) * STEP_WIDTH + STEP_COUNTS + outcome.ordinal()]++;
    }

    void count(int phase, int side, int journey, JourneyCount what) {
        journeyCounts[((phase * sides + side) * journeys + journey) * JOURNEY_WIDTH + what.ordinal()]++;
    }

    /** Adds to what is counted for a target. */
    public void count(int side, int target, TargetCount what, long add) {
        targetCounts[(side * targets + target) * TARGET_WIDTH + what.ordinal()] += add;
    }

    void failed(Failure failure) {
        failures.computeIfAbsent(failure, first -> new long[1])[0]++;
    }

    void inFlight(int side, int step, int now) {
        inFlight[side * steps + step] = now;
    }

    /** How many connections a wire holds to a target now, and how many exchanges wait for one. */
    public void connections(int side, int target, int open, int waiting) {
        connectionsOpen[side * targets + target] = open;
        connectionsWaiting[side * targets + target] = waiting;
    }

    /** Empties it for its next use; what was not recorded into, as in a phase that is over, is given back. */
    public void clear() {
        for (int i = 0; i < tallies.length; i++) {
            if (tallies[i] != null && tallies[i].count() == 0) {
                tallies[i] = null;
            } else if (tallies[i] != null) {
                tallies[i].clear();
            }
        }
        Arrays.fill(stepCounts, 0);
        Arrays.fill(journeyCounts, 0);
        Arrays.fill(targetCounts, 0);
        examples.clear();
        failures.clear();
        lagNanosMax = 0;
        scriptNanosMax = 0;
        heldOver = 0;
        last = false;
    }

    /** Stands for a lane that died: nothing more follows. */
    public void markLast(long atNanos) {
        startNanos = atNanos;
        endNanos = atNanos + 1;
        last = true;
    }

    // ---- read by the collector

    /** Clock time of the first moment it covers. */
    public long startNanos() {
        return startNanos;
    }

    /** Clock time of the first moment it does not cover. */
    public long endNanos() {
        return endNanos;
    }

    public int lane() {
        return lane;
    }

    /** Whether the lane has nothing more to do after it. */
    public boolean isLast() {
        return last;
    }

    /** Durations of a step, or null if there were none. */
    public Tally step(int phase, int side, int step, Kind kind) {
        return tallies[(phase * sides + side) * block + step * Kind.OF_STEP + kind.ordinal()];
    }

    /** Durations of a target's connects, or null if there were none. */
    public Tally target(int phase, int side, int target, Kind kind) {
        return tallies[targetIndex(phase, side, target, kind)];
    }

    /** Durations of a journey's walks, or null if there were none. */
    public Tally journey(int phase, int side, int journey, Kind kind) {
        return tallies[journeyIndex(phase, side, journey, kind)];
    }

    /** Sums of a group's responses, or null if there were none. */
    public Tally group(int phase, int side, int group) {
        return tallies[groupIndex(phase, side, group)];
    }

    public long stepCount(int phase, int side, int step, StepCount what) {
        return stepCounts[((phase * sides + side) * steps + step) * STEP_WIDTH + what.ordinal()];
    }

    public long stepCount(int phase, int side, int step, Outcome outcome) {
        return stepCounts[((phase * sides + side) * steps + step) * STEP_WIDTH + STEP_COUNTS + outcome.ordinal()];
    }

    public long journeyCount(int phase, int side, int journey, JourneyCount what) {
        return journeyCounts[((phase * sides + side) * journeys + journey) * JOURNEY_WIDTH + what.ordinal()];
    }

    /** Exchanges of a step under way at the interval's end. */
    public int inFlight(int side, int step) {
        return inFlight[side * steps + step];
    }

    public int connectionsOpen(int side, int target) {
        return connectionsOpen[side * targets + target];
    }

    public int connectionsWaiting(int side, int target) {
        return connectionsWaiting[side * targets + target];
    }

    public long targetCount(int side, int target, TargetCount what) {
        return targetCounts[(side * targets + target) * TARGET_WIDTH + what.ordinal()];
    }

    /** Walks under way at the interval's end. */
    public int walks() {
        return walks;
    }

    public List<Example> examples() {
        return examples;
    }

    /** How often each failure ended. */
    public void forEachFailure(ObjLongConsumer<Failure> consumer) {
        failures.forEach((failure, count) -> consumer.accept(failure, count[0]));
    }

    /** Longest time the lane came back later than it had asked to be called. */
    public long lagNanosMax() {
        return lagNanosMax;
    }

    /** Longest work for the script at a stretch: a closure, a page that was parsed. */
    public long scriptNanosMax() {
        return scriptNanosMax;
    }

    /** How often the interval could not be handed over because the collector was behind, and went on being filled. */
    public long heldOver() {
        return heldOver;
    }

    private int targetIndex(int phase, int side, int target, Kind kind) {
        int within = kind.ordinal() - Kind.DNS.ordinal();
        return (phase * sides + side) * block + steps * Kind.OF_STEP + target * Kind.OF_TARGET + within;
    }

    private int groupIndex(int phase, int side, int group) {
        return (phase * sides + side + 1) * block - groups + group;
    }

    private int journeyIndex(int phase, int side, int journey, Kind kind) {
        int within = kind.ordinal() - Kind.JOURNEY_RESPONSE.ordinal();
        return (phase * sides + side) * block
                + steps * Kind.OF_STEP
                + targets * Kind.OF_TARGET
                + journey * Kind.OF_JOURNEY
                + within;
    }
}
