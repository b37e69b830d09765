package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.Figures;
import io.rehearse.reports.render.Escape;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words that several commands and views share. */
final class Texts {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Texts() {}

    /** Time of day (UTC) so long after the start of the run. */
    static String clock(RunManifest manifest, double seconds) {
        return clock(manifest.created().plusMillis(Math.round(seconds * 1000)));
    }

    static String clock(Instant instant) {
        return CLOCK.format(instant);
    }

    /** {@code 4:15}, {@code 1:04:15}. */
    static String minutes(double seconds) {
        long whole = (long) Math.floor(Math.max(0, seconds) + 1e-6);
        return whole >= 3600
                ? String.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format("%d:%02d", whole / 60, whole % 60);
    }

    /** {@code 1 run}, {@code 5 runs}. */
    static String runs(int count) {
        return count + (count == 1 ? " run" : " runs");
    }

    static String journeys(RunManifest manifest) {
        return Escape.terminal(
                manifest.journeys().stream().map(RunManifest.Journey::name).collect(Collectors.joining(", ")));
    }

    static String environments(RunManifest manifest) {
        return Escape.terminal(
                manifest.sides().stream().map(RunManifest.Side::name).collect(Collectors.joining(" and ")));
    }

    /** {@code env new}; of two {@code old | new}, with the environments' names where they are others. */
    static String environmentsInTitle(RunManifest manifest) {
        if (manifest.sides().size() == 1) {
            return "env " + environments(manifest);
        }
        List<String> names = new ArrayList<>();
        for (RunManifest.Side side : manifest.sides()) {
            String role = side(side.index());
            names.add(side.name().equals(role) ? role : role + ": " + side.name());
        }
        return Escape.terminal(String.join(" | ", names));
    }

    /** What a side of two is called in columns: {@code old} or {@code new}. */
    static String side(int index) {
        return index == 0 ? "old" : "new";
    }

    static String more(int rows) {
        return "… " + rows + " more on a taller screen";
    }

    /** {@code hold 50/s}, {@code ramp 5/s to 50/s}, {@code 64 users}. */
    static String phase(Phase phase) {
        if (phase.kind() == PhaseKind.DRAIN) {
            return "finish";
        }
        if (phase.walks() != null) {
            return phase.walks() + (phase.walks() == 1 ? " walk" : " walks");
        }
        if (phase.users() != null && phase.fromPerSecond() == null) {
            return phase.users() + (phase.users() == 1 ? " user" : " users");
        }
        String from = Figures.digits(phase.fromPerSecond()) + "/s";
        String to = Figures.digits(phase.toPerSecond()) + "/s";
        return phase.name() + " " + (from.equals(to) ? to : from + " to " + to);
    }

    /** Length of the load; NaN without an end. */
    static double loadSeconds(RunManifest manifest) {
        double end = 0;
        for (Phase phase : manifest.load().phases()) {
            if (phase.kind() != PhaseKind.DRAIN) {
                end = phase.durationSeconds() == null ? Double.NaN : phase.startSeconds() + phase.durationSeconds();
            }
        }
        return end;
    }

    /** Name of a step, with that of its environment where there are two. */
    static String row(RunManifest manifest, RunManifest.Step step, RunManifest.Side side) {
        String name = manifest.nameOf(step);
        return Escape.terminal(manifest.sides().size() > 1 ? name + ", " + side.name() : name);
    }

    /** Exactly so many characters, the end cut off or filled with spaces. */
    static String fit(String text, int width) {
        int length = text.codePointCount(0, text.length());
        if (length <= width) {
            return text + " ".repeat(width - length);
        }
        return width < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }
}
