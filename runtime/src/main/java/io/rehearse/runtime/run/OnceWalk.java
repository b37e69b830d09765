package io.rehearse.runtime.run;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.LaneInterval.Example;
import io.rehearse.runtime.driver.LaneInterval.JourneyCount;
import io.rehearse.runtime.driver.LaneThread;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Traffic;
import io.rehearse.runtime.driver.Wakeup;
import io.rehearse.runtime.http.Addresses;
import io.rehearse.runtime.http.HttpSettings;
import io.rehearse.runtime.http.HttpWire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * What stands in {@code before} or {@code after}, on one side: a walk through a lane and a wire as they are. What it
 * measures is in no file of the run.
 */
final class OnceWalk implements ClosureWatch.Endless {
    private static final long LOOK_MILLIS = 100;
    private static final int STEPS_MAX = 1_000;

    private final RunRequest request;
    private final Plan side;
    private final Journey walk;
    private final Traffic traffic;
    private final LaneThread lane;
    private final long boundNanos;
    private final AtomicReference<String> stopped = new AtomicReference<>();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private final List<Example> steps = new ArrayList<>();
    private long walksOk;

    /**
     * @param side number of the plan it belongs to, which runs may have two of
     * @param tokens of the run
     * @param boundNanos longest time for the whole walk
     */
    OnceWalk(
            RunRequest request,
            int side,
            Journey walk,
            Function<Target, Addresses> addresses,
            Tokens tokens,
            long boundNanos) {
        this.request = request;
        this.side = request.sides().get(side);
        this.walk = walk;
        this.boundNanos = boundNanos;
        Plan plan = this.side.once(walk);
        HttpSettings settings =
                HttpSettings.of(List.of(plan), addresses, Version.tool(), request.id() + "-" + walk.name(), true);
        this.traffic = new Traffic(
                List.of(plan),
                plan.loads().get(0),
                request.seed() + walk.name().hashCode(), // else it would draw what the first user draws
                1,
                Clock.SYSTEM.nanoTime(),
                1,
                0,
                RunRequest.INTERVAL_NANOS,
                request.traced());
        this.lane = new LaneThread(
                traffic,
                0,
                Wakeup.TIMER,
                (made, loop) -> {
                    HttpWire wire = new HttpWire(made, loop, settings);
                    tokens.give(side, (run, login, token) -> wire.token(0, login, token));
                    return wire;
                },
                this::take,
                (index, cause) -> stopped.set("an error of the tool itself: " + cause));
    }

    /** Waits for its end. */
    WalkedOnce run() throws InterruptedException {
        ClosureWatch closures =
                new ClosureWatch(side.script().name(), traffic.sides().get(0).closures(), List.of(lane), this);
        lane.start();
        closures.start();
        long boundAt = traffic.startNanos() + boundNanos;
        String late = "it was not done within " + boundNanos / 1_000_000_000 + " s";
        while (!lane.join(LOOK_MILLIS) && !givenUp.get()) {
            if (Clock.SYSTEM.nanoTime() > boundAt && stopped.compareAndSet(null, late)) {
                stop();
            }
        }
        closures.end();
        return walked(stopped.get() != null || walksOk == 1 ? stopped.get() : failure());
    }

    @Override
    public void interrupted(String words) {
        stopped.set(words);
    }

    @Override
    public void givenUp(int only) {
        givenUp.set(true);
    }

    /** Ends it now; from any thread. */
    void stop() {
        lane.stop();
        lane.stop();
    }

    private LaneInterval take(LaneInterval finished) {
        for (Example step : finished.examples()) {
            if (steps.size() < STEPS_MAX) {
                steps.add(step);
            }
        }
        for (int phase = 0; phase < traffic.phases(); phase++) {
            walksOk += finished.journeyCount(phase, 0, 0, JourneyCount.OK);
        }
        return new LaneInterval(traffic, 0);
    }

    private String failure() {
        return steps.stream()
                .filter(step -> step.outcome() != Outcome.OK)
                .findFirst()
                .map(step -> "step '" + step.step().name() + "' failed, " + step.outcome()
                        + (step.message().isEmpty() ? "" : ": " + step.message()) + " ("
                        + side.script().name() + ":" + step.line() + ")")
                .orElse("it was stopped before it was done");
    }

    /** Whether a step of it failed, and the first that did not by what the script does. */
    boolean failedByTarget() {
        return steps.stream()
                .map(Example::outcome)
                .filter(outcome -> outcome != Outcome.OK)
                .findFirst()
                .map(outcome -> outcome != Outcome.SCRIPT_ERROR)
                .orElse(false);
    }

    private WalkedOnce walked(String failure) {
        String name = PlanManifest.nameOfSide(request.sides(), request.sides().indexOf(side));
        return new WalkedOnce(
                walk.name(),
                request.sides().size() > 1 ? name : "",
                side.script().name(),
                traffic.startNanos(),
                Clock.SYSTEM.nanoTime() - traffic.startNanos(),
                List.copyOf(steps),
                Optional.ofNullable(failure));
    }

    /** What it leaves to the run; after its end, if it did not fail. */
    List<Journey.RunValue> left() {
        Value[] values = lane.valuesOfLastWalk();
        return walk.run().stream()
                .map(left -> {
                    Value value = values[left.variable()];
                    return new Journey.RunValue(
                            left.variable(),
                            left.name(),
                            left.secret() || value.isSecret(),
                            value.kind(),
                            Arrays.copyOfRange(value.bytes(), value.start(), value.start() + value.length()));
                })
                .toList();
    }
}
