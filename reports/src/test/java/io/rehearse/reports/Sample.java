package io.rehearse.reports;

import io.rehearse.reports.run.AbortRule;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Blame;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import io.rehearse.reports.run.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small plan for tests: Checkout with Log in, Browse list, Place order; 5 s warm-up, 20 s hold at 10/s, drain. */
public final class Sample {
    public static final int LOG_IN = 0;
    public static final int BROWSE = 1;
    public static final int ORDER = 2;
    public static final int WARM_UP = 0;
    public static final int HOLD = 1;
    public static final int DRAIN = 2;
    public static final Instant CREATED = Instant.parse("2026-11-22T02:14:07Z");

    public final List<RunManifest.Phase> phases = new ArrayList<>(List.of(
            phase(0, "warm-up", PhaseKind.WARM_UP, 0, 5.0, 5.0, false),
            phase(1, "hold", PhaseKind.HOLD, 5, 20.0, 10.0, true),
            phase(2, "drain", PhaseKind.DRAIN, 25, 30.0, null, false)));
    public final List<Objective> objectives = new ArrayList<>();
    public final List<AbortRule> abortRules = new ArrayList<>();
    public final List<RunManifest.Side> sides = new ArrayList<>(List.of(side(0, "new")));
    public RunManifest.Model model = RunManifest.Model.OPEN;
    public boolean functional;
    public String load = "steady";
    public String orderName = "Place order";

    public static RunManifest.Phase phase(
            int index, String name, PhaseKind kind, double start, Double seconds, Double perSecond, boolean measured) {
        return new RunManifest.Phase(index, name, kind, start, seconds, perSecond, perSecond, null, null, measured);
    }

    public static RunManifest.Side side(int index, String name) {
        return new RunManifest.Side(
                index, name, List.of(new RunManifest.Target(0, "shop", "http://127.0.0.1:8080", "shared, max: 64")));
    }

    public static Objective below(Scope scope, Metric metric, double limit) {
        String id = metric.label() + ".below" + (scope.name() == null ? "" : "@" + scope.name());
        return new Objective(id, scope, metric, Objective.Direction.BELOW, limit, id + " " + limit, 40);
    }

    public static Objective above(Scope scope, Metric metric, double limit) {
        String id = metric.label() + ".above" + (scope.name() == null ? "" : "@" + scope.name());
        return new Objective(id, scope, metric, Objective.Direction.ABOVE, limit, id + " " + limit, 41);
    }

    /** Counted walks: one phase without end. */
    public Sample functional() {
        functional = true;
        model = RunManifest.Model.WALKS;
        phases.clear();
        phases.add(new RunManifest.Phase(0, "walks", PhaseKind.WALKS, 0, null, null, null, 1, 4, true));
        return this;
    }

    /** Three stairs of 10 s at 10, 20 and 30/s. */
    public Sample stairs() {
        phases.clear();
        for (int i = 0; i < 3; i++) {
            phases.add(phase(i, "stair " + (i + 1), PhaseKind.STAIR, i * 10.0, 10.0, (i + 1) * 10.0, true));
        }
        return this;
    }

    public final List<RunManifest.Parameter> parameters =
            new ArrayList<>(List.of(new RunManifest.Parameter("rate", "10/s", "script default")));
    public final Map<String, String> settings = new TreeMap<>(Map.of("timeout request", "30 s", "grace", "30 s"));

    public RunManifest manifest() {
        Map<String, Blame> outcomes = new TreeMap<>();
        outcomes.put("OK", Blame.NONE);
        for (String name :
                List.of("STATUS_ERROR", "CHECK_FAILED", "TIMEOUT", "RESET", "UNFINISHED", "DROPPED_TARGET")) {
            outcomes.put(name, Blame.TARGET);
        }
        for (String name : List.of("DROPPED_LATE", "NO_PORTS", "SCRIPT_ERROR")) {
            outcomes.put(name, Blame.GENERATOR);
        }
        return new RunManifest(
                RunManifest.SCHEMA,
                "20261122T021407Z-checkout",
                "0.1.0",
                1,
                CREATED,
                123_456_789L,
                new RunManifest.Script("checkout.groovy", "ab".repeat(32)),
                "4f2c9ab",
                20261122,
                new RunManifest.Load(load, model, functional, "even", phases),
                List.of(new RunManifest.Journey(
                        0,
                        "Checkout",
                        1,
                        List.of(
                                new RunManifest.Step(0, "Log in", "shop", "POST", "/api/login", 9),
                                new RunManifest.Step(1, "Browse list", "shop", "GET", "/api/items?page=1", 17),
                                new RunManifest.Step(2, orderName, "shop", "POST", "/api/orders", 28)))),
                sides,
                objectives,
                List.of(),
                abortRules,
                outcomes,
                parameters,
                List.of("shopPassword"),
                new RunManifest.Fingerprint("cd".repeat(32), Map.of("step Log in", "POST /api/login")),
                new RunManifest.Host("builder", "Linux 6.18 amd64", 2, 23_000_000_000L, "17.0.15"),
                2,
                1000,
                1,
                settings);
    }
}
