package io.rehearse.runtime.cli;

import io.rehearse.runtime.probe.DamagedJournalException;
import io.rehearse.runtime.probe.Journal;
import io.rehearse.runtime.probe.Probe;
import io.rehearse.runtime.probe.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the journal of a probe, also of one that is under way; takes a FAIL back. */
@Command(
        name = "journal",
        description = "Verify the journal of a probe, tell what happened, or take a FAIL back.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the journal is as it was written, and what was wanted is done",
            "1:an entry was changed",
            "2:clearing is refused",
            "5:there is no such file, or a probe has it"
        })
final class JournalCommand implements Callable<Integer> {
    /** What is wanted of it. */
    enum What {
        verify,
        timeline,
        clear
    }

    @Parameters(index = "0", paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Parameters(index = "1", paramLabel = "FILE", description = "The journal.")
    private Path file;

    @Option(names = "--reason", paramLabel = "TEXT", description = "clear: why the FAIL no longer counts.")
    private String reason = "";

    @Option(names = "--by", paramLabel = "NAME", description = "clear: who says so; the user's name if left out.")
    private String by = System.getProperty("user.name", "unknown");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Failure.environment("there is no journal " + file, null);
        }
        try {
            if (what == What.clear) {
                clear();
            } else if (what == What.timeline) {
                spec.commandLine().getOut().print(Timeline.of(file));
            } else {
                long[] entries = {0};
                Journal.read(file, entry -> entries[0]++);
                spec.commandLine().getOut().println(file + ": " + entries[0] + " entries, as they were written");
            }
        } catch (DamagedJournalException damaged) {
            spec.commandLine().getErr().println(damaged.getMessage());
            return ExitCode.FAIL;
        }
        return ExitCode.OK;
    }

    private void clear() throws DamagedJournalException {
        try {
            Probe.clear(file, by, reason, InstantSource.system());
            spec.commandLine().getOut().println("cleared; the probe that continues " + file + " tells everybody");
        } catch (IllegalStateException refused) {
            throw Failure.invalid(refused.getMessage());
        } catch (DamagedJournalException damaged) {
            throw damaged;
        } catch (IOException e) {
            throw Failure.environment(
                    e.getMessage() + "; a probe that runs is asked at its endpoint /api/v1/gates/GATE/clear", e);
        }
    }
}
