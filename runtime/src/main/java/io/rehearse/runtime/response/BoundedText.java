package io.rehearse.runtime.response;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text a user's regular expression runs over. It counts the characters looked at and gives up at a bound, because an
 * expression like {@code a*a*a*a*b} may take hours and would stop a lane. The bound is on work and not on the clock,
 * so that the same response always ends the same way; {@link #STEPS_MAX} steps are about 100 ms.
 */
final class BoundedText implements CharSequence {
    /** Characters looked at, beside {@link #STEPS_PER_CHAR} for each there is. */
    static final long STEPS_MAX = 10_000_000;

    private static final long STEPS_PER_CHAR = 10;

    private final byte[] ascii;
    private final int start;
    private final int length;
    private final String chars;
    private long stepsLeft;

    /** Text of which every byte is a character. */
    BoundedText(byte[] ascii, int start, int length) {
        this.ascii = ascii;
        this.start = start;
        this.length = length;
        this.chars = null;
        this.stepsLeft = steps();
    }

    BoundedText(String chars) {
        this.ascii = null;
        this.start = 0;
        this.length = chars.length();
        this.chars = chars;
        this.stepsLeft = steps();
    }

    private long steps() {
        return STEPS_MAX + STEPS_PER_CHAR * length;
    }

    /**
     * The next match.
     *
     * @param whole whether the whole text must match
     * @throws ScriptFault if the expression needs more time or more stack than it may
     */
    static boolean matches(Matcher matcher, BoundedText text, boolean whole) {
        try {
            return whole ? matcher.matches() : matcher.find();
        } catch (TooManySteps | StackOverflowError tooMuch) {
            String why = tooMuch instanceof TooManySteps
                    ? "was given up after " + text.steps() + " steps"
                    : "needs more stack than there is";
            throw new ScriptFault("the regular expression '" + matcher.pattern() + "' " + why + " on a text of "
                    + text.length + " characters; it tries too many ways to match, write it with fewer nested"
                    + " repetitions");
        }
    }

    Matcher matcher(Pattern pattern) {
        return pattern.matcher(this);
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--stepsLeft < 0) {
            throw new TooManySteps();
        }
        return chars == null ? (char) ascii[start + index] : chars.charAt(index);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return chars == null
                ? new String(ascii, start + from, to - from, StandardCharsets.ISO_8859_1)
                : chars.substring(from, to);
    }

    @Override
    public String toString() {
        return subSequence(0, length).toString();
    }
}
