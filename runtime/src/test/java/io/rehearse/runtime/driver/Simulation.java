package io.rehearse.runtime.driver;

import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneInterval.StepCount;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** Runs one lane in virtual time, as fast as it goes, and keeps what it hands over. */
public final class Simulation implements IntervalSink {
    final Traffic traffic;
    final Lane lane;
    final List<LaneInterval> intervals = new ArrayList<>();
    private SimulatedWire wire;
    private long now;
    private long stillFrom;
    private long stillFor;
    private Consumer<Long> atEveryMoment = at -> {};

    /** @param servers one for each side */
    public Simulation(Traffic traffic, int laneIndex, int connectionsMax, SimulatedWire.Server... servers) {
        this.traffic = traffic;
        this.lane = new Lane(
                traffic, laneIndex, () -> now, made -> wire = new SimulatedWire(made, connectionsMax, servers), this);
    }

    static Simulation of(Traffic traffic, int connectionsMax, SimulatedWire.Server server) {
        return new Simulation(traffic, 0, connectionsMax, server).run();
    }

    /** Called with every exchange as it is started. */
    Simulation startsTo(Consumer<Exchange> watcher) {
        wire.watch(watcher);
        return this;
    }

    /** Each answer is what this says. */
    Simulation answering(Function<Exchange, Reply> replies) {
        wire.answering(replies);
        return this;
    }

    /** Called with the virtual time at every moment something happens. */
    Simulation watching(Consumer<Long> watcher) {
        atEveryMoment = watcher;
        return this;
    }

    /** The lane gets no CPU for a time, from a moment on. */
    Simulation standingStill(long fromNanos, long forNanos) {
        stillFrom = fromNanos;
        stillFor = forNanos;
        return this;
    }

    public Simulation run() {
        long wake = lane.tick();
        while (!lane.isOver()) {
            now = Math.max(now, Math.min(wake, wire.nextAt()));
            if (now >= stillFrom && stillFor > 0) {
                now += stillFor;
                stillFor = 0;
            }
            atEveryMoment.accept(now);
            wire.run(now);
            wake = lane.tick();
        }
        return this;
    }

    /** What the lane handed over, in order. */
    public List<LaneInterval> intervals() {
        return intervals;
    }

    @Override
    public LaneInterval swap(LaneInterval finished) {
        intervals.add(finished);
        return new LaneInterval(traffic, finished.lane());
    }

    Histogram step(int phase, int step, Kind kind) {
        return step(phase, 0, step, kind);
    }

    Histogram step(int phase, int side, int step, Kind kind) {
        Histogram histogram = new Histogram(Tally.MAX_MICROS, 3);
        for (LaneInterval interval : intervals) {
            Tally tally = interval.step(phase, side, step, kind);
            if (tally != null) {
                tally.forEach(histogram::recordValueWithCount);
            }
        }
        return histogram;
    }

    long count(int phase, int step, StepCount what) {
        return intervals.stream()
                .mapToLong(interval -> interval.stepCount(phase, 0, step, what))
                .sum();
    }

    long count(int phase, int step, Outcome outcome) {
        return count(phase, 0, step, outcome);
    }

    long count(int phase, int side, int step, Outcome outcome) {
        return intervals.stream()
                .mapToLong(interval -> interval.stepCount(phase, side, step, outcome))
                .sum();
    }

    long count(int phase, int journey, JourneyCount what) {
        return count(phase, 0, journey, what);
    }

    long count(int phase, int side, int journey, JourneyCount what) {
        return intervals.stream()
                .mapToLong(interval -> interval.journeyCount(phase, side, journey, what))
                .sum();
    }
}
