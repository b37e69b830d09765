package io.rehearse.runtime.probe;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends a probe's numbers to an OpenTelemetry collector as OTLP over HTTP in JSON, where the standard environment variables say. Every
 * time everything since the start is sent, so nothing is tried twice and nothing is kept: what one receiver missed is in the next
 * sending. A thread of its own, so that a dead receiver holds up nothing; what went wrong last is shown.
 */
public final class OtlpExport implements AutoCloseable {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private static final String JSON = "http/json";

    /**
     * @param endpoint all of it
     * @param every how often
     * @param timeout of one sending
     */
    record Settings(
            URI endpoint, Map<String, String> headers, Map<String, String> resource, Duration every, Duration timeout) {

        /**
         * @return empty if no endpoint is named
         * @throws IllegalArgumentException naming the variable, what it has and what it should have
         */
        static Optional<Settings> of(Map<String, String> environment) {
            String own = environment.getOrDefault("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "");
            String base = environment.getOrDefault(ENDPOINT, "");
            if (own.isBlank() && base.isBlank()) {
                return Optional.empty();
            }
            String url = own.isBlank() ? base.strip().replaceFirst("/+$", "") + "/v1/metrics" : own.strip();
            if (!url.matches("https?://[^\\s]+")) {
                throw new IllegalArgumentException(
                        ENDPOINT + "=" + base + ": expected an http or https URL, as http://127.0.0.1:4318");
            }
            String protocol = environment.getOrDefault(
                    "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", environment.getOrDefault(PROTOCOL, JSON));
            if (!protocol.equals(JSON)) {
                throw new IllegalArgumentException(
                        PROTOCOL + "=" + protocol + ": a probe speaks " + JSON + " only; set " + PROTOCOL + "=" + JSON
                                + " and the endpoint's HTTP port (4318), or unset " + ENDPOINT);
            }
            Map<String, String> resource = new LinkedHashMap<>();
            resource.put("service.name", "rehearse");
            resource.putAll(pairs(environment, "OTEL_RESOURCE_ATTRIBUTES"));
            if (environment.containsKey("OTEL_SERVICE_NAME")) {
                resource.put("service.name", environment.get("OTEL_SERVICE_NAME"));
            }
            return Optional.of(new Settings(
                    URI.create(url),
                    pairs(environment, "OTEL_EXPORTER_OTLP_HEADERS"),
                    resource,
                    millis(environment, "OTEL_METRIC_EXPORT_INTERVAL", 60_000),
                    millis(environment, "OTEL_EXPORTER_OTLP_TIMEOUT", 10_000)));
        }

        /** {@code key1=value1,key2=value2}, percent-encoded. */
        private static Map<String, String> pairs(Map<String, String> environment, String variable) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String pair : environment.getOrDefault(variable, "").split(",")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    // a plus is a plus there
                    String value = pair.substring(equals + 1).strip().replace("+", "%2B");
                    pairs.put(pair.substring(0, equals).strip(), URLDecoder.decode(value, StandardCharsets.UTF_8));
                }
            }
            return pairs;
        }

        private static Duration millis(Map<String, String> environment, String variable, long otherwise) {
            String text = environment.getOrDefault(variable, String.valueOf(otherwise));
            if (!text.matches("[1-9]\\d{0,8}")) {
                throw new IllegalArgumentException(variable + "=" + text + ": expected milliseconds, as " + otherwise);
            }
            return Duration.ofMillis(Long.parseLong(text));
        }

        /** Without the headers, which hold secrets. */
        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    private final Settings settings;
    private final Supplier<ProbeRun.Seen> seen;
    private final InstantSource clock;
    private final CloseableHttpClient client;
    private final Thread thread = new Thread(this::work, "otlp");
    private volatile String error;

    private OtlpExport(Settings settings, Supplier<ProbeRun.Seen> seen, InstantSource clock) {
        this.settings = settings;
        this.seen = seen;
        this.clock = clock;
        this.client = Sender.client(Timeout.of(settings.timeout()));
    }

    /** @throws IllegalArgumentException if a variable is wrong, in words */
    public static void check(Map<String, String> environment) {
        Settings.of(environment);
    }

    /**
     * Begins to send, if the environment says where.
     *
     * @throws IllegalArgumentException if a variable is wrong, in words
     */
    public static Optional<OtlpExport> start(
            Map<String, String> environment, Supplier<ProbeRun.Seen> seen, InstantSource clock) {
        return Settings.of(environment).map(settings -> {
            OtlpExport export = new OtlpExport(settings, seen, clock);
            export.thread.setDaemon(true);
            export.thread.start();
            return export;
        });
    }

    private void work() {
        try {
            while (true) {
                Thread.sleep(settings.every().toMillis());
                long pauseMillis = send();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException over) {
            send();
        }
    }

    /** How long the receiver wants to be left alone. */
    private long send() {
        HttpPost post = new HttpPost(settings.endpoint());
        post.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.of(settings.timeout()))
                .setConnectionRequestTimeout(Timeout.of(settings.timeout()))
                .build());
        settings.headers().forEach(post::setHeader);
        post.setEntity(new StringEntity(
                OtlpMetrics.of(seen.get(), settings.resource(), clock.instant()), ContentType.APPLICATION_JSON));
        try {
            return client.execute(post, response -> {
                boolean taken = response.getCode() >= 200 && response.getCode() < 300;
                error = taken ? null : "status " + response.getCode() + " of " + settings.endpoint();
                String after = response.getFirstHeader("Retry-After") == null
                        ? ""
                        : response.getFirstHeader("Retry-After").getValue();
                return after.matches("\\d{1,4}") ? Long.parseLong(after) * 1000 : 0;
            });
        } catch (IOException e) {
            error = "no answer of " + settings.endpoint() + ": " + e.getMessage();
            return 0;
        }
    }

    /** Why the last sending failed; null: it did not. */
    String error() {
        return error;
    }

    /** Sends once more, and waits for that within its time-out. */
    @Override
    public void close() throws IOException, InterruptedException {
        thread.interrupt();
        thread.join(settings.timeout().toMillis() + 1000);
        client.close();
    }
}
