package io.rehearse.runtime.response;

import io.rehearse.journeys.plan.Plan;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Hides what must not be shown: the plan's secrets as they are and Base64-, URL- and JSON-encoded, the values of telling
 * headers, and of query, form, multipart, HTML and JSON fields with telling names. For text that goes to people or files, never on the
 * request path. Immutable.
 */
public final class Masking {
    public static final String MASK = "***";

    private static final Set<String> HEADERS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");
    private static final String TELLING = "[\\w.%\\[\\]-]*(?:pass|secret|token|key|session|auth)[\\w.%\\[\\]-]*";

    /** {@code name: value} lines of the telling headers, and of headers with telling names. */
    private static final Pattern HEADER_LINE =
            Pattern.compile("(?im)^((?:authorization|proxy-authorization|cookie|set-cookie|x-api-key|" + TELLING
                    + "):[ \\t]*)[^\\r\\n]+");
    /** {@code name=value} in queries and forms. */
    private static final Pattern FIELD = Pattern.compile("(?i)((?<![\\w.%\\[\\]-])" + TELLING + "=)[^&\\s\"'<>#;]+");
    /** {@code "name": value} in JSON. */
    private static final Pattern JSON_FIELD =
            Pattern.compile("(?i)(\"" + TELLING + "\"\\s*:\\s*)(?:\"(?:[^\"\\\\]|\\\\.)*+\"?|[^\\s,}\\]\"{\\[]+)");
    /** Parts of a multipart form. */
    private static final Pattern PART = Pattern.compile(
            "(?i)(;[ \\t]*name=\"" + TELLING + "\"[^\\r\\n]*\\r?\\n(?:[^\\r\\n]+\\r?\\n)*+\\r?\\n)[^\\r\\n]+");
    /** Fields of an HTML form. */
    private static final Pattern INPUT =
            Pattern.compile("(?i)<input\\b[^<>]*\\bname\\s*=\\s*[\"']?" + TELLING + "[^<>]*");

    private static final Pattern INPUT_VALUE =
            Pattern.compile("(?i)(\\svalue\\s*=\\s*)(?:\"[^\"]*\"?|'[^']*'?|[^\\s>]+)");
    /** User and password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("(?i)(\\b[a-z][a-z0-9+.-]*://)[^/\\s@\"']+@");

    private final List<String> values;

    private Masking(List<String> values) {
        this.values = values;
    }

    /** Masks the secrets of these plans. */
    public static Masking of(List<Plan> plans) {
        Set<String> secrets = new LinkedHashSet<>();
        plans.forEach(plan -> secrets.addAll(plan.secrets()));
        return new Masking(encodings(secrets));
    }

    /** Masks these values too. */
    public Masking and(Collection<String> secrets) {
        if (secrets.isEmpty()) {
            return this;
        }
        Set<String> all = new LinkedHashSet<>(values);
        all.addAll(encodings(secrets));
        return new Masking(longestFirst(all));
    }

    private static List<String> encodings(Collection<String> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (String secret : secrets) {
            if (secret.isEmpty()) {
                continue;
            }
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().encodeToString(bytes);
            all.add(secret);
            all.add(url);
            all.add(url.replace("+", "%20"));
            all.add(url.toLowerCase(Locale.ROOT).equals(url) ? url : lowerEscapes(url));
            all.add(base64);
            all.add(base64.replace("=", ""));
            all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
            all.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
            all.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
        }
        return longestFirst(all);
    }

    private static String lowerEscapes(String url) {
        return Pattern.compile("%[0-9A-F]{2}")
                .matcher(url)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    private static List<String> longestFirst(Collection<String> all) {
        List<String> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt(String::length).reversed());
        return List.copyOf(sorted);
    }

    /** The text with what must not be shown replaced by {@code ***}. */
    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        masked = HEADER_LINE.matcher(masked).replaceAll("$1***");
        masked = FIELD.matcher(masked).replaceAll("$1***");
        masked = JSON_FIELD.matcher(masked).replaceAll("$1\"***\"");
        masked = PART.matcher(masked).replaceAll("$1***");
        masked = INPUT.matcher(masked)
                .replaceAll(input -> java.util.regex.Matcher.quoteReplacement(
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
        int hidden = 0;
        for (String value : values) {
            int length = Math.min(value.length(), masked.length());
            while (length > hidden && !masked.regionMatches(masked.length() - length, value, 0, length)) {
                length--;
            }
            hidden = Math.max(hidden, length);
        }
        return hidden == 0 ? masked : masked.substring(0, masked.length() - hidden) + MASK;
    }

    /** Whether the value of a header of that name is never shown. */
    public static boolean isTellingHeader(String name) {
        return HEADERS.contains(name.toLowerCase(Locale.ROOT));
    }
}
