package io.rehearse.runtime.cli;

import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.reports.baseline.BaselineFormatException;
import io.rehearse.reports.compare.DamagedDataException;
import io.rehearse.reports.render.Escape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What went wrong while a command ran, in words, and the exit code of each kind. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception error, CommandLine line, ParseResult parsed) {
        PrintWriter err = line.getErr();
        if (error instanceof ScriptErrors wrong) {
            err.print(wrong.render());
            err.flush();
            return ExitCode.INVALID;
        }
        String command = line.getCommandSpec().qualifiedName();
        if (error instanceof Failure failure) {
            failure.getMessage()
                    .lines()
                    .forEach(text -> err.println(
                            (failure.getMessage().startsWith(text) ? command + ": " : "  ") + Escape.terminal(text)));
            return failure.exitCode();
        }
        if (error instanceof BaselineFormatException || error instanceof DamagedDataException) {
            err.println(command + ": " + Escape.terminal(error.getMessage()));
            return ExitCode.INVALID;
        }
        if (error instanceof IOException || error instanceof UncheckedIOException) {
            err.println(command + ": " + Escape.terminal(reason(error)));
            return ExitCode.ENVIRONMENT;
        }
        err.println(command + ": an error in rehearse itself; please report it with these lines:");
        error.printStackTrace(err);
        return ExitCode.ENVIRONMENT;
    }

    /** File exceptions often carry the file's name only. */
    private static String reason(Exception error) {
        Throwable cause = error instanceof UncheckedIOException ? error.getCause() : error;
        if (cause instanceof java.nio.file.NoSuchFileException) {
            return "there is no " + cause.getMessage();
        }
        if (cause instanceof java.nio.file.AccessDeniedException) {
            return "no permission for " + cause.getMessage();
        }
        return cause instanceof java.nio.file.FileSystemException
                ? cause.getClass().getSimpleName().replace("Exception", "") + ": " + cause.getMessage()
                : String.valueOf(cause.getMessage());
    }
}
