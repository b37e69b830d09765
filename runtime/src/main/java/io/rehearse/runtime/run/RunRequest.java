package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.Wakeup;
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
 * @param wakeup how they wait for who is due
 * @param scriptDirectory where the journey file lies; its git commit is noted
 * @param given file, targets and ways to them as a command line gave them, to make the same run again; null without one
 * @param directory the run directory; new or empty
 * @param traced whether every step is kept in words
 * @param watching null for a run that is to be judged at its end
 * @param showsSecrets whether what sinks are told of the steps is not masked; files then have the steps without their words
 */
public record RunRequest(
        List<Plan> sides,
        Load load,
        long seed,
        int lanes,
        Wakeup wakeup,
        Path scriptDirectory,
        String given,
        Path directory,
        boolean traced,
        Watching watching,
        boolean showsSecrets) {

    /**
     * A target is watched without end: one that is not there, at the start or later, is what is to be seen; no abort rule and no
     * full disk stops it.
     *
     * @param firstArrival number of the first arrival: what is handed out once is not handed out again after a restart
     * @param partSeconds the run directory is written in parts of this length
     * @param partBytesMax no part is much larger
     * @param partsMax so many parts are kept
     */
    public record Watching(long firstArrival, long partSeconds, long partBytesMax, int partsMax) {}

    /** How long users may go on after the last arrival. */
    static final long GRACE_NANOS = 30_000_000_000L;

    /** Longest time for {@code before}, and for {@code after}. */
    static final long ONCE_NANOS = 300_000_000_000L;

    static final long INTERVAL_NANOS = 1_000_000_000L;

    public RunRequest {
        sides = List.copyOf(sides);
    }

    /** One that is to be judged at its end. */
    public RunRequest(
            List<Plan> sides, Load load, long seed, int lanes, Path scriptDirectory, Path directory, boolean traced) {
        this(sides, load, seed, lanes, Wakeup.TIMER, scriptDirectory, null, directory, traced, null, false);
    }

    /** The same to be run elsewhere and with other draws, as the next run of a set. */
    public RunRequest in(Path other, long otherSeed) {
        return new RunRequest(
                sides, load, otherSeed, lanes, wakeup, scriptDirectory, given, other, traced, watching, showsSecrets);
    }

    /** The same with other plans, as what was walked before leaves them. */
    RunRequest of(List<Plan> others) {
        return new RunRequest(
                others, load, seed, lanes, wakeup, scriptDirectory, given, directory, traced, watching, showsSecrets);
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
