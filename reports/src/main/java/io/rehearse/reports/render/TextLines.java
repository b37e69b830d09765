package io.rehearse.reports.render;

import java.util.ArrayList;
import java.util.List;

/** Lines for a terminal, at most {@link #WIDTH} columns. */
final class TextLines {
    static final int WIDTH = 96;
    private static final int LABEL = 12;

    private final List<String> lines = new ArrayList<>();

    String text() {
        return String.join("\n", lines) + "\n";
    }

    void line(String line) {
        lines.add(line);
    }

    void blank() {
        lines.add("");
    }

    void labelled(String label, String text) {
        wrap(String.format("%-" + LABEL + "s", label), text, LABEL);
    }

    /** Breaks at spaces where possible; a word longer than a line is cut into lines. */
    void wrap(String first, String text, int indent) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : Escape.terminal(text).split(" ", -1)) {
            String rest = word;
            if (!empty && length(line) + 1 + rest.codePointCount(0, rest.length()) > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(" ".repeat(indent));
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            while (length(line) + rest.codePointCount(0, rest.length()) > WIDTH) {
                int cut = rest.offsetByCodePoints(0, WIDTH - length(line));
                lines.add(line + rest.substring(0, cut));
                line = new StringBuilder(" ".repeat(indent));
                rest = rest.substring(cut);
            }
            line.append(rest);
            empty = false;
        }
        lines.add(line.toString().stripTrailing());
    }

    private static int length(StringBuilder line) {
        return line.codePointCount(0, line.length());
    }
}
