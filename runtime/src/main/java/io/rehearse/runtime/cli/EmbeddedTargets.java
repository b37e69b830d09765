package io.rehearse.runtime.cli;

import io.rehearse.examples.shop.InvalidWordException;
import io.rehearse.examples.shop.ShopSettings;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.run.EmbeddedTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers that the environments of a run ask for, with the plans that point to them. {@code embedded: shop} is started
 * once for each environment; words after it are the shop's, as {@code embedded: shop --slow order=x1.2}.
 */
final class EmbeddedTargets implements AutoCloseable {
    private static final String SHOP = "shop";

    private record Wanted(int side, String words) {}

    private final Map<Wanted, EmbeddedTarget> started = new LinkedHashMap<>();
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
                pointed.add(targets.pointed(plan, pointed.size()));
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

    private Plan pointed(Plan plan, int side) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (Target target : plan.targets()) {
            targets.add(
                    target.embedded().isEmpty()
                            ? target
                            : target.at(server(target, side).url()));
        }
        return plan.at(targets);
    }

    private EmbeddedTarget server(Target target, int side) throws IOException {
        Wanted wanted = new Wanted(side, target.embedded().get());
        EmbeddedTarget server = started.get(wanted);
        if (server == null) {
            List<String> words = new ArrayList<>(List.of(wanted.words().trim().split("\\s+")));
            checkWords(target, words);
            words.addAll(List.of("--port", "0", "--until-stdin-closes"));
            server = EmbeddedTarget.start(Main.class.getName(), words);
            started.put(wanted, server);
        }
        return server;
    }

    private static void checkWords(Target target, List<String> words) {
        if (!words.get(0).equals(SHOP)) {
            throw Failure.invalid("target " + target.name() + ": there is no embedded server '" + words.get(0)
                    + "'; write embedded: shop, or url: with its address");
        }
        try {
            ShopSettings.parse(words.subList(1, words.size()));
        } catch (InvalidWordException wrong) {
            throw Failure.invalid(
                    "target " + target.name() + ", embedded: " + String.join(" ", words) + ": " + wrong.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        for (EmbeddedTarget server : started.values()) {
            server.close();
        }
    }
}
