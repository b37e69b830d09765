package io.rehearse.runtime.store;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Any store that takes objects with PUT and gives them back with GET below an address. Redirects are not followed, so that credentials
 * go to no other place than the one that was named.
 */
public final class ObjectStore implements AutoCloseable {
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout RESPONSE = Timeout.ofSeconds(60);

    private final URI base;
    private final Optional<String> authorization;
    private final CloseableHttpClient client;

    /**
     * @param base address below which the objects are
     * @param authorization value of the header; never in a message
     */
    public ObjectStore(URI base, Optional<String> authorization) {
        this.base = base;
        this.authorization = authorization;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .build())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(RESPONSE).build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .setUserAgent("rehearse")
                .build();
    }

    /**
     * Who we are, from the environment: {@code REHEARSE_STORE_TOKEN}, or {@code REHEARSE_STORE_USER} and {@code REHEARSE_STORE_PASSWORD},
     * or {@code REHEARSE_STORE_AUTHORIZATION}, the whole header; empty without any.
     */
    public static Optional<String> authorization(Map<String, String> environment) {
        String whole = environment.get("REHEARSE_STORE_AUTHORIZATION");
        if (whole != null && !whole.isBlank()) return Optional.of(whole.strip());
        String token = environment.get("REHEARSE_STORE_TOKEN");
        if (token != null && !token.isBlank()) return Optional.of("Bearer " + token.strip());
        String user = environment.get("REHEARSE_STORE_USER");
        if (user == null || user.isBlank()) return Optional.empty();
        String pair = user + ":" + environment.getOrDefault("REHEARSE_STORE_PASSWORD", "");
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** @throws IOException naming address and status if the store does not take it */
    public void put(String name, byte[] content) throws IOException {
        HttpPut put = new HttpPut(address(name));
        put.setEntity(new ByteArrayEntity(content, ContentType.APPLICATION_OCTET_STREAM));
        send(put, name, 0);
    }

    /**
     * @param bytesMax a larger object is refused
     * @throws IOException naming address and status if the store does not give it
     */
    public byte[] get(String name, int bytesMax) throws IOException {
        return send(new HttpGet(address(name)), name, bytesMax);
    }

    /** As messages may show it. */
    public String address(String name) {
        String text = base.toString();
        return text + (text.endsWith("/") ? "" : "/") + name;
    }

    private byte[] send(HttpUriRequestBase request, String name, int bytesMax) throws IOException {
        authorization.ifPresent(value -> request.setHeader("Authorization", value));
        String what = request.getMethod() + " " + address(name);
        return client.execute(request, response -> {
            if (response.getCode() / 100 != 2) throw new IOException(what + refused(response));
            if (response.getEntity() == null || bytesMax == 0) return new byte[0];
            byte[] content = response.getEntity().getContent().readNBytes(bytesMax + 1);
            if (content.length > bytesMax) throw new IOException(what + " gives more than " + bytesMax + " bytes");
            return content;
        });
    }

    private String refused(ClassicHttpResponse response) {
        int status = response.getCode();
        String answered = " was answered " + status;
        if (status == 401 || status == 403) {
            return answered
                    + (authorization.isPresent()
                            ? ": the credentials of REHEARSE_STORE_… are not accepted"
                            : ": set REHEARSE_STORE_TOKEN, or REHEARSE_STORE_USER and REHEARSE_STORE_PASSWORD");
        }
        return answered + (status / 100 == 3 ? ": redirects are not followed; name the address it points to" : "");
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
