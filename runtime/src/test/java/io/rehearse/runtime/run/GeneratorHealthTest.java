package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rehearse.runtime.driver.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorHealthTest {
    @TempDir
    Path proc;

    private long nanos = 1_000_000_000L;
    private final Clock clock = () -> nanos;

    @BeforeEach
    void aMachineWithTwoLanes() throws IOException {
        write("stat", "cpu  100 0 100 800 0 0 0 0 0 0\n");
        task("101", "lane-0", "1000 5000000 9");
        task("102", "lane-1", "1000 7000000 9");
        task("103", "collector", "1000 9000000 9");
    }

    @Test
    void stealIsItsShareOfAllTicksSinceTheLastSample() throws IOException {
        GeneratorHealth health = new GeneratorHealth(proc, clock);
        write("stat", "cpu  150 0 120 800 0 0 0 30 0 0\n");
        assertThat(health.sample().stealFraction()).isCloseTo(0.3, within(1e-9));
    }

    @Test
    void aStealCounterThatRunsBackwardsIsNoSteal() throws IOException {
        write("stat", "cpu  100 0 100 800 0 0 0 50 0 0\n");
        GeneratorHealth health = new GeneratorHealth(proc, clock);
        write("stat", "cpu  200 0 100 800 0 0 0 49 0 0\n");
        assertThat(health.sample().stealFraction()).isZero();
    }

    @Test
    void theRunQueueIsWhatTheLanesWaitedSinceTheLastSampleAndNobodyElse() throws IOException {
        GeneratorHealth health = new GeneratorHealth(proc, clock);
        task("101", "lane-0", "2000 6000000 9");
        task("102", "lane-1", "2000 9500000 9");
        task("103", "collector", "1000 99000000 9");
        assertThat(health.sample().runQueueMillis()).isCloseTo(1 + 2.5, within(1e-9));
        assertThat(health.sample().runQueueMillis()).isZero();
    }

    @Test
    void withoutProcTheFiguresAreNullAndTheOthersStay() {
        GeneratorHealth.Sample sample = new GeneratorHealth(proc.resolve("absent"), clock).sample();
        assertThat(sample.stealFraction()).isNull();
        assertThat(sample.runQueueMillis()).isNull();
        assertThat(sample.gcMillis()).isNotNull();
        assertThat(sample.heapBytes()).isPositive();
    }

    @Test
    void aBusyProcessorIsSeenAsOneOfAll() {
        GeneratorHealth health = new GeneratorHealth(proc, Clock.SYSTEM);
        long until = Clock.SYSTEM.nanoTime() + 300_000_000L;
        while (Clock.SYSTEM.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(health.sample().cpuFraction())
                .isBetween(0.2 / Runtime.getRuntime().availableProcessors(), 1.0);
    }

    @Test
    void collectorPausesSinceTheLastSampleAreCounted() {
        GeneratorHealth health = new GeneratorHealth(proc, clock);
        for (int i = 0; i < 20; i++) {
            System.gc();
        }
        assertThat(health.sample().gcMillis()).isPositive();
        assertThat(health.sample().gcMillis()).isZero();
    }

    @Test
    void openDescriptorsAndTheirLimitAreKnownOnUnix() {
        GeneratorHealth.Sample sample = new GeneratorHealth().sample();
        assertThat(sample.openDescriptors()).isBetween(3L, sample.descriptorsMax());
    }

    private void task(String id, String name, String schedstat) throws IOException {
        write("self/task/" + id + "/comm", name + "\n");
        write("self/task/" + id + "/schedstat", schedstat + "\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
