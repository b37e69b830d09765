package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.JourneyCounts;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.summary.Summarizer;
import io.rehearse.reports.summary.Summary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainLinesTest {
    private final SyntheticRun run = new SyntheticRun();
    private final StringWriter text = new StringWriter();
    private final PlainLines lines = new PlainLines(new PrintWriter(text));

    @Test
    void aRunFromStartToVerdictIsOneEventALine() {
        lines.started(run.manifest);
        Summarizer summarizer = new Summarizer(run.manifest);
        for (Interval interval : run.seconds(SyntheticRun.SECONDS + 1)) {
            lines.interval(interval, List.of());
            summarizer.accept(interval);
        }
        lines.ended(run.finished());
        Summary summary = summarizer.summary(run.finished(), List.of(), List.of());
        lines.judged(new RunReport(Path.of("runs/r"), run.manifest, summary, List.of()), summary.exitCode());
        assertThat(text.toString()).isEqualTo("""
                02:14:07 start      Checkout, load steady, env new, seed 20261122, run 20261122T021407Z-checkout
                02:14:07 preflight  shop is 192.0.2.7:443, connects in 2 ms; expect 220 users in flight
                02:14:07 phase      warm-up 5/s for 10 s (not judged)
                02:14:17 0:10/1:30  5/s  in flight 20  failed 0 of 100  p95 ms: Log in 117, Place order 260
                02:14:17 phase      ramp 5/s to 50/s over 20 s (not judged)
                02:14:27 0:20/1:30  21.8/s  in flight 20  failed 0 of 424  p95 ms: Log in 117, Place order 260
                02:14:37 0:30/1:30  44.4/s  in flight 20  failed 0 of 1200  p95 ms: Log in 116, Place order 258
                02:14:37 phase      hold 50/s for 60 s (judged)
                02:14:47 0:40/1:30  50/s  in flight 20  failed 0 of 1000  p95 ms: Log in 115, Place order 255
                02:14:57 0:50/1:30  50/s  in flight 20  failed 0 of 2000  p95 ms: Log in 115, Place order 255
                02:14:58 errors     Place order  status: expected 201, was 503 (checkout.groovy:31), errors.ndjson
                02:15:07 1:00/1:30  50/s  in flight 20  failed 15 of 3000  p95 ms: Log in 115, Place order 255
                02:15:17 1:10/1:30  50/s  in flight 20  failed 15 of 4000  p95 ms: Log in 115, Place order 255
                02:15:27 1:20/1:30  50/s  in flight 20  failed 15 of 5000  p95 ms: Log in 115, Place order 342
                02:15:37 1:30/1:30  50/s  in flight 20  failed 15 of 6000  p95 ms: Log in 115, Place order 364
                02:15:37 phase      finish: waiting for 20 users
                02:15:38 end        3620 users, 0 late starts
                02:15:38 step       Log in  ok 3000, failed 0, p50 89.5 ms, p95 115 ms, p99 117 ms, max 117 ms, n 3000
                02:15:38 step       Place order  ok 2985, failed 15, p50 223 ms, p95 364 ms, p99 387 ms, max 390 ms, n 2985
                02:15:38 pass       2 of 2 objectives hold
                02:15:38 report     runs/r/report.html
                02:15:38 verdict    PASS, exit code 0: 2 of 2 objectives hold
                """);
    }

    @Test
    void usersWhoEndSoonAfterTheLoadAreWaitedForToo() {
        lines.started(run.manifest);
        run.seconds(SyntheticRun.SECONDS).forEach(interval -> lines.interval(interval, List.of()));
        lines.interval(
                Interval.builder(90, 90, 90.4)
                        .add(new JourneyCounts(0, 0, 2, 0, 20, 0, Map.of(), 0, 0, 0, 0))
                        .build(),
                List.of());
        assertThat(text.toString().lines().skip(14))
                .containsExactly(
                        "02:15:37 1:30/1:30  50/s  in flight 20  failed 15 of 6000  p95 ms: Log in 115, Place order 364",
                        "02:15:37 phase      finish: waiting for 20 users");
    }

    @Test
    void sideBySideEveryFactIsToldOfBothSides() {
        SyntheticRun duet = SyntheticRun.duet("old", "new");
        lines.started(duet.manifest);
        duet.seconds(60).forEach(interval -> lines.interval(interval, List.of()));
        assertThat(text.toString().lines().skip(7).toList())
                .containsExactly(
                        "02:14:37 phase      hold 50/s for 60 s (judged)",
                        "02:14:47 0:40/1:30  100/s  in flight 20|20  failed 0 of 1000|0 of 1000"
                                + "  p95 ms, old|new: Log in 115|115, Place order 255|306",
                        "02:14:57 0:50/1:30  100/s  in flight 20|20  failed 0 of 2000|0 of 2000"
                                + "  p95 ms, old|new: Log in 115|115, Place order 255|306",
                        "02:14:58 errors     Place order, new  status: expected 201, was 503 (checkout.groovy:31),"
                                + " errors.ndjson",
                        "02:15:07 1:00/1:30  100/s  in flight 20|20  failed 0 of 3000|15 of 3000"
                                + "  p95 ms, old|new: Log in 115|115, Place order 255|306");
    }

    @Test
    void aLongLoadIsToldEveryTenSecondsAtFirstAndThenEveryMinute() {
        SyntheticRun hour = new SyntheticRun();
        lines.started(hour.longManifest(3600));
        for (int second = 0; second < 400; second++) {
            lines.interval(Interval.builder(second, second, second + 1).build(), List.of());
        }
        assertThat(text.toString()
                        .lines()
                        .filter(line -> line.contains("/1:00:00 "))
                        .map(line -> line.split("\\s+")[1]))
                .containsExactly(
                        "0:10/1:00:00",
                        "0:20/1:00:00",
                        "0:30/1:00:00",
                        "0:40/1:00:00",
                        "0:50/1:00:00",
                        "1:00/1:00:00",
                        "2:00/1:00:00",
                        "3:00/1:00:00",
                        "4:00/1:00:00",
                        "5:00/1:00:00",
                        "6:00/1:00:00");
    }

    @Test
    void aSignalIsAnEventOfItsOwn() {
        lines.started(run.manifest);
        lines.notice("Ctrl-C: no more users arrive");
        assertThat(text.toString()).endsWith("02:14:07 note       Ctrl-C: no more users arrive\n");
    }

    @Test
    void theReasonOfAnEarlyEndIsInTheEndLine() {
        lines.started(run.manifest);
        lines.ended(RunEnd.aborted(SyntheticRun.START, 12, "error rate 40 % was above 25 % for 30 s"));
        assertThat(text.toString())
                .endsWith(
                        "02:14:19 end        stopped by an abort rule (error rate 40 % was above 25 % for 30 s), 0 users,"
                                + " 0 late starts\n");
    }

    @Test
    void eachKindOfFailureIsToldOnce() {
        lines.started(run.manifest);
        run.seconds(60).forEach(interval -> lines.interval(interval, List.of()));
        assertThat(text.toString().lines().filter(line -> line.contains(" errors ")))
                .containsExactly("02:14:58 errors     Place order  status: expected 201, was 503 (checkout.groovy:31),"
                        + " errors.ndjson");
    }
}
