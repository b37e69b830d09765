package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Cusum;
import io.rehearse.reports.gate.Degradation;
import io.rehearse.reports.gate.PairState;
import io.rehearse.reports.gate.Rules;
import io.rehearse.reports.gate.SideBySide;
import io.rehearse.reports.gate.Stream;

/**
 * One step in a table for people: the judged side, and the old one that is walked beside it.
 *
 * @param okShare of the last ten minutes, 0 to 1; NaN if nothing ended
 * @param p95Millis of the last ten minutes; NaN without a success
 * @param baselineMillis p95 of the baseline; NaN if not known
 * @param limitMillis the tolerated p95; NaN if not known
 * @param n attempts of the last ten minutes
 * @param oldOkShare of the old side; NaN if nothing ended or none is walked, {@code oldP95Millis} likewise
 * @param state the worst of the step's streams
 * @param evidence against the step, of its worst stream: 0 none, 0.5 WATCH, 1 ALARM
 */
public record Row(
        String step,
        double okShare,
        double p95Millis,
        double baselineMillis,
        double limitMillis,
        long n,
        double oldOkShare,
        double oldP95Millis,
        Cusum.State state,
        double evidence) {
    /** @param old the same step on the old side; null if none is walked */
    static Row of(Tallies.StepFigures tallies, Tallies.StepFigures old, ProbeStatus status) {
        Rules rules = status.rules();
        double baseline = Double.NaN;
        double limit = Double.NaN;
        Cusum.State worst = Cusum.State.OK;
        double evidence = 0;
        double alarm = Degradation.alarmAt(rules.streams().size());
        for (int i = 0; i < rules.streams().size(); i++) {
            Stream stream = rules.streams().get(i);
            if (!stream.step().equals(tallies.step())) {
                continue;
            }
            Cusum cusum = status.standing().degradation().streams().get(i);
            Cusum.State state = cusum.state();
            evidence = Math.max(evidence, Math.min(1, Math.max(0, cusum.statistic() / alarm)));
            worst = state.compareTo(worst) > 0 ? state : worst;
            if (stream.metric().equals("p95")) {
                baseline = stream.baseline();
                limit = stream.limitMicros() / 1000.0;
            }
        }
        SideBySide sides = status.standing().sides();
        for (int i = 0; i < rules.pairings().size(); i++) {
            if (rules.pairings().get(i).step().equals(tallies.step())) {
                PairState pair = sides.pairs().get(i);
                evidence = Math.max(
                        evidence,
                        pair.evidence(SideBySide.level(rules.pairings().size())));
                worst = pair.state().compareTo(worst) > 0 ? pair.state() : worst;
            }
        }
        return new Row(
                tallies.step(),
                okShare(tallies),
                tallies.recentP95Millis(),
                baseline,
                limit,
                tallies.recentOk() + tallies.recentFailed(),
                old == null ? Double.NaN : okShare(old),
                old == null ? Double.NaN : old.recentP95Millis(),
                worst,
                evidence);
    }

    private static double okShare(Tallies.StepFigures of) {
        long n = of.recentOk() + of.recentFailed();
        return n == 0 ? Double.NaN : (double) of.recentOk() / n;
    }

    /** How much slower than the old side at p95, 0.31 for 31 %; NaN if not known. */
    public double changeFromOld() {
        return p95Millis / oldP95Millis - 1;
    }

    /** How much slower than the baseline at p95, 0.31 for 31 %; NaN if not known. */
    public double change() {
        return p95Millis / baselineMillis - 1;
    }
}
