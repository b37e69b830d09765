package io.rehearse.journeys.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fragment is what stands in it, wherever it is performed. */
class FragmentTest {
    private static final String LOGIN = """
            def login = fragment {
                step('Log in') { post '/login'; save token: json('$.token') }
                think 1.s
                repeat(2) { step('Look') { get "/look/${vars.token}" } }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void aPerformedFragmentIsAsIfItStoodThere() throws IOException {
        Plan performed = compile(LOGIN + """
                journey('A') {
                    target 'shop'
                    perform login
                    step('Use') { get '/use'; auth bearer(vars.token) }
                }
                """);
        Plan written = compile("""
                journey('A') {
                    target 'shop'
                    step('Log in') { post '/login'; save token: json('$.token') }
                    think 1.s
                    repeat(2) { step('Look') { get "/look/${vars.token}" } }
                    step('Use') { get '/use'; auth bearer(vars.token) }
                }
                """);
        assertThat(performed.journeys().get(0).body())
                .extracting(Node::getClass)
                .isEqualTo(written.journeys().get(0).body().stream()
                        .map(Node::getClass)
                        .toList());
        assertThat(performed.steps()).extracting(Step::name).containsExactly("Log in", "Look", "Use");
        assertThat(performed.steps())
                .extracting(Step::request)
                .isEqualTo(written.steps().stream().map(Step::request).toList());
        assertThat(performed.steps()).extracting(Step::line).containsExactly(2, 4, 9);
    }

    @Test
    void journeysAndBlocksPerformTheSameFragment() throws IOException {
        Plan plan = compile(LOGIN + """
                journey('A') { target 'shop'; perform login }
                journey('B') { target 'shop'; group('First') { perform login } }
                """);
        assertThat(plan.steps()).extracting(Step::name).containsExactly("Log in", "Look", "Log in", "Look");
        assertThat(plan.steps()).extracting(Step::index).containsExactly(0, 1, 2, 3);
    }

    private Plan compile(String script) throws IOException {
        Path file = directory.resolve("a.groovy");
        Files.writeString(file, script);
        return Journeys.compile(file, Inputs.none().target("shop", "http://127.0.0.1:9"));
    }
}
