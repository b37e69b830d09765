/**
 * Runs made ready to be compared, and the baselines they are kept in.
 *
 * <pre>
 * RunSeries (Track, StepTrack, Silence)      a run's intervals become what the judge wants
 * ComparableRun (Provenance)                 that, and where it comes from
 * Baseline, BaselineStore (BaselineFile, StepLine)      the runs of a load under a name, in files made for git
 * Comparability                              what may be compared with what, and what is only told
 * Limits, Comparisons                        margins of the script; runs held against runs
 * </pre>
 *
 * No statistics live here: {@code reports.compare} judges, {@code reports.summary} says what that means for the run. Nothing is printed, no
 * clock is read. Objects belong to the thread that made them; records are immutable and may go anywhere.
 */
package io.rehearse.reports.baseline;
