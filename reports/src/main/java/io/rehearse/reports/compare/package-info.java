/**
 * Runs against runs: is the candidate as good as the baseline? Values in, a {@link io.rehearse.reports.compare.Comparison} with its
 * reasons out.
 *
 * <p><b>Start reading</b> at {@link io.rehearse.reports.compare.Judge}: what it is given ({@link io.rehearse.reports.compare.JudgedRun},
 * {@link io.rehearse.reports.compare.Method}), the order in which it works, what it returns. Then
 *
 * <pre>
 * JudgedRun ─ Blocks ─ QuantileStat ─ RunStats          one run: quantiles, and how well the run knows them
 *                                        │
 *             Contrast ─ LatencyRows ────┤              runs against runs: difference and its standard error
 *             ErrorContrast ─ CountRows ─┤
 *                                        ▼
 *             Numbers ─ Decision (BenjaminiHochberg) ─ Row (Needed)      what the numbers prove
 *             Concerns (Outage, WarmUp) ─ Concern                         what no row says
 *                                        │
 *                                        ▼
 *             Comparison ─ Words ─ ComparisonJson                         sentences and JSON
 * </pre>
 *
 * {@link io.rehearse.reports.compare.Forecast} says before a run what it could prove. {@link io.rehearse.reports.compare.HistFile} judges a
 * text file of measured data and is the only class here that reads anything.
 *
 * <p><b>Rules that hold here.</b> One run is one observation: more values in a run do not make runs resemble each other more. PASS is
 * proved, FAIL is proved, everything else is INCONCLUSIVE and says what would decide it. No data is never a PASS. No outlier is removed,
 * nothing is drawn at random, no clock is read: the same values give the same verdict on any number of threads, and all types are
 * immutable. Formulas stand above the code that implements them. What may not come here: reading run directories or baselines, HTML,
 * knowledge of exit codes.
 *
 * <p>{@code docs/statistics.md} explains the method to somebody who is no statistician, and how it is checked.
 */
package io.rehearse.reports.compare;
