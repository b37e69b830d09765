package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.probe.ProbedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JournalCommandTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("journal.jsonl");
    }

    private CommandLineRun journal(String what, String... more) {
        String[] words = new String[more.length + 3];
        words[0] = "journal";
        words[1] = what;
        words[2] = file().toString();
        System.arraycopy(more, 0, words, 3, more.length);
        return CommandLineRun.of(words);
    }

    /** Two minutes of walks, an outage, and, if wanted, its end. */
    private void written(boolean recovered) throws IOException, InterruptedException {
        try (ProbedRun probed = new ProbedRun(directory)) {
            probed.walks(660, true);
            probed.walks(5, false);
            probed.walks(recovered ? 70 : 0, true);
        }
    }

    @Test
    void whatIsAsItWasWrittenIsSaidToBe() throws Exception {
        written(false);
        CommandLineRun run = journal("verify");
        assertThat(run.out()).matches("\\Q" + file() + "\\E: \\d+ entries, as they were written\\R");
        assertThat(run.exitCode()).isZero();
        assertThat(journal("timeline").out()).contains("down: 3 of the last 5 walks failed");
    }

    @Test
    void oneFlippedByteIsReportedWithItsLine() throws Exception {
        written(false);
        byte[] bytes = Files.readAllBytes(file());
        int third = 0;
        for (int line = 1; line < 3; third++) {
            line += bytes[third] == '\n' ? 1 : 0;
        }
        bytes[third + 20] ^= 1;
        Files.write(file(), bytes);
        for (String what : new String[] {"verify", "timeline"}) {
            CommandLineRun run = journal(what);
            assertThat(run.err())
                    .isEqualToIgnoringNewLines(
                            file() + ", line 3: the entry does not have its hash: it was changed; lines"
                                    + " before it are sound. Keep the file as it is, and begin with another --journal");
            assertThat(run.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatIsNotThere() {
        CommandLineRun run = journal("verify");
        assertThat(run.err()).isEqualToIgnoringNewLines("rehearse journal: there is no journal " + file());
        assertThat(run.exitCode()).isEqualTo(5);
    }

    @Test
    void aFailIsTakenBackWithAReasonOnceItNoLongerFails() throws Exception {
        written(false);
        CommandLineRun stillFails = journal("clear", "--reason", "x");
        assertThat(stillFails.err())
                .isEqualToIgnoringNewLines(
                        "rehearse journal: not cleared, it still fails: down: 3 of the last 5 walks failed; wait until it"
                                + " has recovered, or declare a time in which it is expected to be down");
        assertThat(stillFails.exitCode()).isEqualTo(2);
        Files.delete(file());
        written(true);
        assertThat(journal("clear").err())
                .isEqualToIgnoringNewLines(
                        "rehearse journal: clear without a reason: say why, as in clear --reason \"rolled back by hand\"");
        CommandLineRun cleared = journal("clear", "--by", "dba", "--reason", "a switch was restarted");
        assertThat(cleared.out())
                .isEqualToIgnoringNewLines("cleared; the probe that continues " + file() + " tells everybody");
        assertThat(journal("timeline").out()).contains("dba").contains("a switch was restarted");
        assertThat(journal("clear", "--reason", "x").err()).contains("nothing to clear: the gate is ");
    }

    @Test
    void theJournalOfAProbeThatRunsIsNotTouched() throws Exception {
        try (ProbedRun probed = new ProbedRun(directory)) {
            probed.walks(20, true);
            CommandLineRun run = journal("clear", "--reason", "x");
            assertThat(run.err())
                    .isEqualToIgnoringNewLines("rehearse journal: " + file()
                            + " is in use by another probe: a journal has one writer; give this"
                            + " one another --journal; a probe that runs is asked at its endpoint"
                            + " /api/v1/gates/GATE/clear");
            assertThat(run.exitCode()).isEqualTo(5);
        }
    }
}
