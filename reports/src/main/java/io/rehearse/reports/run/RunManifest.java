package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run is going to do, fixed before its first request: the content of {@code run.json}.
 *
 * <p>Everything that is measured later refers to this by index (journey, step, side, target, phase); names appear only
 * here and in the tags of {@code intervals.hlog}. A field the runtime does not know is {@code null} and is not written.
 *
 * @param schema always {@link #SCHEMA} in a manifest made by this version
 * @param id the run's name, also that of its directory, e.g. {@code 20261122T021407Z-checkout}
 * @param tool version of the tool that wrote the run
 * @param measurement version of the rules of measuring; runs of different numbers are not compared
 * @param created wall clock at the start of the run (time 0 of all intervals)
 * @param startNanos monotonic clock at the same instant, ns; comparable only inside the process that wrote it
 * @param seed what every draw of the run follows from
 * @param load how many users, when
 * @param journeys by ascending index
 * @param sides one, or two when an old and a new environment run together (old first)
 * @param objectives as the script wrote them; defaults are added when a run is judged
 * @param against comparisons with stored baselines
 * @param abortRules conditions that stop the run
 * @param outcomes every outcome name that may occur, with who is to blame
 * @param parameters values of the script's parameters and where they came from
 * @param secrets names of the secrets that were read; never their values
 * @param fingerprint identifies the measured content, for comparisons
 * @param settings anything else worth printing as provenance (name to text), e.g. timeouts and the grace at the end
 */
public record RunManifest(
        String schema,
        String id,
        String tool,
        int measurement,
        Instant created,
        long startNanos,
        Script script,
        String gitCommit,
        long seed,
        Load load,
        List<Journey> journeys,
        List<Side> sides,
        List<Objective> objectives,
        List<Against> against,
        List<AbortRule> abortRules,
        Map<String, Blame> outcomes,
        List<Parameter> parameters,
        List<String> secrets,
        Fingerprint fingerprint,
        Host host,
        int lanes,
        int inFlightMax,
        double intervalSeconds,
        Map<String, String> settings) {

    /** Name and major version of the format; a reader refuses a newer major. */
    public static final String SCHEMA = "rehearse/run/1";

    /** The setting that has file, targets and ways to them as a command line gave them, in words a shell reads. */
    public static final String GIVEN = "given";

    /** Missing lists and maps, as from an older file, become empty ones. */
    public RunManifest {
        journeys = orEmpty(journeys);
        sides = orEmpty(sides);
        objectives = orEmpty(objectives);
        against = orEmpty(against);
        abortRules = orEmpty(abortRules);
        parameters = orEmpty(parameters);
        secrets = orEmpty(secrets);
        outcomes = outcomes == null ? Map.of() : Map.copyOf(outcomes);
        settings =
                settings == null ? Map.of() : java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
    }

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** The journey file: its name as given and the SHA-256 of its text in hex. */
    public record Script(String name, String sha256) {}

    /**
     * How many users, when.
     *
     * @param functional a run of counted walks: judged by its checks, never by its percentiles
     * @param arrivals {@code even} or {@code poisson}; null for a closed model
     */
    public record Load(String name, Model model, boolean functional, String arrivals, List<Phase> phases) {
        public Load {
            phases = orEmpty(phases);
        }
    }

    /** Who decides when a user starts: the schedule, the end of the user's previous walk, or a count of walks. */
    public enum Model {
        @JsonProperty("open")
        OPEN,
        @JsonProperty("closed")
        CLOSED,
        @JsonProperty("walks")
        WALKS
    }

    /**
     * A part of the load. A step belongs to the phase its due time lies in, a journey to that of its arrival.
     *
     * @param startSeconds since the start of the run
     * @param durationSeconds null: without end (a hold for ever, or walks until they are done)
     * @param fromPerSecond arrivals per second at the start of the phase; null in a closed model
     * @param toPerSecond and at its end
     * @param users simultaneous users of a closed model, else null
     * @param walks number of walks, else null
     * @param measured whether its numbers are judged
     */
    public record Phase(
            int index,
            String name,
            PhaseKind kind,
            double startSeconds,
            Double durationSeconds,
            Double fromPerSecond,
            Double toPerSecond,
            Integer users,
            Integer walks,
            boolean measured) {}

    /** What a phase is for. {@code drain} is the time after the load in which users finish. */
    public enum PhaseKind {
        @JsonProperty("warmUp")
        WARM_UP,
        @JsonProperty("ramp")
        RAMP,
        @JsonProperty("hold")
        HOLD,
        @JsonProperty("spike")
        SPIKE,
        @JsonProperty("stair")
        STAIR,
        @JsonProperty("users")
        USERS,
        @JsonProperty("walks")
        WALKS,
        @JsonProperty("drain")
        DRAIN
    }

    /** What one user does. Names of journeys are unique in a run, names of steps in their journey. */
    public record Journey(
            int index,
            String name,
            int weight,
            List<Step> steps,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Group> groups) {
        public Journey {
            steps = orEmpty(steps);
            groups = orEmpty(groups);
        }

        /** A journey without groups. */
        public Journey(int index, String name, int weight, List<Step> steps) {
            this(index, name, weight, steps, List.of());
        }
    }

    /**
     * Steps that are judged together as well: the sum of their responses.
     *
     * @param index unique in the whole plan, not only in the journey
     * @param name unique in the journey, among its steps too
     * @param steps indexes of the steps in it
     * @param line of the script, from 1
     */
    public record Group(int index, String name, List<Integer> steps, int line) {
        public Group {
            steps = orEmpty(steps);
        }
    }

    /**
     * A named, measured part of a journey.
     *
     * @param index unique in the whole plan, not only in the journey
     * @param target name of the target it goes to
     * @param path as written, with its references unfilled
     * @param line of the script, from 1
     */
    public record Step(int index, String name, String target, String method, String path, int line) {}

    /** The environment a sample belongs to; its index is the number used in series and counts (0, 1). */
    public record Side(int index, String name, List<Target> targets) {
        public Side {
            targets = orEmpty(targets);
        }
    }

    /**
     * A system under test.
     *
     * @param connections the policy in words, e.g. {@code shared, max: 64}
     * @param limits those of its answers that were changed, in words; null if none was
     */
    public record Target(int index, String name, String url, String connections, String limits) {
        public Target(int index, String name, String url, String connections) {
            this(index, name, url, connections, null);
        }
    }

    /** A comparison the script asks for. {@code baseline} is the name it is stored under. */
    public record Against(String baseline, List<Margin> margins, int line) {
        public Against {
            margins = orEmpty(margins);
        }
    }

    /**
     * How much worse than the baseline a metric may be.
     *
     * @param worseBy a fraction of the baseline's value for percentiles and throughput, a difference of fractions for
     *     the error rate (0.005 is half a point)
     * @param atLeastMillis a difference below this is never a regression; null: none given
     * @param text as the user wrote it
     */
    public record Margin(Scope scope, Metric metric, double worseBy, Double atLeastMillis, String text, int line) {}

    /** Whose fault an outcome is. Only {@link #GENERATOR} makes a run untrusted; {@link #TARGET} is an error of the target. */
    public enum Blame {
        TARGET,
        GENERATOR,
        NONE
    }

    /** A value the script was run with, as text, and where it came from, e.g. {@code --set}, {@code env/new.yaml}. */
    public record Parameter(String name, String value, String origin) {}

    /**
     * Identity of the measured content.
     *
     * @param sha256 over all parts
     * @param parts name to text or digest of each part, so that a difference can be named; may be empty
     */
    public record Fingerprint(String sha256, Map<String, String> parts) {
        public Fingerprint {
            parts = parts == null ? Map.of() : java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(parts));
        }
    }

    /** The generator's machine. */
    public record Host(String name, String os, int cpus, long memoryBytes, String jdk) {}

    /** The same under another name: that of a set the run belongs to, or of what it was merged into. */
    public RunManifest named(String name) {
        return new RunManifest(
                schema,
                name,
                tool,
                measurement,
                created,
                startNanos,
                script,
                gitCommit,
                seed,
                load,
                journeys,
                sides,
                objectives,
                against,
                abortRules,
                outcomes,
                parameters,
                secrets,
                fingerprint,
                host,
                lanes,
                inFlightMax,
                intervalSeconds,
                settings);
    }

    /** The phase with this index. */
    public Phase phase(int index) {
        return load.phases().get(index);
    }

    /** The step with this index in the plan. */
    public Step step(int index) {
        for (Journey journey : journeys) {
            for (Step step : journey.steps()) {
                if (step.index() == index) {
                    return step;
                }
            }
        }
        throw new IllegalArgumentException("no step " + index + " in run " + id);
    }

    /** The group with this index in the plan. */
    public Group group(int index) {
        return journeys.stream()
                .flatMap(journey -> journey.groups().stream())
                .filter(group -> group.index() == index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no group " + index + " in run " + id));
    }

    /** The journey that has the step with this index in the plan. */
    public Journey journeyOf(int step) {
        for (Journey journey : journeys) {
            if (journey.steps().stream().anyMatch(s -> s.index() == step)) {
                return journey;
            }
        }
        throw new IllegalArgumentException("no step " + step + " in run " + id);
    }

    /** The step's name, with its journey's in front if another journey has a step of that name. */
    public String nameOf(Step step) {
        long same = journeys.stream()
                .flatMap(j -> j.steps().stream())
                .filter(s -> s.name().equals(step.name()))
                .count();
        return same == 1 ? step.name() : journeyOf(step.index()).name() + ": " + step.name();
    }

    /** Whose fault the outcome is; a name the manifest does not list is the target's, so that it is never overlooked. */
    public Blame blame(String outcome) {
        return outcomes.getOrDefault(outcome, Blame.TARGET);
    }
}
