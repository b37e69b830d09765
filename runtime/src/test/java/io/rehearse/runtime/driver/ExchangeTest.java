package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExchangeTest {
    @Test
    void anUploadOfMoreThanTwoGigabytesIsCountedWhole() {
        Exchange exchange = new Exchange(null);
        exchange.addSent(3_000_000_000L);
        exchange.addSent(200);
        assertThat(exchange.bytesSent).isEqualTo(3_000_000_200L);
    }
}
