/**
 * Runs made ready to be compared, and the baselines they are kept in.
 *
 * <p>Here a run's intervals become what the judge wants ({@link io.rehearse.reports.baseline.RunSeries}). No statistics live here, and no verdict is
 * decided: {@code reports.compare} judges, {@code reports.summary} says what it means for the run. Nothing is printed. Objects belong to the
 * thread that made them; records are immutable and may go anywhere.
 */
package io.rehearse.reports.baseline;
