package io.rehearse.runtime.importing;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits commands into words as a POSIX shell does, without running or expanding anything: quotes, backslashes, lines that go on behind
 * a backslash, comments, and {@code $'…'} as browsers write it.
 */
final class ShellWords {
    private final String text;
    private int at;

    private ShellWords(String text) {
        this.text = text;
    }

    /**
     * @return the words of each command; commands end at the end of a line, at {@code ;} and at {@code &}
     * @throws NotReadable if a quote is not closed
     */
    static List<List<String>> of(String text) {
        return new ShellWords(text.replace("\r\n", "\n")).commands();
    }

    private List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
                at += 2;
            } else if (c == '\n' || c == ';' || c == '&') {
                commands.add(words);
                words = new ArrayList<>();
                at++;
            } else if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                at = endOfLine();
            } else {
                words.add(word());
            }
        }
        commands.add(words);
        return commands.stream().filter(command -> !command.isEmpty()).toList();
    }

    private int endOfLine() {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !ends(text.charAt(at))) {
            char c = text.charAt(at++);
            if (c == '\'') {
                word.append(text, at, at = closing('\''));
                at++;
            } else if (c == '"') {
                doubleQuoted(word);
            } else if (c == '$' && at < text.length() && text.charAt(at) == '\'') {
                at++;
                escaped(word);
            } else if (c == '\\' && at < text.length()) {
                char next = text.charAt(at++);
                if (next != '\n') {
                    word.append(next);
                }
            } else {
                word.append(c);
            }
        }
        return word.toString();
    }

    private static boolean ends(char c) {
        return Character.isWhitespace(c) || c == ';' || c == '&';
    }

    private int closing(char quote) {
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw notClosed(quote);
        }
        return end;
    }

    private NotReadable notClosed(char quote) {
        return new NotReadable("a quote " + quote + " is not closed; was the command copied whole?");
    }

    private void doubleQuoted(StringBuilder word) {
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length() && "\"\\$`\n".indexOf(text.charAt(at)) >= 0) {
                c = text.charAt(at++);
                if (c == '\n') {
                    continue;
                }
            }
            word.append(c);
        }
        if (at >= text.length()) {
            throw notClosed('"');
        }
        at++;
    }

    private void escaped(StringBuilder word) {
        while (at < text.length() && text.charAt(at) != '\'') {
            char c = text.charAt(at++);
            if (c != '\\' || at >= text.length()) {
                word.append(c);
                continue;
            }
            char kind = text.charAt(at++);
            switch (kind) {
                case 'n' -> word.append('\n');
                case 'r' -> word.append('\r');
                case 't' -> word.append('\t');
                case 'x' -> word.append((char) hex(2));
                case 'u' -> word.append((char) hex(4));
                default -> word.append(kind);
            }
        }
        if (at >= text.length()) {
            throw notClosed('\'');
        }
        at++;
    }

    /** At most so many hexadecimal digits. */
    private int hex(int most) {
        int value = 0;
        for (int i = 0; i < most && at < text.length() && Character.digit(text.charAt(at), 16) >= 0; i++) {
            value = value * 16 + Character.digit(text.charAt(at++), 16);
        }
        return value;
    }
}
