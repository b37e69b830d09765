package io.rehearse.reports.baseline;

import io.rehearse.reports.run.RunManifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the numbers of a run come from, as far as somebody who compares with them must know.
 *
 * @param run id of the run
 * @param side 0, or 1 for the new one of two environments
 * @param recorded start of the run
 * @param tool version of the tool, {@code measurement} of its rules of measuring
 * @param script name and SHA-256 of the journey file
 * @param gitCommit of the script's repository; null if there was none
 * @param environment name of the side
 * @param targets name to URL, with the limits that were changed
 * @param load as planned
 * @param fingerprint of the measured content
 * @param host the generator's machine
 * @param distrust why the generator was not trusted; empty if it was
 * @param forced why the run was stored all the same; null if it is trusted
 */
public record Provenance(
        String run,
        int side,
        Instant recorded,
        String tool,
        int measurement,
        RunManifest.Script script,
        String gitCommit,
        long seed,
        String environment,
        Map<String, String> targets,
        RunManifest.Load load,
        RunManifest.Fingerprint fingerprint,
        RunManifest.Host host,
        List<String> distrust,
        String forced) {
    private static final RunManifest.Fingerprint NO_FINGERPRINT = new RunManifest.Fingerprint("unknown", Map.of());
    private static final RunManifest.Host NO_HOST = new RunManifest.Host("unknown", "unknown", 0, 0, "unknown");

    public Provenance {
        targets = targets == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(targets));
        distrust = distrust == null ? List.of() : List.copyOf(distrust);
    }

    /** @param distrust of the run's summary */
    public static Provenance of(RunManifest run, int side, List<String> distrust) {
        Map<String, String> targets = new TreeMap<>();
        RunManifest.Side where = run.sides().get(side);
        where.targets()
                .forEach(t -> targets.put(t.name(), t.url() + (t.limits() == null ? "" : ", limits " + t.limits())));
        return new Provenance(
                run.id(),
                side,
                run.created(),
                run.tool(),
                run.measurement(),
                run.script(),
                run.gitCommit(),
                run.seed(),
                where.name(),
                targets,
                run.load(),
                run.fingerprint() == null ? NO_FINGERPRINT : run.fingerprint(),
                run.host() == null ? NO_HOST : run.host(),
                distrust,
                null);
    }

    /** The same, stored although the generator was not trusted. */
    public Provenance forced(String reason) {
        return new Provenance(
                run,
                side,
                recorded,
                tool,
                measurement,
                script,
                gitCommit,
                seed,
                environment,
                targets,
                load,
                fingerprint,
                host,
                distrust,
                reason);
    }
}
