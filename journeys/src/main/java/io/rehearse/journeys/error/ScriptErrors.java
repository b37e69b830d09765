package io.rehearse.journeys.error;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/** Everything that was found wrong in one reading; nothing was sent. */
public final class ScriptErrors extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** More are counted, not shown. */
    private static final int SHOWN_MAX = 50;

    private static final int EXIT_CODE_COLUMN = 76;

    private final transient List<ScriptError> errors;

    /** Sorted by place, files in the order of their first error; the same error twice is told once. */
    public ScriptErrors(List<ScriptError> errors) {
        super(null, null, false, false);
        List<String> files = errors.stream().map(ScriptError::file).distinct().toList();
        List<ScriptError> sorted = new ArrayList<>(new LinkedHashSet<>(errors));
        sorted.sort(Comparator.<ScriptError>comparingInt(error -> files.indexOf(error.file()))
                .thenComparingInt(ScriptError::line)
                .thenComparingInt(ScriptError::column));
        this.errors = List.copyOf(sorted);
    }

    public List<ScriptError> errors() {
        return errors;
    }

    /** One line for each error, without the source. */
    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder();
        for (ScriptError error : errors) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(error.place())
                    .append("  ")
                    .append(error.message());
        }
        return text.toString();
    }

    /** For a terminal: places and messages in two columns, the line of the source, the characters meant. */
    public String render() {
        int width =
                errors.stream().mapToInt(error -> error.place().length()).max().orElse(0) + 2;
        StringBuilder text = new StringBuilder();
        for (ScriptError error : errors.subList(0, Math.min(SHOWN_MAX, errors.size()))) {
            text.append(padded(error.place(), width)).append(error.message()).append('\n');
            if (!error.sourceLine().isEmpty()) {
                text.append(String.format("%5d | ", error.line()))
                        .append(printable(error.sourceLine().stripTrailing()))
                        .append('\n');
                text.append("      | ")
                        .append(" ".repeat(Math.max(0, error.column() - 1)))
                        .append("^".repeat(Math.max(1, error.caretLength())))
                        .append('\n');
            }
            text.append('\n');
        }
        if (errors.size() > SHOWN_MAX) {
            text.append("… and ").append(errors.size() - SHOWN_MAX).append(" more\n\n");
        }
        String count = errors.size() == 1 ? "1 error" : errors.size() + " errors";
        return text.append(padded(count + ", no traffic was sent.", EXIT_CODE_COLUMN))
                .append("exit code 2\n")
                .toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(2, width - text.length()));
    }

    /** One column for each character, so that the carets stand where they should. */
    private static String printable(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            text.append(c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : c);
        }
        return text.toString();
    }
}
