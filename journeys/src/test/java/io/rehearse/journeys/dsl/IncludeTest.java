package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An included file is as if it stood in the place of its include. */
class IncludeTest {
    private static final String MAIN = """
            param 'first', 1
            include 'lib/login.groovy'
            journey('A') {
                target 'shop'
                step('Page') { get path(7); query size: param('size') }
                perform login
            }
            """;

    private static final String LOGIN = """
            include 'paths.groovy'
            param 'size', 7
            def login = fragment {
                step('Log in') {
                    post '/login'
                    expect { status 201 }
                    check('good') { r -> r.status == 201 }
                    save token: json('$.token')
                }
            }
            """;

    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(directory.resolve("lib"));
        Files.writeString(directory.resolve("lib/login.groovy"), LOGIN);
        Files.writeString(directory.resolve("lib/paths.groovy"), "static String path(int n) { \"/page/$n\" }\n");
    }

    @Test
    void fragmentsParamsAndMethodsAreThereBehindTheInclude() throws IOException {
        Plan plan = compile();
        assertThat(plan.parameters()).extracting(Plan.Parameter::name).containsExactly("first", "size");
        assertThat(plan.steps()).extracting(Step::name).containsExactly("Page", "Log in");
        assertThat(plan.steps().get(0).request().url().text(java.util.List.of()))
                .isEqualTo("/page/7?size=7");
    }

    /** A report names the journey file only, so a step of an included file has the line that performs it. */
    @Test
    void allLinesOfThePlanAreOfTheJourneyFile() throws IOException {
        Step step = compile().steps().get(1);
        assertThat(step.line()).isEqualTo(6);
        assertThat(step.checks()).extracting(check -> check.line()).containsOnly(6);
        assertThat(step.captures()).extracting(capture -> capture.line()).containsOnly(6);
    }

    @Test
    void theHashOfTheScriptFollowsWhatItIncludes() throws IOException {
        String before = compile().script().sha256();
        assertThat(compile().script().sha256()).isEqualTo(before);
        Files.writeString(directory.resolve("lib/login.groovy"), LOGIN.replace("size', 7", "size', 8"));
        assertThat(compile().script().sha256()).isNotEqualTo(before);
    }

    private Plan compile() throws IOException {
        Path file = directory.resolve("a.groovy");
        Files.writeString(file, MAIN);
        return Journeys.compile(file, Inputs.none().target("shop", "http://127.0.0.1:9"));
    }
}
