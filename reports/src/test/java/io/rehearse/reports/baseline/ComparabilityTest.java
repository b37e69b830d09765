package io.rehearse.reports.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Sample;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Concern;
import io.rehearse.reports.compare.Method;
import io.rehearse.reports.compare.Verdict;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunManifest.PhaseKind;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ComparabilityTest {
    private static final Limits LIMITS = new Limits(Method.product(), List.of());

    @Test
    void whatIsTheSameIsComparableWithoutNotes() {
        assertThat(Comparability.of(provenance(s -> {}), provenance(s -> {})))
                .isEqualTo(new Comparability(List.of(), List.of()));
    }

    @Test
    void aLoadWithAnotherRateIsRefusedBeyondTwoPercent() {
        assertThat(refusals(s -> rate(s, 10.2))).isEmpty();
        assertThat(refusals(s -> rate(s, 12.5))).containsExactly("phase hold has 12.5/s, had 10/s");
    }

    @Test
    void anotherModelIsRefused() {
        assertThat(refusals(s -> s.model = RunManifest.Model.CLOSED))
                .containsExactly("the load is closed, was open: an open load shows queues, a closed one hides them");
    }

    @Test
    void anotherLengthIsNotRefusedHere() {
        assertThat(refusals(s -> s.phases.set(1, Sample.phase(1, "hold", PhaseKind.HOLD, 5, 40.0, 10.0, true))))
                .isEmpty();
    }

    @Test
    void stairsAndFunctionalRunsAreNotForComparing() {
        assertThat(refusals(Sample::stairs))
                .containsExactly("load steady has stairs: it looks for a capacity; compare a load that holds its rate");
        assertThat(refusals(Sample::functional))
                .containsExactly("load steady is a functional run: it has checks to pass, not times to compare");
    }

    @Test
    void otherContentIsNamedByItsPart() {
        Map<String, String> was = Map.of(
                "step Checkout/Log in",
                "POST /api/login; status 200",
                "walk Checkout",
                "Log in; think 1 s",
                "gone",
                "x");
        Map<String, String> is = Map.of(
                "step Checkout/Log in",
                "POST /api/login; status 204",
                "walk Checkout",
                "Log in; think 1 s",
                "added",
                "y");
        assertThat(Comparability.of(content("a", was), content("b", is)).refusals())
                .containsExactly(
                        "added is new",
                        "gone is gone",
                        "step Checkout/Log in is 'POST /api/login; status 204', was 'POST /api/login; status 200'");
        assertThat(Comparability.of(content("a", Map.of()), content("b", is)).refusals())
                .isEqualTo(List.of("added is new", "step Checkout/Log in is new", "walk Checkout is new"));
        assertThat(Comparability.of(content("a", Map.of()), content("b", Map.of()))
                        .refusals())
                .containsExactly("the journeys measure something else (recorded without parts that could be named)");
    }

    @Test
    void whereAndWithWhatItRanIsToldAndNotRefused() {
        Provenance there = change(provenance(s -> s.sides.set(0, Sample.side(0, "old"))), "elsewhere", "0.2.0", 1);
        Comparability c = Comparability.of(there, provenance(s -> {}));
        assertThat(c.refusals()).isEmpty();
        assertThat(c.notes())
                .containsExactly(
                        "environment is new, was old",
                        "tool is 0.1.0, was 0.2.0",
                        "generator host is builder, was elsewhere");
    }

    @Test
    void otherLimitsOfAnswersAreToldAndNotRefused() {
        RunManifest.Target raised =
                new RunManifest.Target(0, "shop", "http://127.0.0.1:8080", "shared, max: 64", "body: 64 MB");
        Comparability c = Comparability.of(
                provenance(s -> {}), provenance(s -> s.sides.set(0, new RunManifest.Side(0, "new", List.of(raised)))));
        assertThat(c.refusals()).isEmpty();
        assertThat(c.notes())
                .containsExactly("target shop is http://127.0.0.1:8080, limits body: 64 MB, was http://127.0.0.1:8080");
    }

    @Test
    void otherRulesOfMeasuringAreRefused() {
        assertThat(Comparability.of(change(provenance(s -> {}), "builder", "0.1.0", 2), provenance(s -> {}))
                        .refusals())
                .containsExactly("times were measured by other rules (version 1, was 2)");
    }

    @Test
    void aRefusalIsInconclusiveWithoutRowsAndSaysWhatHelps() {
        Sample faster = new Sample();
        rate(faster, 20);
        Compared compared = Comparisons.of(
                "main",
                Kept.baseline().runs(),
                List.of(Kept.run("run-9", faster)),
                LIMITS,
                "Record it anew: rehearse baseline record main checkout.groovy --load steady --runs 5.");
        assertThat(compared.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(compared.comparison().rows()).isEmpty();
        assertThat(compared.words().headline())
                .isEqualTo("Not comparable with main: phase hold has 20/s, had 10/s. Record it anew:"
                        + " rehearse baseline record main checkout.groovy --load steady --runs 5.");
    }

    @Test
    void aMissingBaselineIsInconclusiveAndSaysSo() {
        Compared compared = Comparisons.missing(
                "main", List.of(Kept.run("run-9", new Sample())), LIMITS, "There is no baseline main for load steady.");
        assertThat(compared.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(compared.words().reasons()).containsExactly("There is no baseline main for load steady.");
    }

    @Test
    void aBaselineStoredByForceIsTrustedAndEveryOutputSaysWhy() {
        ComparableRun run = Kept.run("run-1", new Sample());
        Provenance forced = Provenance.of(
                        Kept.manifest("run-1", new Sample().manifest()), 0, List.of("late p99 3 ms is more than 1 ms"))
                .forced("the machine is what we have");
        Compared compared = Comparisons.of(
                "main",
                List.of(new ComparableRun(forced, run.series())),
                List.of(Kept.run("run-9", new Sample())),
                LIMITS,
                "");
        assertThat(compared.base()).allMatch(r -> r.trusted());
        assertThat(compared.words().reasons())
                .contains(
                        "Baseline run run-1 was stored by force although its generator was not trusted (late p99 3 ms is"
                                + " more than 1 ms); the reason given: the machine is what we have.");
        assertThat(compared.comparison().concerns()).extracting(Concern::kind).contains(Concern.Kind.FORCED);
    }

    private static List<String> refusals(Consumer<Sample> change) {
        return Comparability.of(provenance(s -> {}), provenance(change)).refusals();
    }

    private static Provenance provenance(Consumer<Sample> change) {
        Sample sample = new Sample();
        change.accept(sample);
        return Provenance.of(sample.manifest(), 0, List.of());
    }

    private static void rate(Sample sample, double perSecond) {
        sample.phases.set(1, Sample.phase(1, "hold", PhaseKind.HOLD, 5, 20.0, perSecond, true));
    }

    private static Provenance content(String sha, Map<String, String> parts) {
        return changed(p -> new RunManifest.Fingerprint(sha, parts));
    }

    private static Provenance changed(UnaryOperator<RunManifest.Fingerprint> change) {
        Provenance p = provenance(s -> {});
        return new Provenance(
                p.run(),
                p.side(),
                p.recorded(),
                p.tool(),
                p.measurement(),
                p.script(),
                p.gitCommit(),
                p.seed(),
                p.environment(),
                p.targets(),
                p.load(),
                change.apply(p.fingerprint()),
                p.host(),
                p.distrust(),
                p.forced());
    }

    private static Provenance change(Provenance p, String host, String tool, int measurement) {
        RunManifest.Host h = p.host();
        return new Provenance(
                p.run(),
                p.side(),
                p.recorded(),
                tool,
                measurement,
                p.script(),
                p.gitCommit(),
                p.seed(),
                p.environment(),
                p.targets(),
                p.load(),
                p.fingerprint(),
                new RunManifest.Host(host, h.os(), h.cpus(), h.memoryBytes(), h.jdk()),
                p.distrust(),
                p.forced());
    }
}
