package io.rehearse.runtime.http;

import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.journeys.plan.Template.Slot;
import io.rehearse.journeys.plan.Template.Text;
import io.rehearse.runtime.response.ResponseReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A step's request, cut once into bytes and slots. Immutable. */
final class StepRequest {
    /** Methods whose repetition changes nothing (RFC 9110, 9.2.2). */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    final Step step;
    final String method;
    final boolean idempotent;
    final boolean readsBody;
    /** Whether the page is kept because the next step takes its request from it. */
    final boolean keepsPage;
    /** What the page before says about the request; null if the script says it all. */
    final FromPage fromPage;
    /** The fields of {@link #fromPage}, each with its values. */
    final Template.Part[][][] fields;

    final boolean sendsReferer;
    /** Whether the URL is a variable: absolute, or relative to the page before. */
    final boolean urlIsSlot;

    final Template.Part[] url;
    final boolean urlStartsWithSlash;
    /** Whether the values of a URL could make it climb out of its path: the template itself has no dot segment. */
    final boolean guardsPath;

    /** User-Agent and the like, which go to every origin. */
    final byte[] everywhere;
    /** The target's headers, which go to its own origin only. */
    final byte[] targetHeaders;

    final Line[] headers;
    final SetCookie[] cookies;
    /** User and password for a server that asks for a digest; null without. */
    final Template.Part[][] digest;

    final boolean sendsTrace;
    final boolean sendsCookies;
    final byte[] contentType;
    /** Null without a body, or if it has slots. */
    final byte[] constantBody;
    /** Null without slots. */
    final Template.Part[] body;

    /** Whether the body has a boundary, which stands in the Content-Type too. */
    final boolean isMultipart;

    final boolean announcesNoBody;

    /**
     * A header of the script.
     *
     * @param name {@code Name: } with what follows it
     * @param ofOrigin whether it stays with the origin it was written for
     * @param ofContent whether it is about the body
     */
    record Line(byte[] name, Template.Part[] value, boolean ofOrigin, boolean ofContent) {}

    /** A cookie of the script: set before the request goes, or deleted where the value is empty. */
    record SetCookie(String name, Template.Part[] value) {}

    /**
     * @param keepsPage whether a step that may come next takes its request from the page
     * @param traced whether it carries {@code traceparent} and {@code baggage}
     */
    StepRequest(
            Step step, boolean keepsPage, boolean traced, Map<String, String> targetHeaders, HttpSettings settings) {
        Request request = step.request();
        this.step = step;
        this.method = request.method();
        this.idempotent = IDEMPOTENT.contains(method);
        this.keepsPage = keepsPage;
        this.readsBody = keepsPage || ResponseReader.readsBody(step);
        this.fromPage = request.fromPage().orElse(null);
        this.fields = fromPage instanceof FromPage.Submit submit
                ? submit.fields().stream()
                        .map(field ->
                                field.values().stream().map(StepRequest::parts).toArray(Template.Part[][]::new))
                        .toArray(Template.Part[][][]::new)
                : new Template.Part[0][][];
        this.url = parts(request.url());
        this.urlIsSlot = url.length > 0 && url[0] instanceof Slot slot && slot.encoding() == Encoding.URL;
        this.urlStartsWithSlash =
                url.length > 0 && url[0] instanceof Text text && text.text().startsWith("/");
        this.guardsPath = Arrays.stream(url).anyMatch(Slot.class::isInstance)
                && Arrays.stream(url).noneMatch(part -> part instanceof Text text && hasDotSegment(text.text()));
        Set<String> said = new HashSet<>();
        for (Request.Header header : request.headers()) {
            said.add(header.name().toLowerCase(Locale.ROOT));
        }
        Bytes own = new Bytes(64);
        targetHeaders.forEach((name, value) -> {
            if (said.add(name.toLowerCase(Locale.ROOT))) {
                own.add((name + ": " + value + "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        });
        this.targetHeaders = Arrays.copyOf(own.array, own.length);
        StringBuilder everywhere = new StringBuilder();
        for (String[] line : new String[][] {
            {"User-Agent", settings.userAgent()},
            {"Accept", "*/*"},
            {"Accept-Encoding", "gzip, deflate"},
            {"baggage", traced ? "synthetic=true,run.id=" + settings.runId() : null}
        }) {
            if (line[1] != null && !said.contains(line[0].toLowerCase(Locale.ROOT))) {
                everywhere.append(line[0]).append(": ").append(line[1]).append("\r\n");
            }
        }
        this.everywhere = HeadText.ascii(everywhere.toString());
        this.headers = request.headers().stream().map(StepRequest::line).toArray(Line[]::new);
        this.cookies = request.cookies().stream()
                .map(cookie -> new SetCookie(cookie.name(), parts(cookie.value())))
                .toArray(SetCookie[]::new);
        this.digest = request.digest()
                .map(login -> new Template.Part[][] {parts(login.user()), parts(login.password())})
                .orElse(null);
        this.sendsTrace = traced && !said.contains("traceparent");
        this.sendsReferer = !said.contains("referer");
        this.sendsCookies = !said.contains("cookie");
        Request.Body content = request.body().orElse(null);
        this.isMultipart = content != null && content.content().parts().contains(new Template.Boundary());
        this.contentType = content == null || said.contains("content-type")
                ? new byte[0]
                : HeadText.ascii("Content-Type: " + content.contentType() + (isMultipart ? "; boundary=" : "\r\n"));
        this.constantBody = content != null && content.content().isConstant() ? constant(content.content()) : null;
        this.body = content == null || constantBody != null ? null : parts(content.content());
        this.announcesNoBody = content == null && WITH_BODY.contains(method);
    }

    private static Line line(Request.Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        boolean ofOrigin = header.secret()
                || Set.of("authorization", "proxy-authorization", "cookie", "x-api-key")
                        .contains(name);
        return new Line(
                HeadText.ascii(header.name() + ": "), parts(header.value()), ofOrigin, name.startsWith("content-"));
    }

    private static Template.Part[] parts(Template template) {
        return template.parts().toArray(Template.Part[]::new);
    }

    private static byte[] constant(Template template) {
        List<Template.Part> parts = template.parts();
        return parts.isEmpty() ? new byte[0] : ((Text) parts.get(0)).bytes();
    }

    private static boolean hasDotSegment(String text) {
        return text.contains("/.");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }
}
