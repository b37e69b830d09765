package io.rehearse.runtime.http;

import java.util.Locale;

/**
 * Where a reference leads: resolved against a page (RFC 3986, 5.2) and made fit for a request line.
 *
 * @param path with the query, without the fragment; printable ASCII only
 * @param problem why it leads nowhere; null if it does
 */
record Location(boolean secure, String host, int port, String path, String problem) {

    private static Location nowhere(String problem) {
        return new Location(false, null, 0, null, problem);
    }

    /**
     * @param page origin of the page the reference stands on
     * @param pagePath its path and query
     * @param reference absolute or relative; each char stands for one byte
     */
    static Location resolve(Endpoint page, String pagePath, String reference) {
        return resolve(new Location(page.secure, page.host, page.port, pagePath, null), reference);
    }

    /** The same with a page that is a location itself. */
    static Location resolve(Location page, String reference) {
        String pagePath = page.path;
        String rest = reference;
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            rest = rest.substring(0, fragment);
        }
        boolean secure = page.secure;
        int colon = schemeEnd(rest);
        if (colon > 0) {
            String scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return nowhere("only http and https are followed, not " + scheme);
            }
            secure = scheme.equals("https");
            rest = rest.substring(colon + 1);
            if (!rest.startsWith("//")) {
                return nowhere("an absolute URL without a host");
            }
        }
        if (rest.startsWith("//")) {
            int end = 2;
            while (end < rest.length() && rest.charAt(end) != '/' && rest.charAt(end) != '?') {
                end++;
            }
            return at(secure, rest.substring(2, end), target(rest.substring(end)));
        }
        int query = pagePath.indexOf('?');
        String base = query < 0 ? pagePath : pagePath.substring(0, query);
        String path;
        if (rest.isEmpty()) {
            path = pagePath;
        } else if (rest.startsWith("?")) {
            path = base + rest;
        } else if (rest.startsWith("/")) {
            path = target(rest);
        } else {
            path = target(base.substring(0, base.lastIndexOf('/') + 1) + rest);
        }
        return new Location(secure, page.host, page.port, encode(path), null);
    }

    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (c == ':') {
                return i;
            }
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'))) {
                return -1;
            }
        }
        return -1;
    }

    private static Location at(boolean secure, String authority, String path) {
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        int colon = hostAndPort.lastIndexOf(':');
        int port = secure ? 443 : 80;
        String host = hostAndPort;
        if (colon > hostAndPort.lastIndexOf(']')) {
            host = hostAndPort.substring(0, colon);
            String digits = hostAndPort.substring(colon + 1);
            if (!digits.isEmpty()) {
                port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
            }
        }
        if (port < 1 || port > 65535) {
            return nowhere("not a port");
        }
        if (!host.matches("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]")) {
            return nowhere("not a host");
        }
        return new Location(secure, host.toLowerCase(Locale.ROOT), port, encode(path), null);
    }

    /** Path and query with a slash in front and without dot segments. */
    private static String target(String text) {
        int query = text.indexOf('?');
        String path = query < 0 ? text : text.substring(0, query);
        return removeDots(path) + (query < 0 ? "" : text.substring(query));
    }

    /** RFC 3986, 5.2.4. */
    private static String removeDots(String path) {
        StringBuilder out = new StringBuilder();
        String[] segments = path.split("/", -1);
        for (int i = path.startsWith("/") ? 1 : 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> out.append(last ? "/" : "");
                case ".." -> {
                    out.setLength(Math.max(0, out.lastIndexOf("/")));
                    out.append(last ? "/" : "");
                }
                default -> out.append('/').append(segments[i]);
            }
        }
        return out.isEmpty() ? "/" : out.toString();
    }

    /** What cannot stand in a request line is percent-encoded; what is encoded already stays. */
    private static String encode(String path) {
        StringBuilder out = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c > ' ' && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", c & 0xff));
            }
        }
        return out.toString();
    }
}
