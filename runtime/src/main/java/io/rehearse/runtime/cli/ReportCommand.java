package io.rehearse.runtime.cli;

import io.rehearse.reports.render.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a run directory anew, as far as it was written, and shows it. */
@Command(
        name = "report",
        description = {
            "Show a run: also one that still goes on, was stopped or was killed.",
            "Without --format prints the summary and writes summary.json, report.html, junit.xml and summary.md again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the report was made, whatever the verdict in it", "5:no run directory, or a damaged one"})
final class ReportCommand implements Callable<Integer> {
    /** Where a report goes when it is wanted on standard output. */
    enum Format {
        html,
        junit,
        markdown,
        json
    }

    @Parameters(paramLabel = "RUN", description = "The run directory, for example runs/20261122T021407Z-checkout.")
    private Path directory;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Print one of: ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw Failure.environment("there is no run directory " + directory, null);
        }
        RunReport report = RunReport.of(directory);
        PrintWriter out = spec.commandLine().getOut();
        if (format == null) {
            report.writeFiles();
            out.print(report.text());
        } else {
            out.print(text(report));
        }
        out.flush();
        return ExitCode.OK;
    }

    private String text(RunReport report) throws IOException {
        return switch (format) {
            case html -> report.html();
            case junit -> report.junit();
            case markdown -> report.markdown();
            case json -> report.json();
        };
    }
}
