/**
 * Objectives judged: are the numbers of this run good enough by themselves, and can they be trusted?
 *
 * <p>Pure functions from a manifest and intervals to results with their reasons; no clock, no file, no printing. What
 * compares a run with another one does not live here. Start reading at {@link io.rehearse.reports.objective.Totals},
 * then {@link io.rehearse.reports.objective.ObjectiveJudge}. Objects belong to the thread that made them.
 */
package io.rehearse.reports.objective;
