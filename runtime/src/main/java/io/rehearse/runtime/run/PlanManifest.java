package io.rehearse.runtime.run;

import com.sun.management.OperatingSystemMXBean;
import io.rehearse.journeys.plan.Fingerprint;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Target;
import io.rehearse.reports.baseline.Provenance;
import io.rehearse.reports.run.AbortRule;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.Scope;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Traffic;
import io.rehearse.runtime.driver.Transport;
import io.rehearse.runtime.response.Masking;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The one place where a plan becomes the manifest of a run. Pure. */
public final class PlanManifest {
    private PlanManifest() {}

    /** Version of the rules of measuring: runs of different numbers are not compared. */
    private static final int MEASUREMENT = 1;

    static RunManifest of(RunRequest request, Traffic traffic, Instant created, List<String> preflight) {
        Plan plan = request.sides().get(0);
        // of two environments the new one is judged
        Pass pass = request.sides().get(request.sides().size() - 1).pass();
        Map<String, String> settings = new TreeMap<>();
        settings.put("grace", RunRequest.GRACE_NANOS / 1_000_000_000L + " s");
        settings.put("transport", Transport.inWords());
        settings.put("wake-up", request.wakeup().inWords());
        settings.put("preflight", String.join("; ", preflight));
        if (request.given() != null) {
            settings.put(RunManifest.GIVEN, request.given());
        }
        return new RunManifest(
                RunManifest.SCHEMA,
                request.id(),
                Version.tool(),
                MEASUREMENT,
                created,
                traffic.startNanos(),
                new RunManifest.Script(plan.script().name(), plan.script().sha256()),
                GitCommit.of(request.scriptDirectory()),
                request.seed(),
                load(request.load()),
                journeys(plan),
                sides(request.sides()),
                objectives(pass),
                against(pass),
                abortRules(pass),
                outcomes(),
                parameters(plan),
                request.sides().stream()
                        .flatMap(side -> side.secretNames().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                new RunManifest.Fingerprint(
                        Fingerprint.of(plan, request.load()), Fingerprint.parts(plan, request.load())),
                host(),
                request.lanes(),
                traffic.inFlightMax(),
                RunRequest.INTERVAL_NANOS / 1e9,
                settings);
    }

    /** What a run of the plan would be recorded with, as far as it decides what the run can be held against. */
    public static Provenance planned(Plan plan, Load load) {
        return new Provenance(
                "plan",
                0,
                Instant.EPOCH,
                Version.tool(),
                MEASUREMENT,
                new RunManifest.Script(plan.script().name(), plan.script().sha256()),
                null,
                0,
                plan.environment(),
                Map.of(),
                load(load),
                new RunManifest.Fingerprint(Fingerprint.of(plan, load), Fingerprint.parts(plan, load)),
                host(),
                List.of(),
                null);
    }

    /** Whether a load has times that can be held against others: counted walks have checks, stairs have a capacity. */
    public static boolean comparable(Load load) {
        return load.model() != Load.Model.WALKS && load.phases().stream().noneMatch(p -> p.kind() == Load.Kind.STAIR);
    }

    private static RunManifest.Host host() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            name = "unknown";
        }
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new RunManifest.Host(
                name,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                memory,
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version"));
    }

    static RunManifest.Load load(Load load) {
        List<RunManifest.Phase> phases = new ArrayList<>();
        double start = 0;
        for (Load.Phase phase : load.phases()) {
            boolean endless = phase.durationNanos() == Load.FOREVER || load.model() == Load.Model.WALKS;
            Double seconds = endless ? null : phase.durationNanos() / 1e9;
            boolean open = load.model() == Load.Model.OPEN;
            phases.add(new RunManifest.Phase(
                    phase.index(),
                    nameOf(load, phase),
                    RunManifest.PhaseKind.valueOf(phase.kind().name()),
                    start,
                    seconds,
                    open ? phase.fromPerSecond() : null,
                    open ? phase.toPerSecond() : null,
                    open ? null : phase.users(),
                    load.model() == Load.Model.WALKS ? (int) phase.walks() : null,
                    phase.measured()));
            start += seconds == null ? 0 : seconds;
        }
        phases.add(new RunManifest.Phase(
                phases.size(), "drain", RunManifest.PhaseKind.DRAIN, start, null, null, null, null, null, false));
        return new RunManifest.Load(
                load.name(),
                RunManifest.Model.valueOf(load.model().name()),
                load.model() == Load.Model.WALKS,
                load.model() == Load.Model.OPEN ? load.arrivals().name().toLowerCase(Locale.ROOT) : null,
                phases);
    }

    /** {@code hold}, or {@code hold 2} where there are several of a kind. */
    private static String nameOf(Load load, Load.Phase phase) {
        int same = 0;
        int place = 0;
        for (Load.Phase other : load.phases()) {
            if (other.kind() == phase.kind()) {
                same++;
                place = other.index() <= phase.index() ? same : place;
            }
        }
        String word =
                phase.kind() == Load.Kind.WARM_UP ? "warm-up" : phase.kind().word();
        return same == 1 ? word : word + " " + place;
    }

    static List<RunManifest.Journey> journeys(Plan plan) {
        Masking masking = Masking.of(List.of(plan));
        List<RunManifest.Journey> journeys = new ArrayList<>();
        for (Journey journey : plan.journeys()) {
            List<RunManifest.Step> steps = new ArrayList<>();
            for (Step step : journey.steps()) {
                steps.add(new RunManifest.Step(
                        step.index(),
                        step.name(),
                        plan.targets().get(step.target()).name(),
                        step.request().method(),
                        masking.mask(step.request().url().text(journey.variables())),
                        step.line()));
            }
            List<RunManifest.Group> groups =
                    journey.groups().stream().map(PlanManifest::group).toList();
            journeys.add(new RunManifest.Journey(journey.index(), journey.name(), journey.weight(), steps, groups));
        }
        return journeys;
    }

    private static RunManifest.Group group(Node.Group group) {
        List<Integer> steps = new ArrayList<>();
        Node.forEachStep(group.body(), step -> steps.add(step.index()));
        return new RunManifest.Group(group.index(), group.name(), steps, group.line());
    }

    static List<RunManifest.Side> sides(List<Plan> plans) {
        List<RunManifest.Side> sides = new ArrayList<>();
        for (Plan plan : plans) {
            List<RunManifest.Target> targets = new ArrayList<>();
            for (Target target : plan.targets()) {
                targets.add(new RunManifest.Target(
                        target.index(),
                        target.name(),
                        withoutUser(target.url()),
                        target.connections().text(),
                        target.limits().changed().isEmpty()
                                ? null
                                : target.limits().changed()));
            }
            sides.add(new RunManifest.Side(sides.size(), nameOfSide(plans, sides.size()), targets));
        }
        return sides;
    }

    /** The environment's name, with a number when an environment runs against itself. */
    static String nameOfSide(List<Plan> plans, int side) {
        String name = plans.get(side).environment();
        boolean twice = plans.size() > 1 && plans.get(1 - side).environment().equals(name);
        return twice ? name + " " + (side + 1) : name;
    }

    private static String withoutUser(java.net.URI url) {
        String text = url.toString();
        return url.getRawUserInfo() == null ? text : text.replace(url.getRawUserInfo() + "@", "***@");
    }

    /** As {@code run.json} has them. */
    public static List<Objective> objectives(Pass pass) {
        return pass.objectives().stream().map(PlanManifest::objective).toList();
    }

    static List<AbortRule> abortRules(Pass pass) {
        return pass.abortRules().stream()
                .map(rule -> new AbortRule(objective(rule.objective()), rule.windowNanos() / 1e9))
                .toList();
    }

    /** As {@code run.json} has them. */
    public static List<RunManifest.Against> against(Pass pass) {
        return pass.baselines().stream()
                .map(against -> new RunManifest.Against(
                        against.baseline(),
                        against.margins().stream()
                                .map(margin -> new RunManifest.Margin(
                                        scope(margin.scope(), margin.name()),
                                        metric(margin.metric()),
                                        margin.points() != 0 ? margin.points() : margin.relative(),
                                        margin.atLeastMs() == 0 ? null : margin.atLeastMs(),
                                        metric(margin.metric()).label() + ".worseBy",
                                        margin.line()))
                                .toList(),
                        against.margins().isEmpty()
                                ? 0
                                : against.margins().get(0).line()))
                .toList();
    }

    private static Objective objective(Pass.Objective objective) {
        String where = objective.name().isEmpty()
                ? objective.scope() == Pass.Scope.JOURNEY ? "@journey" : ""
                : "@" + objective.name();
        return new Objective(
                metric(objective.metric()).label() + (objective.above() ? ".above" : ".below") + where,
                scope(objective.scope(), objective.name()),
                metric(objective.metric()),
                objective.above() ? Objective.Direction.ABOVE : Objective.Direction.BELOW,
                objective.limit(),
                objective.text(),
                objective.line());
    }

    private static Scope scope(Pass.Scope scope, String name) {
        return switch (scope) {
            case ALL -> Scope.everyStep();
            case STEP -> Scope.step(name);
            case GROUP -> Scope.group(name);
            case JOURNEY -> name.isEmpty() ? Scope.everyJourney() : Scope.journey(name);
        };
    }

    private static Metric metric(Pass.Metric metric) {
        return switch (metric.kind()) {
            case PERCENTILE -> Metric.ofQuantile(metric.quantile());
            case MAX -> Metric.MAX;
            case ERROR_RATE -> Metric.ERROR_RATE;
            case OUTAGE -> Metric.OUTAGE;
            case THROUGHPUT -> Metric.THROUGHPUT;
        };
    }

    static Map<String, RunManifest.Blame> outcomes() {
        Map<String, RunManifest.Blame> blames = new TreeMap<>();
        for (Outcome outcome : Outcome.values()) {
            blames.put(outcome.name(), RunManifest.Blame.valueOf(outcome.blame().name()));
        }
        return blames;
    }

    static List<RunManifest.Parameter> parameters(Plan plan) {
        return plan.parameters().stream()
                .map(p -> new RunManifest.Parameter(p.name(), p.value(), p.origin()))
                .toList();
    }
}
