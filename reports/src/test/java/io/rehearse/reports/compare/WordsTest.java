package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The sentences, whole; estimates round to nearest, bounds outwards. */
class WordsTest {
    private static final Metric P95 = Metric.latency(0.95);

    @Test
    void estimatesRoundToNearestAndBoundsOutwards() {
        record Case(double ratio, String change, String atLeast, String atMost) {}
        for (Case c : List.of(
                new Case(1.2055, "+21 %", "+20 %", "+21 %"),
                new Case(1.0746, "+7.5 %", "+7.4 %", "+7.5 %"),
                new Case(0.9999, "0.0 %", "-0.1 %", "0.0 %"),
                new Case(0.951, "-4.9 %", "-4.9 %", "-4.9 %"),
                new Case(0.8765, "-12 %", "-13 %", "-12 %"),
                new Case(1.1, "+10 %", "+10 %", "+10 %"))) {
            assertThat(Figures.change(P95, Math.log(c.ratio))).as("%s", c).isEqualTo(c.change);
            assertThat(Figures.atLeast(P95, Math.log(c.ratio))).as("%s", c).isEqualTo(c.atLeast);
            assertThat(Figures.atMost(P95, Math.log(c.ratio))).as("%s", c).isEqualTo(c.atMost);
        }
        assertThat(Figures.atMost(Metric.ERRORS, 0.003401)).isEqualTo("+0.35 points");
        assertThat(Figures.atMost(P95, Double.POSITIVE_INFINITY)).isEqualTo("+unlimited");
    }

    @Test
    void valuesHaveThreeDigitsAndAUnit() {
        assertThat(List.of(
                        Figures.value(P95, 443.4),
                        Figures.value(P95, 36.27),
                        Figures.value(P95, 1234),
                        Figures.value(P95, Double.NaN),
                        Figures.value(Metric.ERRORS, 0.0038),
                        Figures.value(Metric.ERRORS, 0.9),
                        Figures.value(Metric.THROUGHPUT, 49.83)))
                .containsExactly("443 ms", "36.3 ms", "1.23 s", "no value", "0.38 %", "90 %", "49.8/s");
    }

    @Test
    void aFailureIsSaidWithItsBoundLimitValuesAndNumbers() {
        Row row = row("Place order", 0.19, 0.04, Verdict.FAIL, null, null);
        assertThat(words(Verdict.FAIL, row).headline())
                .isEqualTo("Place order is 21 % slower at p95 than before-cutover (5 runs); proved at least +11 %."
                        + " 443 ms against 367 ms, interval +11 to +31 %, limit 15 %, n 9000 against 15000.");
    }

    @Test
    void aFailureThatOnlyTheOtherStepsShowSaysSo() {
        Row row = row("Search", 0.19, 0.12, Verdict.FAIL, new Numbers.Relative(0.18, 0.0001), null);
        assertThat(words(Verdict.FAIL, row).headline())
                .startsWith(
                        "Search is 21 % slower at p95 than before-cutover (5 runs); not proved on its own, but proved against the other"
                                + " steps of the same runs (+20 %). 443 ms");
    }

    @Test
    void anInconclusiveRowSaysWhatWouldDecideIt() {
        record Case(Needed needed, String end) {}
        for (Case c : List.of(
                new Case(
                        new Needed(3, 0, Double.NaN, 0),
                        " Needs 3 runs more of this version: 3 min more. Longer runs would not help: runs differ from each other more than that."),
                new Case(
                        new Needed(3, 0, 2.31, 0),
                        " Needs 3 runs more of this version: 3 min more, or runs 2.4 times as long on both sides."),
                new Case(
                        new Needed(0, 9, Double.NaN, 0),
                        " Needs 9 runs on each side (more of this version alone cannot do it)."
                                + " Longer runs would not help: runs differ from each other more than that."),
                new Case(new Needed(0, 0, Double.NaN, 0), " More runs or longer ones would not help."))) {
            Row row = row("Search", 0.03, 0.07, Verdict.INCONCLUSIVE, null, c.needed);
            assertThat(words(Verdict.INCONCLUSIVE, row).headline())
                    .isEqualTo(
                            "p95 of Search could be up to 19 % slower than before-cutover; 15 % is allowed. Best estimate +3.0 %,"
                                    + " interval -11 to +19 %, n 9000 against 15000." + c.end);
        }
    }

    @Test
    void aPassSaysHowMuchWorseItCouldBeAtMost() {
        Row row = row("Search", 0.01, 0.02, Verdict.PASS, null, null);
        Row errors = new Row(
                Numbers.ofErrors(
                        "Search",
                        ErrorContrast.of(
                                new ErrorContrast.Side(1, 15_000, 1, 99),
                                new ErrorContrast.Side(1, 9_000, 1, 59),
                                0.05),
                        new Margins.Limit(0.005, 0.01)),
                1,
                true,
                Verdict.PASS,
                null);
        assertThat(words(Verdict.PASS, row, errors).reasons())
                .containsExactly("As good as before-cutover (5 runs): every percentile that can be decided is proved"
                        + " at most 5.2 % slower, errors at most +0.05 points.");
        assertThat(Words.proved(row)).isEqualTo("proved at most +5.2 %");
    }

    @Test
    void aSlowStepComesBeforeAllStepsUnlessMostStepsAreSlow() {
        Row all = row(null, 0.2, 0.04, Verdict.FAIL, null, null);
        Row one = row("Pay", 0.3, 0.04, Verdict.FAIL, null, null);
        Row two = row("Search", 0.2, 0.04, Verdict.FAIL, null, null);
        Row fine1 = row("Login", 0, 0.04, Verdict.PASS, null, null);
        Row fine2 = row("List", 0, 0.04, Verdict.PASS, null, null);
        Row fine3 = row("Logout", 0, 0.04, Verdict.PASS, null, null);
        assertThat(words(Verdict.FAIL, all, one, fine1, fine2, fine3).headline())
                .startsWith("Pay is 35 % slower");
        assertThat(words(Verdict.FAIL, all, one, two, fine1).headline())
                .startsWith("The mean over all steps is 22 % slower");
    }

    private static Words words(Verdict verdict, Row... rows) {
        Comparison.Setup setup = new Comparison.Setup(false, 5, 3, 0, 60, 6, Method.product());
        return new Words(new Comparison(verdict, List.of(rows), List.of(), setup), "before-cutover");
    }

    private static Row row(
            String step, double estimate, double se, Verdict verdict, Numbers.Relative relative, Needed needed) {
        double t = 2;
        double margin = Math.log(1.15);
        Numbers n = new Numbers(
                step,
                P95,
                367,
                443,
                estimate,
                se,
                estimate - t * se,
                estimate + t * se,
                0.01,
                10,
                10,
                t,
                1.5,
                15_000,
                9_000,
                margin,
                margin,
                0.001,
                0.0001,
                relative,
                Numbers.Cause.NONE);
        return new Row(n, 0.02, true, verdict, needed);
    }
}
