package io.rehearse.runtime.http;

import io.netty.handler.ssl.SslContext;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.response.Masking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * What the wires of all lanes have in common. Immutable.
 *
 * @param endpoints where the targets are, by side and by the target's index
 * @param userAgent value of the User-Agent header
 * @param runId name of the run, sent as {@code baggage: run.id}
 * @param sampledOneIn one walk in so many has the sampled flag; 1 for all
 * @param masking what must not be shown
 */
public record HttpSettings(
        List<List<Endpoint>> endpoints, String userAgent, String runId, int sampledOneIn, Masking masking) {

    public HttpSettings {
        endpoints = endpoints.stream().map(List::copyOf).toList();
    }

    /**
     * The settings of a run of these plans.
     *
     * @param sides one plan or two
     * @param addresses what to connect to for a target, looked up already; one that is unresolved where that failed
     * @param version of this program, for the User-Agent
     * @param functional whether it is a functional run: every walk is sampled; else 1 in 1 000
     */
    public static HttpSettings of(
            List<Plan> sides, Function<Target, Addresses> addresses, String version, String runId, boolean functional) {
        Map<Target.Tls, FutureTask<SslContext>> tls = new HashMap<>();
        List<List<Endpoint>> endpoints = new ArrayList<>();
        for (Plan plan : sides) {
            List<Endpoint> ofSide = new ArrayList<>();
            for (Target target : plan.targets()) {
                FutureTask<SslContext> context =
                        tls.computeIfAbsent(target.tls(), first -> new FutureTask<>(() -> Tls.context(target)));
                ofSide.add(Endpoint.of(target, addresses.apply(target), context));
            }
            endpoints.add(ofSide);
        }
        return new HttpSettings(endpoints, "rehearse/" + version, runId, functional ? 1 : 1000, Masking.of(sides));
    }

    /** The same with nothing masked in what is told of requests and answers. */
    public HttpSettings showingSecrets() {
        return new HttpSettings(endpoints, userAgent, runId, sampledOneIn, Masking.NONE);
    }

    /**
     * Sets up TLS for targets over plain http too, on a thread of its own: a redirect may lead to https, and a lane must
     * not stop for that.
     */
    public void prepareTls() {
        Thread thread =
                new Thread(() -> endpoints.forEach(ofSide -> ofSide.forEach(Endpoint::prepareTls)), "tls-preparation");
        thread.setDaemon(true);
        thread.start();
    }
}
