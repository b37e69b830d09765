package io.rehearse.runtime.http;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.FromPage.Submit;
import io.rehearse.runtime.page.FormField;
import io.rehearse.runtime.page.FormRequest;
import io.rehearse.runtime.page.HtmlPage;
import io.rehearse.runtime.page.LinkHeader;
import io.rehearse.runtime.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The last page of a session, as it came: kept only if the next step takes its request from it, and as bytes, because
 * parsed pages of all sessions would not fit into memory.
 */
final class KeptPage {
    private final byte[] body;
    private final String contentType;
    private final String links;
    private final Endpoint origin;
    private final String path;

    /** @param path of the page, with its query */
    KeptPage(Response response, Endpoint origin, String path) {
        this.body = Arrays.copyOf(response.body(), response.bodyLength());
        Value header = new Value();
        this.contentType = response.header("Content-Type", header) ? header.text() : "";
        this.links = response.header("Link", header) ? header.text() : "";
        this.origin = origin;
        this.path = path;
    }

    /**
     * What the page says to send, its reference resolved.
     *
     * @param given fields of a form, their values filled in
     * @throws io.rehearse.runtime.page.NotOnPage if the form, field, button or link is not there
     */
    PageRequest find(FromPage wanted, List<FormField> given, LongSupplier random) {
        if (wanted instanceof FromPage.FollowRelation next) {
            String reference = LinkHeader.find(links, next.relation());
            if (reference != null) {
                return link(reference, "");
            }
        }
        HtmlPage page = HtmlPage.parse(body, body.length, contentType);
        if (wanted instanceof Submit submit) {
            FormRequest form = page.form(submit.form()).submit(submit.button().orElse(""), given, random);
            return new PageRequest(
                    form.method(),
                    resolve(form.reference(), form.reference().isEmpty() ? "" : page.base()),
                    form.contentType(),
                    form.body(),
                    form.files());
        } else if (wanted instanceof FromPage.Follow follow) {
            return link(page.link(follow.link()), page.base());
        } else if (wanted instanceof FromPage.FollowRelation next) {
            return link(page.linkOfRelation(next.relation()), page.base());
        }
        throw new IllegalStateException("no way to find " + wanted);
    }

    private PageRequest link(String reference, String base) {
        return new PageRequest("GET", resolve(reference, base), "", new byte[0], List.of());
    }

    /** Path and query of the page. */
    String path() {
        return path;
    }

    /** A page may say that its references are relative to another place than its own. */
    private Location resolve(String reference, String base) {
        if (base.isEmpty()) {
            return Location.resolve(origin, path, latin(reference));
        }
        Location from = Location.resolve(origin, path, latin(base));
        return from.problem() != null ? from : Location.resolve(from, latin(reference));
    }

    /** One char for each byte of UTF-8, as {@link Location} wants it. */
    private static String latin(String reference) {
        return new String(reference.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /**
     * The value of Referer (Referrer Policy, "strict-origin-when-cross-origin", the default of browsers): the page for
     * its own origin, the origin alone for another, nothing from https to http.
     */
    String referer(Endpoint to) {
        if (to.isOrigin(origin.secure, origin.host, origin.port)) {
            return origin.origin() + path;
        }
        return origin.secure && !to.secure ? "" : origin.origin() + "/";
    }

    /**
     * @param contentType of the body; empty without one
     * @param files where files go into the body
     */
    record PageRequest(
            String method, Location location, String contentType, byte[] body, List<FormRequest.FilePlace> files) {}
}
