package io.rehearse.runtime.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server asked a session to prove (RFC 7616), and how often the session has done so since: once asked, it answers
 * with every later request to that origin. Of the challenges the first that is understood counts, as the server wants it.
 */
final class DigestChallenge {
    private static final Map<String, String> ALGORITHMS =
            Map.of("MD5", "MD5", "SHA-256", "SHA-256", "SHA-512-256", "SHA-512/256");
    private static final HexFormat HEX = HexFormat.of();

    private final Endpoint origin;
    private final Map<String, String> asked;
    private final String algorithm;
    private final MessageDigest digest;
    private int count;

    private DigestChallenge(Endpoint origin, Map<String, String> asked, String algorithm) {
        this.origin = origin;
        this.asked = asked;
        this.algorithm = algorithm;
        try {
            this.digest = MessageDigest.getInstance(ALGORITHMS.get(algorithm));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The first challenge that can be answered, null without one: MD5, SHA-256 or SHA-512-256, with qop auth. */
    static DigestChallenge of(Endpoint origin, List<String> headers) {
        for (String latin : headers) {
            String header = new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            for (Map<String, String> asked : new Challenges(header).read()) {
                String algorithm = asked.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
                boolean auth =
                        List.of(asked.getOrDefault("qop", "").split("[ ,]+")).contains("auth");
                if (asked.get("").equals("digest")
                        && asked.containsKey("realm")
                        && asked.containsKey("nonce")
                        && auth
                        && header.chars().noneMatch(Character::isISOControl)
                        && ALGORITHMS.containsKey(algorithm)) {
                    return new DigestChallenge(origin, asked, algorithm);
                }
            }
        }
        return null;
    }

    boolean isFor(Endpoint endpoint) {
        return endpoint.isOrigin(origin.secure, origin.host, origin.port);
    }

    /** Whether only the nonce was too old, so that another answer may be right. */
    boolean isStale() {
        return asked.getOrDefault("stale", "").equalsIgnoreCase("true");
    }

    /** The value of Authorization for the next request. */
    String answer(String method, String uri, String user, String password, String cnonce) {
        String realm = asked.get("realm");
        String nonce = asked.get("nonce");
        String nc = String.format("%08x", ++count);
        String a1 = hash(user + ":" + realm + ":" + password);
        String a2 = hash(method + ":" + uri);
        String response = hash(a1 + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + a2);
        boolean hashesUser = asked.getOrDefault("userhash", "").equalsIgnoreCase("true");
        StringBuilder text = new StringBuilder("Digest ");
        text.append(hashesUser ? "username=\"" + hash(user + ":" + realm) + "\"" : username(user))
                .append(", realm=")
                .append(quoted(realm))
                .append(", uri=")
                .append(quoted(uri))
                .append(", algorithm=")
                .append(algorithm)
                .append(", nonce=")
                .append(quoted(nonce))
                .append(", nc=")
                .append(nc)
                .append(", cnonce=")
                .append(quoted(cnonce))
                .append(", qop=auth, response=\"")
                .append(response)
                .append('"');
        if (asked.containsKey("opaque")) {
            text.append(", opaque=").append(quoted(asked.get("opaque")));
        }
        return text.append(hashesUser ? ", userhash=true" : "").toString();
    }

    /** A name that is not ASCII is written as RFC 8187 says. */
    private static String username(String user) {
        if (user.chars().allMatch(c -> c < 0x80)) {
            return "username=" + quoted(user);
        }
        StringBuilder text = new StringBuilder("username*=UTF-8''");
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            boolean stays = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            text.append(stays ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String hash(String text) {
        return HEX.formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads the challenges of a header (RFC 9110, 11.6.1) as far as they are well formed; the scheme is under the empty name. */
    private static final class Challenges {
        private final String text;
        private int at;

        Challenges(String text) {
            this.text = text;
        }

        List<Map<String, String>> read() {
            List<Map<String, String>> challenges = new java.util.ArrayList<>();
            Map<String, String> current = null;
            while (true) {
                skip(" \t,");
                String word = word();
                if (word.isEmpty()) {
                    return challenges;
                }
                skip(" \t");
                if (at < text.length() && text.charAt(at) == '=' && current != null) {
                    at++;
                    skip(" \t="); // a token68 may end in several
                    current.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
                } else {
                    current = new LinkedHashMap<>(Map.of("", word.toLowerCase(Locale.ROOT)));
                    challenges.add(current);
                }
            }
        }

        private void skip(String what) {
            while (at < text.length() && what.indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }

        private String word() {
            int from = at;
            while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return word();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at = Math.min(text.length(), at + 1);
            return value.toString();
        }
    }
}
