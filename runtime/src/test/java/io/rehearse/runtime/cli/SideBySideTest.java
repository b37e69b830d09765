package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two environments on one command line: what they must have in common, and what is printed about both. */
class SideBySideTest {
    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void writeScript() throws IOException {
        script = Files.writeString(directory.resolve("look.groovy"), """
                param 'rate', 5.perSecond
                journey('Look') {
                    target 'shop'
                    step('Front page') { get '/' }
                }
                load('default') { hold param('rate'), 10.s }
                load('three')   { walks 3, users: 2 }
                """);
        Files.createDirectory(directory.resolve("env"));
        environment("old", "embedded: shop", "");
    }

    @Test
    void environmentsThatGiveOtherLoadsAreRefusedByTheFirstDifference() throws IOException {
        environment("new", "embedded: shop", "params:\n  rate: 6.perSecond\n");
        CommandLineRun run = CommandLineRun.of("run", script.toString(), "--env", "old", "--env", "new");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines().findFirst())
                .hasValue(
                        "rehearse run: the environments 'old' and 'new' cannot run side by side: they do not do the same."
                                + " 'old' has '0 hold 5/s for 10 s'; 'new' has '0 hold 6/s for 10 s'."
                                + " Give both the same params, data, protocol and connections");
    }

    @Test
    void environmentsWithOtherConnectionsAreRefused() throws IOException {
        environment("new", "embedded: shop\n    connections: fresh", "");
        CommandLineRun run = CommandLineRun.of("plan", script.toString(), "--env", "old", "--env", "new");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("'old' has 'connections shared, max: 64, connect timeout 5 s';"
                        + " 'new' has 'connections fresh, connect timeout 5 s'");
    }

    @Test
    void environmentsWithOtherLimitsOfAnswersRunSideBySide() throws IOException {
        environment("new", "embedded: shop\n    limits: {body: 64 MB}", "");
        CommandLineRun run = CommandLineRun.of("plan", script.toString(), "--env", "old", "--env", "new");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("limits body: 8 MB, ", "limits body: 64 MB, ");
    }

    @Test
    void aWrongWordForAnEmbeddedShopIsTold() throws IOException {
        environment("new", "embedded: shop --slw order=x2", "");
        CommandLineRun run = CommandLineRun.of("run", script.toString(), "--env", "old", "--env", "new");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("rehearse run: target shop, embedded: shop --slw order=x2: unknown word '--slw';"
                        + " did you mean '--slow'?");
    }

    @Test
    void thePlanSaysWhatBothSidesTogetherGet() throws IOException {
        environment("new", "embedded: shop --seed 2", "");
        CommandLineRun run = CommandLineRun.of("plan", script.toString(), "--env", "old", "--env", "new");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("environment old", "environment new", "embedded shop --seed 2")
                .contains("side by side  every user comes twice, once on each side: up to 10/s in all, twice the load")
                .contains("more than 2000 are not let in (DROPPED_TARGET), half of them on each side");
    }

    @Test
    void eachSideHasAnEmbeddedShopOfItsOwn() throws IOException {
        environment("new", "embedded: shop --fail all=100%", "");
        Path out = directory.resolve("run");
        CommandLineRun run = CommandLineRun.of(
                "run", script.toString(), "--env", "old", "--env", "new", "--load", "three", "--out", out.toString());
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
        assertThat(run.out())
                .contains("Front page on new: STATUS_ERROR, 3 times")
                .doesNotContain("Front page on old");
    }

    private void environment(String name, String target, String more) throws IOException {
        Files.writeString(
                directory.resolve("env").resolve(name + ".yaml"), "targets:\n  shop:\n    " + target + "\n" + more);
    }
}
