package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Check;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a value is as a check expects it. One per lane. */
final class Comparison {
    private final Decimal left = new Decimal();
    private final Decimal right = new Decimal();
    private final Map<Check, Pattern> patterns = new IdentityHashMap<>();

    /** @param actual is there */
    boolean holds(Check check, Found actual, Found expected) {
        return isOfItsType(check, actual) && compares(check, actual, expected);
    }

    /** Text is no number and no boolean, although it may look like one. A list or object is compared as it is written. */
    static boolean isOfItsType(Check check, Found actual) {
        return check.type() == Kind.UNSET || actual.kind() == Kind.JSON || check.type() == actual.kind();
    }

    private boolean compares(Check check, Found actual, Found expected) {
        return switch (check.verb()) {
            case EXISTS -> true;
            case ABSENT -> false;
            case NOT_EMPTY -> !isEmpty(actual);
            case IS ->
                check.numeric() ? areNumbers(actual, expected) && left.compareTo(right) == 0 : same(actual, expected);
            case IS_NOT ->
                check.numeric() ? areNumbers(actual, expected) && left.compareTo(right) != 0 : !same(actual, expected);
            case ABOVE -> areNumbers(actual, expected) && left.compareTo(right) > 0;
            case BELOW -> areNumbers(actual, expected) && left.compareTo(right) < 0;
            case CONTAINS -> contains(actual, expected);
            case LACKS -> !contains(actual, expected);
            case MATCHES -> matches(check, actual, expected);
        };
    }

    /** Whether the check compares numbers. */
    static boolean isNumeric(Check check) {
        return check.numeric() || check.verb() == Check.Verb.ABOVE || check.verb() == Check.Verb.BELOW;
    }

    boolean isNumber(Found value) {
        return left.read(value);
    }

    private boolean areNumbers(Found actual, Found expected) {
        return left.read(actual) && right.read(expected);
    }

    private static boolean same(Found a, Found b) {
        return Arrays.equals(
                a.bytes(), a.start(), a.start() + a.length(), b.bytes(), b.start(), b.start() + b.length());
    }

    private static boolean isEmpty(Found value) {
        if (value.kind() != Kind.JSON) {
            return value.length() == 0;
        }
        for (int i = value.start() + 1; i < value.start() + value.length() - 1; i++) {
            if (value.bytes()[i] > ' ' || value.bytes()[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Found text, Found part) {
        int last = text.start() + text.length() - part.length();
        for (int i = text.start(); i <= last; i++) {
            if (Arrays.equals(
                    text.bytes(), i, i + part.length(), part.bytes(), part.start(), part.start() + part.length())) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(Check check, Found actual, Found expected) {
        Pattern pattern = patterns.get(check);
        if (pattern == null) {
            pattern = Pattern.compile(expected.text(expected.length()));
            patterns.put(check, pattern);
        }
        BoundedText text =
                new BoundedText(new String(actual.bytes(), actual.start(), actual.length(), StandardCharsets.UTF_8));
        return BoundedText.matches(text.matcher(pattern), text, true);
    }
}
