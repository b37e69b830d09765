package io.rehearse.runtime.response;

import io.rehearse.journeys.plan.Plan;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides what must not be shown: secrets in every form that {@link SecretForms} knows, the values of telling headers, and of
 * query, form, multipart, HTML and JSON fields with telling names. For text that goes to people or files, never on the
 * request path. Immutable.
 */
public final class Masking {
    public static final String MASK = "***";

    /** What is found by a telling name in one place is looked for in all others from this length on: 1 and yes are not. */
    private static final int FOUND_LENGTH_MIN = 6;

    private static final String TELLING = "[\\w.%\\[\\]-]*(?:pass|secret|token|key|session|auth)[\\w.%\\[\\]-]*";

    /** {@code name: value} lines of the telling headers, and of headers with telling names. */
    private static final Pattern HEADER_LINE =
            Pattern.compile("(?im)^((?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|" + TELLING
                    + "):[ \\t]*)([^\\r\\n]+)");
    /** {@code name=value} in queries and forms. */
    private static final Pattern FIELD = Pattern.compile("(?i)((?<![\\w.%\\[\\]-])" + TELLING + "=)([^&\\s\"'<>#;]+)");
    /** {@code "name": value} in JSON. */
    private static final Pattern JSON_FIELD =
            Pattern.compile("(?i)(\"" + TELLING + "\"\\s*:\\s*)(\"(?:[^\"\\\\]|\\\\.)*+\"?|[^\\s,}\\]\"{\\[]+)");
    /** Parts of a multipart form. */
    private static final Pattern PART = Pattern.compile(
            "(?i)(;[ \\t]*name=\"" + TELLING + "\"[^\\r\\n]*\\r?\\n(?:[^\\r\\n]+\\r?\\n)*+\\r?\\n)([^\\r\\n]+)");
    /** Fields of an HTML form. */
    private static final Pattern INPUT =
            Pattern.compile("(?i)<input\\b[^<>]*\\bname\\s*=\\s*[\"']?" + TELLING + "[^<>]*");

    private static final Pattern INPUT_VALUE =
            Pattern.compile("(?i)(\\svalue\\s*=\\s*)(\"[^\"]*\"?|'[^']*'?|[^\\s>]+)");
    /** User and password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?i)(\\b[a-z][a-z0-9+.-]*://)[^/\\s@\"']+@");

    /** Hides nothing, for a person who asked to see it. */
    public static final Masking NONE = new Masking(Set.of());

    private final Set<String> secrets;
    private final List<SecretForms> forms;

    private Masking(Set<String> secrets) {
        this.secrets = secrets;
        this.forms = secrets.stream()
                .filter(secret -> !secret.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(SecretForms::new)
                .toList();
    }

    /** Masks the secrets of these plans. */
    public static Masking of(List<Plan> plans) {
        Set<String> secrets = new LinkedHashSet<>();
        plans.forEach(plan -> secrets.addAll(plan.secrets()));
        return new Masking(secrets);
    }

    /** Masks these values too. */
    public Masking and(Collection<String> more) {
        if (this == NONE || secrets.containsAll(more)) {
            return this;
        }
        Set<String> all = new LinkedHashSet<>(secrets);
        all.addAll(more);
        return new Masking(all);
    }

    /** The text with what must not be shown replaced by {@code ***}. */
    public String mask(String text) {
        if (this == NONE) {
            return text;
        }
        String masked = text;
        for (SecretForms form : forms) {
            masked = form.mask(masked);
        }
        masked = HEADER_LINE.matcher(masked).replaceAll("$1***");
        masked = FIELD.matcher(masked).replaceAll("$1***");
        masked = JSON_FIELD.matcher(masked).replaceAll("$1\"***\"");
        masked = PART.matcher(masked).replaceAll("$1***");
        masked = INPUT.matcher(masked)
                .replaceAll(input -> Matcher.quoteReplacement(
                        INPUT_VALUE.matcher(input.group()).replaceAll("$1\"***\"")));
        return USER_INFO.matcher(masked).replaceAll("$1***@");
    }

    /** As {@link #mask} for a text that was cut at its end: what may be the beginning of a secret there is hidden too. */
    public String maskCut(String text) {
        String masked = mask(text);
        while (masked.endsWith("\uFFFD")) {
            // half a character
            masked = masked.substring(0, masked.length() - 1);
        }
        int end = masked.length();
        for (SecretForms form : forms) {
            end = Math.min(end, form.beginsAt(masked));
        }
        return end == masked.length() ? masked : masked.substring(0, end) + MASK;
    }

    /** As {@link #mask}, for words that quote texts which may have been cut: … stands where. */
    public String maskQuoting(String words) {
        StringBuilder masked = new StringBuilder();
        int from = 0;
        for (int at = words.indexOf('…'); at >= 0; at = words.indexOf('…', from)) {
            // what is quoted ends with its quote, also where it was cut
            int end = at > from && words.charAt(at - 1) == '"' ? at - 1 : at;
            masked.append(maskCut(words.substring(from, end)))
                    .append(words, end, at)
                    .append('…');
            from = at + 1;
        }
        return masked.append(mask(words.substring(from))).toString();
    }

    /** What a message says under telling names: it may come back elsewhere without them. */
    public static Set<String> toldBy(String message) {
        Set<String> found = new LinkedHashSet<>();
        HEADER_LINE.matcher(message).results().forEach(line -> {
            for (String word : line.group(2).split("[ ;,]+")) {
                found.add(word);
                found.add(word.substring(word.indexOf('=') + 1));
            }
        });
        FIELD.matcher(message).results().forEach(field -> {
            found.add(field.group(2));
            found.add(decoded(field.group(2)));
        });
        JSON_FIELD
                .matcher(message)
                .results()
                .forEach(field -> found.add(unquoted(field.group(2))
                        .replace("\\/", "/")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\")));
        PART.matcher(message).results().forEach(part -> found.add(part.group(2)));
        INPUT.matcher(message)
                .results()
                .forEach(input -> INPUT_VALUE
                        .matcher(input.group())
                        .results()
                        .forEach(value -> found.add(unquoted(value.group(2)))));
        found.removeIf(value -> value.length() < FOUND_LENGTH_MIN);
        return found;
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    private static String unquoted(String value) {
        return value.replaceAll("^[\"']|[\"']$", "");
    }
}
