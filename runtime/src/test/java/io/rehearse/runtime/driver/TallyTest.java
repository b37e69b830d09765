package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void itHasTheBucketsOfAnHdrHistogramOfThreeDigits() {
        Random random = new Random(1);
        Tally tally = new Tally();
        Histogram expected = new Histogram(Tally.MAX_MICROS, 3);
        for (int i = 0; i < 200_000; i++) {
            long micros = (long) Math.exp(random.nextDouble() * Math.log(Tally.MAX_MICROS));
            tally.recordNanos(micros * 1000);
            expected.recordValue(micros);
        }
        tally.recordNanos(0);
        expected.recordValue(0);
        Histogram actual = new Histogram(Tally.MAX_MICROS, 3);
        tally.forEach(actual::recordValueWithCount);

        assertThat(actual.getTotalCount()).isEqualTo(expected.getTotalCount()).isEqualTo(tally.count());
        assertThat(tally.maxMicros()).isEqualTo(expected.getMaxValue());
        for (double percentile = 0; percentile <= 100; percentile += 0.1) {
            assertThat(actual.getValueAtPercentile(percentile)).isEqualTo(expected.getValueAtPercentile(percentile));
        }
    }

    @Test
    void aValueAboveAnHourIsClampedAndCounted() {
        Tally tally = new Tally();
        tally.recordNanos(Tally.MAX_MICROS * 1000 + 1_000_000);
        assertThat(tally.clamped()).isEqualTo(1);
        tally.forEach((micros, count) -> assertThat(micros).isBetween(Tally.MAX_MICROS * 999 / 1000, Tally.MAX_MICROS));
        tally.clear();
        assertThat(tally.count()).isZero();
        assertThat(tally.clamped()).isZero();
    }
}
