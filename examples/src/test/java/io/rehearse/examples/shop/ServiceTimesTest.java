package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceTimesTest {
    private static final int N = 20_000;

    /** The median of N log-normal times has a standard error of 1.25 · σ / √N = 0.35 %. */
    @ParameterizedTest
    @CsvSource({
        "LOGIN, 60",
        "LIST, 30",
        "SEARCH, 40",
        "ORDER, 90",
        "STATUS, 20",
        "DELETE, 20",
        "PAGE, 15",
        "HEALTH, 0",
    })
    void theMedianIsTheStatedOne(Endpoint endpoint, double medianMillis) {
        double[] millis = millis(1, endpoint);
        assertThat(millis[N / 2]).isCloseTo(medianMillis, within(medianMillis * 0.015));
    }

    @Test
    void theLogarithmsHaveTheStatedSpread() {
        double[] millis = millis(7, Endpoint.ORDER);
        double variance = LongStream.range(0, N)
                .mapToDouble(i -> Math.pow(Math.log(millis[(int) i] / 90), 2))
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(variance)).isCloseTo(0.4, within(0.01));
        // e^(2.326 · 0.4) = 2.536
        assertThat(millis[N * 99 / 100]).isCloseTo(90 * 2.536, within(9.0));
    }

    @Test
    void theSameSeedAndNumberGiveTheSameTimeAndOthersDoNot() {
        long time = new ServiceTimes(3, true).nanos(Endpoint.LOGIN, 41);
        assertThat(new ServiceTimes(3, true).nanos(Endpoint.LOGIN, 41)).isEqualTo(time);
        assertThat(new ServiceTimes(4, true).nanos(Endpoint.LOGIN, 41)).isNotEqualTo(time);
        assertThat(new ServiceTimes(3, true).nanos(Endpoint.LOGIN, 42)).isNotEqualTo(time);
    }

    @Test
    void switchedOffEveryTimeIsZero() {
        assertThat(new ServiceTimes(3, false).nanos(Endpoint.ORDER, 41)).isZero();
    }

    private static double[] millis(long seed, Endpoint endpoint) {
        ServiceTimes times = new ServiceTimes(seed, true);
        return LongStream.range(0, N)
                .mapToDouble(n -> times.nanos(endpoint, n) / 1e6)
                .sorted()
                .toArray();
    }
}
