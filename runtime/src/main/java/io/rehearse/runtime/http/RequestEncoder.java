package io.rehearse.runtime.http;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Slot;
import io.rehearse.journeys.plan.Template.Text;
import io.rehearse.runtime.driver.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Renders a step's request with the session's values into bytes, ready to send. Values are data: each is encoded for where
 * it stands, and what cannot be there is refused. One per lane, its buffers reused.
 */
final class RequestEncoder {
    private static final byte[] VERSION = HeadText.ascii(" HTTP/1.1\r\n");
    private static final byte[] END = HeadText.ascii("\r\n");
    private static final byte[] TRACE = HeadText.ascii("traceparent: 00-");
    private static final byte[] AUTHORIZATION = HeadText.ascii("Authorization: ");
    private static final byte[] REFERER = HeadText.ascii("Referer: ");
    private static final byte[] CONTENT_TYPE = HeadText.ascii("Content-Type: ");
    private static final byte[] BOUNDARY = HeadText.ascii("----rehearse");
    private static final byte[] CONTENT_LENGTH = HeadText.ascii("Content-Length: ");
    private static final byte[] NO_CONTENT = HeadText.ascii("Content-Length: 0\r\n");
    private static final byte[] HEX = HeadText.ascii("0123456789ABCDEF");
    private static final byte[] BASE64 =
            HeadText.ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private final Bytes out = new Bytes(1024);
    private final Bytes body = new Bytes(256);
    private final Bytes credentials = new Bytes(64);
    /** Where payloads go into the bytes of the request; mostly none. */
    private final List<Upload.Cut> cuts = new ArrayList<>(0);

    private long boundary;
    /** The present tokens, by side and login. */
    private final byte[][][] tokens;

    private int pathFrom;
    private int pathTo;
    private Problem problem;

    /** @param tokens room for them, by side and login */
    RequestEncoder(byte[][][] tokens) {
        this.tokens = tokens;
    }

    void token(int side, int login, String token) {
        tokens[side][login] = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Renders the visitor's present request; false if a value makes it impossible, see {@link #problem}. */
    boolean encode(Visitor visitor) {
        StepRequest request = visitor.request;
        Endpoint endpoint = visitor.pool.endpoint;
        problem = null;
        cuts.clear();
        out.clear();
        out.add(visitor.method);
        out.add(' ');
        pathFrom = out.length;
        if (visitor.pathIsGiven) {
            out.add(visitor.path.array, 0, visitor.path.length);
        } else {
            renderPath(visitor);
        }
        pathTo = out.length;
        out.add(VERSION);
        out.add(endpoint.hostLine);
        out.add(request.everywhere);
        if (!visitor.elsewhere) {
            out.add(request.targetHeaders);
        }
        for (StepRequest.Line line : request.headers) {
            if (!(line.ofOrigin() && visitor.elsewhere) && !(line.ofContent() && visitor.bodyDropped)) {
                out.add(line.name());
                render(line.value(), visitor, out);
                out.add(END);
            }
        }
        if (request.digest != null
                && visitor.challenge != null
                && !visitor.elsewhere
                && visitor.challenge.isFor(endpoint)) {
            addDigest(visitor);
        }
        if (!visitor.referer.isEmpty() && request.sendsReferer) {
            out.add(REFERER);
            out.add(visitor.referer);
            out.add(END);
        }
        if (request.sendsTrace) {
            addTrace(visitor);
        }
        if (request.sendsCookies && visitor.cookies != null) {
            visitor.cookies.addLine(out, endpoint, pathFrom, pathTo);
        }
        addBody(visitor, request);
        return problem == null;
    }

    /** {@code traceparent: 00-trace-span-flags} (W3C Trace Context, 3.2). */
    private void addTrace(Visitor visitor) {
        out.add(TRACE);
        out.addHex(visitor.traceHigh);
        out.addHex(visitor.traceLow);
        out.add('-');
        out.addHex(visitor.nextSpan());
        out.add('-');
        out.add('0');
        out.add(visitor.sampled ? '1' : '0');
        out.add(END);
    }

    private void addDigest(Visitor visitor) {
        credentials.clear();
        render(visitor.request.digest[0], visitor, credentials);
        String user = credentials.text();
        credentials.clear();
        render(visitor.request.digest[1], visitor, credentials);
        String answer = visitor.challenge.answer(
                visitor.method,
                HeadText.latin(out.array, pathFrom, pathTo),
                user,
                credentials.text(),
                String.format("%016x", visitor.nextCnonce()));
        out.add(AUTHORIZATION);
        out.add(answer.getBytes(StandardCharsets.UTF_8));
        out.add(END);
    }

    private void addBody(Visitor visitor, StepRequest request) {
        byte[] content = visitor.pageBody == null ? request.constantBody : visitor.pageBody;
        int length = 0;
        if (visitor.bodyDropped) {
            content = null;
        } else if (content != null) {
            length = content.length;
            if (visitor.pageBody != null) {
                cuts.addAll(visitor.pageCuts);
            }
        } else if (request.body != null) {
            body.clear();
            if (request.isMultipart) {
                boundary = visitor.nextBoundary();
            }
            render(request.body, visitor, body);
            content = body.array;
            length = body.length;
        } else if (request.announcesNoBody) {
            out.add(NO_CONTENT);
        }
        if (content == null) {
            out.add(END);
            return;
        }
        if (visitor.pageBody == null) {
            out.add(request.contentType);
            if (request.isMultipart) {
                addBoundary(out);
                out.add(END);
            }
        } else if (!visitor.pageContentType.isEmpty()) {
            out.add(CONTENT_TYPE);
            out.add(visitor.pageContentType);
            out.add(END);
        }
        out.add(CONTENT_LENGTH);
        out.addDecimal(length + (cuts.isEmpty() ? 0 : Upload.payloadBytes(cuts)));
        out.add(END);
        out.add(END);
        int bodyAt = out.length;
        for (int i = 0; i < cuts.size(); i++) {
            cuts.set(i, new Upload.Cut(bodyAt + cuts.get(i).at(), cuts.get(i).payload()));
        }
        out.add(content, 0, length);
    }

    private void renderPath(Visitor visitor) {
        out.add(visitor.pool.endpoint.pathPrefix);
        int from = out.length;
        if (visitor.request.url.length == 0 || !visitor.request.urlStartsWithSlash) {
            out.add('/');
        }
        render(visitor.request.url, visitor, out);
        if (visitor.request.guardsPath && hasDotSegment(from)) {
            problem = impossible(
                    visitor,
                    visitor.request.url,
                    "a value would change the path to "
                            + HeadText.show(out.array, from, out.length)
                            + "; a segment must not be . or ..");
        }
    }

    /** A value that is needed before the request: a URL, a cookie. False if it is impossible, see {@link #problem}. */
    boolean renderValue(Template.Part[] value, Visitor visitor, Bytes into) {
        problem = null;
        into.clear();
        render(value, visitor, into);
        return problem == null;
    }

    private boolean hasDotSegment(int from) {
        for (int i = from; i + 1 < out.length && out.array[i] != '?'; i++) {
            if (out.array[i] == '/' && out.array[i + 1] == '.') {
                int end = i + 2 < out.length && out.array[i + 2] == '.' ? i + 3 : i + 2;
                if (end == out.length || out.array[end] == '/' || out.array[end] == '?') {
                    return true;
                }
            }
        }
        return false;
    }

    private void render(Template.Part[] parts, Visitor visitor, Bytes into) {
        for (Template.Part part : parts) {
            render(part, visitor, into);
        }
    }

    private void render(Template.Part part, Visitor visitor, Bytes into) {
        if (part instanceof Text text) {
            into.add(text.bytes());
        } else if (part instanceof Slot slot) {
            renderSlot(slot, visitor, into);
        } else if (part instanceof Template.Base64Of base64) {
            credentials.clear();
            List<Template.Part> content = base64.content().parts();
            for (int i = 0; i < content.size(); i++) {
                render(content.get(i), visitor, credentials);
            }
            addBase64(credentials, into);
        } else if (part instanceof Template.Token token) {
            byte[] now = tokens[visitor.exchange.session().side()][token.login()];
            if (now == null) {
                problem = new Problem(Outcome.SCRIPT_ERROR, "there is no token of oauth2 '" + token.name() + "'");
                return;
            }
            into.add(now);
        } else if (part instanceof Template.Boundary) {
            addBoundary(into);
        } else if (part instanceof Template.Payload payload) {
            cuts.add(new Upload.Cut(into.length, payload));
        }
    }

    private void addBoundary(Bytes into) {
        into.add(BOUNDARY);
        into.addHex(boundary);
    }

    private void renderSlot(Slot slot, Visitor visitor, Bytes into) {
        Value value = visitor.exchange.session().values()[slot.variable()];
        if (!value.isSet()) {
            refuse(slot, visitor, "has no value on this walk");
            return;
        }
        byte[] bytes = value.bytes();
        int from = value.start();
        int to = from + value.length();
        switch (slot.encoding()) {
            case RAW -> into.add(bytes, from, to - from);
            case URL -> {
                for (int i = from; i < to; i++) {
                    if (bytes[i] >= 0 && bytes[i] <= ' ' || bytes[i] == 127) {
                        refuse(slot, visitor, "has a space or control character, which a URL cannot have");
                        return;
                    }
                }
                into.add(bytes, from, to - from);
            }
            case PATH, QUERY -> addPercent(bytes, from, to, false, into);
            case FORM -> addPercent(bytes, from, to, true, into);
            case JSON_STRING -> addJson(bytes, from, to, into);
            case JSON_VALUE -> {
                if (value.kind() == Value.Kind.TEXT) {
                    into.add('"');
                    addJson(bytes, from, to, into);
                    into.add('"');
                } else {
                    into.add(bytes, from, to - from);
                }
            }
            case HEADER -> {
                if (!HeadText.isText(bytes, from, to)) {
                    refuse(slot, visitor, "has a control character, which a header cannot have");
                    return;
                }
                into.add(bytes, from, to - from);
            }
        }
    }

    private void refuse(Slot slot, Visitor visitor, String why) {
        String name = visitor.exchange.session().journey().variables().get(slot.variable());
        problem = new Problem(blamed(slot, visitor), "vars." + name + " " + why);
    }

    /** A request that its values make impossible: the target's fault if one of them came from it, else the script's. */
    static Problem impossible(Visitor visitor, Template.Part[] parts, String words) {
        Outcome outcome = Outcome.SCRIPT_ERROR;
        for (Template.Part part : parts) {
            if (part instanceof Slot slot && blamed(slot, visitor) == Outcome.BROKEN) {
                outcome = Outcome.BROKEN;
            }
        }
        return new Problem(outcome, words);
    }

    private static Outcome blamed(Slot slot, Visitor visitor) {
        return visitor.exchange.session().values()[slot.variable()].isReceived()
                ? Outcome.BROKEN
                : Outcome.SCRIPT_ERROR;
    }

    /** RFC 3986, 2.3: unreserved characters stay; in forms a space is a plus. */
    private static void addPercent(byte[] bytes, int from, int to, boolean form, Bytes into) {
        into.reserve(3 * (to - from));
        byte[] array = into.array;
        int at = into.length;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean stays = b >= 'a' && b <= 'z'
                    || b >= 'A' && b <= 'Z'
                    || b >= '0' && b <= '9'
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (stays) {
                array[at++] = b;
            } else if (form && b == ' ') {
                array[at++] = '+';
            } else {
                array[at++] = '%';
                array[at++] = HEX[b >> 4 & 15];
                array[at++] = HEX[b & 15];
            }
        }
        into.length = at;
    }

    /** RFC 8259, 7. */
    private static void addJson(byte[] bytes, int from, int to, Bytes into) {
        into.reserve(6 * (to - from));
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\') {
                into.add('\\');
                into.add(b);
            } else if (b >= 0 && b < ' ') {
                into.add("\\u00");
                into.add(HEX[b >> 4]);
                into.add(HEX[b & 15]);
            } else {
                into.add(b);
            }
        }
    }

    private static void addBase64(Bytes content, Bytes into) {
        for (int i = 0; i < content.length; i += 3) {
            int left = content.length - i;
            int bits = (content.array[i] & 0xff) << 16
                    | (left > 1 ? (content.array[i + 1] & 0xff) << 8 : 0)
                    | (left > 2 ? content.array[i + 2] & 0xff : 0);
            into.add(BASE64[bits >> 18]);
            into.add(BASE64[bits >> 12 & 63]);
            into.add(left > 1 ? BASE64[bits >> 6 & 63] : '=');
            into.add(left > 2 ? BASE64[bits & 63] : '=');
        }
    }

    byte[] bytes() {
        return out.array;
    }

    int length() {
        return out.length;
    }

    /** Where payloads go into the bytes; valid until the next request is rendered. */
    List<Upload.Cut> cuts() {
        return cuts;
    }

    /** What goes over the wire: the bytes and the payloads. */
    long lengthWithPayloads() {
        return cuts.isEmpty() ? out.length : out.length + Upload.payloadBytes(cuts);
    }

    /** Where the path of the request rendered last ends in its bytes. */
    int pathTo() {
        return pathTo;
    }

    int pathFrom() {
        return pathFrom;
    }

    /** Why the request is impossible; null if it is not. */
    Problem problem() {
        return problem;
    }
}
