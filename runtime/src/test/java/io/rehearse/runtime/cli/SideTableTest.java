package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The live view of old and new side by side. */
class SideTableTest {
    private final SyntheticRun run = SyntheticRun.duet("old", "new");

    @Test
    void aWideScreenHasOldAndNewBesideEachOther() {
        assertThat(frame(96, 30)).isEqualTo("""
                Checkout  load steady  old | new                                                 02:15:22 UTC
                hold 50/s  [################################------]  1:15 of 1:30   judged 0:45 of 1:00

                                           rate /s       failed           p50            p95            p99
                ms                        old   new     old    new     old    new     old    new     old    new
                Log in                     50    50       0      0    89.5   89.5     115    115     117    117
                Place order                50    50       0     15     206    247     287    349     372    446
                Place order p95 +22 % against old so far: an estimate, no verdict yet

                users    100/s of 100/s planned     in flight old 20, new 20 (steady)
                errors   old 0 of 4500 (0 %), new 15 of 4500 (0.333 %)
                         last on new: Place order  status: expected 201, was 503  x15, errors.ndjson
                starts   0 late, worst delay 0.39 ms, cpu 31 %: generator ok

                Ctrl-C  stop arriving, let users finish, write the report      twice: stop now
                """);
    }

    @Test
    void aNarrowScreenHasThemBelowEachOther() {
        assertThat(frame(80, 24)).isEqualTo("""
                Checkout  load steady  old | new                                 02:15:22 UTC
                hold 50/s  [##################----]  1:15 of 1:30   judged 0:45 of 1:00

                ms                          rate/s failed    p50    p95    p99
                Log in, old                     50      0   89.5    115    117
                Log in, new                     50      0   89.5    115    117
                Place order, old                50      0    206    287    372
                Place order, new                50     15    247    349    446
                Place order p95 +22 % against old so far: an estimate, no verdict yet

                users    100/s of 100/s planned     in flight old 20, new 20 (steady)
                errors   old 0 of 4500 (0 %), new 15 of 4500 (0.333 %)
                         last on new: Place order  status: expected 201, was 503  x15, errors.…
                starts   0 late, worst delay 0.39 ms, cpu 31 %: generator ok

                Ctrl-C  stop arriving, let users finish, write the report      twice: stop now
                """);
    }

    @Test
    void environmentsWithOtherNamesAreNamedInTheTitle() {
        SyntheticRun named = SyntheticRun.duet("blue", "green");
        assertThat(LiveFrame.lines(progress(named, 75), Style.PLAIN, 96, 30, null)
                        .get(0))
                .startsWith("Checkout  load steady  old: blue | new: green ");
    }

    @Test
    void noLineIsWiderThanTheTerminalAndStepsThatDoNotFitAreCounted() {
        SyntheticRun wide = new SyntheticRun("A step with a name that goes on and on", "日本語".repeat(30), "old", "new");
        for (int columns : new int[] {200, 97, 96, 80, 40, 20}) {
            assertThat(LiveFrame.lines(progress(wide, 75), Style.PLAIN, columns, 50, null))
                    .allSatisfy(line ->
                            assertThat(line.codePointCount(0, line.length())).isLessThan(Math.min(97, columns)));
        }
        assertThat(LiveFrame.lines(progress(run, 75), Style.PLAIN, 96, 15, null))
                .contains("… 1 more on a taller screen")
                .hasSizeLessThanOrEqualTo(17);
        assertThat(LiveFrame.lines(progress(run, 75), Style.PLAIN, 80, 17, null))
                .contains("… 2 more on a taller screen")
                .hasSizeLessThanOrEqualTo(17);
    }

    @Test
    void colourPaintsFailuresAndAddsNoWord() {
        String colour = String.join("\n", LiveFrame.lines(progress(run, 75), Style.COLOUR, 96, 30, null));
        String plain = String.join("\n", LiveFrame.lines(progress(run, 75), Style.PLAIN, 96, 30, null));
        assertThat(colour).contains("\u001b[1;31m     15\u001b[0m");
        assertThat(colour.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    private String frame(int columns, int rows) {
        return String.join("\n", LiveFrame.lines(progress(run, 75), Style.PLAIN, columns, rows, null)) + "\n";
    }

    private static Progress progress(SyntheticRun run, int seconds) {
        Progress progress = new Progress(run.manifest);
        run.seconds(seconds).forEach(progress::accept);
        return progress;
    }
}
