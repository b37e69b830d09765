package io.rehearse.runtime.http;

import io.rehearse.journeys.data.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.apache.hc.client5.http.cookie.Cookie;
import org.apache.hc.client5.http.cookie.CookieOrigin;
import org.apache.hc.client5.http.cookie.CookieSpec;
import org.apache.hc.client5.http.cookie.MalformedCookieException;
import org.apache.hc.client5.http.impl.cookie.RFC6265CookieSpecFactory;
import org.apache.hc.client5.http.impl.cookie.RFC6265CookieSpecFactory.CompatibilityLevel;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * One session's cookies. Attributes, domains, paths and public suffixes are judged by HttpClient's RFC 6265 rules; names and
 * values are kept as the bytes that came and sent back so, which HttpClient would re-quote. A session without cookies has
 * no jar.
 */
final class Cookies {
    static final int COOKIE_BYTES_MAX = 8 * 1024;

    private static final byte[] COOKIE = HeadText.ascii("Cookie: ");
    private static final byte[] END = HeadText.ascii("\r\n");

    /** Rules without state of their own that changes; the list of public suffixes is read once. */
    private static final CookieSpec RULES = new RFC6265CookieSpecFactory(
                    CompatibilityLevel.RELAXED, PublicSuffixMatcherLoader.getDefault())
            .create(null);

    private final List<Kept> jar = new ArrayList<>();
    private int received;
    /** The line for the last origin asked for, while it is the same for all its paths; null if it has to be made. */
    private byte[] line;

    private Endpoint lineFor;

    /**
     * @param rules what HttpClient keeps of it
     * @param pair {@code name=value} as it came
     * @param order when it was first set
     */
    private record Kept(Cookie rules, String name, byte[] pair, int order) {}

    /**
     * Takes one Set-Cookie value. What breaks the rules is left out, as browsers do.
     *
     * @param header each char stands for one byte
     * @return how many cookies are lost by it because one is too large or there are too many
     */
    int receive(String header, Endpoint from, String path) {
        int semicolon = header.indexOf(';');
        String pair = (semicolon < 0 ? header : header.substring(0, semicolon)).strip();
        int equals = pair.indexOf('=');
        if (header.length() > COOKIE_BYTES_MAX) {
            return 1;
        }
        if (equals <= 0) {
            return 0;
        }
        String name = pair.substring(0, equals).strip();
        String value = pair.substring(equals + 1).strip();
        CookieOrigin origin = origin(from, path);
        Cookie rules;
        try {
            String attributes = semicolon < 0 ? "" : header.substring(semicolon);
            List<Cookie> parsed = RULES.parse(new BasicHeader("Set-Cookie", "c=v" + attributes), origin);
            if (parsed.size() != 1) {
                return 0;
            }
            rules = parsed.get(0);
            RULES.validate(rules, origin);
        } catch (MalformedCookieException e) {
            return 0;
        }
        return put(rules, name, value, from.target.limits().cookies());
    }

    /**
     * Sets a cookie of the script's, for the whole origin; an empty value deletes it.
     *
     * @param value each char stands for one byte
     * @return why that is not possible, in words; null if it is done
     */
    String set(String name, String value, Endpoint of) {
        if (value.indexOf(';') >= 0) {
            return "the value of cookie '" + name + "' has a semicolon, which would end it";
        }
        String header = name + "=" + value + "; Path=/" + (value.isEmpty() ? "; Max-Age=0" : "");
        if (header.length() > COOKIE_BYTES_MAX) {
            return "cookie '" + name + "' is longer than " + COOKIE_BYTES_MAX + " bytes";
        }
        receive(header, of, "/");
        return null;
    }

    private int put(Cookie rules, String name, String value, int cookiesMax) {
        line = null;
        int order = received++;
        for (int i = 0; i < jar.size(); i++) {
            Kept kept = jar.get(i);
            if (kept.name.equals(name)
                    && kept.rules.getDomain().equals(rules.getDomain())
                    && kept.rules.getPath().equals(rules.getPath())) {
                order = kept.order;
                jar.remove(i);
                break;
            }
        }
        if (rules.isExpired(Instant.now())) {
            return 0;
        }
        boolean full = jar.size() >= cookiesMax;
        if (full) {
            jar.remove(Collections.min(jar, Comparator.comparingInt(Kept::order)));
        }
        jar.add(new Kept(rules, name, (name + "=" + value).getBytes(StandardCharsets.ISO_8859_1), order));
        jar.sort(Comparator.comparingInt((Kept kept) -> -kept.rules.getPath().length())
                .thenComparingInt(Kept::order));
        return full ? 1 : 0;
    }

    /** Adds the Cookie line for a request whose path and query are {@code out}'s bytes [from, to). */
    void addLine(Bytes out, Endpoint to, int pathFrom, int pathTo) {
        if (line != null && lineFor == to) {
            out.add(line);
            return;
        }
        int start = out.length;
        boolean samePath = true;
        boolean any = false;
        Instant now = Instant.now();
        CookieOrigin origin = origin(to, HeadText.latin(out.array, pathFrom, pathTo));
        for (Kept kept : jar) {
            samePath &= kept.rules.getPath().equals("/") && kept.rules.getExpiryInstant() == null;
            if (!kept.rules.isExpired(now) && RULES.match(kept.rules, origin)) {
                out.add(any ? SEPARATOR : COOKIE);
                out.add(kept.pair);
                any = true;
            }
        }
        if (any) {
            out.add(END);
        }
        if (samePath) {
            line = java.util.Arrays.copyOfRange(out.array, start, out.length);
            lineFor = to;
        }
    }

    private static final byte[] SEPARATOR = HeadText.ascii("; ");

    private static CookieOrigin origin(Endpoint endpoint, String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        String path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
        return new CookieOrigin(endpoint.host, endpoint.port, path.isEmpty() ? "/" : path, endpoint.secure);
    }

    /** The value of a cookie of that name, as it came. */
    boolean value(String name, Value into) {
        for (Kept kept : jar) {
            if (kept.name.equals(name)) {
                int from = name.getBytes(StandardCharsets.ISO_8859_1).length + 1;
                into.copy(Value.Kind.TEXT, kept.pair, from, kept.pair.length - from);
                into.markSecret();
                return true;
            }
        }
        return false;
    }
}
