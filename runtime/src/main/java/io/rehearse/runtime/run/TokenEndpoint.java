package io.rehearse.runtime.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehearse.journeys.plan.OAuth2;
import io.rehearse.journeys.plan.Target;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.apache.hc.core5.util.Timeout;

/** The server that gives the tokens of one login (RFC 6749, 4.4 and 6). Blocks, with a bound; for one thread. */
final class TokenEndpoint implements AutoCloseable {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(10);
    private static final int ANSWER_BYTES_MAX = 256 * 1024;
    private static final int WORDS_MAX = 200;
    private static final long LIFETIME_SECONDS_MAX = 366L * 24 * 3600;
    private static final JsonMapper JSON = new JsonMapper();

    private final OAuth2 login;
    private final CloseableHttpClient client;
    private Optional<String> refreshToken;

    /**
     * A token.
     *
     * @param lifetimeSeconds as the server says; empty if it does not
     */
    record Token(String text, Optional<Long> lifetimeSeconds) {}

    /** @throws IOException if its TLS cannot be set up */
    TokenEndpoint(OAuth2 login) throws IOException {
        this.login = login;
        this.refreshToken = login.refreshToken();
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .build())
                        .setTlsSocketStrategy(tls(login.tls()))
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(ANSWER).build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .setUserAgent("rehearse")
                .build();
    }

    private static DefaultClientTlsStrategy tls(Target.Tls tls) throws IOException {
        try {
            SSLContextBuilder context = SSLContextBuilder.create();
            if (tls.insecure()) {
                context.loadTrustMaterial(null, (chain, type) -> true);
                return new DefaultClientTlsStrategy(context.build(), NoopHostnameVerifier.INSTANCE);
            }
            if (tls.caFile().isPresent()) {
                KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                try (FileInputStream in = new FileInputStream(tls.caFile().get())) {
                    for (Certificate ca :
                            CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                        store.setCertificateEntry("ca" + store.size(), ca);
                    }
                }
                context.loadTrustMaterial(store, null);
            }
            return new DefaultClientTlsStrategy(context.build());
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /**
     * Asks for a token.
     *
     * @throws IOException with the reason in words, which may quote what the server said
     */
    Token fetch() throws IOException {
        List<NameValuePair> form = new ArrayList<>();
        form.add(new BasicNameValuePair(
                "grant_type", refreshToken.isPresent() ? "refresh_token" : "client_credentials"));
        refreshToken.ifPresent(token -> form.add(new BasicNameValuePair("refresh_token", token)));
        login.scope().ifPresent(scope -> form.add(new BasicNameValuePair("scope", scope)));
        login.audience().ifPresent(audience -> form.add(new BasicNameValuePair("audience", audience)));
        HttpPost post = new HttpPost(login.tokenUrl());
        post.setHeader("Accept", "application/json");
        if (login.secretInBody() || login.clientSecret().isEmpty()) {
            form.add(new BasicNameValuePair("client_id", login.clientId()));
            if (!login.clientSecret().isEmpty()) {
                form.add(new BasicNameValuePair("client_secret", login.clientSecret()));
            }
        } else {
            post.setHeader("Authorization", "Basic " + basic());
        }
        post.setEntity(new UrlEncodedFormEntity(form, StandardCharsets.UTF_8));
        return client.execute(post, this::read);
    }

    /** RFC 6749, 2.3.1: both are form-encoded first. */
    private String basic() {
        String pair = URLEncoder.encode(login.clientId(), StandardCharsets.UTF_8) + ":"
                + URLEncoder.encode(login.clientSecret(), StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private Token read(ClassicHttpResponse response) throws IOException {
        byte[] body = response.getEntity() == null
                ? new byte[0]
                : response.getEntity().getContent().readNBytes(ANSWER_BYTES_MAX);
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
            answer = JSON.missingNode();
        }
        if (response.getCode() != 200) {
            throw new IOException("answered " + response.getCode() + said(answer, "error", ": ")
                    + said(answer, "error_description", ", "));
        }
        String token = answer.path("access_token").asText("");
        if (!token.matches("[!-~]+")) {
            throw new IOException(
                    token.isEmpty()
                            ? "answered without an access_token"
                            : "gave an access_token that cannot stand in a header");
        }
        if (answer.path("refresh_token").isTextual()) {
            refreshToken = Optional.of(answer.path("refresh_token").asText());
        }
        long seconds = answer.path("expires_in").asLong(0);
        return new Token(token, seconds > 0 ? Optional.of(Math.min(seconds, LIFETIME_SECONDS_MAX)) : Optional.empty());
    }

    private static String said(JsonNode answer, String field, String before) {
        String text = answer.path(field).asText("").replaceAll("\\p{Cntrl}", " ");
        return text.isEmpty() ? "" : before + (text.length() > WORDS_MAX ? text.substring(0, WORDS_MAX) + "…" : text);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
