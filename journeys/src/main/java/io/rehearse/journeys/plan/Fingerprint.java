package io.rehearse.journeys.plan;

import io.rehearse.journeys.data.Feeder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What two runs must have in common to be compared: journeys with their weights, steps in their order and in the blocks
 * they stand in, requests, checks, extractions, pauses, connection policy, protocol, data, and the load's model and
 * arrival process.
 *
 * <p>Left out, because a comparison tells or judges them itself: script text, environment and hosts, objectives, tags,
 * timeouts, the values of secrets, and rates, users and times of the load (they are compared by value, with a tolerance
 * a hash cannot have).
 *
 * <p>It has parts with names, so that a difference can be named: {@code step Checkout/Log in}, {@code walk Checkout} (steps and pauses in
 * their order), {@code data Checkout}, {@code target shop}, {@code load}.
 */
public final class Fingerprint {
    /** A longer part is kept as its beginning and its SHA-256. */
    private static final int TEXT_MAX = 160;

    private final Plan plan;
    private final Map<String, String> parts = new TreeMap<>();

    private Fingerprint(Plan plan) {
        this.plan = plan;
    }

    /** SHA-256 over all parts in lower-case hex. */
    public static String of(Plan plan, Load load) {
        MessageDigest digest = sha256();
        parts(plan, load).forEach((name, text) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What the parts are, as text or, where that is long, as the beginning of the text and its SHA-256. Secrets are masked. */
    public static Map<String, String> parts(Plan plan, Load load) {
        Fingerprint fingerprint = new Fingerprint(plan);
        fingerprint.add("load", List.of(load.model() + " " + load.arrivals()));
        plan.targets()
                .forEach(target -> fingerprint.add(
                        "target " + target.name(),
                        List.of(
                                String.valueOf(target.url().getScheme()),
                                "connections " + target.connections().text()
                                        + (target.tls().resumption() == Target.Tls.Resumption.ON
                                                ? ""
                                                : ", TLS resumption "
                                                        + target.tls().resumption()))));
        plan.journeys().forEach(fingerprint::journey);
        return Collections.unmodifiableMap(fingerprint.parts);
    }

    private void journey(Journey journey) {
        List<String> walk = new ArrayList<>();
        walk(journey, journey.body(), walk);
        add("walk " + journey.name(), walk);
        add(
                "journey " + journey.name(),
                List.of("weight " + journey.weight() + ", target " + journey.target() + onFailure(journey)
                        + (journey.traced() ? "" : ", tracing off")));
        if (!journey.lets().isEmpty()) {
            add("let " + journey.name(), PlanText.lets(journey));
        }
        for (int i = 0; i < journey.feeds().size(); i++) {
            String place = i == 0 ? "" : " " + (i + 1);
            Feeder feeder = journey.feeds().get(i).feeder();
            add(
                    "data " + journey.name() + place,
                    List.of(PlanText.word(feeder.order()), feeder.columns() + "", rows(feeder)));
        }
    }

    private static String onFailure(Journey journey) {
        return journey.onFailure() == Journey.OnFailure.END
                ? ""
                : ", on failure " + journey.onFailure().word();
    }

    private void walk(Journey journey, List<Node> nodes, List<String> walk) {
        for (Node node : nodes) {
            if (node instanceof Step step) {
                walk.add(step.name());
                step(journey, step);
            } else if (node instanceof Node.Pace pace) {
                walk.add("pace " + pace.everyNanos());
            } else {
                walk.add(PlanText.head(journey, node));
                for (List<Node> block : node.blocks()) {
                    walk.add("{");
                    walk(journey, block, walk);
                    walk.add("}");
                }
            }
        }
    }

    private void step(Journey journey, Step step) {
        List<String> lines = new ArrayList<>(PlanText.requestLines(journey, step.request()));
        if (!step.tries().equals(Tries.ONCE)) {
            lines.add(step.tries().text());
        }
        step.checks().forEach(check -> lines.add(PlanText.check(journey, check)));
        step.captures()
                .forEach(capture -> lines.add("save "
                        + journey.variables().get(capture.variable()) + " "
                        + capture.extraction().text()));
        add("step " + journey.name() + "/" + step.name(), lines);
    }

    private static String rows(Feeder feeder) {
        MessageDigest digest = sha256();
        for (int row = 0; row < feeder.rows(); row++) {
            for (byte[] value : feeder.row(row)) {
                digest.update(value);
                digest.update((byte) 0);
            }
        }
        return feeder.rows() + " rows, sha256 " + HexFormat.of().formatHex(digest.digest());
    }

    private void add(String name, List<String> lines) {
        String text = PlanText.masked(String.join("; ", lines), plan.secrets());
        if (text.length() > TEXT_MAX && !name.startsWith("data ")) {
            byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
            text = text.substring(0, TEXT_MAX) + "… sha256 " + HexFormat.of().formatHex(digest);
        }
        parts.put(name, text);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
