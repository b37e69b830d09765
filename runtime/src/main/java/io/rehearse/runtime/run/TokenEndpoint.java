package io.rehearse.runtime.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehearse.journeys.plan.OAuth2;
import io.rehearse.journeys.plan.Route;
import io.rehearse.runtime.http.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.util.Timeout;

/** The server that gives the tokens of one login (RFC 6749, 4.4 and 6). Blocks, with a bound; for one thread. */
final class TokenEndpoint implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 256_000;
    private static final int WORDS_MAX = 200;
    private static final long LIFETIME_SECONDS_MAX = 366L * 24 * 3600;
    /** With which a refusal comes that has a reason; others pass. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

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

    /** The server says by a code of RFC 6749 (5.2) that this login will get none: asking again changes nothing. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }

    /** @throws IllegalArgumentException if its TLS cannot be set up */
    TokenEndpoint(OAuth2 login) {
        this.login = login;
        this.refreshToken = login.refreshToken();
        Timeout timeout = Timeout.ofMilliseconds(Math.max(1, login.timeoutNanos() / 1_000_000));
        Optional<Route.Proxy> socks = login.proxy().filter(proxy -> proxy.kind() == Route.Proxy.Kind.SOCKS5);
        HttpClientBuilder builder = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .setDefaultSocketConfig(SocketConfig.custom()
                                .setSocksProxyAddress(
                                        socks.map(TokenEndpoint::address).orElse(null))
                                .build())
                        .setTlsSocketStrategy(tls(login))
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(timeout).build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .setUserAgent("rehearse");
        login.proxy().filter(proxy -> socks.isEmpty()).ifPresent(proxy -> ask(proxy, builder));
        this.client = builder.build();
    }

    private static InetSocketAddress address(Route.Proxy proxy) {
        return new InetSocketAddress(proxy.place().host(), proxy.place().port());
    }

    private static void ask(Route.Proxy proxy, HttpClientBuilder builder) {
        HttpHost host = new HttpHost(proxy.place().host(), proxy.place().port());
        builder.setProxy(host);
        if (!proxy.user().isEmpty()) {
            BasicCredentialsProvider credentials = new BasicCredentialsProvider();
            credentials.setCredentials(
                    new AuthScope(host),
                    new UsernamePasswordCredentials(
                            proxy.user(), proxy.password().toCharArray()));
            builder.setDefaultCredentialsProvider(credentials);
        }
    }

    /** Verified as targets are. */
    private static TlsSocketStrategy tls(OAuth2 login) {
        SSLContext context = Tls.ofClient("oauth2 '" + login.name() + "'", login.tls());
        boolean insecure = login.tls().insecure();
        DefaultClientTlsStrategy strategy = new DefaultClientTlsStrategy(
                context,
                insecure ? HostnameVerificationPolicy.CLIENT : HostnameVerificationPolicy.BUILTIN,
                NoopHostnameVerifier.INSTANCE);
        return (socket, host, port, attachment, about) ->
                strategy.upgrade(socket, login.tls().serverName().orElse(host), port, attachment, about);
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
        return asked(post);
    }

    /** Within its timeout as a whole: those of the client are for each read. */
    private Token asked(HttpPost post) throws IOException {
        CompletableFuture<Boolean> tooLate = CompletableFuture.supplyAsync(
                post::cancel, CompletableFuture.delayedExecutor(login.timeoutNanos(), TimeUnit.NANOSECONDS));
        try {
            return client.execute(post, this::read);
        } catch (IOException e) {
            if (post.isCancelled() || e instanceof SocketTimeoutException) {
                throw new IOException("no complete answer within " + login.timeoutNanos() / 1_000_000 + " ms", e);
            }
            throw e instanceof SSLException
                    ? new IOException(Tls.words(e, login.tokenUrl().getHost()), e)
                    : e;
        } finally {
            tooLate.cancel(false);
        }
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
                : response.getEntity().getContent().readNBytes(ANSWER_BYTES_MAX + 1);
        if (body.length > ANSWER_BYTES_MAX) {
            throw new IOException("answered more than " + ANSWER_BYTES_MAX / 1000 + " kB");
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
            answer = JSON.missingNode();
        }
        if (response.getCode() != 200) {
            String words = "answered " + response.getCode() + said(answer, "error", ": ")
                    + said(answer, "error_description", ", ");
            boolean refused = REFUSALS.contains(response.getCode())
                    && answer.path("error").isTextual();
            throw refused ? new RefusedException(words) : new IOException(words);
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
