package io.rehearse.journeys.error;

/**
 * One thing that is wrong with a file.
 *
 * @param file name as the user gave it
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the line as a whole is meant
 * @param message what was found, what was expected, what to write instead
 * @param sourceLine text of the line; empty when it is not shown
 * @param caretLength how many characters are underlined, from {@code column} on
 */
public record ScriptError(String file, int line, int column, String message, String sourceLine, int caretLength) {

    /** An error of a whole file. */
    public static ScriptError of(String file, String message) {
        return new ScriptError(file, 0, 0, message, "", 0);
    }

    /** An error of a whole line that is not shown. */
    public static ScriptError of(String file, int line, String message) {
        return new ScriptError(file, line, 0, message, "", 0);
    }

    /** The same error in other words. */
    public ScriptError withMessage(String words) {
        return new ScriptError(file, line, column, words, sourceLine, caretLength);
    }

    /** {@code checkout.groovy:23:9}; without what is unknown. */
    public String place() {
        return file + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
    }
}
