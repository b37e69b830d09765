package io.rehearse.reports.render;

import java.util.regex.Pattern;

/** Text from servers and scripts, made harmless for the place it is shown in. Null becomes empty. */
public final class Escape {
    /** CSI and OSC sequences of terminals, as a whole; a lone escape character is removed as a control character. */
    private static final Pattern TERMINAL_SEQUENCE =
            Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?");

    private static final Pattern COMMAND = Pattern.compile("(?<!\\S)::");

    private static final String MARKDOWN_SPECIAL = "\\`*_{}[]()<>#+-!|~&";

    private Escape() {}

    private static final Pattern SHELL_PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

    /** A word that a shell reads as it is. */
    public static String shell(String word) {
        return SHELL_PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** For text and double-quoted attributes of HTML. */
    public static String html(String text) {
        return markup(text, false);
    }

    /** For text and double-quoted attributes of XML 1.0; characters XML cannot hold are replaced by U+FFFD. */
    static String xml(String text) {
        return markup(text, true);
    }

    /**
     * One line for a terminal: no escape sequence, control character or change of writing direction survives, and no word that begins
     * like a command to a CI runner, which reads them at the start of a line.
     */
    public static String terminal(String text) {
        StringBuilder out = new StringBuilder();
        TERMINAL_SEQUENCE
                .matcher(text == null ? "" : text)
                .replaceAll("")
                .codePoints()
                .forEach(c -> {
                    if (c == '\n' || c == '\r' || c == '\t') {
                        out.append(' ');
                    } else if (!isInvisible(c)) {
                        out.appendCodePoint(c);
                    }
                });
        return COMMAND.matcher(out).replaceAll(": :");
    }

    /** For running text and table cells of Markdown, on one line; nothing becomes a link, a tag or a mention. */
    static String markdown(String text) {
        StringBuilder out = new StringBuilder();
        terminal(text).codePoints().forEach(c -> {
            if (c == '@') {
                out.append("@\u200b");
            } else {
                if (c < 128 && MARKDOWN_SPECIAL.indexOf(c) >= 0) {
                    out.append('\\');
                }
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** As code in Markdown, also in a table cell: fenced by more backticks than it contains. */
    static String markdownCode(String text) {
        String line = terminal(text).replace("|", "\\|");
        if (line.isBlank()) {
            return "";
        }
        int longest = 0;
        int run = 0;
        for (int i = 0; i < line.length(); i++) {
            run = line.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        String fence = "`".repeat(longest + 1);
        String pad = longest > 0 ? " " : "";
        return fence + pad + line + pad + fence;
    }

    /** For a label that has little room; in characters. */
    static String cut(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
    }

    private static String markup(String text, boolean xml) {
        StringBuilder out = new StringBuilder();
        (text == null ? "" : text).codePoints().forEach(c -> {
            switch (c) {
                case '&':
                    out.append("&amp;");
                    break;
                case '<':
                    out.append("&lt;");
                    break;
                case '>':
                    out.append("&gt;");
                    break;
                case '"':
                    out.append("&quot;");
                    break;
                case '\'':
                    out.append("&#39;");
                    break;
                case '\n':
                case '\t':
                    // In an attribute of XML a plain line end would be read back as a space.
                    out.append(xml ? "&#" + c + ";" : String.valueOf((char) c));
                    break;
                default:
                    out.appendCodePoint(isText(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    /** What XML 1.0 allows, less the control characters of C1 and what turns the direction of writing. */
    private static boolean isText(int c) {
        return c >= 0x20 && !isInvisible(c) && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
    }

    private static boolean isInvisible(int c) {
        return c < 0x20
                || c >= 0x7F && c <= 0x9F
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069
                || c == 0x200E
                || c == 0x200F;
    }
}
