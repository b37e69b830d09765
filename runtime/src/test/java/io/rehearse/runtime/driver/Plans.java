package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Kind;
import io.rehearse.journeys.plan.Load.Phase;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.response.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small plans made by hand, for tests of the driver that need no script. */
public final class Plans {
    public static final long SECOND = 1_000_000_000L;

    /** A response that has nothing but its status 200. */
    public static final Response OK = new Response() {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public boolean header(String name, Value into) {
            return false;
        }

        @Override
        public boolean cookie(String name, Value into) {
            return false;
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }

        @Override
        public int bodyLength() {
            return 0;
        }

        @Override
        public long serviceNanos() {
            return 0;
        }
    };

    private Plans() {}

    /** A step that gets a path and expects nothing but a status below 400. */
    public static Step get(int index, String path, long timeoutNanos) {
        Request request = new Request("GET", Template.of(path), List.of(), List.of(), Optional.empty(), true);
        return new Step(index, "Step " + index, index + 1, 0, request, timeoutNanos, List.of(), List.of(), Map.of());
    }

    public static Node.Think think(long nanos) {
        return new Node.Think(Node.Distribution.UNIFORM, nanos, nanos);
    }

    public static Journey journey(int index, int weight, Node... body) {
        return new Journey(index, "Journey " + index, weight, 0, List.of(), List.of(), List.of(body), List.of());
    }

    public static Target target(URI url, Target.Connections connections) {
        return new Target(
                0,
                "server",
                url,
                Optional.empty(),
                Map.of(),
                connections,
                new Target.Tls(false, Optional.empty(), Optional.empty(), Optional.empty()),
                true);
    }

    /** Any certificate is believed. */
    public static Target insecure(URI url, Target.Connections connections) {
        return new Target(
                0,
                "server",
                url,
                Optional.empty(),
                Map.of(),
                connections,
                new Target.Tls(true, Optional.empty(), Optional.empty(), Optional.empty()),
                true);
    }

    public static Target target() {
        return target(URI.create("http://127.0.0.1:1"), shared(64));
    }

    public static Target.Connections shared(int max) {
        return new Target.Connections(Target.Connections.Policy.SHARED, max, 5 * SECOND);
    }

    public static Plan plan(Target target, Load load, Journey... journeys) {
        List<Step> steps = new ArrayList<>();
        for (Journey journey : journeys) {
            steps.addAll(journey.steps());
        }
        return new Plan(
                new Plan.Script("test.groovy", "0"),
                "default",
                List.of(),
                List.of(target),
                List.of(journeys),
                steps,
                List.of(load),
                new Pass(List.of(), List.of(), List.of()),
                Set.of());
    }

    public static Load open(Load.Arrivals arrivals, Phase... phases) {
        return new Load("test", Load.Model.OPEN, arrivals, List.of(phases), SECOND);
    }

    public static Load hold(double perSecond, long seconds) {
        return open(Load.Arrivals.EVEN, phase(0, Kind.HOLD, seconds, perSecond, perSecond));
    }

    public static Phase phase(int index, Kind kind, long seconds, double from, double to) {
        return new Phase(index, kind, seconds * SECOND, from, to, 0, 0, kind == Kind.HOLD || kind == Kind.STAIR);
    }

    public static Load users(int users, long seconds) {
        Phase phase = new Phase(0, Kind.USERS, seconds * SECOND, 0, 0, users, 0, true);
        return new Load("test", Load.Model.CLOSED, Load.Arrivals.EVEN, List.of(phase), SECOND);
    }

    public static Load walks(long walks, int users) {
        Phase phase = new Phase(0, Kind.WALKS, 0, 0, 0, users, walks, true);
        return new Load("test", Load.Model.WALKS, Load.Arrivals.EVEN, List.of(phase), 0);
    }

    public static Traffic traffic(Plan plan, int lanes, long seed) {
        return traffic(List.of(plan), lanes, seed, 1_000_000);
    }

    public static Traffic traffic(List<Plan> sides, int lanes, long seed, int inFlightMax) {
        Load load = sides.get(0).loads().get(0);
        return new Traffic(sides, load, seed, lanes, 0, inFlightMax, 30 * SECOND, SECOND, false);
    }
}
