package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LiveFrameTest {
    private final SyntheticRun run = new SyntheticRun();

    @Test
    void aRunInItsHold() {
        assertThat(frame(75)).isEqualTo("""
                Checkout  load steady  env new                                                    02:15:22 UTC
                hold 50/s  [################################------]  1:15 of 1:30   judged 0:45 of 1:00

                ms           in flight      ok  failed     p50     p95     p99  p95, last 60 s
                Log in               5    2250       0    89.5     115     117  ▄▄▄▄▄▄▄▄▄▄▄▄
                Place order          9    2235      15     206     291     372  ▄▄▄▄▄▄▄▄▄▄▄▆
                            thinking 6

                users    50/s of 50/s planned       in flight 20 (steady)
                errors   15 of 4500 (0.333 %)       last: Place order  status: expected 201, was 503
                                                    15 of that kind since 02:14:58, errors.ndjson
                starts   0 late, worst delay 0.39 ms, cpu 31 %: generator ok

                Ctrl-C  stop arriving, let users finish, write the report      twice: stop now
                """);
    }

    @Test
    void beforeAnythingIsMeasuredItSaysThatNothingIsJudged() {
        assertThat(frame(8)).contains("warm-up 5/s  [###-").contains("0:08 of 1:30   not judged");
    }

    @Test
    void theNumbersBeginAnewWithTheFirstMeasuredPhase() {
        assertThat(frame(31)).contains("judged 0:01 of 1:00").contains("0 of 100");
    }

    @Test
    void noLineIsWiderThanNinetySixColumnsOrTheTerminal() {
        SyntheticRun wide = new SyntheticRun("A step with a name that goes on and on and on and on", "日本語".repeat(30));
        for (int columns : new int[] {200, 97, 80, 40, 20}) {
            List<String> lines = LiveFrame.lines(progress(wide, 75), Style.PLAIN, columns, 50, null);
            assertThat(lines)
                    .allSatisfy(line ->
                            assertThat(line.codePointCount(0, line.length())).isLessThan(Math.min(97, columns)));
        }
    }

    @Test
    void stepsThatDoNotFitAreCounted() {
        List<String> lines = LiveFrame.lines(progress(run, 75), Style.PLAIN, 100, 15, null);
        assertThat(lines).contains("… 1 more on a taller screen");
        assertThat(lines).hasSizeLessThanOrEqualTo(15);
    }

    @Test
    void anEscapeSequenceOfAStepNeverReachesTheTerminal() {
        SyntheticRun evil = new SyntheticRun("Log in\u001b[2J\u001b]0;title\u0007", "Place order");
        assertThat(String.join("\n", LiveFrame.lines(progress(evil, 75), Style.PLAIN, 100, 50, null)))
                .doesNotContain("\u001b")
                .contains("Log in   ");
    }

    @Test
    void colourPaintsFailuresAndAddsNoWord() {
        List<String> colour = LiveFrame.lines(progress(run, 75), Style.COLOUR, 100, 50, null);
        List<String> plain = LiveFrame.lines(progress(run, 75), Style.PLAIN, 100, 50, null);
        String painted = String.join("\n", colour);
        assertThat(painted).contains("\u001b[1;31m      15\u001b[0m");
        assertThat(painted.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(String.join("\n", plain));
    }

    @Test
    void aLateGeneratorIsToldWithTheReason() {
        Progress progress = progress(run, 60);
        for (int second = 60; second < 70; second++) {
            progress.accept(run.second(second, 20));
        }
        assertThat(LiveFrame.lines(progress, Style.PLAIN, 100, 50, null))
                .anyMatch(line -> line.contains("generator NOT TRUSTED"))
                .anyMatch(line -> line.contains("steps started more than 10 ms late"));
    }

    @Test
    void aSignalTakesThePlaceOfTheHint() {
        List<String> lines = LiveFrame.lines(progress(run, 75), Style.PLAIN, 100, 50, "Ctrl-C: no more users arrive");
        assertThat(lines.get(lines.size() - 1)).isEqualTo("Ctrl-C: no more users arrive");
    }

    private String frame(int seconds) {
        return String.join("\n", LiveFrame.lines(progress(run, seconds), Style.PLAIN, 120, 50, null)) + "\n";
    }

    private static Progress progress(SyntheticRun run, int seconds) {
        Progress progress = new Progress(run.manifest);
        run.seconds(seconds).forEach(progress::accept);
        return progress;
    }
}
