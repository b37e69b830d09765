package io.rehearse.reports.baseline;

import io.rehearse.reports.run.RunManifest.Load;
import io.rehearse.reports.run.RunManifest.Model;
import io.rehearse.reports.run.RunManifest.Phase;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Whether two runs measured the same. Pure.
 *
 * <pre>
 * refused   rules of measuring, measured content (steps, requests, checks, pauses, connections, protocol, data),
 *           load as planned (model, arrivals, kinds of phases, rates and users by more than 2 %), stairs, functional runs
 * told      environment, URLs and limits, version of the tool, host, JDK, script text, git commit
 * </pre>
 *
 * @param refusals what is different and must not be, in words; empty if the runs can be compared
 * @param notes what is different and may be
 */
public record Comparability(List<String> refusals, List<String> notes) {
    private static final double RATE_TOLERANCE = 0.02;
    private static final int NAMED_MAX = 5;

    /** @param base what the other is held against */
    public static Comparability of(Provenance base, Provenance candidate) {
        List<String> refusals = new ArrayList<>();
        for (Provenance p : List.of(base, candidate)) notForComparing(p.load(), refusals);
        if (!refusals.isEmpty()) return new Comparability(List.copyOf(refusals), List.of());
        if (base.measurement() != candidate.measurement()) {
            refusals.add("times were measured by other rules (version " + candidate.measurement() + ", was "
                    + base.measurement() + ")");
        }
        load(base.load(), candidate.load(), refusals);
        content(base, candidate, refusals);
        return new Comparability(List.copyOf(refusals), notes(base, candidate));
    }

    private static void notForComparing(Load load, List<String> refusals) {
        String why = null;
        if (load.functional())
            why = "load " + load.name() + " is a functional run: it has checks to pass, not times to compare";
        if (load.phases().stream().anyMatch(p -> p.kind() == PhaseKind.STAIR)) {
            why = "load " + load.name() + " has stairs: it looks for a capacity; compare a load that holds its rate";
        }
        if (why != null && !refusals.contains(why)) refusals.add(why);
    }

    private static void load(Load base, Load cand, List<String> out) {
        if (base.model() != cand.model()) {
            out.add("the load is " + model(cand.model()) + ", was " + model(base.model())
                    + ": an open load shows queues, a closed one hides them");
            return;
        }
        if (!Objects.equals(base.arrivals(), cand.arrivals())) {
            out.add("users arrive " + cand.arrivals() + ", arrived " + base.arrivals());
        }
        List<Phase> old = base.phases().stream().filter(Phase::measured).toList();
        List<Phase> now = cand.phases().stream().filter(Phase::measured).toList();
        if (old.size() != now.size()) {
            out.add("the load has " + now.size() + " measured phases, had " + old.size());
            return;
        }
        for (int i = 0; i < now.size(); i++) {
            Phase b = old.get(i);
            Phase c = now.get(i);
            if (b.kind() != c.kind()) {
                out.add("phase " + c.name() + " was " + b.name());
            } else if (!close(b.fromPerSecond(), c.fromPerSecond()) || !close(b.toPerSecond(), c.toPerSecond())) {
                out.add("phase " + c.name() + " has " + rate(c) + ", had " + rate(b));
            } else if (!close(b.users(), c.users())) {
                out.add("phase " + c.name() + " has " + c.users() + " users, had " + b.users());
            }
        }
    }

    private static String model(Model model) {
        return model == Model.OPEN ? "open" : "closed";
    }

    private static boolean close(Number a, Number b) {
        if (a == null || b == null) return a == b;
        return Math.abs(a.doubleValue() - b.doubleValue()) <= RATE_TOLERANCE * Math.abs(a.doubleValue()) + 1e-9;
    }

    private static String rate(Phase p) {
        String from = number(p.fromPerSecond());
        String to = number(p.toPerSecond());
        return (from.equals(to) ? to : from + " to " + to) + "/s";
    }

    private static String number(Double value) {
        return value == null
                ? "no rate"
                : new java.math.BigDecimal(value.toString())
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static void content(Provenance base, Provenance cand, List<String> out) {
        if (base.fingerprint().sha256().equals(cand.fingerprint().sha256())) return;
        Map<String, String> old = base.fingerprint().parts();
        Map<String, String> now = cand.fingerprint().parts();
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        names.remove("load");
        for (String name : names) {
            String was = old.get(name);
            String is = now.get(name);
            if (Objects.equals(was, is)) continue;
            if (was == null) differences.add(name + " is new");
            else if (is == null) differences.add(name + " is gone");
            else differences.add(name + " is '" + excerpt(is, was) + "', was '" + excerpt(was, is) + "'");
        }
        int named = Math.min(NAMED_MAX, differences.size());
        out.addAll(differences.subList(0, named));
        if (differences.size() > named) out.add((differences.size() - named) + " more parts of the journeys differ");
        boolean unnamed = differences.isEmpty() && (old.isEmpty() || now.isEmpty());
        if (unnamed) out.add("the journeys measure something else (recorded without parts that could be named)");
    }

    /** From a little before the first character that differs, so that long texts stay readable. */
    private static String excerpt(String text, String other) {
        int same = 0;
        int shorter = Math.min(text.length(), other.length());
        while (same < shorter && text.charAt(same) == other.charAt(same)) same++;
        int from = same < 30 ? 0 : same - 20;
        int to = Math.min(text.length(), same + 60);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    private static List<String> notes(Provenance base, Provenance cand) {
        List<String> out = new ArrayList<>();
        note("environment", base.environment(), cand.environment(), out);
        cand.targets()
                .forEach((name, url) -> note("target " + name, base.targets().get(name), url, out));
        note("tool", base.tool(), cand.tool(), out);
        note("generator host", base.host().name(), cand.host().name(), out);
        note("CPUs of the generator", base.host().cpus() + "", cand.host().cpus() + "", out);
        note("JDK", base.host().jdk(), cand.host().jdk(), out);
        note("commit", shortened(base.gitCommit()), shortened(cand.gitCommit()), out);
        if (!base.script().sha256().equals(cand.script().sha256())) {
            out.add("the text of " + cand.script().name() + " changed without changing what is measured");
        }
        return List.copyOf(out);
    }

    private static String shortened(String commit) {
        return commit == null ? "none" : commit.substring(0, Math.min(7, commit.length()));
    }

    private static void note(String what, String was, String is, List<String> out) {
        if (!Objects.equals(was, is)) out.add(what + " is " + is + ", was " + was);
    }
}
