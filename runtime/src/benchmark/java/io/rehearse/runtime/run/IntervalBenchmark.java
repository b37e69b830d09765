package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.run.RunWriteException;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.runtime.driver.FilledInterval;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.driver.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A second of 50 steps with 200 samples each, from what a lane hands over to what is in the run directory: once a second. */
@State(Scope.Thread)
public class IntervalBenchmark {
    private static final int STEPS = 50;
    private static final int SAMPLES = 200;
    private static final long RUN_SECONDS = 1_000_000;

    private Path directory;
    private RunWriter writer;
    private IntervalCollector collector;
    private GeneratorHealth health;
    private LaneInterval interval;
    private FilledInterval filled;

    @Setup
    public void run() throws IOException, RunWriteException {
        List<Node> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(Plans.get(i, "/" + i, Plans.SECOND));
        }
        Plan plan = Plans.plan(
                Plans.target(), Plans.hold(SAMPLES, RUN_SECONDS), Plans.journey(0, 1, steps.toArray(Node[]::new)));
        Traffic traffic = Plans.traffic(plan, 1, 1);
        directory = Files.createTempDirectory("rehearse-interval");
        RunRequest request =
                new RunRequest(List.of(plan), plan.loads().get(0), 1, 1, directory, directory.resolve("run"), false);
        writer = new RunWriter(directory.resolve("run"), PlanManifest.of(request, traffic, Instant.EPOCH, List.of()));
        collector = new IntervalCollector(traffic, Instant.EPOCH, () -> null);
        health = new GeneratorHealth();
        interval = new LaneInterval(traffic, 0);
        filled = new FilledInterval(STEPS, SAMPLES);
    }

    @Benchmark
    public int second() throws InterruptedException, RunWriteException {
        filled.fill(interval);
        interval = collector.swap(interval);
        int written = 0;
        for (IntervalCollector.Merged merged : collector.next(health)) {
            writer.write(merged.interval());
            written++;
        }
        return written;
    }

    @TearDown
    public void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
