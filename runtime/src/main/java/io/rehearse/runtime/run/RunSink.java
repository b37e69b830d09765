package io.rehearse.runtime.run;

import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunEnd;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.runtime.driver.LaneInterval;
import java.time.Instant;
import java.util.List;

/** Sees a run go by: called on the collector's thread, in order; must be quick. */
public interface RunSink {
    /** {@code before} was walked, which is told before {@link #started}, or {@code after}, before {@link #ended}. */
    default void walked(WalkedOnce walk) {}

    /** The first request is about to be sent. */
    void started(RunManifest manifest);

    /**
     * @param interval the next interval of results
     * @param examples steps in words: failures, and every step of a traced run
     */
    void interval(Interval interval, List<LaneInterval.Example> examples);

    /** Something the user has to know now, on one line; from any thread. */
    default void notice(String line) {}

    /**
     * A login's token expires and cannot be renewed: what fails from then on says nothing about the targets. From any thread.
     *
     * @param at null: it was renewed
     * @param reason null likewise
     */
    default void tokenExpires(Instant at, String reason) {}

    /**
     * The run was told to end before its load was over; no user comes any more, those under way may finish. From any thread.
     *
     * @param atSeconds after the load's first moment
     */
    default void stopping(double atSeconds) {}

    /** The last interval is not in the run directory, and why; only of a run that goes on regardless. */
    default void notWritten(String reason) {}

    /** No more intervals follow. */
    void ended(RunEnd end);
}
