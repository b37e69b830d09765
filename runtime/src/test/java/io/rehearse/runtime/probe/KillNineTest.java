package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.gate.Event;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Tick;
import io.rehearse.runtime.response.Masking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of its own that kills itself with {@code kill -9} before the n-th entry of its journal, for every n; a real command is its
 * rollback. {@code ProbeTest} does the same at more places without a process.
 */
@Timeout(300)
class KillNineTest {
    private static final Instant START = Instant.parse("2026-11-22T03:00:00Z");

    @TempDir
    private Path directory;

    /** @param arguments directory, and before which reading of the clock it dies; 0: never */
    public static void main(String[] arguments) throws Exception {
        int place = Integer.parseInt(arguments[1]);
        AtomicInteger passed = new AtomicInteger();
        Instant[] now = {START};
        try (Probe probe = open(Path.of(arguments[0]), () -> {
            // every entry reads the clock before it is written
            if (passed.incrementAndGet() == place) {
                killMyself();
            }
            return now[0];
        })) {
            walks(probe, now, 20, true);
            walks(probe, now, 4, false);
        }
        System.out.println(passed.get());
    }

    private static void killMyself() {
        try {
            new ProcessBuilder(
                            "kill", "-9", String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(60_000);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Probe open(Path directory, InstantSource clock) throws IOException {
        String script = "echo called >> " + directory.resolve("rolled-back.txt");
        Action undo = new Action("undo", true, List.of("sh", "-c", script), null, null, null, 10);
        Sender sender = new Sender(InstantSource.system(), Masking.of(List.of()));
        Probe.Surroundings around = new Probe.Surroundings(clock, sender::send, action -> Runnable::run, Runnable::run);
        Started what = new Started("checkout", 0, new Rules(List.of(), null, 1000), Map.of());
        return Probe.open(directory.resolve("journal.jsonl"), what, List.of(undo), around);
    }

    private static void walks(Probe probe, Instant[] now, int seconds, boolean ok) {
        for (int i = 0; i < seconds; i++) {
            now[0] = now[0].plusSeconds(1);
            Tick tick = new Tick(probe.millis(now[0]), ok ? 1 : 0, ok ? 0 : 1, 0, 0);
            probe.take(new Event.Observed(List.of(tick), List.of()));
        }
    }

    private Process child(int place, Path in) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                KillNineTest.class.getName(),
                in.toString(),
                String.valueOf(place)));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void whereverItIsKilledItRollsBackAtMostOnceAndGoesOnWhereItWas() throws Exception {
        Process whole = child(0, Files.createDirectory(directory.resolve("whole")));
        int places = Integer.parseInt(new String(whole.getInputStream().readAllBytes()).strip());
        assertThat(directory.resolve("whole/rolled-back.txt")).hasContent("called");
        assertThat(places).isGreaterThan(5);
        int never = 0;
        for (int place = 1; place <= places; place++) {
            Path in = Files.createDirectory(directory.resolve("place-" + place));
            Process child = child(place, in);
            assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as("place %d", place).isEqualTo(137);
            never += goesOn(in, place) == 0 ? 1 : 0;
        }
        assertThat(never)
                .as("only between its entry and the call nobody can know")
                .isLessThanOrEqualTo(1);
    }

    /** The target still fails; how often it was rolled back by both processes together. */
    private static int goesOn(Path in, int place) throws IOException {
        Instant[] now = {START.plusSeconds(60)};
        try (Probe second = open(in, () -> now[0])) {
            walks(second, now, 5, false);
            second.end("signal 15");
            Replay replay = new Replay();
            Journal.read(in.resolve("journal.jsonl"), replay);
            assertThat(replay.standing())
                    .as("place %d", place)
                    .isEqualTo(second.status().standing());
            assertThat(second.status().standing().gate().latched()).isTrue();
        }
        Path called = in.resolve("rolled-back.txt");
        int times = Files.exists(called) ? Files.readAllLines(called).size() : 0;
        assertThat(times).as("place %d", place).isLessThanOrEqualTo(1);
        return times;
    }
}
