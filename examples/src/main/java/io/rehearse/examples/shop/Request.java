package io.rehearse.examples.shop;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request read to its end.
 *
 * @param method HEAD is given as GET; the codec leaves the body out
 * @param path   percent-decoded
 * @param query  percent-decoded
 */
record Request(
        HttpMethod method,
        String path,
        Map<String, List<String>> query,
        HttpHeaders headers,
        byte[] body,
        boolean fromLoopback) {

    /** @throws IllegalArgumentException when the target is not percent-encoded correctly */
    static Request of(FullHttpRequest http, boolean fromLoopback) {
        QueryStringDecoder target = new QueryStringDecoder(http.uri());
        HttpMethod method = http.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : http.method();
        byte[] body = ByteBufUtil.getBytes(http.content());
        return new Request(method, target.path(), target.parameters(), http.headers(), body, fromLoopback);
    }

    boolean isGet() {
        return method.equals(HttpMethod.GET);
    }

    boolean isPost() {
        return method.equals(HttpMethod.POST);
    }

    /** The first value of a query parameter, or null. */
    String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    /** {@code Content-Type} without its parameters, in small letters; empty when there is none. */
    String mediaType() {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
    }
}
