package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.journeys.plan.Route;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.Plans;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Local ports are counted for each source address. */
class PreflightPortsTest {
    private static Target from(String... sources) {
        Target plain = Plans.target(URI.create("http://127.0.0.1:9"), Plans.shared(1));
        return new Target(
                0,
                "shop",
                plain.url(),
                Optional.empty(),
                Map.of(),
                plain.connections(),
                plain.tls(),
                new Route(Optional.empty(), List.of(sources), Optional.empty()),
                plain.limits(),
                true);
    }

    @Test
    void eachSourceHasAllPorts() {
        assertThat(Preflight.portsOfOneSource(from(), 50_001)).isEqualTo(50_001);
        assertThat(Preflight.portsOfOneSource(from("127.0.0.2"), 50_001)).isEqualTo(50_001);
        assertThat(Preflight.portsOfOneSource(from("127.0.0.2", "127.0.0.3"), 50_001))
                .isEqualTo(25_001);
        assertThatCode(() -> Preflight.ports(28_232, 28_232)).doesNotThrowAnyException();
        assertThatThrownBy(() -> Preflight.ports(50_001, 28_232))
                .isInstanceOf(PreflightException.class)
                .hasMessage("about 50001 connections from one address need more local ports than this machine gives out"
                        + " (28232, net.ipv4.ip_local_port_range); more come with more addresses: --source"
                        + " 10.0.0.1,10.0.0.2");
    }
}
