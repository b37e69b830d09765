package io.rehearse.reports.render;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.objective.ObjectiveResult;
import io.rehearse.reports.objective.Verdict;
import io.rehearse.reports.summary.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a job of GitHub Actions shows of a run: a summary of the job and annotations. Bounded by what GitHub takes: 1 MiB of
 * summary a step, 10 errors and 10 warnings a step; what is beyond is counted.
 */
public final class GitHub {
    static final int SUMMARY_BYTES_MAX = 1024 * 1024;
    static final int ANNOTATIONS_MAX = 10;
    private static final String CUT = "\n\nThe rest is left out: a job summary takes 1 MiB.\n";

    private final Path summaryFile;
    private final Path workspace;

    private GitHub(Path summaryFile, Path workspace) {
        this.summaryFile = summaryFile;
        this.workspace = workspace;
    }

    /**
     * Empty outside of a job.
     *
     * @param environment with {@code GITHUB_STEP_SUMMARY}, a file, and {@code GITHUB_WORKSPACE}
     */
    public static Optional<GitHub> of(Map<String, String> environment) {
        String file = environment.getOrDefault("GITHUB_STEP_SUMMARY", "");
        String workspace = environment.getOrDefault("GITHUB_WORKSPACE", "");
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new GitHub(Path.of(file), workspace.isEmpty() ? null : Path.of(workspace)));
    }

    /** Adds the report to the job's summary. */
    public void appendSummary(RunReport report) throws IOException {
        long taken = Files.exists(summaryFile) ? Files.size(summaryFile) : 0;
        byte[] text = bounded(report.markdown() + "\n", SUMMARY_BYTES_MAX - taken);
        Files.write(summaryFile, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    static byte[] bounded(String text, long bytesMax) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= bytesMax) {
            return bytes;
        }
        byte[] cut = CUT.getBytes(StandardCharsets.UTF_8);
        if (bytesMax < cut.length) {
            return new byte[0];
        }
        int end = (int) bytesMax - cut.length;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        byte[] result = java.util.Arrays.copyOf(bytes, end + cut.length);
        System.arraycopy(cut, 0, result, end, cut.length);
        return result;
    }

    private record Annotation(String level, String title, String message, int line) {}

    /**
     * Lines for the standard output of the step: an error for each failed objective and row, a warning for each undecided one.
     *
     * @param script the journey file, for those that a line of it is to blame for
     */
    public List<String> annotations(RunReport report, Path script) {
        List<Annotation> all = new ArrayList<>();
        report.compared().ifPresent(compared -> rows(compared, all));
        for (ObjectiveResult o : report.summary().objectives()) {
            if (o.verdict() == Verdict.FAIL || o.verdict() == Verdict.INCONCLUSIVE) {
                String level = o.verdict() == Verdict.FAIL ? "error" : "warning";
                all.add(new Annotation(level, o.subject() + ", " + o.metric().label(), o.reason(), o.line()));
            }
        }
        Summary summary = report.summary();
        if (all.isEmpty() && summary.verdict() != Verdict.PASS) {
            String level = summary.verdict() == Verdict.INCONCLUSIVE ? "warning" : "error";
            all.add(new Annotation(
                    level, Sentences.verdict(summary), summary.reasons().get(0), 0));
        }
        List<String> lines = new ArrayList<>();
        for (String level : List.of("error", "warning")) {
            lines.addAll(lines(all.stream().filter(a -> a.level.equals(level)).toList(), script));
        }
        return lines;
    }

    private static void rows(Compared compared, List<Annotation> all) {
        compared.comparison().concerns().forEach(concern -> {
            Mark mark = ComparedWords.mark(concern);
            if (mark != Mark.NONE) {
                String level = mark == Mark.FAIL ? "error" : "warning";
                all.add(new Annotation(
                        level,
                        "against " + compared.baseline(),
                        compared.words().concern(concern),
                        0));
            }
        });
        compared.comparison().rows().forEach(row -> {
            Mark mark = ComparedWords.mark(row);
            if (mark == Mark.FAIL || mark == Mark.SUSPECT || mark == Mark.INCONCLUSIVE) {
                String title = (row.step() == null ? "all steps" : row.step()) + ", "
                        + row.metric().label() + ", against " + compared.baseline();
                all.add(new Annotation(
                        mark == Mark.FAIL ? "error" : "warning",
                        title,
                        compared.words().row(row),
                        0));
            }
        });
    }

    private List<String> lines(List<Annotation> annotations, Path script) {
        List<String> lines = new ArrayList<>();
        boolean tooMany = annotations.size() > ANNOTATIONS_MAX;
        for (Annotation a : annotations.subList(0, tooMany ? ANNOTATIONS_MAX - 1 : annotations.size())) {
            String place = a.line == 0 ? "" : "file=" + property(file(script)) + ",line=" + a.line + ",";
            lines.add("::" + a.level + " " + place + "title=" + property(a.title) + "::" + data(a.message));
        }
        if (tooMany) {
            int left = annotations.size() - lines.size();
            lines.add("::" + annotations.get(0).level + " title=Rehearse::" + left + " more in report.html");
        }
        return lines;
    }

    /** As GitHub wants it: from the root of the repository. */
    private String file(Path script) {
        Path absolute = script.toAbsolutePath().normalize();
        boolean inside = workspace != null
                && absolute.startsWith(workspace.toAbsolutePath().normalize());
        Path shown = inside ? workspace.toAbsolutePath().normalize().relativize(absolute) : script;
        return shown.toString().replace('\\', '/');
    }

    private static String data(String text) {
        return Escape.terminal(text).replace("%", "%25");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
