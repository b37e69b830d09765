package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.reports.render.RunReport;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.StepCounts;
import io.rehearse.runtime.driver.LaneInterval;
import io.rehearse.runtime.driver.Wakeup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target's name leads elsewhere while a load lasts: two systems at one port, on two loopback addresses. */
@Timeout(60)
class NamesTest {
    private static final long OFTEN_NANOS = 20_000_000;
    private static final long NEVER_NANOS = Long.MAX_VALUE / 2;
    private static final String OLD = "127.0.0.1";
    private static final String NEW = "127.0.0.2";

    @TempDir
    private Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<List<String>> answer = new AtomicReference<>(List.of(OLD));
    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger old = new AtomicInteger();
    private final AtomicInteger fresh = new AtomicInteger();
    private final Heard heard = new Heard();
    /** Requests to the old system, from the second on, while it holds them. */
    private volatile CountDownLatch hold = new CountDownLatch(0);

    private String script = """
            journey('Look') {
                target 'shop'
                step('Page') { get '/' }
            }
            load('test') { hold 40.perSecond, 50.s }
            """;
    private HttpServer oldServer;
    private HttpServer newServer;

    @BeforeEach
    void start() throws IOException {
        oldServer = server(OLD, 0, old, true);
        newServer = server(NEW, oldServer.getAddress().getPort(), fresh, false);
    }

    @AfterEach
    void stop() {
        hold.countDown();
        oldServer.stop(0);
        newServer.stop(0);
        threads.shutdownNow();
    }

    private HttpServer server(String address, int port, AtomicInteger asked, boolean holds) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                asked.incrementAndGet();
                if (holds) {
                    hold.await();
                }
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write(new byte[2]);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        lookUps.incrementAndGet();
        List<String> known = answer.get();
        if (known.isEmpty()) {
            throw new UnknownHostException(name + ": Name or service not known");
        }
        InetAddress[] addresses = new InetAddress[known.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = InetAddress.getByName(known.get(i));
        }
        return addresses;
    }

    private Run run(String host, String connections, long graceNanos, boolean watching) throws Exception {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(
                directory.resolve("env/default.yaml"), "targets: {shop: {connections: {" + connections + "}}}");
        Plan plan = Scripts.compile(
                directory, "http://" + host + ":" + oldServer.getAddress().getPort(), script);
        RunRequest request = new RunRequest(
                List.of(plan),
                plan.load("test").orElseThrow(),
                1,
                1,
                Wakeup.TIMER,
                directory,
                null,
                directory.resolve("run"),
                false,
                watching ? new RunRequest.Watching(0, 3600, 1 << 20, 2) : null,
                false);
        return Run.start(request, new Names(this::lookUp, OFTEN_NANOS, graceNanos), List.of(heard));
    }

    private static final class Heard implements RunSink {
        final List<String> preflight = new CopyOnWriteArrayList<>();
        final List<String> lines = new CopyOnWriteArrayList<>();
        final Map<String, Long> failed = new ConcurrentHashMap<>();
        final AtomicInteger ok = new AtomicInteger();
        volatile RunEnd end;

        @Override
        public void started(RunManifest manifest) {
            preflight.addAll(List.of(manifest.settings().get("preflight").split("; ")));
        }

        @Override
        public void notice(String line) {
            lines.add(line);
        }

        @Override
        public void interval(Interval interval, List<LaneInterval.Example> examples) {
            for (StepCounts step : interval.steps()) {
                ok.addAndGet((int) step.ok());
                step.failed().forEach((outcome, n) -> failed.merge(outcome, n, Long::sum));
            }
        }

        @Override
        public void ended(RunEnd by) {
            end = by;
        }
    }

    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("never came: " + what + "; told " + heard.lines + ", failed " + heard.failed + ", ok "
                + heard.ok + ", look-ups " + lookUps + ", old " + old + ", new " + fresh);
    }

    @Test
    void usersGoWhereTheNameLeadsNowAndNobodyIsCutOff() throws Exception {
        Run run = run("shop.example", "policy: shared", NEVER_NANOS, false);
        await("requests at the old one", () -> old.get() > 5);
        hold = new CountDownLatch(1);
        int before = old.get();
        await("a request that the old one holds", () -> old.get() > before + 2);
        answer.set(List.of(NEW));
        await("requests at the new one", () -> fresh.get() > 5);
        int atOld = old.get();
        hold.countDown();
        int atNew = fresh.get();
        await("more of them", () -> fresh.get() > atNew + 40);
        run.stop();
        run.await();

        assertThat(old.get()).as("the old one is left alone").isEqualTo(atOld);
        assertThat(heard.failed).isEmpty();
        assertThat(heard.lines).containsExactly("shop.example now is 127.0.0.2, was 127.0.0.1");
        assertThat(heard.end.warnings()).contains("shop.example now is 127.0.0.2, was 127.0.0.1");
    }

    /** A connection of one's own is idle between two steps. */
    @Test
    void aUserWithAConnectionOfHisOwnMovesWithHisNextRequest() throws Exception {
        script = """
                journey('Look') {
                    target 'shop'
                    step('Page') { get '/' }
                    think 3.s
                    step('Again') { get '/' }
                }
                load('test') { walks 3, users: 3 }
                """;
        Run run = run("shop.example", "policy: perUser", NEVER_NANOS, false);
        await("requests at the old one", () -> old.get() == 3);
        answer.set(List.of(NEW));
        run.await();
        assertThat(old).hasValue(3);
        assertThat(fresh).hasValue(3);
        assertThat(heard.failed).isEmpty();
    }

    /** At the other port nobody was told of the move but by the name, before the redirect and after it. */
    @Test
    void aRedirectToAnotherPortLeadsToTheNewSystemToo() throws Exception {
        AtomicInteger oldBeside = new AtomicInteger();
        AtomicInteger newBeside = new AtomicInteger();
        HttpServer beside = server(OLD, 0, oldBeside, false);
        int port = beside.getAddress().getPort();
        HttpServer besideNew = server(NEW, port, newBeside, false);
        for (HttpServer server : List.of(oldServer, newServer)) {
            server.createContext("/login", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().set("Location", "http://shop.example:" + port + "/");
                    exchange.sendResponseHeaders(302, -1);
                }
            });
        }
        script = script.replace("get '/'", "get '/login'");
        try {
            Run run = run("shop.example", "policy: shared", NEVER_NANOS, false);
            await("requests at the old one", () -> oldBeside.get() > 5);
            answer.set(List.of(NEW));
            await("requests at the new one", () -> newBeside.get() > 5);
            int atOld = oldBeside.get();
            int atNew = newBeside.get();
            await("more of them", () -> newBeside.get() > atNew + 40);
            run.stop();
            run.await();
            assertThat(oldBeside).as("the old one is left alone").hasValue(atOld);
            assertThat(heard.failed).isEmpty();
        } finally {
            beside.stop(0);
            besideNew.stop(0);
        }
    }

    @Test
    void newConnectionsTakeTheAddressesInTurn() throws Exception {
        answer.set(List.of(OLD, NEW));
        Run run = run("shop.example", "policy: fresh", NEVER_NANOS, false);
        await("requests at both", () -> old.get() > 15 && fresh.get() > 15);
        run.stop();
        run.await();
        assertThat(old.get() - fresh.get()).isBetween(-1, 1);
        assertThat(heard.failed).isEmpty();
        assertThat(heard.preflight)
                .filteredOn(note -> note.startsWith("shop is 127.0.0."))
                .hasSize(2);
    }

    /** At 127.0.0.3 nobody listens. */
    @Test
    void anAddressThatGivesNoConnectionIsPassedOverAndTold() throws Exception {
        answer.set(List.of("127.0.0.3", OLD));
        Run run = run("shop.example", "policy: fresh", NEVER_NANOS, false);
        await("requests at the old one", () -> old.get() > 30);
        run.stop();
        RunReport report = run.await();
        assertThat(heard.failed).isEmpty();
        assertThat(report.summary().notes())
                .anyMatch(note -> note.matches("an address of shop gave no connection and another one was tried,"
                        + " \\d\\d times; the time that took is in the response times, as users would feel it"));
        int port = oldServer.getAddress().getPort();
        assertThat(heard.preflight)
                .contains("target shop: no connection to http://shop.example:" + port + " (127.0.0.3:" + port
                        + "): Connection refused");
    }

    @Test
    void whereNoAddressGivesAConnectionTheRunDoesNotStart() {
        answer.set(List.of("127.0.0.3", "127.0.0.4"));
        int port = oldServer.getAddress().getPort();
        String no = "target shop: no connection to http://shop.example:" + port;
        assertThatThrownBy(() -> run("shop.example", "policy: shared", NEVER_NANOS, false))
                .isInstanceOf(PreflightException.class)
                .hasMessage(no + " (127.0.0.3:" + port + "): Connection refused; " + no + " (127.0.0.4:" + port
                        + "): Connection refused; is it running?");
    }

    @Test
    void anotherOrderIsNothingNewAndAnAddressMoreGetsItsShare() throws Exception {
        answer.set(List.of(OLD, "127.0.0.3"));
        Run run = run("shop.example", "policy: fresh", NEVER_NANOS, false);
        await("requests at the old one", () -> old.get() > 5);
        answer.set(List.of("127.0.0.3", OLD));
        int asked = lookUps.get();
        await("look-ups", () -> lookUps.get() > asked + 3);
        assertThat(heard.lines).isEmpty();
        answer.set(List.of(NEW, OLD));
        await("the word of it", () -> !heard.lines.isEmpty());
        int before = old.get();
        await("requests at both", () -> old.get() > before + 10 && fresh.get() > 10);
        run.stop();
        run.await();
        assertThat(heard.failed).isEmpty();
        assertThat(heard.lines).containsExactly("shop.example now is 127.0.0.2, 127.0.0.1, was 127.0.0.1, 127.0.0.3");
    }

    @Test
    void aNameThatIsLostGoesOnForAWhileAndThenNewConnectionsFail() throws Exception {
        Run run = run("shop.example", "policy: fresh", 1_000_000_000L, false);
        await("requests at the old one", () -> old.get() > 5);
        answer.set(List.of());
        await("failures", () -> heard.failed.containsKey("DNS_FAILED"));
        answer.set(List.of(OLD));
        await("that it is known again", () -> heard.lines.size() == 3);
        int before = old.get();
        await("requests at the old one", () -> old.get() > before + 20);
        run.stop();
        run.await();

        assertThat(heard.failed).containsOnlyKeys("DNS_FAILED");
        assertThat(heard.lines)
                .containsExactly(
                        "unknown host shop.example; new connections go to 127.0.0.1 for another 0 s, then they fail as"
                                + " DNS_FAILED",
                        "unknown host shop.example for 1 s: new connections fail as DNS_FAILED until it is known again",
                        "shop.example is known again: 127.0.0.1");
    }

    /** As in a browser: who is connected needs no name. */
    @Test
    void whoIsConnectedNeedsNoName() throws Exception {
        Run run = run("shop.example", "policy: shared, max: 1", 0, false);
        await("requests at the old one", () -> old.get() > 5);
        answer.set(List.of());
        await("the word of it", () -> !heard.lines.isEmpty());
        int before = old.get();
        await("more requests", () -> old.get() > before + 20);
        run.stop();
        run.await();
        assertThat(heard.failed).isEmpty();
        assertThat(heard.lines)
                .containsExactly(
                        "unknown host shop.example for 0 s: new connections fail as DNS_FAILED until it is known again");
    }

    @Test
    void anUnknownNameKeepsARunFromStarting() {
        answer.set(List.of());
        assertThatThrownBy(() -> run("shop.example", "policy: shared", NEVER_NANOS, false))
                .isInstanceOf(PreflightException.class)
                .hasMessage("target shop: unknown host shop.example; check the URL http://shop.example:"
                        + oldServer.getAddress().getPort()
                        + " (--target shop=URL gives another) and the name server");
    }

    @Test
    void aProbeOfAnUnknownNameSeesThatAndLooksAgain() throws Exception {
        answer.set(List.of());
        Run run = run("shop.example", "policy: shared", NEVER_NANOS, true);
        await("failures", () -> heard.failed.containsKey("DNS_FAILED"));
        assertThat(heard.ok).hasValue(0);
        answer.set(List.of(NEW));
        await("good walks", () -> heard.ok.get() > 5);
        run.stop();
        run.await();
        assertThat(heard.failed).containsOnlyKeys("DNS_FAILED");
        assertThat(heard.lines)
                .containsExactly(
                        "unknown host shop.example: new connections fail as DNS_FAILED until it is known",
                        "shop.example now is 127.0.0.2, was unknown");
    }

    @Test
    void aNameThatChangesAllTheTimeIsToldOfWithinABound() throws Exception {
        AtomicInteger next = new AtomicInteger();
        Names names = new Names(
                name -> new InetAddress[] {InetAddress.getByName("127.0.1." + next.incrementAndGet() % 250)}, 1, 0);
        Plan plan = Scripts.compile(directory, "http://shop.example", """
                journey('Look') {
                    target 'shop'
                    step('Page') { get '/' }
                }
                """);
        assertThat(names.find(plan.targets().get(0))).isNull();
        names.watch(List.of(plan), (side, target, now) -> {}, heard.lines::add);
        await("many changes", () -> next.get() > 100);
        assertThat(names.end()).hasSize(20).isEqualTo(heard.lines);
    }

    @Test
    void addressesAreNotLookedUpAgain() throws Exception {
        Run run = run(OLD, "policy: fresh", NEVER_NANOS, false);
        await("requests at the old one", () -> old.get() > 40);
        run.stop();
        run.await();
        assertThat(lookUps).hasValue(1);
    }
}
