package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.probe.ProbedRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProbeViewTest {
    private static final Screen SCREEN = new Screen() {
        @Override
        public int columns() {
            return 80;
        }

        @Override
        public int rows() {
            return 25;
        }
    };

    @TempDir
    private Path directory;

    private final StringWriter text = new StringWriter();
    private ProbedRun probed;

    @BeforeEach
    void open() throws Exception {
        probed = new ProbedRun(directory);
    }

    @AfterEach
    void close() throws Exception {
        probed.close();
    }

    private ProbeView view(boolean draw, Style style) {
        return new ProbeView(
                new PrintWriter(text), draw, SCREEN, style, () -> probed.run().seen());
    }

    @Test
    void aPipeGetsALineForEachChangeAndOneAMinute() throws Exception {
        ProbeView view = view(false, Style.PLAIN);
        view.show(probed.now());
        probed.walks(660, true);
        Instant then = probed.now();
        for (int i = 0; i < 61; i++) {
            view.show(then);
        }
        probed.walks(3, false);
        view.show(probed.now());
        probed.silence(20);
        view.show(probed.now());
        assertThat(text.toString().replaceAll("\\d\\d:\\d\\d:\\d\\d", "TT:TT:TT"))
                .isEqualTo("""
                TT:TT:TT verdict    HOLD  INCONCLUSIVE: nothing was seen yet
                TT:TT:TT verdict    GO  PASS
                TT:TT:TT probe      GO  PASS, 660 walks, late 0 ms, 0 dropped, journal written
                TT:TT:TT verdict    ROLL BACK  FAIL, latched: down: 3 of the last 5 walks failed
                TT:TT:TT verdict    ROLL BACK  FAIL, latched: down: 3 of the last 5 walks failed
                """);
    }

    @Test
    void aTerminalIsDrawnOverAndItsVerdictColoured() throws Exception {
        ProbeView view = view(true, Style.COLOUR);
        probed.walks(660, true);
        view.show(probed.now());
        assertThat(text.toString())
                .startsWith("\u001b[HCHECKOUT  ")
                .contains("\u001b[32m>> GO  PASS\u001b[0m\u001b[K\r\n")
                .endsWith("do        go on: nothing stands against it\u001b[K\r\n\u001b[J");
        text.getBuffer().setLength(0);
        probed.walks(3, false);
        view.show(probed.now());
        assertThat(text.toString()).contains("\u001b[1;31m>> ROLL BACK  FAIL, latched\u001b[0m");
    }

    @Test
    void itEndsWithALastLook() throws Exception {
        ProbeView view = view(false, Style.PLAIN);
        view.start();
        view.close();
        assertThat(text.toString())
                .endsWith("HOLD  INCONCLUSIVE: nothing was seen yet\n")
                .contains("yet\n");
    }
}
