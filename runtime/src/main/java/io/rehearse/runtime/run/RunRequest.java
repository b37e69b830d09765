package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What to run.
 *
 * @param sides one plan, or two of equal measured content: old first
 * @param load one of the plan's, or built in
 * @param seed of everything drawn
 * @param lanes event loops; at least 1
 * @param scriptDirectory where the journey file lies; its git commit is noted
 * @param directory the run directory; new or empty
 * @param traced whether every step is kept in words
 */
public record RunRequest(
        List<Plan> sides, Load load, long seed, int lanes, Path scriptDirectory, Path directory, boolean traced) {

    /** How long users may go on after the last arrival. */
    static final long GRACE_NANOS = 30_000_000_000L;

    static final long INTERVAL_NANOS = 1_000_000_000L;

    public RunRequest {
        sides = List.copyOf(sides);
    }

    /** The same to be run elsewhere and with other draws, as the next run of a set. */
    public RunRequest in(Path other, long otherSeed) {
        return new RunRequest(sides, load, otherSeed, lanes, scriptDirectory, other, traced);
    }

    /** The same with other plans, as what was walked before leaves them. */
    RunRequest of(List<Plan> others) {
        return new RunRequest(others, load, seed, lanes, scriptDirectory, directory, traced);
    }

    /** The run's name: that of its directory; of a run in a set with the set's in front, so that it is the only one of that name. */
    String id() {
        Path absolute = directory.toAbsolutePath();
        String name = absolute.getFileName().toString();
        boolean inSet = absolute.getParent() != null
                && Files.exists(absolute.getParent().resolve("set.json"));
        return inSet ? absolute.getParent().getFileName() + "-" + name : name;
    }
}
