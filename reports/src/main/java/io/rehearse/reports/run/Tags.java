package io.rehearse.reports.run;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Tags of {@code intervals.hlog}: {@code journey/step/side/phase/kind}, names percent-encoded as UTF-8 except letters,
 * digits and {@code - . _ ~}.
 *
 * <pre>
 * Checkout/Log%20in/0/2.hold/response      a step
 * Checkout/Buy/0/2.hold/response           a group; its name is no step's of the journey
 * Checkout/@journey/0/2.hold/elapsed       a whole journey
 * @target/shop/0/2.hold/connect            a target
 * </pre>
 *
 * The phase has its index in front, because two phases may have the same name. {@code @} is never in an encoded name.
 */
final class Tags {
    private static final String JOURNEY = "@journey";
    private static final String TARGET = "@target";

    private final RunManifest manifest;
    private final Map<Series, String> tags = new HashMap<>();
    private final Map<String, Series> series = new HashMap<>();

    Tags(RunManifest manifest) {
        this.manifest = manifest;
    }

    String of(Series s) {
        return tags.computeIfAbsent(s, this::encode);
    }

    /** The series of a tag; refuses one that the manifest does not know. */
    Series of(String tag) {
        return series.computeIfAbsent(tag, this::decode);
    }

    private String encode(Series s) {
        String first = s.target() >= 0
                ? TARGET
                : encode(manifest.journeys().get(s.journey()).name());
        String second;
        if (s.target() >= 0) {
            second = encode(
                    manifest.sides().get(s.side()).targets().get(s.target()).name());
        } else {
            second = s.step() >= 0
                    ? encode(manifest.step(s.step()).name())
                    : s.group() >= 0 ? encode(manifest.group(s.group()).name()) : JOURNEY;
        }
        return first + "/" + second + "/" + s.side() + "/" + s.phase() + "."
                + encode(manifest.phase(s.phase()).name()) + "/" + s.kind().word();
    }

    private Series decode(String tag) {
        String[] parts = tag.split("/", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("tag '" + tag + "' is not journey/step/side/phase/kind");
        }
        int side = index(parts[2], manifest.sides().size(), "side", tag);
        int phase = index(parts[3].split("\\.", 2)[0], manifest.load().phases().size(), "phase", tag);
        Kind kind = Kind.of(parts[4]);
        if (parts[0].equals(TARGET)) {
            for (RunManifest.Target target : manifest.sides().get(side).targets()) {
                if (encode(target.name()).equals(parts[1])) {
                    return Series.ofTarget(target.index(), side, phase, kind);
                }
            }
            throw new IllegalArgumentException("tag '" + tag + "' names a target that run.json does not have");
        }
        for (RunManifest.Journey journey : manifest.journeys()) {
            if (!encode(journey.name()).equals(parts[0])) {
                continue;
            }
            if (parts[1].equals(JOURNEY)) {
                return Series.ofJourney(journey.index(), side, phase, kind);
            }
            for (RunManifest.Step step : journey.steps()) {
                if (encode(step.name()).equals(parts[1])) {
                    return Series.ofStep(journey.index(), step.index(), side, phase, kind);
                }
            }
            for (RunManifest.Group group : journey.groups()) {
                if (encode(group.name()).equals(parts[1])) {
                    return Series.ofGroup(journey.index(), group.index(), side, phase, kind);
                }
            }
        }
        throw new IllegalArgumentException("tag '" + tag + "' names a step that run.json does not have");
    }

    private static int index(String text, int size, String what, String tag) {
        try {
            int index = Integer.parseInt(text);
            if (index >= 0 && index < size) {
                return index;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("tag '" + tag + "' has no number for its " + what, e);
        }
        throw new IllegalArgumentException("tag '" + tag + "' names a " + what + " that run.json does not have");
    }

    static String encode(String name) {
        StringBuilder out = new StringBuilder(name.length());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '.'
                    || c == '_'
                    || c == '~';
            if (plain) {
                out.append(c);
            } else {
                out.append(String.format("%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
