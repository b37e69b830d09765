package io.rehearse.reports;

import io.rehearse.reports.baseline.RunSeries;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Judge;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.reports.run.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** Run directories as a real run would leave them, from a seed: log-normal times, runs that differ by some percent. */
public final class Simulated {
    public List<String> steps = List.of("Log in", "Browse list", "Place order");
    public double[] medianMs = {88, 36, 173};
    public int perSecond = 50;
    public int warmUpSeconds = 20;
    public int holdSeconds = 100;
    public double runNoise = 0.02;
    /** How many times as long the last step takes, on the newest side. */
    public double slower = 1;
    /** Failures of the last step in each of 9 seconds in the middle. */
    public int burst;

    public List<RunManifest.Side> sides = List.of(Sample.side(0, "new"));
    public long seed = 1;

    public Simulated duet() {
        sides = List.of(Sample.side(0, "old"), Sample.side(1, "new"));
        return this;
    }

    public RunManifest manifest(String id) {
        Sample sample = new Sample();
        RunManifest m = sample.manifest();
        List<RunManifest.Step> plan = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            plan.add(new RunManifest.Step(i, steps.get(i), "shop", i == 1 ? "GET" : "POST", "/api/" + i, 9 + 8 * i));
        }
        List<RunManifest.Phase> phases = List.of(
                Sample.phase(0, "warm-up", PhaseKind.WARM_UP, 0, (double) warmUpSeconds, perSecond / 2.0, false),
                Sample.phase(1, "hold", PhaseKind.HOLD, warmUpSeconds, (double) holdSeconds, (double) perSecond, true),
                Sample.phase(2, "drain", PhaseKind.DRAIN, warmUpSeconds + holdSeconds, 30.0, null, false));
        return new RunManifest(
                m.schema(),
                id,
                m.tool(),
                m.measurement(),
                m.created(),
                m.startNanos(),
                m.script(),
                m.gitCommit(),
                seed,
                new RunManifest.Load("steady", RunManifest.Model.OPEN, false, "even", phases),
                List.of(new RunManifest.Journey(0, "Checkout", 1, plan)),
                sides,
                m.objectives(),
                m.against(),
                m.abortRules(),
                m.outcomes(),
                m.parameters(),
                m.secrets(),
                m.fingerprint(),
                m.host(),
                m.lanes(),
                m.inFlightMax(),
                m.intervalSeconds(),
                m.settings());
    }

    /** Writes a run that ended well into a new directory named {@code id}. */
    public Path write(Path parent, String id) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Path path = parent.resolve(id);
        RunWriter writer = new RunWriter(path, manifest(id));
        double noise = Math.exp(runNoise * gauss(random));
        int seconds = warmUpSeconds + holdSeconds;
        for (int t = 0; t < seconds; t++) {
            boolean warm = t < warmUpSeconds;
            Second second = Second.at(t).phase(warm ? 0 : 1).health(1, 0.4, 0);
            for (RunManifest.Side side : sides) {
                second.side(side.index());
                int walks = warm ? perSecond / 2 : perSecond;
                boolean failing =
                        burst > 0 && t >= seconds / 2 && t < seconds / 2 + 9 && side.index() == sides.size() - 1;
                for (int s = 0; s < steps.size(); s++) {
                    boolean last = s == steps.size() - 1;
                    double factor = last && side.index() == sides.size() - 1 ? slower : 1;
                    step(second, s, walks, medianMs[s] * noise * factor * (warm ? 1.2 : 1), random);
                    if (last && failing) {
                        second.failed(s, burst, "STATUS_ERROR");
                        second.error("order", s, "status: expected 201, was 503", "HTTP/1.1 503 Service Unavailable");
                    }
                }
                second.walks(walks, walks - (failing ? burst : 0), failing ? burst : 0);
            }
            writer.write(second.build());
        }
        writer.close(RunEnd.finished(Sample.CREATED, seconds));
        return path;
    }

    private static void step(Second second, int step, int n, double median, SplittableRandom random) {
        Histogram response = new Histogram(Series.DIGITS);
        Histogram receive = new Histogram(Series.DIGITS);
        Histogram nothing = new Histogram(Series.DIGITS);
        for (int i = 0; i < n; i++) {
            long micros = Math.round(1000 * median * Math.exp(0.45 * gauss(random)));
            response.recordValue(micros);
            receive.recordValue(Math.max(0, micros - 300));
            nothing.recordValue(random.nextInt(200));
        }
        second.ok(step, n).record(step, Kind.RESPONSE, response).record(step, Kind.SERVICE, response);
        second.record(step, Kind.FIRST_BYTE, receive)
                .record(step, Kind.WAIT, nothing)
                .record(step, Kind.LATE, nothing);
    }

    /** Runs judged as baseline or candidate: {@code count} directories of different seeds. */
    public List<JudgedRun> runs(Path parent, String name, int count) throws IOException {
        List<JudgedRun> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seed++;
            String id = name + "-" + i;
            RunSeries series = RunSeries.of(new RunDirectory(write(parent, id)));
            runs.add(series.side(sides.size() - 1, id, true));
        }
        return runs;
    }

    /** A directory against runs that were judged before. */
    public static Compared compared(String name, List<JudgedRun> base, List<JudgedRun> candidate) {
        return new Compared(name, Judge.compare(base, candidate, Method.product()), base, candidate);
    }

    static double gauss(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
