package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Limits;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.response.Response;
import java.util.Arrays;

/**
 * Reads one response strictly, straight from the receive buffer, split anywhere (RFC 9112). The head is remembered as one
 * range of bytes and looked into only when somebody asks; of the body only what is wanted is kept. Reused: a lane has as
 * many as there are responses half read.
 *
 * <pre>
 * HEAD ─1xx→ HEAD                                   interim answers are skipped, a few at most
 *   ├─ HEAD request, 204, 304, length 0 ─────────────────────────────────→ COMPLETE
 *   ├─ Content-Length → SIZED ───────────────────────────────────────────→ COMPLETE
 *   ├─ chunked → CHUNK_SIZE → CHUNK_DATA → CHUNK_END ↺ … → TRAILERS ─────→ COMPLETE
 *   └─ neither → UNTIL_CLOSE ───────────────── {@link #closed} ──────────→ COMPLETE
 * </pre>
 */
final class ResponseDecoder implements Response {
    static final int INTERIM_MAX = 10;
    /** Bytes of a body kept for people when nobody else wants it. */
    static final int EXCERPT_BYTES_MAX = 2 * 1024;

    private static final int FILL = 4 * 1024;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] HTTP = HeadText.ascii("HTTP/");

    private enum State {
        HEAD,
        SIZED,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        COMPLETE
    }

    private State state;
    private Problem problem;
    private HttpWire wire;
    private Visitor visitor;
    private boolean answersHead;

    // the head: bytes [0, headEnd) once it is complete
    private byte[] head = new byte[FILL];
    private int filled;
    private int scanned;
    private int lineStart;
    private int lines;
    private int headEnd;
    private int firstField;
    private int interims;
    private int status;
    private boolean keepAlive;
    private boolean closes;
    private int locationFrom;
    private int locationTo;
    private boolean setsCookies;

    // how the body ends
    /** What is wrong with the headers that frame the body; does not matter if there is none (RFC 9112, 6.3, rule 1). */
    private String misframed;

    private boolean chunked;
    private long contentLength;
    private long left;
    private int chunkDigits;
    private boolean chunkExtension;
    private boolean chunkCr;
    private int chunkLineBytes;
    private long chunkExtensionBytes;

    // the body
    private boolean wanted;
    private Limits limits;
    private int keepMax;
    private byte[] body = new byte[EXCERPT_BYTES_MAX];
    private int bodyLength;
    private long bodyBytes;
    private final Inflation inflation = new Inflation();
    private boolean inflating;

    /**
     * Starts a new response.
     *
     * @param answersHead whether the request was HEAD, so that no body follows
     * @param wanted whether checks or captures read the body; else only an excerpt is kept
     * @param limits of the target that answers
     */
    void begin(HttpWire wire, Visitor visitor, boolean answersHead, boolean wanted, Limits limits) {
        this.wire = wire;
        this.visitor = visitor;
        this.answersHead = answersHead;
        this.wanted = wanted;
        this.limits = limits;
        this.keepMax = wanted ? limits.bodyBytes() : EXCERPT_BYTES_MAX;
        this.problem = null;
        this.interims = 0;
        this.chunkExtensionBytes = 0;
        this.bodyLength = 0;
        this.bodyBytes = 0;
        beginHead();
    }

    private void beginHead() {
        state = State.HEAD;
        filled = 0;
        scanned = 0;
        lineStart = 0;
        lines = 0;
        headEnd = 0;
        status = 0;
        locationTo = -1;
        setsCookies = false;
        chunked = false;
        contentLength = -1;
        misframed = null;
        inflating = false;
    }

    /** Forgets whose answer it was; big buffers are let go. */
    void end() {
        visitor = null;
        inflation.end();
        if (body.length > 256 * 1024) {
            body = new byte[EXCERPT_BYTES_MAX];
        }
    }

    /** Frees native memory; it is not used again. */
    void close() {
        inflation.close();
    }

    /** Takes what it can from the buffer; returns whether it is over: complete or {@link #problem}. */
    boolean read(ByteBuf in) {
        while (problem == null) {
            switch (state) {
                case HEAD -> {
                    if (!readLines(in)) {
                        return problem != null;
                    }
                    headEnd = filled;
                    if (interpretHead()) {
                        beginBody();
                    }
                }
                case SIZED, CHUNK_DATA -> {
                    if (left > 0 && !in.isReadable()) {
                        return false;
                    }
                    int now = (int) Math.min(left, in.readableBytes());
                    left -= now;
                    readBody(in, now);
                    if (left == 0) {
                        if (state == State.SIZED) {
                            complete();
                        } else {
                            state = State.CHUNK_END;
                            chunkCr = false;
                        }
                    }
                }
                case CHUNK_SIZE -> {
                    if (!readChunkSize(in)) {
                        return problem != null;
                    }
                }
                case CHUNK_END -> {
                    if (!readChunkEnd(in)) {
                        return problem != null;
                    }
                }
                case TRAILERS -> {
                    if (!readLines(in)) {
                        return problem != null;
                    }
                    if (checkFields(headEnd, false)) {
                        complete();
                    }
                }
                case UNTIL_CLOSE -> {
                    readBody(in, in.readableBytes());
                    return problem != null;
                }
                case COMPLETE -> {
                    return true;
                }
            }
        }
        return true;
    }

    /** Whether the next byte is the first of a head: of the final answer, as far as one can tell. */
    boolean awaitsFirstByte() {
        return state == State.HEAD && filled == 0;
    }

    /** The connection ended, which is the end of a body that {@link #endsByClose}; {@link #problem} may say otherwise. */
    void closed() {
        complete();
    }

    // ---- head

    /** Copies lines up to and with an empty one; true when it is there. */
    private boolean readLines(ByteBuf in) {
        while (in.isReadable()) {
            int from = filled;
            int now = Math.min(in.readableBytes(), FILL);
            if (head.length < filled + now) {
                head = Arrays.copyOf(head, Math.max(head.length * 2, filled + now));
            }
            in.getBytes(in.readerIndex(), head, filled, now);
            filled += now;
            if (from < HTTP.length && !startsAsHttp()) {
                return false;
            }
            while (scanned < filled) {
                if (scanned == limits.headerBytes()) {
                    tooLarge("headers of more than " + Limits.size(limits.headerBytes()), "headers");
                    return false;
                }
                if (head[scanned++] == '\n') {
                    int length = scanned - lineStart;
                    if (length == 1 || length == 2 && head[lineStart] == '\r') {
                        filled = scanned;
                        in.skipBytes(filled - from);
                        return true;
                    }
                    lineStart = scanned;
                    if (++lines > limits.headerLines()) {
                        tooLarge("more than " + limits.headerLines() + " header lines", "headerLines");
                        return false;
                    }
                } else if (scanned - lineStart > limits.headerLineBytes()) {
                    tooLarge(
                            "a header line of more than " + Limits.size(limits.headerLineBytes()) + ": "
                                    + HeadText.show(head, lineStart, scanned),
                            "headerLine");
                    return false;
                }
            }
            in.skipBytes(now);
        }
        return false;
    }

    private boolean startsAsHttp() {
        int n = Math.min(filled, HTTP.length);
        if (Arrays.equals(head, 0, n, HTTP, 0, n)) {
            return true;
        }
        return broken("not an HTTP answer; it starts with ", 0, filled);
    }

    /** Understands a complete head; false if it was an interim answer or is broken. */
    private boolean interpretHead() {
        if (!readStatusLine()) {
            return false;
        }
        if (status < 200) {
            if (status == 101) {
                return broken("status 101, a switch of protocols nobody asked for: ", 0, firstField);
            }
            if (!checkFields(firstField, false)) {
                return false;
            }
            if (++interims > INTERIM_MAX) {
                problem = new Problem(Outcome.BROKEN, "more than " + INTERIM_MAX + " interim answers (1xx)");
                return false;
            }
            beginHead();
            return false;
        }
        return checkFields(firstField, true);
    }

    private boolean readStatusLine() {
        int end = HeadText.lineEnd(head, 0, headEnd);
        firstField = HeadText.nextLine(head, end);
        boolean shape = end >= 12
                && head[5] == '1'
                && head[6] == '.'
                && HeadText.isDigit(head[7])
                && head[8] == ' '
                && HeadText.isDigit(head[9])
                && HeadText.isDigit(head[10])
                && HeadText.isDigit(head[11])
                && (end == 12 || head[12] == ' ');
        if (!shape || !HeadText.isText(head, 12, end)) {
            return broken("not a status line of HTTP/1.x: ", 0, end);
        }
        status = (head[9] - '0') * 100 + (head[10] - '0') * 10 + head[11] - '0';
        if (status < 100 || status > 599) {
            return broken("a status code outside 100 to 599: ", 0, end);
        }
        keepAlive = head[7] != '0';
        closes = false;
        return true;
    }

    /** Checks the syntax of the lines from {@code at} on; of a final head also reads what the framing needs. */
    private boolean checkFields(int at, boolean isFinal) {
        boolean oldVersion = head[7] == '0';
        boolean transferCoding = false;
        while (true) {
            int end = HeadText.lineEnd(head, at, filled);
            if (end == at) {
                return !isFinal || frame(oldVersion, transferCoding);
            }
            if (head[at] == ' ' || head[at] == '\t') {
                return broken("a line that starts with a space where a header is due: ", at, end);
            }
            int next = HeadText.nextLine(head, end);
            while (head[next] == ' ' || head[next] == '\t') {
                // obsolete folding: one value over several lines (RFC 9112, 5.2)
                Arrays.fill(head, end, next, (byte) ' ');
                end = HeadText.lineEnd(head, next, filled);
                next = HeadText.nextLine(head, end);
            }
            int colon = HeadText.tokenEnd(head, at, end);
            if (colon == at || colon == end || head[colon] != ':') {
                return broken("not a header line: ", at, end);
            }
            int from = HeadText.skipSpace(head, colon + 1, end);
            int to = HeadText.trimEnd(head, from, end);
            if (!HeadText.isText(head, from, to)) {
                return broken("a control character in the header ", at, colon);
            }
            if (isFinal) {
                switch (colon - at) {
                    case 8 -> {
                        if (locationTo < 0 && HeadText.is(head, at, "location")) {
                            locationFrom = from;
                            locationTo = to;
                        }
                    }
                    case 10 -> {
                        if (HeadText.is(head, at, "connection")) {
                            readConnection(from, to);
                        } else if (HeadText.is(head, at, "set-cookie")) {
                            setsCookies = true;
                        }
                    }
                    case 14 -> {
                        if (HeadText.is(head, at, "content-length")) {
                            readContentLength(from, to);
                        }
                    }
                    case 16 -> {
                        if (HeadText.is(head, at, "content-encoding")) {
                            readContentCoding(from, to);
                        }
                    }
                    case 17 -> {
                        if (HeadText.is(head, at, "transfer-encoding")) {
                            if (transferCoding || !HeadText.isWord(head, from, to, "chunked")) {
                                misframed("a transfer coding other than chunked: ", from, to);
                            }
                            transferCoding = true;
                        }
                    }
                    default -> {}
                }
            }
            at = next;
        }
    }

    private void readConnection(int from, int to) {
        while (from < to) {
            int comma = HeadText.indexOf(head, (byte) ',', from, to);
            int start = HeadText.skipSpace(head, from, comma);
            int end = HeadText.trimEnd(head, start, comma);
            if (HeadText.isWord(head, start, end, "close")) {
                closes = true;
            } else if (HeadText.isWord(head, start, end, "keep-alive")) {
                keepAlive = true;
            }
            from = comma + 1;
        }
    }

    private void readContentLength(int from, int to) {
        int at = from;
        do {
            int comma = HeadText.indexOf(head, (byte) ',', at, to);
            int start = HeadText.skipSpace(head, at, comma);
            int end = HeadText.trimEnd(head, start, comma);
            long length = HeadText.decimal(head, start, end);
            if (length < 0) {
                misframed("not a Content-Length: ", from, to);
            } else if (contentLength >= 0 && contentLength != length) {
                misframed("Content-Length says " + contentLength + " and also ", start, end);
            } else {
                contentLength = length;
            }
            at = comma + 1;
        } while (at <= to);
    }

    private void readContentCoding(int from, int to) {
        if (from == to || HeadText.isWord(head, from, to, "identity")) {
            return;
        }
        boolean gzip = HeadText.isWord(head, from, to, "gzip") || HeadText.isWord(head, from, to, "x-gzip");
        if (inflating || !gzip && !HeadText.isWord(head, from, to, "deflate")) {
            misframed("a content coding other than gzip and deflate: ", from, to);
            return;
        }
        inflating = true;
        inflation.begin(gzip);
    }

    private void misframed(String what, int from, int to) {
        if (misframed == null) {
            misframed = what + HeadText.show(head, from, to);
        }
    }

    /** How the body ends (RFC 9112, 6.3), in the order of its rules. */
    private boolean frame(boolean oldVersion, boolean transferCoding) {
        keepAlive &= !closes;
        if (answersHead || status == 204 || status == 304) {
            contentLength = 0;
            return true;
        }
        if (misframed == null && transferCoding && oldVersion) {
            misframed = "Transfer-Encoding in an HTTP/1.0 answer";
        } else if (misframed == null && transferCoding && contentLength >= 0) {
            misframed = "both Transfer-Encoding: chunked and Content-Length: " + contentLength;
        }
        if (misframed != null) {
            problem = new Problem(Outcome.BROKEN, misframed);
        } else if (wanted && contentLength > keepMax) {
            tooLarge("a body of " + contentLength + " bytes, more than the " + kept(), "body");
        }
        chunked = transferCoding;
        return problem == null;
    }

    private void beginBody() {
        if (chunked) {
            beginChunk();
        } else if (contentLength == 0) {
            inflating = false;
            complete();
        } else if (contentLength > 0) {
            left = contentLength;
            state = State.SIZED;
        } else {
            keepAlive = false;
            state = State.UNTIL_CLOSE;
        }
    }

    // ---- chunks

    private void beginChunk() {
        state = State.CHUNK_SIZE;
        left = 0;
        chunkDigits = 0;
        chunkExtension = false;
        chunkCr = false;
        chunkLineBytes = 0;
    }

    /** {@code 1a;extension CR LF}, byte by byte; true when the line is complete. */
    private boolean readChunkSize(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.readByte();
            int digit = chunkExtension || chunkCr ? -1 : HeadText.hexDigit(b);
            if (chunkCr) {
                if (b != '\n') {
                    return brokenChunk("CR without LF", b);
                }
                chunkExtensionBytes += chunkLineBytes;
                if (chunkExtensionBytes > limits.headerBytes()) {
                    return tooLarge("chunk extensions of more than " + Limits.size(limits.headerBytes()), "headers");
                }
                if (left == 0) {
                    state = State.TRAILERS;
                    filled = scanned = lineStart = headEnd;
                } else {
                    state = State.CHUNK_DATA;
                }
                return true;
            } else if (digit >= 0) {
                if (++chunkDigits > 15) {
                    return brokenChunk("more than 15 digits", b);
                }
                left = left << 4 | digit;
            } else if (chunkDigits == 0) {
                return brokenChunk("no size", b);
            } else if (b == '\r') {
                chunkCr = true;
            } else if (chunkExtension ? b == '\t' || b >= ' ' || b < 0 : b == ';' || b == ' ' || b == '\t') {
                chunkExtension = true;
                if (++chunkLineBytes > limits.headerLineBytes()) {
                    return tooLarge(
                            "a chunk extension of more than " + Limits.size(limits.headerLineBytes()), "headerLine");
                }
            } else {
                return brokenChunk("not a hexadecimal size", b);
            }
        }
        return false;
    }

    private boolean readChunkEnd(ByteBuf in) {
        while (in.isReadable()) {
            byte b = in.readByte();
            if (b != (chunkCr ? '\n' : '\r')) {
                return brokenChunk("its data is longer than its size said", b);
            }
            if (chunkCr) {
                beginChunk();
                return true;
            }
            chunkCr = true;
        }
        return false;
    }

    private boolean brokenChunk(String what, byte found) {
        problem = new Problem(
                Outcome.BROKEN,
                "a broken chunk: " + what + ", at " + HeadText.show(new byte[] {found}, 0, 1) + " after " + bodyBytes
                        + " bytes of the body");
        return false;
    }

    // ---- body

    private void readBody(ByteBuf in, int count) {
        if (count == 0) {
            return;
        }
        bodyBytes += count;
        if (inflating) {
            inflate(in, count);
            return;
        }
        int keep = Math.min(count, keepMax - bodyLength);
        if (keep < count && wanted) {
            tooLarge("a body of more than the " + kept(), "body");
            return;
        }
        if (keep > 0) {
            in.readBytes(roomForBody(keep), bodyLength, keep);
            bodyLength += keep;
        }
        in.skipBytes(count - Math.max(keep, 0));
    }

    private byte[] roomForBody(int more) {
        if (body.length < bodyLength + more) {
            body = Arrays.copyOf(body, Math.min(keepMax, Math.max(body.length * 2, bodyLength + more)));
        }
        return body;
    }

    private void inflate(ByteBuf in, int count) {
        byte[] out = inflation.window();
        inflation.feed(in, count);
        while (problem == null) {
            int n = inflation.next();
            if (n < 0) {
                problem = new Problem(Outcome.BROKEN, inflation.problem());
            } else if (n == 0) {
                return;
            } else {
                int keep = Math.min(n, keepMax - bodyLength);
                if (keep < n && wanted) {
                    tooLarge("a compressed body that unpacks to more than the " + kept(), "body");
                } else if (keep < n && inflation.isBomb(limits.bodyBytes())) {
                    tooLarge("a compressed body that unpacks to more than " + Limits.size(limits.bodyBytes()), "body");
                }
                System.arraycopy(out, 0, roomForBody(keep), bodyLength, keep);
                bodyLength += keep;
            }
        }
    }

    private void complete() {
        state = State.COMPLETE;
        if (problem == null && inflating && bodyBytes > 0 && !inflation.isComplete()) {
            problem = new Problem(Outcome.BROKEN, "the compressed body ends in the middle");
        }
    }

    private String kept() {
        return Limits.size(limits.bodyBytes()) + " kept for checks";
    }

    /** @param word raises the limit */
    private boolean tooLarge(String what, String word) {
        problem = new Problem(Outcome.TOO_LARGE, what + limits.raising(word));
        return false;
    }

    private boolean broken(String what, int from, int to) {
        problem = new Problem(Outcome.BROKEN, what + HeadText.show(head, from, to));
        return false;
    }

    // ---- what was found

    /** Why it cannot be read; null while all is well. */
    Problem problem() {
        return problem;
    }

    /** Whether the end of the connection is the end of the body. */
    boolean endsByClose() {
        return state == State.UNTIL_CLOSE;
    }

    boolean keepsAlive() {
        return keepAlive;
    }

    boolean setsCookies() {
        return setsCookies;
    }

    /** How much of the response came, for people. */
    String progress() {
        if (state == State.HEAD) {
            return "in the middle of the headers";
        }
        return "after " + bodyBytes + (state == State.SIZED ? " of " + contentLength : "") + " bytes of the body";
    }

    /** Value of Location, or null without one. */
    String location() {
        return locationTo < 0 ? null : HeadText.latin(head, locationFrom, locationTo);
    }

    /** Calls back with each value of a header, in order. */
    void eachHeader(String name, java.util.function.Consumer<String> use) {
        for (int at = field(firstField, name); at < headEnd; at = field(nextLine(at), name)) {
            int end = HeadText.lineEnd(head, at, headEnd);
            int from = HeadText.skipSpace(head, at + name.length() + 1, end);
            use.accept(HeadText.latin(head, from, HeadText.trimEnd(head, from, end)));
        }
    }

    /** The first line from one on that is a header of this name; the end of the head without one. */
    private int field(int line, String name) {
        int at = line;
        while (at < headEnd) {
            int colon = at + name.length();
            if (colon < headEnd && head[colon] == ':' && HeadText.isIgnoringCase(head, at, name)) {
                return at;
            }
            at = nextLine(at);
        }
        return headEnd;
    }

    private int nextLine(int line) {
        return HeadText.nextLine(head, HeadText.lineEnd(head, line, headEnd));
    }

    /** The head as it came. */
    String headText() {
        return HeadText.latin(head, 0, headEnd);
    }

    /** What was kept of the body, at most so many bytes; invalid UTF-8 becomes the replacement character. */
    String excerpt(int bytesMax) {
        return new String(body, 0, Math.min(bytesMax, bodyLength), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Whether an excerpt of so many bytes, at most 2 KB, may lack the body's end. */
    boolean fillsExcerpt(int bytesMax) {
        return bodyLength >= bytesMax;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean header(String name, Value into) {
        int at = field(firstField, name);
        if (at == headEnd) {
            return false;
        }
        int end = HeadText.lineEnd(head, at, headEnd);
        int from = HeadText.skipSpace(head, at + name.length() + 1, end);
        into.copy(Value.Kind.TEXT, head, from, HeadText.trimEnd(head, from, end) - from);
        return true;
    }

    @Override
    public boolean cookie(String name, Value into) {
        return visitor.cookie(name, into);
    }

    @Override
    public byte[] body() {
        return wanted ? body : NOTHING;
    }

    @Override
    public int bodyLength() {
        return wanted ? bodyLength : 0;
    }

    @Override
    public long serviceNanos() {
        return wire.nanoTime() - visitor.exchange.sentAt();
    }
}
