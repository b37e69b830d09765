package io.rehearse.runtime.response;

import io.rehearse.journeys.plan.PlanText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One secret in every form it may come back in: as it is; each character percent-encoded, JSON- or HTML-escaped or not, in
 * any mixture; and inside Base64 of whatever stood around it. Immutable.
 *
 * <p>Base64 writes three bytes as four characters, so a secret looks different for each of the three places its first byte
 * can have among three. The characters that depend on the secret alone are looked for, and the whole run of Base64 around
 * them is hidden.
 */
final class SecretForms {
    private static final int BASE64_MIN = 5;

    private final List<Form> forms = new ArrayList<>();

    private record Form(Pattern pattern, int lengthMax, boolean base64) {}

    SecretForms(String secret) {
        forms.add(form(secret, false));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] placed = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, placed, before, bytes.length);
            String whole = Base64.getEncoder().withoutPadding().encodeToString(placed);
            String own = whole.substring((before * 8 + 5) / 6, placed.length * 8 / 6);
            if (own.length() >= (before == 0 ? BASE64_MIN - 1 : BASE64_MIN)) {
                forms.add(form(own, true));
                String urlSafe = own.replace('+', '-').replace('/', '_');
                if (!urlSafe.equals(own)) {
                    forms.add(form(urlSafe, true));
                }
            }
        }
    }

    private static Form form(String text, boolean base64) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints().forEach(c -> pattern.append(anyFormOf(c)));
        return new Form(Pattern.compile(PlanText.hidden(text, pattern.toString())), text.length() * 12, base64);
    }

    /** Longer forms first: what is left of an escape would remain. */
    private static String anyFormOf(int c) {
        String plain = Character.toString(c);
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
            return Pattern.quote(plain);
        }
        List<String> forms = new ArrayList<>();
        StringBuilder percent = new StringBuilder();
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            percent.append(String.format("%%%02x", b));
        }
        forms.add("(?i:" + percent + ")");
        StringBuilder unicode = new StringBuilder();
        plain.chars().forEach(unit -> unicode.append(String.format("\\\\u%04x", unit)));
        forms.add("(?i:" + unicode + ")");
        forms.add("(?i:&#" + c + ";|&#x0*" + Integer.toHexString(c) + ";)");
        switch (c) {
            case '"' -> forms.add("&quot;|\\\\\"");
            case '&' -> forms.add("&amp;");
            case '<' -> forms.add("&lt;");
            case '>' -> forms.add("&gt;");
            case '\'' -> forms.add("&apos;");
            case '\\' -> forms.add("\\\\\\\\");
            case '/' -> forms.add("\\\\/");
            case '\n' -> forms.add("\\\\n");
            case '\r' -> forms.add("\\\\r");
            case '\t' -> forms.add("\\\\t");
            case ' ' -> forms.add("\\+");
            default -> {
                if (c >= 0x80) {
                    // heads are shown byte by byte
                    forms.add(Pattern.quote(
                            new String(plain.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
                }
            }
        }
        forms.add(Pattern.quote(plain));
        return "(?:" + String.join("|", forms) + ")";
    }

    String mask(String text) {
        String masked = text;
        for (Form form : forms) {
            Matcher matcher = form.pattern.matcher(masked);
            StringBuilder kept = null;
            int from = 0;
            while (matcher.find(from)) {
                kept = kept == null ? new StringBuilder() : kept;
                int start = form.base64 ? runStart(masked, matcher.start(), from) : matcher.start();
                int end = form.base64 ? runEnd(masked, matcher.end()) : matcher.end();
                kept.append(masked, from, start).append(Masking.MASK);
                from = end;
            }
            masked = kept == null
                    ? masked
                    : kept.append(masked, from, masked.length()).toString();
        }
        return masked;
    }

    /** Where at the end of the text one of the forms may have begun; the text's length if none has. */
    int beginsAt(String text) {
        int earliest = text.length();
        for (Form form : forms) {
            Matcher matcher = form.pattern.matcher(text);
            for (int from = Math.max(0, text.length() - form.lengthMax); from < earliest; from++) {
                matcher.region(from, text.length());
                if (!matcher.lookingAt() && matcher.hitEnd()) {
                    earliest = form.base64 ? runStart(text, from, 0) : from;
                }
            }
        }
        return earliest;
    }

    private static int runStart(String text, int start, int least) {
        int at = start;
        while (at > least && isBase64(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int runEnd(String text, int end) {
        int at = end;
        while (at < text.length() && isBase64(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBase64(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "+/-_=".indexOf(c) >= 0;
    }
}
