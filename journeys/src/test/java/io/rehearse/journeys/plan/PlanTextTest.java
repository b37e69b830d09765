package io.rehearse.journeys.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTextTest {
    private static final Path SCRIPTS = Path.of("src/test/resources/io/rehearse/journeys/scripts");

    @TempDir
    Path directory;

    private static Inputs inputs(String token) {
        return new Inputs(
                Optional.of("words"),
                Map.of("pause", "300ms"),
                Map.of("shop", "http://127.0.0.1:9/base"),
                Map.of("API_TOKEN", token, "REHEARSE_RATE", "40/s"));
    }

    @Test
    void everyWordHasItsPlaceInThePlan() throws IOException {
        Plan plan = Journeys.compile(SCRIPTS.resolve("words.groovy"), inputs("t0p-s3cret"));
        String text = plan.loads().stream().map(load -> PlanText.of(plan, load)).collect(Collectors.joining("\n"));
        Path golden = SCRIPTS.resolve("words.plan.txt");
        assertThat(text).isEqualTo(Files.readString(golden));
        assertThat(text).doesNotContain("t0p-s3cret").doesNotContain("pw-ann");
    }

    @Test
    void theFingerprintFollowsWhatIsMeasuredAndNothingElse() throws IOException {
        String base = "journey('A') { target 'shop'; step('S') { get '/a'; expect { status 200 } }; think 1.s }\n"
                + "load('l') { hold 5.perSecond, 30.s }\npass { p99.below 1.s }";
        String fingerprint = fingerprint(base);
        assertThat(fingerprint(base.replace("'/a'", "'/b'"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("status 200", "status 201"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("think 1.s", "think 2.s"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("'S'", "'T'"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("hold", "poisson; hold"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("p99.below 1.s", "p99.below 2.s"))).isEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("expect {", "redirects 20; expect {")))
                .isEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("expect {", "redirects off; expect {")))
                .isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("'shop';", "'shop'; tracing off;"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint("// a comment\n" + base)).isEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("30.s", "60.s"))).isEqualTo(fingerprint);
    }

    @Test
    void theFingerprintHasPartsWithNamesSoThatADifferenceCanBeNamed() throws IOException {
        Plan plan = plan("journey('A') { target 'shop'; step('S') { get '/a'; expect { status 200 } }; think 1.s }\n"
                + "load('l') { hold 5.perSecond, 30.s }");
        assertThat(Fingerprint.parts(plan, plan.loads().get(0)))
                .containsOnlyKeys("journey A", "load", "step A/S", "target shop", "walk A")
                .containsEntry("walk A", "S; think 1 s")
                .containsEntry("load", "OPEN EVEN")
                .hasEntrySatisfying("step A/S", text -> assertThat(text).startsWith("GET /a; "));
        Plan big = plan("journey('A') { target 'shop'; step('S') { post '/a'; body '" + "x".repeat(900) + "' } }\n"
                + "load('l') { hold 5.perSecond, 30.s }");
        assertThat(Fingerprint.parts(big, big.loads().get(0)).get("step A/S"))
                .hasSizeLessThan(250)
                .contains("… sha256 ");
    }

    @Test
    void theFingerprintCoversTheWaysThroughAJourney() throws IOException {
        String base = "journey('A') { target 'shop'; repeat(2) { step('S') { get '/a' } }\n"
                + "chance(20.percent) { step('T') { get '/b' } } otherwise { step('U') { get '/c' } }\n"
                + "group('G') { step('V') { get '/d'; retry 2, on: [503], wait: 1.s } } }\nload('l') { hold 5.perSecond, 30.s }";
        String fingerprint = fingerprint(base);
        assertThat(fingerprint(base.replace("repeat(2)", "repeat(3)"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("20.percent", "21.percent"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("retry 2", "retry 3"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("target 'shop'", "target 'shop'; onFailure go")))
                .isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("} otherwise {", "; "))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("group('G')", "group('H')"))).isNotEqualTo(fingerprint);
        assertThat(fingerprint(base.replace("group('G')", "repeat(1)"))).isNotEqualTo(fingerprint);
    }

    private String fingerprint(String script) throws IOException {
        Plan plan = plan(script);
        return Fingerprint.of(plan, plan.loads().get(0));
    }

    private Plan plan(String script) throws IOException {
        Path file = directory.resolve("a.groovy");
        Files.writeString(file, script);
        return Journeys.compile(
                file, new Inputs(Optional.empty(), Map.of(), Map.of("shop", "http://127.0.0.1:9"), Map.of()));
    }
}
