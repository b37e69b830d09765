/**
 * A rolling verdict on a target that is probed without end: four detectors (is it down, has it become worse than its baseline,
 * is its error budget used up, is it worse than an old side that is walked beside it) and the gate they decide.
 *
 * <p><b>Start reading</b> at {@link io.rehearse.reports.gate.Standing}: the state of everything, and
 * {@link io.rehearse.reports.gate.Event}, what may change it. Then
 *
 * <pre>
 * Tick    ─ Outage ─────────┬─ Spending (ErrorBudget)        walks
 * Window  ─ Degradation ─ Cusum (Stream)                     bad events per step and metric, windows of a minute
 * PairSlice ─ PairWindow ─ Look ─ SideBySide                 old and new of the same seconds, a look a minute
 *                           │
 *                           ▼
 *             Standing (Rules) ─ Reasons ─ Gate              PASS, FAIL or INCONCLUSIVE; FAIL latches
 * </pre>
 *
 * <p><b>Rules that hold here.</b> State is a record, an event gives the next one; no clock is read, nothing is drawn, nothing is
 * written. Times are milliseconds since the probe was first started. What was not seen counts neither for nor against. All types
 * are immutable and can be written as JSON by {@link io.rehearse.reports.run.Json}. What may not come here: intervals and files of
 * runs, journals, alerts, pages.
 *
 * <p>{@code docs/probing.md} explains the detectors and what was measured of them.
 */
package io.rehearse.reports.gate;
