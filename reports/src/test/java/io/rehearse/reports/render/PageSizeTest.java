package io.rehearse.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.reports.Simulated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageSizeTest {
    @TempDir
    Path temp;

    @Test
    void tenMinutesOfTwentyStepsAreLessThanOneMegabyte() throws IOException {
        Simulated simulated = new Simulated();
        simulated.steps =
                IntStream.range(0, 20).mapToObj(i -> "Step number " + i).toList();
        simulated.medianMs = new double[20];
        Arrays.setAll(simulated.medianMs, i -> 20 + 10 * i);
        simulated.perSecond = 10;
        simulated.holdSeconds = 600;
        simulated.burst = 2;

        String page = RunReport.of(simulated.write(temp, "long")).html();

        assertThat(page).contains("Step number 0").contains("Step number 19");
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(1_000_000);
    }
}
