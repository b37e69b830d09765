package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 192.0.2.1 is an address of documentation (RFC 5737): nothing is ever sent here. */
class PermissionTest {
    private static final String ELSEWHERE = "http://192.0.2.1";

    @TempDir
    Path directory;

    @Test
    void aLargeRateToAnotherMachineNeedsAWord() {
        assertThatThrownBy(() -> check(ELSEWHERE, "hold 101.perSecond, 1.min", false, List.of()))
                .hasMessage("load 'default' sends up to 101 users per second to 192.0.2.1, which is not this machine."
                        + " If it may be loaded so, say --allow 192.0.2.1 or --yes, or write allow: true under target"
                        + " shop in the environment file");
    }

    @Test
    void soDoManyUsersAtOnce() {
        assertThatThrownBy(() -> check(ELSEWHERE, "users 101, 1.min", false, List.of()))
                .hasMessageStartingWith("load 'default' sends 101 users at once to 192.0.2.1,");
    }

    @Test
    void aSmallLoadAndThisMachineNeedNone() {
        assertThatCode(() -> {
                    check(ELSEWHERE, "hold 100.perSecond, 1.min", false, List.of());
                    check(ELSEWHERE, "users 100, 1.min", false, List.of());
                    check("http://127.0.0.1:8080", "hold 5000.perSecond, 1.min", false, List.of());
                    check("http://[::1]:8080", "hold 5000.perSecond, 1.min", false, List.of());
                    check("http://localhost:8080", "hold 5000.perSecond, 1.min", false, List.of());
                })
                .doesNotThrowAnyException();
    }

    @Test
    void theWordIsYesOrTheHost() {
        assertThatCode(() -> {
                    check(ELSEWHERE, "hold 101.perSecond, 1.min", true, List.of());
                    check(ELSEWHERE, "hold 101.perSecond, 1.min", false, List.of("192.0.2.1"));
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(ELSEWHERE, "hold 101.perSecond, 1.min", false, List.of("192.0.2.2")))
                .isInstanceOf(Failure.class);
    }

    private void check(String url, String load, boolean yes, List<String> allowed) {
        try {
            Path script = Files.writeString(
                    directory.resolve("test.groovy"),
                    "journey('J') { target 'shop'; step('S') { get '/health' } }\nload('default') { " + load + " }\n");
            Plan plan = Journeys.compile(script, new Inputs(Optional.empty(), Map.of(), Map.of("shop", url), Map.of()));
            Permission.check(List.of(plan), plan.loads().get(0), yes, allowed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
