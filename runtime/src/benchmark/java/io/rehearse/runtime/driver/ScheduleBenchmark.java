package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Load;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** When is the next arrival due? An arrival of a ramp, for each kind of arrivals. */
@State(Scope.Thread)
public class ScheduleBenchmark {
    private Schedule even;
    private Schedule poisson;

    @Setup
    public void endlessRamps() {
        even = new Schedule(load(Load.Arrivals.EVEN), 1, 0, 2, 1);
        poisson = new Schedule(load(Load.Arrivals.POISSON), 1, 0, 2, 1);
    }

    private static Load load(Load.Arrivals arrivals) {
        return Plans.open(arrivals, Plans.phase(0, Load.Kind.RAMP, 1_000_000_000, 1_000, 100_000));
    }

    @Benchmark
    public long even() {
        even.take();
        return even.nextAt();
    }

    @Benchmark
    public long poisson() {
        poisson.take();
        return poisson.nextAt();
    }
}
