package io.rehearse.journeys.plan;

import io.rehearse.journeys.data.Feeder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What two runs must have in common to be compared: journeys with their weights, steps in their order, requests, checks,
 * extractions, pauses, connection policy, protocol, data, and the load's model and arrival process.
 *
 * <p>Left out, because a comparison tells or judges them itself: script text, environment and hosts, objectives, tags,
 * timeouts, the values of secrets, and rates, users and times of the load (they are compared by value, with a tolerance
 * a hash cannot have).
 */
public final class Fingerprint {
    private final MessageDigest digest;
    private final Plan plan;

    private Fingerprint(Plan plan) {
        this.plan = plan;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** SHA-256 in lower-case hex. */
    public static String of(Plan plan, Load load) {
        Fingerprint fingerprint = new Fingerprint(plan);
        fingerprint.add("load " + load.model() + " " + load.arrivals());
        plan.targets()
                .forEach(target -> fingerprint.add(
                        "target " + target.name() + " " + target.url().getScheme() + " " + "connections "
                                + target.connections().text()));
        plan.journeys().forEach(fingerprint::journey);
        return HexFormat.of().formatHex(fingerprint.digest.digest());
    }

    private void journey(Journey journey) {
        add("journey " + journey.name() + " " + journey.weight() + " " + journey.target());
        journey.feeds().forEach(feed -> data(feed.feeder()));
        for (Node node : journey.body()) {
            if (node instanceof Step step) {
                add("step " + step.name());
                PlanText.requestLines(journey, step.request()).forEach(this::add);
                step.checks().forEach(check -> add(PlanText.check(journey, check)));
                step.captures()
                        .forEach(capture -> add("save "
                                + journey.variables().get(capture.variable()) + " "
                                + capture.extraction().text()));
            } else if (node instanceof Node.Think think) {
                add(PlanText.think(think));
            } else if (node instanceof Node.Pace pace) {
                add("pace " + pace.everyNanos());
            }
        }
    }

    private void data(Feeder feeder) {
        add("feed " + PlanText.word(feeder.order()) + " " + feeder.columns());
        for (int row = 0; row < feeder.rows(); row++) {
            for (byte[] value : feeder.row(row)) {
                digest.update(value);
                digest.update((byte) 0);
            }
        }
    }

    private void add(String line) {
        digest.update(PlanText.masked(line, plan.secrets()).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }
}
