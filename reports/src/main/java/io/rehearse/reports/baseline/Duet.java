package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Comparison;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Judge;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.run.RunManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Old and new that ran side by side: the new side held against the old one of the same seconds. Pure.
 *
 * <p>Both sides did the same by construction (one script, one load, twins for users), so nothing is refused here. Margins are those of
 * an {@code against} block that names the old environment, else the tool's for duets.
 */
public final class Duet {
    private static final int OLD = 0;
    private static final int NEW = 1;

    private Duet() {}

    /** One run of two sides, by the name of which findings tell it from others. */
    public record Take(JudgedRun old, JudgedRun fresh) {
        /** @param sides old and new */
        public static Take of(List<ComparableRun> sides) {
            return new Take(sides.get(OLD).series(), sides.get(NEW).series());
        }
    }

    /** Whether a run has two sides to hold against each other; a functional run is judged by its failures alone. */
    public static boolean is(RunManifest run) {
        return run.sides().size() == 2 && !run.load().functional();
    }

    /**
     * The verdict of one run or of several of the same script, load and environments.
     *
     * @param run the manifest of any of them, one for which {@link #is} holds
     * @param takes in the order they were made
     */
    public static Compared of(RunManifest run, List<Take> takes) {
        String old = run.sides().get(OLD).name();
        Limits limits = limits(run);
        List<JudgedRun> olds = side(run, takes, OLD);
        List<JudgedRun> news = side(run, takes, NEW);
        Comparison judged = Judge.duet(olds, news, limits.method());
        List<Concern> notes = limits.notes().stream()
                .map(note -> new Concern(Concern.Kind.DIFFERS, note, Double.NaN, Double.NaN))
                .toList();
        return new Compared(old, judged.with(notes), olds, news);
    }

    /** How the sides of a run are judged while it goes on. */
    public static Method method(RunManifest run) {
        return limits(run).method();
    }

    private static Limits limits(RunManifest run) {
        String old = run.sides().get(OLD).name();
        Optional<RunManifest.Against> against =
                run.against().stream().filter(a -> a.baseline().equals(old)).findFirst();
        return Limits.of(run, against, true);
    }

    private static List<JudgedRun> side(RunManifest run, List<Take> takes, int side) {
        List<JudgedRun> runs = new ArrayList<>();
        for (Take take : takes) {
            JudgedRun measured = side == OLD ? take.old : take.fresh;
            String name = run.sides().get(side).name() + (takes.size() > 1 ? " of " + measured.name() : "");
            runs.add(
                    new JudgedRun(name, measured.seconds(), measured.steps(), measured.sessions(), measured.trusted()));
        }
        return runs;
    }
}
