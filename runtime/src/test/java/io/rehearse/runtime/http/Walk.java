package io.rehearse.runtime.http;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.rehearse.journeys.plan.Capture;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.Lane;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import io.rehearse.runtime.driver.Traffic;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Drives a lane with a wire over real sockets on the test's thread, until its load is over. */
final class Walk {
    final LaneInterval interval;
    final HttpWire wire;

    private Walk(LaneInterval interval, HttpWire wire) {
        this.interval = interval;
        this.wire = wire;
    }

    /** The examples, which are all steps in the order they ended. */
    List<LaneInterval.Example> steps() {
        return interval.examples();
    }

    LaneInterval.Example only() {
        if (steps().size() != 1) {
            throw new AssertionError("expected one step, got " + steps());
        }
        return steps().get(0);
    }

    List<Outcome> outcomes() {
        return steps().stream().map(LaneInterval.Example::outcome).toList();
    }

    /** One user, one walk. */
    static Walk once(Target target, Step... steps) {
        return run(List.of(Plans.plan(target, Plans.walks(1, 1), Plans.journey(0, 1, steps))), Walk::resolved);
    }

    static Walk once(URI url, Step... steps) {
        return once(Plans.target(url, Plans.shared(64)), steps);
    }

    static Walk of(Target target, Load load, Step... steps) {
        return run(List.of(Plans.plan(target, load, Plans.journey(0, 1, steps))), Walk::resolved);
    }

    static Walk once(Target target, Journey journey) {
        return of(target, Plans.walks(1, 1), journey);
    }

    static Walk of(Target target, Load load, Journey journey) {
        return run(List.of(Plans.plan(target, load, journey)), Walk::resolved);
    }

    static Addresses resolved(Target target) {
        InetSocketAddress address = Endpoint.unresolved(target);
        return Addresses.of(new InetSocketAddress(address.getHostString(), address.getPort()));
    }

    static Walk run(List<Plan> sides, Function<Target, Addresses> addresses) {
        return run(sides, HttpSettings.of(sides, addresses, "1.0", "test-run", true), true);
    }

    static Walk run(List<Plan> sides, HttpSettings settings, boolean traced) {
        return run(sides, settings, traced, () -> {});
    }

    /** @param eachTurn called on the lane's thread after each turn of its loop */
    static Walk run(List<Plan> sides, HttpSettings settings, boolean traced, Runnable eachTurn) {
        return run(sides, settings, traced, eachTurn, best());
    }

    private static IoHandlerFactory best() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    /** @param transport what the loop waits with */
    static Walk run(
            List<Plan> sides, HttpSettings settings, boolean traced, Runnable eachTurn, IoHandlerFactory transport) {
        Traffic traffic = new Traffic(
                sides,
                sides.get(0).loads().get(0),
                42,
                1,
                System.nanoTime(),
                100_000,
                Plans.SECOND,
                Plans.SECOND,
                traced);
        ManualIoEventLoop loop = new ManualIoEventLoop(Thread.currentThread(), transport);
        List<LaneInterval> seen = new ArrayList<>();
        HttpWire[] wire = new HttpWire[1];
        Lane lane = new Lane(traffic, 0, Clock.SYSTEM, of -> wire[0] = new HttpWire(of, loop, settings), finished -> {
            seen.add(finished);
            return null;
        });
        while (!lane.isOver()) {
            long wake;
            try {
                wake = lane.tick();
            } catch (IllegalStateException broken) {
                wire[0].close();
                throw broken;
            }
            if (!lane.isOver()) {
                loop.run(Math.max(1, wake - System.nanoTime()));
                eachTurn.run();
            }
        }
        for (int i = 0; i < 3; i++) {
            loop.runNow();
        }
        loop.shutdown();
        while (!loop.isTerminated()) {
            loop.runNow();
        }
        return new Walk(seen.get(seen.size() - 1), wire[0]);
    }

    // ---- steps

    /** A journey whose variables have these names. */
    static Journey journey(List<String> variables, Step... steps) {
        return new Journey(0, "Journey", 1, 0, List.of(), variables, List.of(steps), List.of());
    }

    static Template template(Template.Part... parts) {
        return new Template(List.of(parts));
    }

    static Template.Part text(String text) {
        return Template.Text.of(text);
    }

    static Template.Part slot(int variable, Template.Encoding encoding) {
        return new Template.Slot(variable, encoding);
    }

    static Capture save(int variable, Reader reader) {
        return new Capture(
                variable,
                new Extraction(reader, Extraction.Pick.FIRST, Optional.empty(), false, reader.text()),
                false,
                1);
    }

    static Step saving(Step step, Capture... captures) {
        return new Step(
                step.index(),
                step.name(),
                step.line(),
                step.target(),
                step.request(),
                step.timeoutNanos(),
                step.checks(),
                List.of(captures),
                step.tags());
    }

    static Step within(Step step, long timeoutNanos) {
        return new Step(
                step.index(),
                step.name(),
                step.line(),
                step.target(),
                step.request(),
                timeoutNanos,
                step.checks(),
                step.captures(),
                step.tags());
    }

    static Step get(String path) {
        return step(0, request("GET", Template.of(path)));
    }

    static Step step(int index, Request request) {
        return new Step(
                index, "Step " + index, index + 1, 0, request, 20 * Plans.SECOND, List.of(), List.of(), Map.of());
    }

    static Request request(String method, Template url, Request.Header... headers) {
        return new Request(method, url, List.of(headers), List.of(), Optional.empty(), true);
    }

    static Request withBody(String method, String path, String contentType, Template body) {
        return new Request(
                method,
                Template.of(path),
                List.of(),
                List.of(),
                Optional.of(new Request.Body(contentType, body)),
                true);
    }

    static Request withCookie(String path, String name, Template value) {
        return new Request(
                "GET",
                Template.of(path),
                List.of(),
                List.of(new Request.Header(name, value, true)),
                Optional.empty(),
                true);
    }

    static Request.Header header(String name, String value) {
        return new Request.Header(name, Template.of(value), false);
    }
}
