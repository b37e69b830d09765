package io.rehearse.runtime.cli;

import io.rehearse.journeys.error.Nearest;
import io.rehearse.reports.render.Escape;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong words on the command line: what was found, what was probably meant, where help is. Exit code 2. */
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine line = error.getCommandLine();
        CommandSpec spec = line.getCommandSpec();
        PrintWriter err = line.getErr();
        err.println(spec.qualifiedName() + ": " + Escape.terminal(message(error, spec)));
        err.println(spec.qualifiedName() + " --help says what there is.");
        return ExitCode.INVALID;
    }

    private static String message(ParameterException error, CommandSpec spec) {
        if (error instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String found = unmatched.getUnmatched().get(0);
            if (found.startsWith("-")) {
                String name = found.contains("=") ? found.substring(0, found.indexOf('=')) : found;
                return "unknown option '" + name + "'" + Nearest.hint(name, options(spec));
            }
            if (!spec.subcommands().isEmpty()) {
                Collection<String> commands = spec.subcommands().keySet();
                return "no command '" + found + "'"
                        + Nearest.to(found, commands)
                                .map(best -> "; did you mean '" + best + "'?")
                                .orElse("; commands: " + String.join(", ", commands));
            }
            return "one word too many: '" + found + "'";
        }
        String text = error.getMessage()
                .replace("option option", "option")
                .replace("in KEY=VALUE format", "NAME=VALUE")
                .replaceAll("is not an? (long|int)$", "is not a whole number");
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static List<String> options(CommandSpec spec) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                names.addAll(List.of(option.names()));
            }
        }
        return names;
    }
}
