/**
 * The run directory: what a run writes while it goes on and what is read back to judge it.
 *
 * <p>Here live the records of {@code run.json} and of an interval, the writer and the reader of the files. No judgement
 * lives here: objectives are only carried, {@code reports.objective} evaluates them. Start reading at
 * {@link io.rehearse.reports.run.RunManifest}, then {@link io.rehearse.reports.run.Interval}, then
 * {@link io.rehearse.reports.run.RunWriter}. A writer belongs to the thread that made it, in a run the collector; the
 * records are immutable and may go anywhere.
 */
package io.rehearse.reports.run;
