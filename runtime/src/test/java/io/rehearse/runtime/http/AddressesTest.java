package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which address of a name a connection goes to. */
class AddressesTest {
    private static Addresses of(String... found) {
        return Addresses.of(
                Stream.of(found)
                        .map(NetUtil::createInetAddressFromIpAddressString)
                        .toList(),
                80);
    }

    private static List<String> tried(Addresses addresses, int turn) {
        return IntStream.range(0, addresses.tries())
                .mapToObj(tried -> addresses.at(turn, tried))
                .map(address -> address.getAddress().getHostAddress() + ":" + address.getPort())
                .toList();
    }

    @Test
    void eachConnectionBeginsWithTheNext() {
        Addresses addresses = of("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4");
        assertThat(tried(addresses, 0)).containsExactly("10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80");
        assertThat(tried(addresses, 3)).containsExactly("10.0.0.4:80", "10.0.0.1:80", "10.0.0.2:80");
        assertThat(tried(addresses, -1)).isEqualTo(tried(addresses, 3));
        assertThat(tried(of("10.0.0.1"), 7)).containsExactly("10.0.0.1:80");
    }

    /** A machine without IPv6 must not lose half of its connections' time to it, nor one without IPv4. */
    @Test
    void thoseOfTheOtherKindComeLast() {
        Addresses addresses = of("10.0.0.1", "fd00::1", "10.0.0.2");
        assertThat(tried(addresses, 0)).containsExactly("10.0.0.1:80", "10.0.0.2:80", "fd00:0:0:0:0:0:0:1:80");
        assertThat(tried(addresses, 1)).containsExactly("10.0.0.2:80", "10.0.0.1:80", "fd00:0:0:0:0:0:0:1:80");
        assertThat(tried(of("fd00::1", "10.0.0.1"), 1)).containsExactly("fd00:0:0:0:0:0:0:1:80", "10.0.0.1:80");
        assertThat(addresses.inTurn()).hasSize(2);
        assertThat(addresses.all()).hasSize(3);
    }

    @Test
    void atAnotherPortTheyAreTheSame() {
        assertThat(tried(of("10.0.0.1", "fd00::1").atPort(81), 0))
                .containsExactly("10.0.0.1:81", "fd00:0:0:0:0:0:0:1:81");
        Addresses unknown = Addresses.of(InetSocketAddress.createUnresolved("shop.example", 80));
        assertThat(unknown.isUnknown()).isTrue();
        assertThat(unknown.atPort(81).isUnknown()).isTrue();
        assertThat(unknown.atPort(81).port()).isEqualTo(81);
    }
}
