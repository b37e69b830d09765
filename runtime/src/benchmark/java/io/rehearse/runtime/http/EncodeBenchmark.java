package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.Exchange;
import io.rehearse.runtime.driver.Lane;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.driver.UserOnWalk;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A request from its template to the lane's buffer that is handed to the socket, head and body, default headers and trace: all
 * fixed; a value in the path and one in a header; a fixed body; a body with values.
 */
@State(Scope.Thread)
public class EncodeBenchmark {
    private static final int TOKEN = 0;
    private static final int ITEM = 1;

    private ManualIoEventLoop loop;
    private HttpWire wire;
    private Visitor fixed;
    private Visitor slots;
    private Visitor fixedBody;
    private Visitor slotsInBody;

    @Setup
    public void requests() {
        Request.Header bearer = new Request.Header(
                "Authorization", Walk.template(Walk.text("Bearer "), Walk.slot(TOKEN, Encoding.HEADER)), true);
        Step get = Walk.get("/items?page=1");
        Step read = Walk.step(
                1, Walk.request("GET", Walk.template(Walk.text("/items/"), Walk.slot(ITEM, Encoding.PATH)), bearer));
        Step login = Walk.step(
                2,
                Walk.withBody("POST", "/login", "application/json", Template.of("{\"user\":\"ann\",\"pass\":\"secret\"}")));
        Template order = Walk.template(
                Walk.text("{\"item\":"), Walk.slot(ITEM, Encoding.JSON_VALUE), Walk.text(",\"quantity\":1}"));
        Step buy = Walk.step(
                3,
                new Request(
                        "POST",
                        Template.of("/orders"),
                        List.of(bearer),
                        List.of(),
                        Optional.of(new Request.Body("application/json", order)),
                        true));
        Plan plan = Plans.plan(
                Plans.target(), Plans.walks(1, 1), Walk.journey(List.of("token", "item"), get, read, login, buy));
        HttpSettings settings = HttpSettings.of(List.of(plan), Walk::resolved, "1", "r", false);
        loop = new ManualIoEventLoop(Thread.currentThread(), NioIoHandler.newFactory());
        new Lane(
                Plans.traffic(plan, 1, 1),
                0,
                Clock.SYSTEM,
                lane -> wire = new HttpWire(lane, loop, settings),
                finished -> null);
        ConnectionPool pool =
                new ConnectionPool(wire, 0, 0, settings.endpoints().get(0).get(0));
        fixed = visitor(get, pool, settings);
        slots = visitor(read, pool, settings);
        fixedBody = visitor(login, pool, settings);
        slotsInBody = visitor(buy, pool, settings);
    }

    private Visitor visitor(Step step, ConnectionPool pool, HttpSettings settings) {
        Exchange exchange = UserOnWalk.exchange(2);
        exchange.session().values()[TOKEN].set(Value.Kind.TEXT, "t-0123456789abcdef");
        exchange.session().values()[ITEM].set(Value.Kind.TEXT, "item 17");
        Visitor visitor = new Visitor();
        visitor.beginWalk(wire, 1, 0);
        visitor.begin(exchange, new StepRequest(step, false, true, pool.endpoint.headers(), settings));
        visitor.pool = pool;
        return visitor;
    }

    @Benchmark
    public int fixed() {
        return encode(fixed);
    }

    @Benchmark
    public int slots() {
        return encode(slots);
    }

    @Benchmark
    public int fixedBody() {
        return encode(fixedBody);
    }

    @Benchmark
    public int slotsInBody() {
        return encode(slotsInBody);
    }

    private int encode(Visitor visitor) {
        RequestEncoder encoder = wire.encoder();
        if (!encoder.encode(visitor)) {
            throw new IllegalStateException(encoder.problem().words());
        }
        ByteBuf request = wire.requestBuffer(encoder.bytes(), encoder.length());
        int length = request.readableBytes();
        request.release(); // as the socket does that took it
        return length;
    }

    @TearDown
    public void close() {
        wire.close();
        loop.shutdown();
        while (!loop.isTerminated()) {
            loop.runNow();
        }
    }
}
