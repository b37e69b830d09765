package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is recorded of one step of fifty: its start, its five times, its outcome. */
@State(Scope.Thread)
public class RecordBenchmark {
    private static final int STEPS = 50;
    private static final long MOST_NANOS = 200_000_000;

    private LaneInterval interval;
    private int step;
    private long nanos = 1;

    @Setup
    public void fiftySteps() {
        List<Node> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(Plans.get(i, "/" + i, Plans.SECOND));
        }
        Plan plan = Plans.plan(
                Plans.target(),
                Plans.open(Load.Arrivals.EVEN, Plans.phase(0, Load.Kind.HOLD, 60, 100, 100)),
                Plans.journey(0, 1, steps.toArray(Node[]::new)));
        interval = new LaneInterval(Plans.traffic(plan, 1, 1), 0);
    }

    @Benchmark
    public void step() {
        step = (step + 7) % STEPS;
        // a cheap walk over all sizes that times have
        nanos = nanos * 6364136223846793005L + 1442695040888963407L;
        long response = (nanos >>> 33) % MOST_NANOS;
        interval.count(0, 0, step, LaneInterval.StepCount.STARTED, 1);
        interval.record(0, 0, step, Kind.RESPONSE, response);
        interval.record(0, 0, step, Kind.SERVICE, response - response / 8);
        interval.record(0, 0, step, Kind.WAIT, response / 8);
        interval.record(0, 0, step, Kind.LATE, response >>> 10);
        interval.record(0, 0, step, Kind.FIRST_BYTE, response / 2);
        interval.count(0, 0, step, Outcome.OK);
    }
}
