package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * What a request costs in garbage on its complete path (lane, encoder, connection, decoder, checks, recorder), counted on
 * the lane's thread, over 100 000 requests of 16 users at once after 200 000 to warm up: nothing for the fixed one, and for the journey
 * with a login and a token neither.
 *
 * <p>On JDK 25 the limits hold with the launcher's {@code --sun-misc-unsafe-memory-access=allow}; without it 224 and 208
 * bytes were seen, because Netty then reaches its buffers another way.
 */
class AllocationTest {
    private static final int WARM = 200_000;
    private static final int COUNTED = 100_000;

    /** Less than the smallest object a request: what the recorder takes for times it has not seen before, the compiler's first tries. */
    private static final double NOTHING = 16;

    @Test
    void aFixedGetAllocatesNothing() throws Exception {
        assertThat(bytesPerRequest(Walk.journey(List.of(), Walk.get("/fixed?a=1"))))
                .isLessThan(NOTHING);
    }

    @Test
    void aLoginAndARequestWithItsTokenAllocateNothing() throws Exception {
        Request login = Walk.withBody(
                "POST",
                "/login",
                "application/json",
                Walk.template(Walk.text("{\"user\":\"ann\",\"pass\":\"secret\"}")));
        Request read = Walk.request(
                "GET",
                Walk.template(Walk.text("/items/"), Walk.slot(0, Encoding.PATH)),
                new Request.Header(
                        "Authorization", Walk.template(Walk.text("Bearer "), Walk.slot(0, Encoding.HEADER)), true));
        Step first = Walk.saving(Walk.step(0, login), Walk.save(0, new Reader.Json(JsonPath.parse("$.token"))));

        assertThat(bytesPerRequest(Walk.journey(List.of("token"), first, Walk.step(1, read))))
                .isLessThan(NOTHING);
    }

    /** On a thread as a lane's is. */
    private static double bytesPerRequest(Journey journey) throws Exception {
        FutureTask<Double> task = new FutureTask<>(() -> bytesPerRequestHere(journey));
        new FastThreadLocalThread(task).start();
        return task.get();
    }

    private static double bytesPerRequestHere(Journey journey) throws Exception {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (AnsweringServer server = AnsweringServer.start()) {
            int walks = (WARM + COUNTED) / journey.steps().size() + 2_000;
            var plan = Plans.plan(
                    Plans.target(URI.create("http://127.0.0.1:" + server.port()), Plans.shared(64)),
                    Plans.walks(walks, 16),
                    journey);
            HttpSettings settings = HttpSettings.of(List.of(plan), Walk::resolved, "1", "r", false);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long self = Thread.currentThread().getId();
            long[] counted = new long[4];
            Walk walk = Walk.run(List.of(plan), settings, false, () -> {
                int now = server.answered();
                if (counted[0] == 0 && now >= WARM) {
                    counted[0] = now;
                    counted[1] = threads.getThreadAllocatedBytes(self);
                } else if (counted[2] == 0 && counted[0] > 0 && now >= counted[0] + COUNTED) {
                    counted[2] = now;
                    counted[3] = threads.getThreadAllocatedBytes(self);
                }
            });
            for (Step step : plan.steps()) {
                assertThat(walk.interval.stepCount(0, 0, step.index(), Outcome.OK))
                        .isEqualTo(walks);
            }
            return (double) (counted[3] - counted[1]) / (counted[2] - counted[0]);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }
}
