package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.ErrorBudget;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.Stream;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import io.rehearse.runtime.response.Masking;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** A probe of gate {@code checkout} fed by hand, one walk a second; a good one takes 300 ms. */
public final class ProbedRun implements AutoCloseable {
    private static final Rules RULES = new Rules(
            List.of(new Stream("Pay", "p95", 392, 450_000, 0.05, 1.5), new Stream("Pay", "errors", 0.001, 0, 0.006, 3)),
            new ErrorBudget(0.99, 4 * 3_600_000, 1),
            1000);

    private static final Rules BESIDE = new Rules(
            RULES.streams(), RULES.budget(), RULES.intervalMillis(), ProbeRun.pairings(Manifests.sideBySide()));

    private final ProbeRun run;
    private final RunManifest manifest;
    private final Instant began;
    private final SplittableRandom random = new SplittableRandom(5);
    private boolean oldOk = true;
    private long oldMicros = 300_000;
    private final AtomicReference<Instant> clock = new AtomicReference<>();
    private int second = 10;

    public ProbedRun(Path directory) throws IOException {
        this(directory, null);
    }

    ProbedRun(Path directory, URI control) throws IOException {
        this(directory, control, false);
    }

    private ProbedRun(Path directory, URI control, boolean beside) throws IOException {
        manifest = beside ? Manifests.sideBySide() : Manifests.probed();
        Map<String, String> about = new TreeMap<>(Map.of("env", "new", "baseline", "before"));
        if (beside) {
            about.put("beside", "old");
        }
        run = ProbeRun.open(
                directory.resolve("journal.jsonl"),
                new Started("checkout", 0, beside ? BESIDE : RULES, about),
                List.of(),
                beside ? 1 : 0,
                new Sender(InstantSource.system(), Masking.of(List.of())),
                control);
        began = run.seen().status().zero();
        clock.set(began);
        run.started(Manifests.created(manifest, began));
    }

    /** Old and new, with latencies that vary by 20 %. */
    public static ProbedRun sideBySide(Path directory) throws IOException {
        return new ProbedRun(directory, null, true);
    }

    /** How the old side does from now on. */
    public void old(boolean ok, long micros) {
        oldOk = ok;
        oldMicros = micros;
    }

    public ProbeRun run() {
        return run;
    }

    /** The time until which it was fed, or to which it was let go on. */
    public Instant now() {
        return clock.get();
    }

    /** When the first walk was. */
    public Instant began() {
        return began;
    }

    /** Nothing comes for so long. */
    public void silence(int seconds) {
        clock.set(now().plusSeconds(seconds));
    }

    public void walks(int count, boolean ok) throws InterruptedException {
        walks(count, ok, 300_000);
    }

    public void walks(int count, boolean ok, long micros) throws InterruptedException {
        boolean beside = manifest.sides().size() == 2;
        for (int i = 0; i < count; i++, second++) {
            Interval.Builder builder = Interval.builder(second, second, second + 1.0);
            if (beside) {
                walk(builder, 0, oldOk, varied(oldMicros));
            }
            walk(builder, beside ? 1 : 0, ok, beside ? varied(micros) : micros);
            if (!ok) {
                builder.add(new ErrorExample(
                        "f",
                        1,
                        beside ? 1 : 0,
                        1,
                        "TIMEOUT",
                        "<script>alert(1)</script>",
                        3,
                        null,
                        null,
                        "4bf92f3577b34da6a3ce929d0e0e4736",
                        began.plusSeconds(second)));
            }
            run.interval(builder.build(), List.of());
            clock.set(began.plusSeconds(second + 1));
            if (i % 100 == 99 || i == count - 1) {
                taken(second + 1);
            }
        }
    }

    /** It is told to end, and then so many walks fail. */
    void toldToEnd(int failed) throws InterruptedException {
        run.stopping(second);
        for (int i = 0; i < failed; i++, second++) {
            Interval.Builder builder = Interval.builder(second, second, second + 1.0);
            walk(builder, 0, false, 0);
            run.interval(builder.build(), List.of());
        }
        clock.set(began.plusSeconds(second));
        while (run.seen().tallies().journeys().get(0).failed() < failed) {
            Thread.sleep(5);
        }
    }

    private long varied(long micros) {
        return Math.round(micros * Math.exp(0.2 * random.nextGaussian()));
    }

    private static void walk(Interval.Builder builder, int side, boolean ok, long micros) {
        Map<String, Long> failed = ok ? Map.of() : Map.of("TIMEOUT", 1L);
        builder.add(new StepCounts(side, 1, 1, 1, ok ? 1 : 0, failed, 0, 0, 0, 0, 0, 0));
        builder.add(new JourneyCounts(0, side, 1, 1, ok ? 1 : 0, ok ? 0 : 1, Map.of(), 0, 0, 0, 0));
        Histogram times = new Histogram(Series.DIGITS);
        times.recordValue(ok ? micros : 10_000_000);
        builder.add(Series.ofStep(0, 1, side, 1, Kind.RESPONSE), times);
        builder.add(Series.ofJourney(0, side, 1, Kind.RESPONSE), times);
    }

    /** The probe's thread has taken everything until this second. */
    private void taken(int seconds) throws InterruptedException {
        while (run.seen().status().standing().atMillis() < seconds * 1000L) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run.close();
    }
}
