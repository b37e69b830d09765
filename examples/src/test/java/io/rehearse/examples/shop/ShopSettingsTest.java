package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopSettingsTest {
    @Test
    void withoutWordsItIsAHealthyShopOnAnyPortOfLoopback() {
        assertThat(ShopSettings.parse(List.of())).isEqualTo(new ShopSettings("127.0.0.1", 0, 1, true, Faults.NONE));
    }

    @Test
    void everyWordIsReadWithFaultsInBetween() {
        ShopSettings settings = ShopSettings.parse(List.of(
                "--port", "8080", "--fail", "order=1%", "--host=::1", "--seed", "-7", "--service-times", "off"));
        assertThat(settings)
                .isEqualTo(new ShopSettings("::1", 8080, -7, false, Faults.parse(List.of("--fail", "order=1%"))));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --prot 8080           | unknown word '--prot'; did you mean '--port'? words are: --host, --port, --seed, --service-times, --slow, --fail, --reset, --hang, --stall
            --port http           | --port http: expected a whole number, found 'http'; write for example --port 8080
            --port 70000          | --port 70000: expected a number from 0 to 65535, found '70000'; write for example --port 8080
            --service-times maybe | --service-times maybe: expected on or off, found 'maybe'; off answers at once, for speed tests
            """)
    void aWrongWordIsNamedWithARemedy(String words, String message) {
        assertThatThrownBy(() -> ShopSettings.parse(List.of(words.split(" "))))
                .isInstanceOf(InvalidWordException.class)
                .hasMessage(message);
    }
}
