package io.rehearse.runtime.cli;

import io.rehearse.runtime.run.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code rehearse}. */
@Command(
        name = "rehearse",
        description = "Real user journeys as load, with verdicts that can be trusted.",
        subcommands = {
            NewCommand.class,
            ImportCommand.class,
            ValidateCommand.class,
            PlanCommand.class,
            RunCommand.class,
            ProbeCommand.class,
            JournalCommand.class,
            BaselineCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            MergeCommand.class,
            ShopCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        },
        versionProvider = Main.VersionLines.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "First steps: rehearse new my-tests, then rehearse run my-tests/journey.groovy --once -v"})
public final class Main implements Callable<Integer> {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say what a command does.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // whoever looks a name up again wants to know what it is now; Java would answer from memory for half a minute
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Thread endedByOther = new Thread(() -> endedByOther(err), "ended-by-other");
        Runtime.getRuntime().addShutdownHook(endedByOther);
        int exitCode = execute(out, err, arguments);
        out.flush();
        err.flush();
        try {
            Runtime.getRuntime().removeShutdownHook(endedByOther);
        } catch (IllegalStateException endingAlready) {
            return; // by a signal before anybody listened to it, whose exit code stands
        }
        System.exit(exitCode);
    }

    /**
     * A script is code, and may call something that ends the process in a way that is not refused when it is read: that must not look
     * like success. A signal ends it as ever.
     */
    private static void endedByOther(PrintWriter err) {
        boolean exits = Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame ->
                        frame.getClassName().equals("java.lang.Runtime") && "exit".equals(frame.getMethodName()));
        if (exits) {
            err.println(
                    "rehearse: code of the script ended the tool (System.exit); there is no verdict, and what was measured until"
                            + " then is in the run directory");
            err.flush();
            Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
        }
    }

    /** Runs one command with what it prints going to the writers; returns the exit code. */
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine().setOut(out).setErr(err).execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures())
                .setUsageHelpWidth(100)
                .setOverwrittenOptionsAllowed(false)
                .registerConverter(Duration.class, Duration::parse);
    }

    /** Of the tool and of the Java it runs on. */
    static final class VersionLines implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"rehearse " + Version.tool(), "java " + Runtime.version()};
        }
    }

    /** Without a command: what there is, as after a mistake. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.INVALID;
    }
}
