package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Reader;

/** Says what was expected and what was there. Values are masked, freed of control characters and shortened. */
final class Words {
    private static final int SHOWN_MAX = 80;
    private static final int LOOKED_AT_BYTES = 2 * 1024;

    private Words() {}

    /** {@code json('$.state'): expected CONFIRMED, was PENDING}, the name of the expectation first. */
    static String failure(Check check, String expected, String found) {
        String name = check.name().isEmpty() ? "" : check.name() + ": ";
        return name + check.subject().text() + ": " + expectation(check, expected) + found;
    }

    private static String expectation(Check check, String expected) {
        String wanted = expected + unit(check);
        return "expected "
                + switch (check.verb()) {
                    case IS -> wanted;
                    case IS_NOT -> "not " + wanted;
                    case CONTAINS -> "to contain " + wanted;
                    case LACKS -> "not to contain " + wanted;
                    case MATCHES -> "to match " + wanted;
                    case EXISTS -> "a value";
                    case ABSENT -> "nothing";
                    case NOT_EMPTY -> "something in it";
                    case ABOVE -> "above " + wanted;
                    case BELOW -> "below " + wanted;
                };
    }

    /** {@code check json('$.state') is CONFIRMED}. */
    static String check(Check check, String expected) {
        String name = check.name().isEmpty() ? "" : check.name() + ": ";
        String right = switch (check.verb()) {
            case EXISTS, ABSENT, NOT_EMPTY -> "";
            default -> " " + expected + unit(check);
        };
        return "check " + name + check.subject().text() + " " + check.verb().word() + right;
    }

    static String unit(Check check) {
        return check.subject().reader() instanceof Reader.Time ? " ms" : "";
    }

    /** {@code found nothing: the body is not JSON: …}; the reason may be null. */
    static String nothing(String problem) {
        return "found nothing" + (problem == null ? "" : ": " + problem);
    }

    static String type(Value.Kind kind) {
        return switch (kind) {
            case UNSET -> "nothing";
            case TEXT -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case JSON -> "a list or an object";
        };
    }

    /** A value as people may see it. */
    static String shown(Found value, Masking masking) {
        if (value.isSecret()) {
            return Masking.MASK;
        }
        // Shortened last: a secret cut in two would no longer be recognised.
        String text = value.text(LOOKED_AT_BYTES);
        String masked = value.length() > LOOKED_AT_BYTES ? masking.maskCut(text) : masking.mask(text);
        return text.isEmpty() ? "''" : shortened(clean(masked));
    }

    /** Without control, format and line-separating characters, so that nothing a server sends steers a terminal. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
                    if (Character.isWhitespace(c)) {
                        clean.append(' ');
                    }
                }
                case Character.FORMAT, Character.SURROGATE -> {}
                default -> clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    private static String shortened(String text) {
        if (text.codePointCount(0, text.length()) <= SHOWN_MAX) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, SHOWN_MAX)) + "…";
    }
}
