package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.probe.Announcement;
import io.rehearse.runtime.probe.ProbedRun;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole screen, as an SRE sees it at three in the morning. */
@Timeout(120)
class ProbeScreenTest {
    @TempDir
    private Path directory;

    private ProbedRun probed;

    @BeforeEach
    void open() throws Exception {
        probed = new ProbedRun(directory);
    }

    @AfterEach
    void close() throws Exception {
        probed.close();
    }

    /** Without times and the journal's place, which are those of the test. */
    private String screen(int rows) {
        List<String> lines = ProbeScreen.lines(probed.run().seen(), probed.now(), rows);
        return String.join("\n", lines).replaceAll("\\d\\d:\\d\\d:\\d\\d", "TT:TT:TT") + "\n";
    }

    @Test
    void beforeAnythingWasSeen() {
        assertThat(screen(24)).isEqualTo("""
                CHECKOUT  TT:TT:TTZ  up 0:00  env new, against before
                >> HOLD  INCONCLUSIVE
                   why    nothing was seen yet
                budget    0 of 144 failed walks used, 100 % left; burn 0x, lasts past its window
                probe     0 walks, nothing measured yet, journal written
                do        wait: nothing is promoted or rolled back
                """);
    }

    @Test
    void allIsWell() throws Exception {
        probed.walks(660, true);
        assertThat(screen(24)).isEqualTo("""
                CHECKOUT  TT:TT:TTZ  up 11:10  env new, against before
                >> GO  PASS
                   why    no detector has anything against it
                                         OK  P95 NOW BASELINE  CHANGE    LIMIT      n
                List                      -        -        -       -        -      0  OK
                Pay                   100 %   300 ms   392 ms   -23 %   450 ms    600  OK
                budget    0 of 144 failed walks used, 100 % left; burn 0x, lasts past its window
                probe     660 walks, late 0 ms, 0 dropped, journal written
                do        go on: nothing stands against it
                """);
    }

    @Test
    void oldAndNewBesideEachOther() throws Exception {
        probed.close();
        probed = ProbedRun.sideBySide(directory.resolve("sides"));
        probed.walks(1200, true);
        probed.walks(480, true, 420_000);
        assertThat(screen(24)).startsWith("""
                CHECKOUT  TT:TT:TTZ  up 28:10  env new beside old, against before
                >> ROLL BACK  FAIL, latched
                   why    TT:TT:TT worse than the baseline: Pay p95, 28 of 300 slower than 450
                          ms in the last 5 min, 5 % tolerated (baseline 392 ms)
                   now    still failing: worse than the baseline: Pay p95, 115 of 300 slower
                          than 450 ms in the last 5 min, 5 % tolerated (baseline 392 ms)
                          worse than old: Pay p95, 575 ms beside 421 ms, +37 % (+28 to +46 %), 5
                          % allowed, n 600 and 600 in 10 min
                                     OLD OK  OLD P95  NEW P95  CHANGE   NEW OK      n
                Pay                   100 %   422 ms   589 ms   +40 %    100 %    600  ALARM
                List                      -        -        -       -        -      0  OK
                budget    0 of 144 failed walks used, 100 % left; burn 0x, lasts past its window
                old       up; new is WORSE: Pay p95, 575 ms beside 421 ms, +37 % (+28 to +46 %),
                          5 % allowed, n 600 and 600 in 10 min
                probe     1680 walks, late 0 ms, 0 dropped, journal written
                do        look: rehearse journal timeline""");
        probed.old(false, 0);
        probed.walks(30, true);
        assertThat(screen(24)).contains("old       DOWN since TT:TT:TT: there is nothing to hold new against\n");
        assertThat(screen(24).lines().filter(line -> line.startsWith("Pay")))
                .singleElement()
                .asString()
                .endsWith("ALARM");
    }

    @Test
    void aStepThatBecameSlowIsNamedFirst() throws Exception {
        probed.walks(660, true);
        probed.walks(240, true, 500_000);
        assertThat(screen(24)).startsWith("""
                CHECKOUT  TT:TT:TTZ  up 15:10  env new, against before
                >> ROLL BACK  FAIL, latched
                   why    TT:TT:TT worse than the baseline: Pay p95, 50 of 300 slower than 450
                          ms in the last 5 min, 5 % tolerated (baseline 392 ms)
                   now    still failing: worse than the baseline: Pay p95, 230 of 300 slower
                          than 450 ms in the last 5 min, 5 % tolerated (baseline 392 ms)
                                         OK  P95 NOW BASELINE  CHANGE    LIMIT      n
                Pay                   100 %   500 ms   392 ms   +28 %   450 ms    600  ALARM
                List                      -        -        -       -        -      0  OK
                """);
    }

    @Test
    void downAndUpAgainWhatItSaysAndWhatToDo() throws Exception {
        probed.walks(660, true);
        probed.walks(5, false);
        assertThat(screen(24)).contains("""
                >> ROLL BACK  FAIL, latched
                   why    TT:TT:TT down: 3 of the last 5 walks failed
                   now    still failing: down: 5 of the last 5 walks failed
                """, """
                failed    TT:TT:TT Pay: <script>alert(1)</script>, trace
                          4bf92f3577b34da6a3ce929d0e0e4736
                do        look: rehearse journal timeline""").endsWith("          clear: only when it no longer fails\n");
        probed.walks(70, true);
        assertThat(screen(24)).contains("""
                >> ROLL BACK  FAIL, latched; recovered since
                   why    TT:TT:TT down: 3 of the last 5 walks failed
                   now    recovered: no detector has anything against it any more
                """);
        probed.silence(60);
        assertThat(screen(24)).contains("   now    not known: old news: nothing was seen for 60 s\n");
        probed.walks(3, false);
        assertThat(screen(24)).contains("   now    still failing, for the same\n");
    }

    /** As they were announced, to the second. */
    @Test
    void theNextDowntimeIsTold() throws Exception {
        Instant from = Instant.parse("2062-11-27T22:00:00Z");
        probed.run().expectDown(List.of(new Announcement(from, from.plusSeconds(1800), "the database moves", false)));
        probed.walks(1, true);
        assertThat(String.join("\n", ProbeScreen.lines(probed.run().seen(), probed.now(), 24)))
                .contains("downtime  expected to be down from 2062-11-27 22:00:00 to 22:30:00: the");
    }

    @Test
    void oldNewsIsNoVerdict() throws Exception {
        probed.walks(660, true);
        probed.silence(60);
        assertThat(screen(24)).contains("""
                >> HOLD  INCONCLUSIVE
                   why    old news: nothing was seen for 60 s
                """);
    }

    @Test
    void onALowTerminalStepsAreLeftOutAndWhatToDoStays() throws Exception {
        probed.walks(660, true);
        assertThat(screen(9)).contains("P95 NOW").endsWith("do        go on: nothing stands against it\n");
        assertThat(screen(8)).doesNotContain("P95 NOW").endsWith("do        go on: nothing stands against it\n");
    }

    @Test
    void noLineIsWiderThanEightyColumns() throws Exception {
        probed.walks(660, true);
        probed.walks(240, true, 500_000);
        probed.walks(5, false);
        assertThat(ProbeScreen.lines(probed.run().seen(), probed.now(), 24))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
}
