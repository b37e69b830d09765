package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadChoiceTest {
    @TempDir
    Path directory;

    private static final String GATE = "load('gate') { warmUp 1.perSecond, 5.s; hold 2.perSecond, 10.s }\n";
    private static final String DEFAULT = "load('default') { users 4, 10.s }\n";
    private static final String TWENTY = "load('twenty') { walks 20 }\n";

    @Test
    void theNamedLoadWins() {
        assertThat(LoadChoice.of(plan(GATE + DEFAULT), Optional.of("gate")).name())
                .isEqualTo("gate");
    }

    @Test
    void withoutANameItIsTheOneNamedDefault() {
        assertThat(LoadChoice.of(plan(GATE + DEFAULT), Optional.empty()).name()).isEqualTo("default");
    }

    @Test
    void withoutADefaultItIsTheOnlyOne() {
        assertThat(LoadChoice.of(plan(GATE), Optional.empty()).name()).isEqualTo("gate");
    }

    @Test
    void severalWithoutADefaultAreListed() {
        assertThatThrownBy(() -> LoadChoice.of(plan(GATE + TWENTY), Optional.empty()))
                .hasMessage("which load? None is named 'default'; say --load NAME; loads: gate, twenty");
    }

    @Test
    void aFileWithoutALoadCanBeRunOnce() {
        assertThatThrownBy(() -> LoadChoice.of(plan(""), Optional.empty()))
                .hasMessage("test.groovy has no load: run it with --once, or write one, for example"
                        + " load('default') { hold 5.perSecond, 30.s }");
    }

    @Test
    void aMisspeltNameIsToldWithTheNearest() {
        assertThatThrownBy(() -> LoadChoice.of(plan(GATE + TWENTY), Optional.of("gaet")))
                .hasMessage("no load 'gaet' in test.groovy; did you mean 'gate'?; loads: gate, twenty");
    }

    @Test
    void durationIsThatOfTheLastMeasuredPhase() {
        Load load = LoadChoice.withDuration(LoadChoice.of(plan(GATE), Optional.empty()), 3_000_000_000L);
        assertThat(load.phases()).extracting(Load.Phase::durationNanos).containsExactly(5_000_000_000L, 3_000_000_000L);
    }

    @Test
    void aNumberOfWalksHasNoDuration() {
        assertThatThrownBy(() -> LoadChoice.withDuration(LoadChoice.once(), 1))
                .hasMessage("load 'once' is a number of walks and has no duration; leave --duration out");
    }

    private Plan plan(String loads) {
        try {
            Path script = Files.writeString(
                    directory.resolve("test.groovy"),
                    "journey('J') { target 'shop'; step('S') { get '/health' } }\n" + loads);
            return Journeys.compile(
                    script, new Inputs(Optional.empty(), Map.of(), Map.of("shop", "http://127.0.0.1:1"), Map.of()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
