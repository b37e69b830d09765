package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    private static Found text(String text) {
        Value value = new Value();
        value.set(Kind.TEXT, text);
        Found found = new Found();
        found.view(value);
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0",
        "1, 1.000, 0",
        "-1, 1, -1",
        "0, -0.0, 0",
        "0.1, 0.10000000000000001, -1",
        "9223372036854775807, 9223372036854775808, -1",
        "9007199254740993, 9007199254740992, 1",
        "999999999999999999, 0.999999999999999999, 1",
        "-999999999999999999, 0.5, -1",
        "1e3, 1000, 0",
        "1.5E-2, 0.015, 0",
        "123456789012345678901234567890, 123456789012345678901234567891, -1",
        "' 42\n', 42, 0"
    })
    void numbersAreComparedExactly(String left, String right, int sign) {
        Decimal a = new Decimal();
        Decimal b = new Decimal();
        assertThat(a.read(text(left)) && b.read(text(right))).isTrue();
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(sign);
        assertThat(Integer.signum(b.compareTo(a))).isEqualTo(-sign);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-", "abc", "1.", ".5", "1.2.3", "1e", "0x10", "1 2", "NaN", "1e999999999", "1e-99999999999"
            })
    void whatIsNoNumberOrAnAbsurdOneIsRefused(String text) {
        assertThat(new Decimal().read(text(text))).isFalse();
    }
}
