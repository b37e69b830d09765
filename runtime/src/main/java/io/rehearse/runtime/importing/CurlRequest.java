package io.rehearse.runtime.importing;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The request that a command of curl makes. Options as in curl(1); what only concerns curl itself (output, retries, speed) is of no
 * meaning here.
 *
 * @param body of {@code -d} and its like
 * @param parts of {@code -F}; a value that begins with {@code @} is a file
 * @param user {@code name:password} of {@code -u}
 * @param notes what of the command did not become part of the journey, for people
 */
record CurlRequest(
        String method,
        URI url,
        List<Field> headers,
        Optional<String> body,
        List<Field> parts,
        Optional<String> user,
        Optional<String> timeoutSeconds,
        List<String> notes) {

    record Field(String name, String value) {}

    private static final Set<String> ALONE = Set.of(
            "-s",
            "--silent",
            "-S",
            "--show-error",
            "-v",
            "--verbose",
            "-i",
            "--include",
            "-f",
            "--fail",
            "-L",
            "--location",
            "--compressed",
            "-#",
            "--progress-bar",
            "-N",
            "--no-buffer",
            "--http1.1",
            "--http2",
            "-g",
            "--globoff",
            "-sS",
            "-sL",
            "-sSL",
            "-fsSL",
            "--fail-with-body",
            "-O",
            "--remote-name",
            "--path-as-is",
            "-4",
            "-6");

    private static final Set<String> WITH_VALUE = Set.of(
            "-o",
            "--output",
            "-w",
            "--write-out",
            "--retry",
            "--connect-timeout",
            "-c",
            "--cookie-jar",
            "--max-redirs",
            "--limit-rate",
            "-D",
            "--dump-header",
            "--retry-delay",
            "--stderr");

    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("-X", "--request"),
            Map.entry("-H", "--header"),
            Map.entry("-d", "--data"),
            Map.entry("--data-ascii", "--data"),
            Map.entry("-u", "--user"),
            Map.entry("-b", "--cookie"),
            Map.entry("-F", "--form"),
            Map.entry("-A", "--user-agent"),
            Map.entry("-e", "--referer"),
            Map.entry("-m", "--max-time"),
            Map.entry("-G", "--get"),
            Map.entry("-I", "--head"),
            Map.entry("-k", "--insecure"));

    /**
     * Reads one command, {@code curl} its first word.
     *
     * @throws NotReadable if it is no command of curl, or has an option that is not known here
     */
    static CurlRequest of(List<String> words) {
        if (!words.get(0).matches("(.*/)?curl(\\.exe)?")) {
            throw new NotReadable("'" + words.get(0) + "' is no command of curl; each command begins with curl");
        }
        Reading reading = new Reading();
        for (int i = 1; i < words.size(); i++) {
            i += reading.take(words.get(i), i + 1 < words.size() ? words.get(i + 1) : null);
        }
        return reading.request();
    }

    /** What was read so far of a command. */
    private static final class Reading {
        private String method;
        private String url;
        private final List<Field> headers = new ArrayList<>();
        private final List<String> data = new ArrayList<>();
        private final List<Field> parts = new ArrayList<>();
        private String user;
        private String timeoutSeconds;
        private boolean inQuery;
        private final List<String> notes = new ArrayList<>();

        /** Returns how many words after it belong to it. */
        int take(String word, String next) {
            if (!word.startsWith("-") || word.equals("-")) {
                url(word);
                return 0;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals > 0) {
                take(word.substring(0, equals), word.substring(equals + 1));
                return 0;
            }
            if (ALONE.contains(word)) {
                return 0;
            }
            if (word.length() > 2 && !word.startsWith("--") && LONG.containsKey(word.substring(0, 2))) {
                take(word.substring(0, 2), word.substring(2)); // -XPOST
                return 0;
            }
            String option = LONG.getOrDefault(word, word);
            switch (option) {
                case "--get" -> inQuery = true;
                case "--head" -> method = "HEAD";
                case "--insecure" ->
                    notes.add("certificates were not looked at (" + word
                            + "): that is tls: {insecure: true} of the target, if it must be");
                default -> {
                    valued(word, option, next);
                    return 1;
                }
            }
            return 0;
        }

        private void valued(String word, String option, String value) {
            if (value == null
                    && (WITH_VALUE.contains(word) || LONG.containsValue(option) || option.startsWith("--data"))) {
                throw new NotReadable("curl option " + word + " has no value; was the command copied whole?");
            }
            switch (option) {
                case "--request" -> method = value.toUpperCase(Locale.ROOT);
                case "--url" -> url(value);
                case "--header" -> header(value);
                case "--data", "--data-raw", "--data-binary" -> {
                    if (value.startsWith("@") && !option.equals("--data-raw")) {
                        throw new NotReadable("the body is the file " + value.substring(1)
                                + ", which is not read here; write it out: " + word + " 'text'");
                    }
                    data.add(option.equals("--data") ? value.replaceAll("[\r\n]", "") : value);
                }
                case "--data-urlencode" -> data.add(encoded(value));
                case "--json" -> {
                    data.add(value);
                    headers.add(new Field("Content-Type", "application/json"));
                    headers.add(new Field("Accept", "application/json"));
                }
                case "--form" -> parts.add(part(word, value));
                case "--user" -> user = value;
                case "--cookie" -> headers.add(new Field("Cookie", value));
                case "--user-agent" -> headers.add(new Field("User-Agent", value));
                case "--referer" -> headers.add(new Field("Referer", value));
                case "--max-time" -> timeoutSeconds = value;
                default -> {
                    if (!WITH_VALUE.contains(word)) {
                        throw new NotReadable(
                                "curl option " + word + " is not known here; leave it out of the command, and write by"
                                        + " hand what it stands for");
                    }
                }
            }
        }

        private void url(String value) {
            if (url != null) {
                throw new NotReadable("one command with two URLs, " + url + " and " + value + "; write two commands");
            }
            url = value.contains("://") ? value : "http://" + value;
        }

        private void header(String line) {
            int colon = line.indexOf(':');
            if (colon > 0 && colon < line.length() - 1) {
                headers.add(new Field(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            } // curl leaves a header without a value out
        }

        private static Field part(String word, String value) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new NotReadable("curl option " + word + " '" + value + "': expected name=value or name=@file");
            }
            return new Field(value.substring(0, equals), value.substring(equals + 1));
        }

        private static String encoded(String value) {
            int equals = value.indexOf('=');
            String name = equals < 0 ? "" : value.substring(0, equals + 1);
            return name + URLEncoder.encode(value.substring(equals + 1), StandardCharsets.UTF_8);
        }

        CurlRequest request() {
            if (url == null) {
                throw new NotReadable("a command of curl without a URL; was it copied whole?");
            }
            Optional<String> body = data.isEmpty() ? Optional.empty() : Optional.of(String.join("&", data));
            String place = url;
            if (inQuery && body.isPresent()) {
                place += (place.contains("?") ? "&" : "?") + body.get();
                body = Optional.empty();
            }
            String verb = method != null ? method : body.isPresent() || !parts.isEmpty() ? "POST" : "GET";
            if (!Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
                    .contains(verb)) {
                throw new NotReadable("a journey has no word for " + verb
                        + "; its words are get, post, put, patch, delete, head, options");
            }
            URI target = parsed(place);
            return new CurlRequest(
                    verb,
                    target,
                    List.copyOf(headers),
                    body,
                    List.copyOf(parts),
                    Optional.ofNullable(user != null ? user : target.getUserInfo()),
                    Optional.ofNullable(timeoutSeconds),
                    List.copyOf(notes));
        }

        private static URI parsed(String text) {
            try {
                URI uri = new URI(text.chars()
                        .mapToObj(c -> c <= ' ' || "\"<>\\^`{|}".indexOf(c) >= 0
                                ? String.format("%%%02X", c)
                                : String.valueOf((char) c))
                        .collect(Collectors.joining()));
                if (uri.getHost() != null
                        && Set.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
                    return uri;
                }
            } catch (URISyntaxException notAUrl) {
                // said below
            }
            throw new NotReadable("'" + text + "' is no http or https URL");
        }
    }

    /** Scheme, host and port: what becomes the target. */
    String origin() {
        return url.getScheme() + "://" + url.getRawAuthority().replaceFirst(".*@", "");
    }

    /** First value of a header, by its name in any case. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .findFirst();
    }
}
