package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.rehearse.runtime.cli.RealTrial.Judged;
import io.rehearse.runtime.cli.RealTrial.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The judge on real runs. The whole trial takes hours and is asked for ({@code runtime/benchmark/trial}); a slice of it always runs.
 * On a machine that is too busy to be trusted the slice proves nothing and says so.
 */
class RealTrialTest {
    private static final Path SHOP = Path.of("..", "examples", "shop", "checkout.groovy");

    @TempDir
    Path directory;

    @Test
    void aSliceOfTheTrial() throws Exception {
        RealTrial trial = new RealTrial(directory, SHOP, new Shape(3, 5, 31, 31));
        List<Judged> unchanged = trial.splits(4, 2, 2);
        List<Judged> slower = trial.separate("order", 1, 3, 2, "--slow order=x1.5");
        List<Judged> sideBySide = trial.duets("duet", 1, 40_000, "");
        List<Judged> slowerSide = trial.duets("slower-duet", 1, 50_000, "--slow all=x1.3");
        assertThat(unchanged).extracting(Judged::verdict).doesNotContain("FAIL", "none");
        assertThat(sideBySide).extracting(Judged::verdict).doesNotContain("FAIL", "none");
        for (Judged judged : List.of(slower.get(0), slowerSide.get(0))) {
            assertThat(judged.verdict()).as("%s", judged).isIn("FAIL", "INCONCLUSIVE");
            assumeThat(judged.trusted()).as("%s", judged).isTrue();
            assertThat(judged.verdict()).as("%s", judged).isEqualTo("FAIL");
        }
        assertThat(slower.get(0).failed()).contains("Place order");
        assertThat(slowerSide.get(0).failed()).contains("Log in", "Browse list", "Place order");
    }

    @Test
    @EnabledIfSystemProperty(named = "rehearse.trial", matches = ".+")
    void theWholeTrial() throws Exception {
        RealTrial trial = new RealTrial(
                Path.of(System.getProperty("rehearse.trial")),
                SHOP,
                new Shape(Integer.getInteger("rehearse.trial.atOnce", 1), 15, 60, 120));
        List<Judged> splits = trial.splits(12, 20, 5);
        List<Judged> duets = trial.duets("duet", 20, 40_000, "");
        List<Judged> slowerDuets = trial.duets("slower-duet", 10, 50_000, "--slow all=x1.1");
        List<Judged> slower = trial.separate("order", 10, 5, 3, "--slow order=x1.2");
        tell("20 splits 5 + 5 of 12 unchanged runs", splits);
        tell("10 x 5 + 3, Place order x1.2", slower);
        tell("20 unchanged duets", duets);
        tell("10 duets, one side x1.1", slowerDuets);
        assertThat(fails(splits)).isLessThanOrEqualTo(1);
        assertThat(slower.stream().filter(j -> j.failed().contains("Place order")))
                .hasSizeGreaterThanOrEqualTo(9);
        assertThat(fails(duets)).isZero();
        assertThat(fails(slowerDuets)).isGreaterThanOrEqualTo(9);
    }

    private static long fails(List<Judged> judged) {
        return judged.stream().filter(j -> j.verdict().equals("FAIL")).count();
    }

    private static void tell(String what, List<Judged> judged) {
        System.out.printf(
                "%s: FAIL %d, PASS %d, INCONCLUSIVE %d; not trusted %d%n",
                what,
                fails(judged),
                judged.stream().filter(j -> j.verdict().equals("PASS")).count(),
                judged.stream().filter(j -> j.verdict().equals("INCONCLUSIVE")).count(),
                judged.stream().filter(j -> !j.trusted()).count());
    }
}
