package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.http.RawServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands around a run has its time, of which the test gives it little. */
@Timeout(60)
class OnceWalkTest {
    @TempDir
    private Path directory;

    private WalkedOnce walked(String before, long boundNanos) throws Exception {
        try (RawServer server = RawServer.always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            Plan plan = Scripts.compile(directory, server.url().toString(), before + """

                    journey('Look') { target 'shop'; step('Look') { get '/' } }
                    load('test') { walks 1 }
                    """);
            RunRequest request = new RunRequest(
                    List.of(plan), plan.load("test").orElseThrow(), 1, 1, directory, directory.resolve("run"), false);
            Names names = Names.ofSystem();
            assertThat(names.find(plan.targets().get(0))).isNull();
            Journey walk = plan.before().orElseThrow();
            try (Tokens tokens = Tokens.fetch(request.sides())) {
                return new OnceWalk(request, 0, walk, names::addresses, tokens, boundNanos).run();
            }
        }
    }

    @Test
    void whatIsNotDoneInItsTimeIsStoppedAndToldSo() throws Exception {
        WalkedOnce late = walked(
                "before { target 'shop'; step('A') { get '/' }; think 40.s; step('B') { get '/' } }", 1_000_000_000L);
        assertThat(late.failure()).contains("it was not done within 1 s");
        assertThat(RunRequest.ONCE_NANOS).as("as the documents say").isEqualTo(300 * 1_000_000_000L);
    }

    @Test
    void whatIsDoneInTimeIsNotStopped() throws Exception {
        assertThat(walked("before { target 'shop'; step('A') { get '/' } }", RunRequest.ONCE_NANOS)
                        .failure())
                .isEmpty();
    }
}
