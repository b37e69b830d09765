package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.objective.Verdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ControlPointTest {
    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-11-22T03:00:00Z");

    private static ServerSocket listening(int port) throws Exception {
        return new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    }

    private static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Test
    void whatFailsWhileItCannotBeReachedAndHalfAMinuteAfterwardsSaysNothing() throws Exception {
        int port;
        ControlPoint control;
        try (ServerSocket there = listening(0)) {
            port = there.getLocalPort();
            control = new ControlPoint(url(port), () -> now);
            assertThat(control.against(now)).isEmpty();
        }
        now = now.plusSeconds(1);
        assertThat(control.against(now))
                .contains("walks failed, and the control point " + url(port)
                        + " cannot be reached either: Connection refused");
        try (ServerSocket back = listening(port)) {
            assertThat(back.getLocalPort()).isEqualTo(port);
            now = now.plusSeconds(29);
            assertThat(control.against(now))
                    .contains("walks failed that may have begun while the control point " + url(port)
                            + " could not be reached");
            now = now.plusSeconds(2);
            assertThat(control.against(now)).isEmpty();
        }
    }

    /** A second that ended before it was asked last is not worth another question: with time-outs that would never catch up. */
    @Test
    void itIsNotAskedTwiceAboutTheSameTime() throws Exception {
        ControlPoint control = new ControlPoint(url(1), () -> now);
        assertThat(control.against(now)).isPresent();
        Instant asked = now;
        now = now.plus(Duration.ofHours(1));
        Optional<String> again = control.against(asked);
        assertThat(again).isPresent();
        assertThat(control.against(asked.minusSeconds(1))).isEqualTo(again);
    }

    @Test
    void withoutOneEverythingWasObserved() {
        assertThat(new ControlPoint(null, () -> now).against(now)).isEmpty();
    }

    @Test
    void aProbeWithoutNetworkSaysThatItDoesNotKnow() throws Exception {
        try (ProbedRun probed = new ProbedRun(directory, url(1))) {
            probed.walks(660, true);
            probed.walks(10, false);
            var gate = probed.run().seen().status().standing().gate();
            assertThat(gate.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(gate.reasons().get(0))
                    .startsWith("not observed: walks failed, and the control point http://127");
        }
    }
}
