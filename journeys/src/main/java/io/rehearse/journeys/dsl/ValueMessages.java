package io.rehearse.journeys.dsl;

import java.util.List;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Messages about values of the wrong type; a missing unit above all. */
final class ValueMessages {
    private ValueMessages() {}

    /** Type of a number with that unit. */
    static Class<?> type(String unit) {
        return switch (unit == null ? "" : unit) {
            case "ms", "s", "min", "h" -> Time.Of.class;
            case "perSecond", "perMinute", "perHour" -> Rate.Of.class;
            case "percent" -> Share.Of.class;
            case "points" -> Points.class;
            case "kB", "MB", "GB" -> Size.Of.class;
            default -> null;
        };
    }

    private static final String OTHER = "another value";

    static String message(
            Source source, MethodCallExpression call, Expression value, String word, Class<?> wanted, Class<?> type) {
        String noun = noun(wanted);
        String text = source.between(
                value.getLineNumber(), value.getColumnNumber(), value.getLastLineNumber(), value.getLastColumnNumber());
        if (value instanceof ConstantExpression && Number.class.isAssignableFrom(type) && isQuantity(wanted)) {
            String before = source.between(
                    call.getLineNumber(), call.getColumnNumber(), value.getLineNumber(), value.getColumnNumber());
            String closing = before.contains("(") ? ")" : "";
            return noun + " needs a unit: write " + before + text
                    + unit(wanted, word).formatted(text).replaceFirst("(?= \\(|$)", closing);
        }
        String found = Number.class.isAssignableFrom(type) ? "a number" : noun(type);
        if (wanted == groovy.lang.Closure.class) {
            return "'" + word + "' takes " + noun + " here, not " + found;
        }
        String words = wanted.isEnum() ? "" : Vocabulary.giving(wanted);
        return "'" + word + "' takes "
                + (noun.equals(OTHER) && !words.isEmpty()
                        ? words + " here"
                        : noun + " here, like " + example(wanted, word))
                + ", not " + found;
    }

    /** The type a message speaks of when several are possible: a quantity first, then a word. */
    static Class<?> nearest(List<Class<?>> wanted) {
        return wanted.stream()
                .filter(ValueMessages::isQuantity)
                .findFirst()
                .or(() -> wanted.stream().filter(Class::isEnum).findFirst())
                .or(() -> wanted.stream().filter(type -> type == int.class).findFirst())
                .orElse(wanted.get(0));
    }

    private static boolean isQuantity(Class<?> wanted) {
        return wanted == Time.class
                || wanted == Rate.class
                || wanted == Share.class
                || wanted == Points.class
                || wanted == Size.class;
    }

    private static String unit(Class<?> wanted, String word) {
        if (wanted == Time.class) {
            return isShort(word) ? ".ms (or %s.s)" : ".s (or %s.min)";
        }
        if (wanted == Size.class) {
            return ".MB (or %s.kB)";
        }
        return wanted == Rate.class ? ".perSecond" : wanted == Share.class ? ".percent" : ".points";
    }

    private static boolean isShort(String word) {
        return word.equals("below") || word.equals("above") || word.equals("worseBy") || word.equals("timeout");
    }

    private static String example(Class<?> wanted, String word) {
        if (wanted == Time.class) {
            return isShort(word) ? "800.ms" : "30.s";
        } else if (wanted == Rate.class) {
            return "50.perSecond";
        } else if (wanted == Share.class) {
            return "1.percent";
        } else if (wanted == Points.class) {
            return "0.5.points";
        } else if (wanted == Size.class) {
            return "200.MB";
        } else if (wanted == int.class || wanted == Integer.class) {
            return word.equals("status") ? "201" : "20";
        } else if (wanted == String.class) {
            return "'text'";
        } else if (wanted == Boolean.class) {
            return "true";
        } else if (wanted == List.class) {
            return "[503, 'text']";
        } else if (wanted == Fragment.class) {
            return "login of def login = fragment { … }";
        } else {
            return Vocabulary.noun(wanted);
        }
    }

    private static String noun(Class<?> type) {
        if (Time.class.isAssignableFrom(type)) {
            return "a time";
        } else if (Rate.class.isAssignableFrom(type)) {
            return "a rate";
        } else if (Share.class.isAssignableFrom(type)) {
            return "a share";
        } else if (type == Points.class) {
            return "a difference in points";
        } else if (Size.class.isAssignableFrom(type)) {
            return "a size";
        } else if (type == int.class || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        } else if (CharSequence.class.isAssignableFrom(type)) {
            return "text";
        } else if (type == Boolean.class) {
            return "true or false";
        } else if (type.isEnum()) {
            return "a word";
        } else if (type == Ref.class) {
            return "a variable";
        } else if (type == Fragment.class) {
            return "a fragment";
        } else if (type == Present.class) {
            return "a condition";
        } else if (type == List.class) {
            return "a list";
        } else if (type == groovy.lang.Closure.class) {
            return "a block { … }";
        } else if (Readable.class.isAssignableFrom(type)) {
            return "a reader";
        } else {
            return OTHER;
        }
    }
}
