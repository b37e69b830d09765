package io.rehearse.journeys.dsl;

import io.rehearse.journeys.error.ScriptError;
import java.util.List;

/** The text of a journey file, to show the place a message is about. */
final class Source {
    /** How many lines below the line of a statement its pieces are looked for. */
    private static final int LINES_OF_A_STATEMENT = 30;

    private final String name;
    private final List<String> lines;
    /** The files it is made of, one behind the other; empty for a file alone. */
    private final List<Source> parts;

    Source(String name, String text) {
        this(name, text.lines().toList(), List.of());
    }

    private Source(String name, List<String> lines, List<Source> parts) {
        this.name = name;
        this.lines = lines;
        this.parts = parts;
    }

    /** Several files with one numbering of lines, which is that of the first; messages name the file and its own line. */
    static Source of(List<Source> files) {
        return files.size() == 1
                ? files.get(0)
                : new Source(
                        files.get(0).name,
                        files.stream().flatMap(file -> file.lines.stream()).toList(),
                        List.copyOf(files));
    }

    /** For the compiler and the hash. */
    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Which lines are of which file, as text; empty for a file alone. */
    String outline() {
        StringBuilder text = new StringBuilder();
        parts.forEach(file ->
                text.append(file.name).append(' ').append(file.lines.size()).append('\n'));
        return text.toString();
    }

    /** Which of the files a line is in, from 0. */
    int part(int line) {
        int part = 0;
        for (int end = 0; part < parts.size() - 1; part++) {
            end += parts.get(part).lines.size();
            if (line <= end) {
                return part;
            }
        }
        return part;
    }

    /** The line's own number in its file. */
    private int inFile(int line) {
        return line
                - parts.subList(0, part(line)).stream()
                        .mapToInt(file -> file.lines.size())
                        .sum();
    }

    /** {@code line 3}, or {@code line 3 of login.groovy} in a file that is included. */
    String line(int line) {
        return part(line) == 0 ? "line " + line : "line " + inFile(line) + " of " + parts.get(part(line)).name;
    }

    /** {@code checkout.groovy:3}. */
    String at(int line) {
        return part(line) == 0 ? name + ":" + line : parts.get(part(line)).name + ":" + inFile(line);
    }

    String name() {
        return name;
    }

    /**
     * An error on a line, under the first place from there on where {@code underlined} stands as a word; under the
     * whole line without one.
     */
    ScriptError error(int line, String underlined, String message) {
        if (part(line) > 0) {
            return parts.get(part(line)).error(inFile(line), underlined, message);
        }
        if (line < 1 || line > lines.size()) {
            return ScriptError.of(name, message);
        }
        int last = Math.min(lines.size(), line + LINES_OF_A_STATEMENT);
        for (int at = line; !underlined.isEmpty() && at <= last; at++) {
            int column = columnOf(lines.get(at - 1), underlined);
            if (column > 0) {
                return error(at, column, underlined.length(), message);
            }
        }
        String text = lines.get(line - 1);
        int indent = text.length() - text.stripLeading().length();
        return error(line, indent + 1, text.strip().length(), message);
    }

    ScriptError error(int line, int column, int length, String message) {
        if (part(line) > 0) {
            return parts.get(part(line)).error(inFile(line), column, length, message);
        }
        String text = line >= 1 && line <= lines.size() ? lines.get(line - 1) : "";
        int rest = Math.max(1, text.stripTrailing().length() - column + 1);
        return new ScriptError(name, line, column, message, text, Math.min(length, rest));
    }

    /** The text between two places of one line, from the first up to the second; empty across lines. */
    String between(int line, int column, int lastLine, int lastColumn) {
        boolean inLine = line == lastLine && line >= 1 && line <= lines.size() && column <= lastColumn;
        return inLine && lastColumn <= lines.get(line - 1).length() + 1
                ? lines.get(line - 1).substring(column - 1, lastColumn - 1)
                : "";
    }

    /** The last line with something on it. */
    int lastLine() {
        int line = lines.size();
        while (line > 1 && lines.get(line - 1).isBlank()) {
            line--;
        }
        return line;
    }

    /** Whether nothing but space comes at or after a place. */
    boolean isEnd(int line, int column) {
        return line > lastLine()
                || line == lastLine()
                        && column > lines.get(line - 1).stripTrailing().length();
    }

    private static int columnOf(String line, String word) {
        for (int at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
            boolean startsFree = at == 0 || !joins(line.charAt(at - 1), word.charAt(0));
            int end = at + word.length();
            boolean endsFree = end == line.length() || !joins(word.charAt(word.length() - 1), line.charAt(end));
            if (startsFree && endsFree) {
                return at + 1;
            }
        }
        return 0;
    }

    private static boolean joins(char a, char b) {
        return Character.isJavaIdentifierPart(a) && Character.isJavaIdentifierPart(b);
    }
}
