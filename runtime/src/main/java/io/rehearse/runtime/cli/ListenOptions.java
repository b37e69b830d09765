package io.rehearse.runtime.cli;

import io.rehearse.runtime.probe.Listen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The words that say where the endpoints of a probe are, and who may use them. */
final class ListenOptions {
    private static final String VARIABLE = "REHEARSE_PROBE_TOKEN";

    @Option(names = "--port", paramLabel = "N", description = "Endpoints and status page on this port of loopback.")
    private Integer port;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Endpoints on this interface; beyond loopback with TLS and a token only.")
    private String listen;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "For --listen: PEM, the whole chain.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "For --listen: its key, PEM (PKCS#8).")
    private Path key;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "What clients must show, in a file; or in the environment variable " + VARIABLE + ".")
    private Path tokenFile;

    /** Empty if no endpoints are wanted. */
    Optional<Listen> listen(Map<String, String> environment) {
        if (port != null && listen != null) {
            throw Failure.invalid("--port and --listen say the same: give one of them");
        }
        if (port == null && listen == null) {
            return Optional.empty();
        }
        int colon = listen == null ? 0 : listen.lastIndexOf(':');
        if (listen != null && (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}"))) {
            throw Failure.invalid("--listen '" + listen + "': expected an address and a port, as 0.0.0.0:9180");
        }
        String host = listen == null ? "127.0.0.1" : listen.substring(0, colon);
        int number = listen == null ? port : Integer.parseInt(listen.substring(colon + 1));
        Listen wanted = new Listen(host, number, certificate, key, token(environment));
        if (wanted.problem() != null) {
            throw Failure.invalid(wanted.problem());
        }
        return Optional.of(wanted);
    }

    private String token(Map<String, String> environment) {
        if (tokenFile == null) {
            String token = environment.get(VARIABLE);
            return token == null || token.isBlank() ? null : token.strip();
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw Failure.environment("--token-file " + tokenFile + " cannot be read: " + e.getMessage(), e);
        }
    }
}
