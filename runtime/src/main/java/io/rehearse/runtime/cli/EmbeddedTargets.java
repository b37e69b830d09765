package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.run.EmbeddedTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The servers that the environments of a run ask for, each name started once, with the plans that point to them. */
final class EmbeddedTargets implements AutoCloseable {
    private static final String SHOP = "shop";

    private final Map<String, EmbeddedTarget> started = new LinkedHashMap<>();
    private List<Plan> plans = List.of();

    private EmbeddedTargets() {}

    /**
     * @throws IOException if one cannot be started; those that were are stopped again
     */
    static EmbeddedTargets startFor(List<Plan> plans) throws IOException {
        EmbeddedTargets targets = new EmbeddedTargets();
        try {
            List<Plan> pointed = new ArrayList<>();
            for (Plan plan : plans) {
                pointed.add(targets.pointed(plan));
            }
            targets.plans = List.copyOf(pointed);
            return targets;
        } catch (IOException | RuntimeException e) {
            targets.close();
            throw e;
        }
    }

    List<Plan> plans() {
        return plans;
    }

    private Plan pointed(Plan plan) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (Target target : plan.targets()) {
            targets.add(
                    target.embedded().isEmpty()
                            ? target
                            : target.at(server(target).url()));
        }
        return new Plan(
                plan.script(),
                plan.environment(),
                plan.parameters(),
                targets,
                plan.journeys(),
                plan.steps(),
                plan.loads(),
                plan.pass(),
                plan.secrets());
    }

    private EmbeddedTarget server(Target target) throws IOException {
        String name = target.embedded().get();
        if (!name.equals(SHOP)) {
            throw Failure.invalid("target " + target.name() + ": there is no embedded server '" + name
                    + "'; write embedded: shop, or url: with its address");
        }
        EmbeddedTarget server = started.get(name);
        if (server == null) {
            server = EmbeddedTarget.start(Main.class.getName(), List.of(SHOP, "--port", "0", "--until-stdin-closes"));
            started.put(name, server);
        }
        return server;
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedTarget server : started.values()) {
            server.close();
        }
    }
}
