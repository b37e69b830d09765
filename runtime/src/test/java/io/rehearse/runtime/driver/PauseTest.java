package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a user acts: pauses, paces and what comes when the walk is over; in virtual time, each answer takes 100 ms. */
class PauseTest {
    @TempDir
    Path directory;

    @Test
    void aThinkOfOneLengthIsThatLong() {
        assertThat(sentAt("step('A') { get '/' }; think 2.s; step('B') { get '/' }"))
                .containsExactly(0L, 2100L);
    }

    @Test
    void aThinkOfTwoLengthsIsDrawnEvenlyBetweenThem() {
        List<Long> pauses = pauses("think 1.s, 3.s", 2000);
        assertThat(pauses).allMatch(pause -> pause >= 1000 && pause <= 3000);
        // a uniform draw from 1 to 3 s has a standard deviation of 577 ms, the mean of 2 000 one of 13 ms
        assertThat(mean(pauses)).isBetween(2000 - 52.0, 2000 + 52.0);
    }

    @Test
    void anExponentialThinkHasItsMeanAndManyShortPauses() {
        List<Long> pauses = pauses("think exponential(1.s)", 2000);
        // its standard deviation is its mean, that of 2 000 is 22 ms; 63 % are shorter than the mean
        assertThat(mean(pauses)).isBetween(1000 - 90.0, 1000 + 90.0);
        assertThat(pauses.stream().filter(pause -> pause < 1000).count()).isBetween(1264L - 86, 1264L + 86);
    }

    @Test
    void aPaceIsKeptWhateverTheAnswersTake() {
        assertThat(sentAt("repeat(3) { pace 1.s; step('A') { get '/' }; think 300.ms }"))
                .containsExactly(0L, 1000L, 2000L);
    }

    @Test
    void afterwardsComesLastAfterSuccessAndFailureAndNotWithoutItsValues() {
        String journey = """
                step('A') { get '/a'; save id: json('$.id') }
                step('B') { get '/b' }
                afterwards { delete "/${vars.id}" }
                """;
        assertThat(walked(journey, 200, "{\"id\":5}")).isEqualTo("A B afterwards");
        assertThat(walked(journey, 500, "{\"id\":5}")).isEqualTo("A");
        assertThat(walked(journey.replace("/b' }", "/b'; expect { status 404 } }"), 200, "{\"id\":5}"))
                .isEqualTo("A B afterwards");
    }

    private String walked(String journey, int status, String body) {
        return Play.journey(directory, journey)
                .answering((step, time) -> Reply.of(status, body))
                .walked();
    }

    private List<Long> sentAt(String body) {
        Play play = Play.journey(directory, body);
        play.run();
        return play.sentAtMillis;
    }

    /** The pauses of so many walks, one after the other. */
    private List<Long> pauses(String think, int walks) {
        Play play = Play.of(directory, """
                journey('J') {
                    target 'shop'
                    step('A') { get '/' }
                    %s
                    step('B') { get '/' }
                }
                load('l') { walks %d, users: 1 }
                """.formatted(think, walks));
        play.run();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i + 1 < play.sentAtMillis.size(); i += 2) {
            pauses.add(play.sentAtMillis.get(i + 1) - play.sentAtMillis.get(i) - 100);
        }
        assertThat(pauses).hasSize(walks);
        return pauses;
    }

    private static double mean(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).average().orElseThrow();
    }
}
