package io.rehearse.examples.shop;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The fields of a posted form, URL-encoded or multipart; of a field sent more than once, the first. Files are skipped. */
record Form(Map<String, String> fields) {
    static final Form NONE = new Form(Map.of());

    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;
        private final int status;

        MalformedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** The value of a field, or null. */
    String get(String field) {
        return fields.get(field);
    }

    static Form read(Request request) throws MalformedException {
        String type = request.mediaType();
        if (!type.equals("application/x-www-form-urlencoded") && !type.equals("multipart/form-data")) {
            throw new MalformedException(415, "Content-Type must be that of a form");
        }
        DefaultFullHttpRequest post = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(request.body()));
        post.headers().set(HttpHeaderNames.CONTENT_TYPE, request.headers().get(HttpHeaderNames.CONTENT_TYPE));
        HttpPostRequestDecoder decoder = null;
        try {
            if (type.startsWith("multipart") && !HttpPostRequestDecoder.isMultipart(post)) {
                throw new MalformedException(400, "a multipart form needs a boundary");
            }
            decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), post);
            Map<String, String> fields = new HashMap<>();
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                if (data instanceof Attribute attribute) {
                    fields.putIfAbsent(attribute.getName(), attribute.getValue());
                }
            }
            return new Form(fields);
        } catch (RuntimeException | IOException e) {
            throw new MalformedException(400, "the form cannot be read");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
            post.release();
        }
    }
}
