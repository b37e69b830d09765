package io.rehearse.runtime.probe;

import io.rehearse.runtime.response.Masking;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Does an action: posts to a webhook, or runs a command with the alert on its standard input. Blocks, at most for three tries with
 * their time-outs and back-off; may be used by several threads.
 *
 * <p>A webhook is tried again after no answer, 429 and 5xx; a command never: nobody knows what it did. A signed body carries
 * {@code X-Rehearse-Timestamp} and {@code X-Rehearse-Signature: sha256=} hex of HMAC-SHA256(secret, timestamp + "." + body).
 */
public final class Sender implements AutoCloseable {
    private static final int TRIES = 3;
    private static final long BACK_OFF_MILLIS = 1000;
    private static final long BACK_OFF_MILLIS_MAX = 60_000;
    private static final int OUTPUT_BYTES_MAX = 4096;

    private final CloseableHttpClient client;
    private final InstantSource clock;
    private final Masking masking;
    private final long backOffMillis;

    /** @param masking hides what must not be shown of a command's output */
    public Sender(InstantSource clock, Masking masking) {
        this(clock, masking, BACK_OFF_MILLIS);
    }

    Sender(InstantSource clock, Masking masking, long backOffMillis) {
        this.masking = masking;
        this.clock = clock;
        this.backOffMillis = backOffMillis;
        this.client = client(Timeout.ofSeconds(5));
    }

    /** Asks once: what is tried again, and when, the sender says itself. */
    static CloseableHttpClient client(Timeout connect) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .setUserAgent("rehearse-probe")
                .build();
    }

    Outcome send(Action action, Alert alert) throws InterruptedException {
        String body = Payload.of(action, alert, clock.instant());
        Outcome outcome = action.isCommand() ? run(action, alert, body) : post(action, alert, body);
        return new Outcome(outcome.ok(), outcome.tries(), masked(outcome.text(), action));
    }

    /** A command may print what it was given, and a receiver what it was sent. */
    private String masked(String text, Action action) {
        return masking.and(Stream.of(action.secret(), action.url())
                        .filter(Objects::nonNull)
                        .toList())
                .mask(text);
    }

    private record Answer(int status, long retryAfterMillis, String text) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        boolean again() {
            return status == 0 || status == 429 || status >= 500;
        }
    }

    private Outcome post(Action action, Alert alert, String body) throws InterruptedException {
        Answer answer = once(action, alert, body);
        int tries = 1;
        for (long wait = backOffMillis; tries < TRIES && answer.again(); tries++, wait *= 5) {
            Thread.sleep(Math.min(BACK_OFF_MILLIS_MAX, Math.max(wait, answer.retryAfterMillis())));
            answer = once(action, alert, body);
        }
        return new Outcome(answer.ok(), tries, answer.text());
    }

    private Answer once(Action action, Alert alert, String body) {
        HttpPost post = new HttpPost(URI.create(
                action.template() == Action.Template.ALERTMANAGER
                        ? action.url().replaceFirst("/+$", "") + "/api/v2/alerts"
                        : action.url()));
        post.setConfig(RequestConfig.custom()
                .setResponseTimeout(Timeout.ofSeconds(action.timeoutSeconds()))
                .setConnectionRequestTimeout(Timeout.ofSeconds(action.timeoutSeconds()))
                .build());
        post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        post.setHeader("Idempotency-Key", alert.key());
        if (action.secret() != null && action.template() != Action.Template.PAGERDUTY) {
            String timestamp = String.valueOf(clock.instant().getEpochSecond());
            post.setHeader("X-Rehearse-Timestamp", timestamp);
            post.setHeader("X-Rehearse-Signature", "sha256=" + signature(action.secret(), timestamp + "." + body));
        }
        try {
            return client.execute(post, response -> {
                Header after = response.getFirstHeader("Retry-After");
                long wait = after != null && after.getValue().matches("\\d{1,5}")
                        ? Long.parseLong(after.getValue()) * 1000
                        : 0;
                return new Answer(response.getCode(), wait, "status " + response.getCode());
            });
        } catch (IOException e) {
            return new Answer(0, 0, "no answer: " + e.getMessage());
        }
    }

    static String signature(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a Java without HMAC-SHA256", e);
        }
    }

    private Outcome run(Action action, Alert alert, String body) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(action.command()).redirectErrorStream(true);
        builder.environment().put("REHEARSE_GATE", alert.gate());
        builder.environment().put("REHEARSE_CHANGE", alert.change().name());
        builder.environment().put("REHEARSE_IDEMPOTENCY_KEY", alert.key());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Outcome(false, 1, "could not be started: " + e.getMessage());
        }
        StringBuilder output = new StringBuilder();
        Thread reader = new Thread(() -> drain(process.getInputStream(), output), "action-output");
        reader.setDaemon(true);
        reader.start();
        Thread writer = new Thread(() -> feed(process.getOutputStream(), body), "action-input");
        writer.setDaemon(true);
        writer.start();
        boolean ended = process.waitFor(action.timeoutSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        reader.join(1000);
        String text;
        synchronized (output) {
            text = output.toString();
        }
        if (!ended) {
            return new Outcome(false, 1, "not done after " + action.timeoutSeconds() + " s, ended by force: " + text);
        }
        return new Outcome(process.exitValue() == 0, 1, "exit code " + process.exitValue() + ": " + text);
    }

    /** Reads all of it, so that the command can go on, and keeps the beginning. */
    private static void drain(InputStream in, StringBuilder output) {
        byte[] buffer = new byte[1024];
        try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (output) {
                    int room = Math.min(n, OUTPUT_BYTES_MAX - output.length());
                    if (room > 0) {
                        output.append(new String(buffer, 0, room, StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            synchronized (output) {
                output.append(" (its output could not be read: ")
                        .append(e.getMessage())
                        .append(')');
            }
        }
    }

    private static void feed(OutputStream out, String body) {
        try (out) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException notRead) {
            // a command need not read its input; whether it did its work is in its exit code
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
