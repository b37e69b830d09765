package io.rehearse.runtime.cli;

import io.rehearse.runtime.probe.DamagedJournalException;
import io.rehearse.runtime.probe.Journal;
import io.rehearse.runtime.probe.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the journal of a probe; also of one that is under way. */
@Command(
        name = "journal",
        description = "Verify the journal of a probe, or tell what happened.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the journal is as it was written", "1:an entry was changed", "5:there is no such file"})
final class JournalCommand implements Callable<Integer> {
    /** What is wanted of it. */
    enum What {
        verify,
        timeline
    }

    @Parameters(index = "0", paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Parameters(index = "1", paramLabel = "FILE", description = "The journal.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw Failure.environment("there is no journal " + file, null);
        }
        try {
            if (what == What.timeline) {
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
}
