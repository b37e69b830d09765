package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelException;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the kernel's words mean, as epoll and NIO bring them. No local port left cannot be provoked without the right to
 * narrow the machine's range of ports, so it is told here; the others are provoked where the connections are tested.
 */
class FailuresTest {
    private static final Endpoint ENDPOINT = Endpoint.of(
            Plans.target(URI.create("http://a.example:81"), Plans.shared(1)), new InetSocketAddress("127.0.0.1", 81));
    private static final String AT = "http://a.example:81";

    static Stream<Arguments> causes() {
        String noPort = "this machine has no local port left for a connection to " + AT;
        String noDescriptor = "this process has no file descriptor left for a connection to " + AT;
        return Stream.of(
                Arguments.of(
                        new IOException("connect(..) failed with error(-99): Cannot assign requested address"),
                        Outcome.NO_PORTS,
                        noPort),
                Arguments.of(
                        new ConnectException("Cannot assign requested address: /127.0.0.1:81"),
                        Outcome.NO_PORTS,
                        noPort),
                Arguments.of(new BindException("Address already in use"), Outcome.NO_PORTS, noPort),
                Arguments.of(
                        new ChannelException(new IOException(
                                "newSocketStream(..) failed with error(-24): Too many" + " open files")),
                        Outcome.NO_DESCRIPTORS,
                        noDescriptor),
                Arguments.of(
                        new ChannelException("Failed to open a socket.", new SocketException("Too many open files")),
                        Outcome.NO_DESCRIPTORS,
                        noDescriptor),
                Arguments.of(
                        new ChannelException(
                                "Failed to open a socket.", new SocketException("Too many open files in system")),
                        Outcome.NO_DESCRIPTORS,
                        noDescriptor),
                Arguments.of(
                        new ConnectException("Connection refused: a.example/127.0.0.1:81"),
                        Outcome.REFUSED,
                        AT + " refused the connection"),
                Arguments.of(
                        new NoRouteToHostException("No route to host"),
                        Outcome.REFUSED,
                        AT + " cannot be reached: No route to host"),
                Arguments.of(
                        new ConnectException("Network is unreachable"),
                        Outcome.REFUSED,
                        AT + " cannot be reached: Network is unreachable"),
                Arguments.of(
                        new IOException("Connection reset by peer"),
                        Outcome.RESET,
                        "the connection to " + AT + " was lost while it was made: Connection reset by peer"));
    }

    @ParameterizedTest
    @MethodSource("causes")
    void theCauseOfAFailedConnectIsNamed(Throwable cause, Outcome outcome, String words) {
        assertThat(Failures.connect(cause, ENDPOINT)).isEqualTo(new Problem(outcome, words));
    }
}
