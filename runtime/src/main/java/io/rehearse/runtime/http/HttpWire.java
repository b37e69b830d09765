package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Exchange;
import io.rehearse.runtime.driver.Lane;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.LaneInterval.TargetCount;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Session;
import io.rehearse.runtime.driver.Wire;
import io.rehearse.runtime.page.FormField;
import io.rehearse.runtime.page.FormFile;
import io.rehearse.runtime.page.NotOnPage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A lane's wire over sockets: leads each exchange to a connection of its target, follows redirects, keeps cookies, and
 * tells the lane how it ended. Lives on the lane's thread, which is that of its event loop.
 */
public final class HttpWire implements Wire {
    private static final System.Logger LOG = System.getLogger(HttpWire.class.getName());
    private static final int SEND_BUFFER = 16 * 1024;

    private final Lane lane;
    private final IoEventLoop loop;
    private final boolean epoll;
    private final HttpSettings settings;
    private final int targets;
    private final List<List<ConnectionPool>> pools = new ArrayList<>();
    private final List<ConnectionPool> all = new ArrayList<>();
    private final StepRequest[][] requests;
    private final Map<Step, StepRequest> cleanups = new IdentityHashMap<>();
    private Visitor[] visitors = new Visitor[64];

    private final RequestEncoder encoder;
    private final ExchangeWords words;

    private final ReceiveBuffer receiveBuffer = new ReceiveBuffer();
    private ByteBuf requestBuffer;
    /** Files that are uploaded, open from their first use on. */
    private final Map<Path, FileChannel> files = new HashMap<>();

    private ResponseDecoder[] decoders = new ResponseDecoder[4];
    private int spareDecoders;
    private ResponseDecoder ending;
    private long tlsSessions;
    private boolean brokenBefore;
    private boolean closed;

    /**
     * @param loop the event loop the lane's thread drives; epoll or NIO
     * @param settings what all lanes share
     */
    public HttpWire(Lane lane, IoEventLoop loop, HttpSettings settings) {
        this.lane = lane;
        this.loop = loop;
        this.epoll = loop.isIoType(EpollIoHandler.class);
        this.settings = settings;
        this.words = new ExchangeWords(settings.masking());
        List<Plan> sides = lane.traffic().sides();
        this.targets = sides.get(0).targets().size();
        this.encoder = new RequestEncoder(
                sides.stream().map(plan -> new byte[plan.logins().size()][]).toArray(byte[][][]::new));
        this.requests = new StepRequest[sides.size()][];
        for (int side = 0; side < sides.size(); side++) {
            List<ConnectionPool> ofSide = new ArrayList<>();
            pools.add(ofSide);
            for (Endpoint endpoint : settings.endpoints().get(side)) {
                ofSide.add(pool(side, endpoint));
            }
            Plan plan = sides.get(side);
            Set<Step> kept = KeptPages.of(plan);
            requests[side] = new StepRequest[plan.steps().size()];
            for (Journey journey : plan.journeys()) {
                for (Step step : journey.steps()) {
                    requests[side][step.index()] = compile(plan, journey, step, kept, settings);
                }
                for (Step step : journey.afterwards()) {
                    cleanups.put(step, compile(plan, journey, step, kept, settings));
                }
            }
        }
    }

    private static StepRequest compile(
            Plan plan, Journey journey, Step step, Set<Step> keptPages, HttpSettings settings) {
        return new StepRequest(
                step,
                keptPages.contains(step),
                journey.traced(),
                plan.targets().get(step.target()).headers(),
                settings);
    }

    private ConnectionPool pool(int side, Endpoint endpoint) {
        ConnectionPool pool = new ConnectionPool(this, all.size(), side, endpoint);
        all.add(pool);
        return pool;
    }

    // ---- the lane asks

    @Override
    public void start(Exchange exchange) {
        Session session = exchange.session();
        Visitor visitor = visitor(session);
        if (!visitor.walking) {
            visitor.beginWalk(this, session.arrival(), session.side());
        }
        Step step = exchange.step();
        int side = session.side();
        visitor.begin(exchange, step.index() >= 0 ? requests[side][step.index()] : cleanups.get(step));
        visitor.pool = pools.get(side).get(step.target());
        if (visitor.request.urlIsSlot) {
            String problem = goToVariable(visitor);
            if (problem != null) {
                fail(visitor, RequestEncoder.impossible(visitor, visitor.request.url, problem));
                return;
            }
        }
        if (visitor.request.fromPage != null) {
            Problem problem = goFromPage(visitor);
            if (problem != null) {
                fail(visitor, problem);
                return;
            }
        }
        Problem problem = setCookies(visitor);
        if (problem != null) {
            fail(visitor, problem);
            return;
        }
        visitor.pool.acquire(visitor);
    }

    /** Makes the request that the page before says; parsing a page is work of the script, and its time is told. */
    private Problem goFromPage(Visitor visitor) {
        KeptPage page = visitor.kept;
        if (page == null) {
            return new Problem(Outcome.NO_MATCH, "there is no page to find a form or link on: no step before got one");
        }
        List<FormField> filled = new ArrayList<>();
        List<Template.Payload> payloads = new ArrayList<>();
        for (int i = 0; i < visitor.request.fields.length; i++) {
            List<String> values = new ArrayList<>();
            List<FormFile> ofField = new ArrayList<>();
            for (Template.Part[] value : visitor.request.fields[i]) {
                if (value.length == 1 && value[0] instanceof Template.Payload payload) {
                    ofField.add(new FormFile(payload.name(), payload.type(), payloads.size()));
                    payloads.add(payload);
                    continue;
                }
                Bytes text = new Bytes(64);
                if (!encoder.renderValue(value, visitor, text)) {
                    return encoder.problem();
                }
                values.add(text.text());
            }
            filled.add(new FormField(
                    ((FromPage.Submit) visitor.request.fromPage).fields().get(i).name(), values, ofField));
        }
        long startedAt = nanoTime();
        KeptPage.PageRequest request;
        try {
            request = page.find(visitor.request.fromPage, filled, visitor::nextBoundary);
        } catch (NotOnPage missing) {
            return new Problem(Outcome.NO_MATCH, "on the page " + quoted(page.path()) + ": " + missing.getMessage());
        } finally {
            lane.scriptRan(nanoTime() - startedAt);
        }
        Location location = request.location();
        String problem = location.problem() == null ? go(visitor, location) : location.problem();
        if (problem != null) {
            return new Problem(Outcome.SCRIPT_ERROR, "on the page " + quoted(page.path()) + ": " + problem);
        }
        visitor.method = request.method();
        visitor.pageBody = request.method().equals("GET") ? null : request.body();
        visitor.pageCuts = request.files().stream()
                .map(place -> new Upload.Cut(place.at(), payloads.get(place.file())))
                .toList();
        visitor.pageContentType = request.contentType();
        visitor.referer = page.referer(visitor.pool.endpoint);
        return null;
    }

    /** Puts the script's cookies into the session's jar, for this and later requests; returns why that is not possible. */
    private Problem setCookies(Visitor visitor) {
        if (visitor.request.step.request().clearsCookies()) {
            visitor.clearCookies();
        }
        for (StepRequest.SetCookie cookie : visitor.request.cookies) {
            Bytes value = new Bytes(64);
            String problem = !encoder.renderValue(cookie.value(), visitor, value)
                    ? encoder.problem().words()
                    : visitor.cookies()
                            .set(cookie.name(), HeadText.latin(value.array, 0, value.length), visitor.pool.endpoint);
            if (problem != null) {
                return RequestEncoder.impossible(visitor, cookie.value(), problem);
            }
        }
        return null;
    }

    private Visitor visitor(Session session) {
        int index = session.index();
        if (index >= visitors.length) {
            visitors = Arrays.copyOf(visitors, Math.max(index + 1, visitors.length * 2));
        }
        Visitor visitor = visitors[index];
        if (visitor == null) {
            visitor = visitors[index] = new Visitor();
        }
        return visitor;
    }

    @Override
    public void cancel(Exchange exchange, Outcome why) {
        Visitor visitor = visitor(exchange.session());
        if (visitor.waitingAt != null) {
            visitor.waitingAt.leave(visitor);
        } else if (visitor.connection != null) {
            Http1Connection connection = visitor.connection;
            visitor.connection = null;
            connection.cancel();
        }
    }

    @Override
    public void walkEnded(Session session) {
        if (session.index() < visitors.length && visitors[session.index()] != null) {
            visitors[session.index()].endWalk();
        }
    }

    @Override
    public void report(LaneInterval interval) {
        for (int side = 0; side < pools.size(); side++) {
            for (int target = 0; target < targets; target++) {
                int open = 0;
                int waiting = 0;
                long unasked = 0;
                long lostCookies = 0;
                long detours = 0;
                for (ConnectionPool pool : pools.get(side)) {
                    if (pool.endpoint.target.index() == target) {
                        open += pool.open();
                        waiting += pool.waiting();
                        unasked += pool.takeUnasked();
                        lostCookies += pool.takeLostCookies();
                        detours += pool.takeDetours();
                    }
                }
                interval.connections(side, target, open, waiting);
                interval.count(side, target, TargetCount.UNASKED, unasked);
                interval.count(side, target, TargetCount.LOST_COOKIES, lostCookies);
                interval.count(side, target, TargetCount.DETOURS, detours);
            }
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        all.forEach(ConnectionPool::close);
        receiveBuffer.release();
        for (FileChannel file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a file that was uploaded cannot be closed", e);
            }
        }
        if (requestBuffer != null) {
            requestBuffer.release();
            requestBuffer = null;
        }
        for (int i = 0; i < spareDecoders; i++) {
            decoders[i].close();
        }
        spareDecoders = 0;
    }

    @Override
    public String requestInWords(Exchange exchange) {
        return words.request(exchange, visitor(exchange.session()), ending);
    }

    @Override
    public String traceId(Exchange exchange) {
        return visitor(exchange.session()).traceId();
    }

    @Override
    public String responseInWords(Exchange exchange) {
        return ending == null ? "" : words.response(exchange, visitor(exchange.session()), ending);
    }

    @Override
    public String masked(Exchange exchange, String text) {
        return words.masked(exchange, visitor(exchange.session()), ending, text);
    }

    /** The token that requests of a side carry from now on for a login. On the lane's thread, or before it starts. */
    public void token(int side, int login, String token) {
        encoder.token(side, login, token);
        words.token(token);
    }

    /** See {@link ConnectionPool#moved}; on the lane's thread. */
    public void addresses(int side, int target, List<InetAddress> now) {
        List<ConnectionPool> ofSide = pools.get(side);
        for (int i = 0; i < ofSide.size(); i++) { // who is served by it may add one
            if (ofSide.get(i).endpoint.target.index() == target) {
                ofSide.get(i).moved(now);
            }
        }
    }

    // ---- connections report

    void sent(Exchange exchange) {
        lane.sent(exchange);
    }

    void firstByte(Exchange exchange) {
        lane.firstByte(exchange);
    }

    void connected(ConnectionPool pool, long connectNanos, long tlsNanos) {
        lane.connected(pool.side, pool.endpoint.target.index(), -1, connectNanos, tlsNanos);
    }

    /** An answer is complete: the step's last, or one that leads on. */
    void answered(Visitor visitor, ResponseDecoder response) {
        if (response.setsCookies()) {
            String path = visitor.pagePath();
            response.eachHeader(
                    "Set-Cookie",
                    value -> visitor.pool.countLostCookies(
                            visitor.cookies().receive(value, visitor.pool.endpoint, path)));
        }
        if (visitor.request.step.request().redirectsMax() > 0 && leadsOn(response)) {
            Problem problem = follow(visitor, response);
            releaseDecoder(response);
            if (problem != null) {
                fail(visitor, problem);
            } else {
                visitor.pool.acquire(visitor);
            }
            return;
        }
        if (visitor.request.digest != null && response.status() == 401 && takesUpChallenge(visitor, response)) {
            releaseDecoder(response);
            visitor.pool.acquire(visitor);
            return;
        }
        visitor.kept =
                visitor.request.keepsPage ? new KeptPage(response, visitor.pool.endpoint, visitor.pagePath()) : null;
        ending = response;
        try {
            lane.end(visitor.exchange, Outcome.OK, null, response);
        } catch (RuntimeException | Error cause) {
            brokenInside(visitor, cause);
        } finally {
            ending = null;
            releaseDecoder(response);
        }
    }

    /** A mistake of this program while a step ended: the step ends with it, at once. */
    private void brokenInside(Visitor visitor, Throwable cause) {
        if (!brokenBefore) {
            brokenBefore = true; // one stack trace tells it; the steps are counted
            LOG.log(System.Logger.Level.ERROR, "internal error in step '" + visitor.request.step.name() + "'", cause);
        }
        if (visitor.exchange.isOpen()) {
            cancel(visitor.exchange, Outcome.SCRIPT_ERROR);
            try {
                lane.end(visitor.exchange, Outcome.SCRIPT_ERROR, "internal error: " + cause, null);
            } catch (RuntimeException | Error again) {
                lane.broken(again);
            }
        } else {
            lane.broken(cause);
        }
    }

    /** No usable answer came, although a connection had been found. */
    void failed(Visitor visitor, Problem problem, ResponseDecoder response) {
        fail(visitor, problem);
        if (response != null) {
            releaseDecoder(response);
        }
    }

    void fail(Visitor visitor, Problem problem) {
        try {
            lane.end(visitor.exchange, problem.outcome(), problem.words(), null);
        } catch (RuntimeException | Error cause) {
            brokenInside(visitor, cause);
        }
    }

    /** After the events at hand: they may tell of more connections lost. */
    void sendAgain(Visitor visitor) {
        visitor.pool.enqueueFirst(visitor);
        loop.execute(visitor.pool::serve);
    }

    // ---- hops

    private static boolean leadsOn(ResponseDecoder response) {
        return switch (response.status()) {
            case 301, 302, 303, 307, 308 -> response.location() != null;
            default -> false;
        };
    }

    private static final int CHALLENGES_MAX = 3;
    private static final int ORIGINS_MAX = 100;

    /** Prepares the next hop (RFC 9110, 15.4). */
    private Problem follow(Visitor visitor, ResponseDecoder response) {
        int redirectsMax = visitor.request.step.request().redirectsMax();
        if (++visitor.redirects > redirectsMax) {
            return new Problem(
                    Outcome.BROKEN,
                    "more than " + redirectsMax + " redirects"
                            + (redirectsMax == Request.REDIRECTS_HIGHEST
                                    ? ""
                                    : " (redirects " + Math.min(2 * redirectsMax, Request.REDIRECTS_HIGHEST)
                                            + " in the step follows more)"));
        }
        String reference = response.location();
        String problem = go(visitor, visitor.pool.endpoint, visitor.pagePath(), reference);
        if (problem != null) {
            return new Problem(Outcome.BROKEN, "redirected to " + quoted(reference) + ": " + problem);
        }
        int status = response.status();
        boolean becomesGet = status == 303 && !visitor.method.equals("HEAD")
                || (status == 301 || status == 302) && visitor.method.equals("POST");
        if (becomesGet) {
            visitor.method = "GET";
            visitor.bodyDropped = true;
        }
        return null;
    }

    /** Whether the server asks for a digest that was not refused already: the request then goes again with it. */
    private static boolean takesUpChallenge(Visitor visitor, ResponseDecoder response) {
        List<String> headers = new ArrayList<>();
        response.eachHeader("WWW-Authenticate", headers::add);
        DigestChallenge challenge = DigestChallenge.of(visitor.pool.endpoint, headers);
        boolean inVain = visitor.challenges > 0 && challenge != null && !challenge.isStale();
        if (challenge == null || visitor.elsewhere || inVain || visitor.challenges == CHALLENGES_MAX) {
            return false;
        }
        visitor.challenges++;
        visitor.challenge = challenge;
        return true;
    }

    private String goToVariable(Visitor visitor) {
        Bytes url = new Bytes(128);
        if (!encoder.renderValue(visitor.request.url, visitor, url)) {
            return encoder.problem().words();
        }
        String reference = HeadText.latin(url.array, 0, url.length);
        Endpoint page = visitor.page();
        String problem = page == null
                ? go(visitor, visitor.pool.endpoint, visitor.pool.endpoint.basePath + "/", reference)
                : go(visitor, page, visitor.pagePath(), reference);
        return problem == null ? null : "the URL " + quoted(reference) + ": " + problem;
    }

    private static String quoted(String reference) {
        byte[] bytes = reference.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return HeadText.show(bytes, 0, bytes.length);
    }

    /** Points the visitor at a reference; returns why that is not possible. */
    private String go(Visitor visitor, Endpoint page, String pagePath, String reference) {
        Location location = Location.resolve(page, pagePath, reference);
        return location.problem() == null ? go(visitor, location) : location.problem();
    }

    private String go(Visitor visitor, Location location) {
        ConnectionPool next;
        try {
            next = poolOf(visitor.pool, location);
        } catch (IllegalArgumentException noTls) {
            return noTls.getMessage();
        }
        if (next == null) {
            return location.host() + " is no target of this plan; name it as a target to go there";
        }
        if (next != visitor.pool) {
            visitor.elsewhere = !next.endpoint.isOrigin(
                            visitor.pool.endpoint.secure, visitor.pool.endpoint.host, visitor.pool.endpoint.port)
                    || visitor.elsewhere;
            visitor.pool = next;
        }
        visitor.path.clear();
        visitor.path.add(location.path());
        visitor.pathIsGiven = true;
        return null;
    }

    /** The pool of an origin: that of a target, or one beside a target's at another port or scheme of its host. */
    private ConnectionPool poolOf(ConnectionPool present, Location location) {
        if (present.endpoint.isOrigin(location.secure(), location.host(), location.port())) {
            return present;
        }
        List<ConnectionPool> ofSide = pools.get(present.side);
        ConnectionPool sameHost = null;
        for (ConnectionPool pool : ofSide) {
            if (pool.endpoint.isOrigin(location.secure(), location.host(), location.port())) {
                return pool;
            }
            if (sameHost == null && pool.endpoint.host.equals(location.host())) {
                sameHost = pool;
            }
        }
        if (sameHost == null || ofSide.size() >= ORIGINS_MAX) {
            return null;
        }
        ConnectionPool beside =
                pool(present.side, sameHost.endpoint.beside(location.secure(), location.port(), sameHost.addresses()));
        ofSide.add(beside);
        return beside;
    }

    // ---- what connections share

    long nanoTime() {
        return lane.clock().nanoTime();
    }

    /** The lane's number. */
    int lane() {
        return lane.index();
    }

    long seed() {
        return lane.traffic().seed();
    }

    int sampledOneIn() {
        return settings.sampledOneIn();
    }

    RequestEncoder encoder() {
        return encoder;
    }

    ReceiveBuffer receiveBuffer() {
        return receiveBuffer;
    }

    /** A number that no connection of any lane has had; no port. */
    int nextTlsSession() {
        long number = tlsSessions++ * lane.traffic().lanes() + lane.index();
        return (int) (0x10000 + number % 0x4000_0000);
    }

    /** @param bound whether it will be bound to an address of this machine; its port is then still chosen by the connect */
    Channel newChannel(boolean bound) {
        Channel channel = epoll ? new EpollSocketChannel() : new NioSocketChannel();
        if (epoll && bound) {
            channel.config().setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
        return channel;
    }

    void register(Channel channel) {
        loop.register(channel);
    }

    /** The bytes in a buffer to be written: the lane's own one, unless the socket still holds it. */
    ByteBuf requestBuffer(byte[] bytes, int length) {
        if (length > SEND_BUFFER) {
            return ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(bytes, 0, length);
        }
        if (requestBuffer == null || requestBuffer.refCnt() != 1) {
            if (requestBuffer != null) {
                requestBuffer.release();
            }
            requestBuffer = ByteBufAllocator.DEFAULT.directBuffer(SEND_BUFFER, SEND_BUFFER);
        }
        return requestBuffer.clear().writeBytes(bytes, 0, length).retain();
    }

    /** A file that is uploaded; open until the wire is closed. */
    FileChannel file(Path path) throws IOException {
        FileChannel file = files.get(path);
        if (file == null) {
            file = FileChannel.open(path);
            files.put(path, file);
        }
        return file;
    }

    ResponseDecoder takeDecoder(Visitor visitor) {
        ResponseDecoder decoder = spareDecoders > 0 ? decoders[--spareDecoders] : new ResponseDecoder();
        decoder.begin(
                this,
                visitor,
                visitor.method.equals("HEAD"),
                visitor.request.readsBody,
                visitor.pool.endpoint.target.limits());
        return decoder;
    }

    void releaseDecoder(ResponseDecoder decoder) {
        decoder.end();
        if (closed) {
            decoder.close();
            return;
        }
        if (spareDecoders == decoders.length) {
            decoders = Arrays.copyOf(decoders, spareDecoders * 2);
        }
        decoders[spareDecoders++] = decoder;
    }
}
