package io.rehearse.journeys.plan;

import java.util.List;
import java.util.Optional;

/**
 * What a step sends.
 *
 * @param method upper case; {@code SUBMIT} and {@code FOLLOW} for what the page before decides
 * @param url path and query below the target's URL, already encoded; or, when its first part is a slot, an absolute
 *     or relative URL that is resolved against the last final URL
 * @param headers in the script's order, without those the body and the target add
 * @param cookies set for this and later requests of the walk
 * @param body nothing, or a template with its content type
 * @param redirectsMax how many redirects are followed inside the step; 0 if the answer that redirects is the answer
 * @param fromPage what the page before says about the request, instead of method, url and body; the url is then the
 *     selector, for people
 * @param clearsCookies whether the walk has no cookies before it sets these
 * @param digest who answers when the server asks for digest authentication
 */
public record Request(
        String method,
        Template url,
        List<Header> headers,
        List<Header> cookies,
        Optional<Body> body,
        int redirectsMax,
        Optional<FromPage> fromPage,
        Optional<Digest> digest,
        boolean clearsCookies) {
    public static final int REDIRECTS_DEFAULT = 10;
    public static final int REDIRECTS_HIGHEST = 100;

    public Request {
        headers = List.copyOf(headers);
        cookies = List.copyOf(cookies);
    }

    /** A request of a user who is not asked for a digest. */
    public Request(
            String method,
            Template url,
            List<Header> headers,
            List<Header> cookies,
            Optional<Body> body,
            boolean redirects,
            Optional<FromPage> fromPage) {
        this(method, url, headers, cookies, body, redirects ? REDIRECTS_DEFAULT : 0, fromPage, Optional.empty(), false);
    }

    /** A request that the script says in full. */
    public Request(
            String method,
            Template url,
            List<Header> headers,
            List<Header> cookies,
            Optional<Body> body,
            boolean redirects) {
        this(method, url, headers, cookies, body, redirects, Optional.empty());
    }

    /**
     * @param name as sent
     * @param value control characters in a slot's value fail the step
     * @param secret whether the value is masked wherever it is shown
     */
    public record Header(String name, Template value, boolean secret) {}

    /** Who proves to know a password without sending it (RFC 7616). */
    public record Digest(Template user, Template password) {}

    /**
     * @param contentType sent as Content-Type unless a header of the script says otherwise
     * @param content its slots are encoded for the content type
     */
    public record Body(String contentType, Template content) {}
}
