package io.rehearse.runtime.cli;

import io.rehearse.runtime.importing.CurlJourney;
import io.rehearse.runtime.importing.NotReadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a journey of what there is already. */
@Command(
        name = "import",
        description = {
            "Print a journey file made of commands of curl, as a browser copies them, a step for each.",
            "What looks like a secret is left out; the file's head says what the environment has to give."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the journey was printed", "2:something in the commands cannot be read or said in a journey"})
final class ImportCommand implements Callable<Integer> {
    private static final int BYTES_MAX = 1024 * 1024;

    /** What is read. */
    enum From {
        curl
    }

    @Parameters(index = "0", paramLabel = "FROM", description = "One of: ${COMPLETION-CANDIDATES}.")
    private From from;

    @Parameters(index = "1", paramLabel = "FILE", description = "A file with the commands, or - for standard input.")
    private String file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String commands = text();
        try {
            spec.commandLine().getOut().print(CurlJourney.of(commands));
            spec.commandLine().getOut().flush();
        } catch (NotReadable found) {
            throw Failure.invalid(file + ": " + found.getMessage());
        }
        return ExitCode.OK;
    }

    private String text() throws IOException {
        try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw Failure.invalid(file + ": larger than 1 MB; commands of curl are a few lines each");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw Failure.invalid("there is no file " + file + "; - reads the commands from standard input");
        }
    }
}
