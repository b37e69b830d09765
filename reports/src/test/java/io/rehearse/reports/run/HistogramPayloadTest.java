package io.rehearse.reports.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramPayloadTest {
    private final Histogram reused = new Histogram(Series.DIGITS);

    static Stream<Histogram> usual() {
        Histogram many = new Histogram(Series.DIGITS);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2000; i++) many.recordValue((long) Math.exp(22 * random.nextDouble()));
        return Stream.of(
                of(1),
                of(0, 1, 2),
                of(2047, 2048, 2049, 4095, 4096, 4097),
                of(88_123, 88_124, 173_000, 640_001),
                of(Series.MICROS_MAX),
                of(5, 5, 5, Series.MICROS_MAX, Series.MICROS_MAX),
                counted(63, 64, 8191, 8192, 1L << 31, (1L << 48) + 1),
                many);
    }

    @ParameterizedTest
    @MethodSource("usual")
    void whatTheWriterEncodesIsReadAsTheLibraryReadsIt(Histogram histogram) throws DataFormatException {
        reused.recordValueWithCount(77_777, 5);
        try (HistogramPayload payload = new HistogramPayload()) {
            Histogram read = payload.decode(encoded(histogram), reused);

            assertThat(read).isSameAs(reused).isEqualTo(histogram);
            assertThat(read.getMaxValue()).isEqualTo(histogram.getMaxValue());
            assertThat(read.getMinNonZeroValue()).isEqualTo(histogram.getMinNonZeroValue());
        }
    }

    @Test
    void otherPrecisionIsReadByTheLibraryIntoANewHistogram() throws DataFormatException {
        Histogram two = new Histogram(2);
        two.recordValue(123_456);
        try (HistogramPayload payload = new HistogramPayload()) {
            assertThat(payload.decode(encoded(two), reused)).isNotSameAs(reused).isEqualTo(two);
        }
    }

    @Test
    void aDamagedPayloadIsRefused() {
        byte[] bytes = Base64.getDecoder().decode(encoded(of(88_123, 173_000)));
        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 0x55;
        try (HistogramPayload payload = new HistogramPayload()) {
            assertThatThrownBy(() -> payload.decode(Base64.getEncoder().encodeToString(flipped), reused))
                    .isInstanceOf(DataFormatException.class);
        }
    }

    private static Histogram of(long... micros) {
        Histogram histogram = new Histogram(Series.DIGITS);
        Arrays.stream(micros).forEach(histogram::recordValue);
        return histogram;
    }

    /** One value for each count: the sizes of numbers in bytes. */
    private static Histogram counted(long... counts) {
        Histogram histogram = new Histogram(Series.DIGITS);
        for (int i = 0; i < counts.length; i++) histogram.recordValueWithCount(1000L * i, counts[i]);
        return histogram;
    }

    private static String encoded(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }
}
