package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, 500000000",
        "30s, 30000000000",
        "30 s, 30000000000",
        "1.5min, 90000000000",
        "5m, 300000000000",
        "2h, 7200000000000",
        "30d, 2592000000000000"
    })
    void timesAreReadAsPeopleWriteThem(String text, long nanos) {
        assertThat(Duration.parse(text).nanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "-1s", "1w", "1e3s", "", "0s", "31d", "1s2s"})
    void anythingElseIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> Duration.parse(text)).hasMessageStartingWith("'" + text + "' is ");
    }
}
