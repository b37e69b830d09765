package io.rehearse.examples.hostile;

import static io.rehearse.examples.hostile.Hostility.bytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What leads a client on, makes it carry things, or does not let it in; and an echo. */
final class Ways {
    private static final int COOKIES = 150;

    private Ways() {}

    static List<Hostility> all(SidePorts ports) {
        return List.of(
                redirect("/redirect-loop", "redirects to itself", "an error after a few", "/redirect-loop"),
                redirect(
                        "/redirect-away",
                        "redirects to a host nobody named",
                        "a load tool does not go there",
                        "http://elsewhere.example/"),
                redirect("/redirect-file", "redirects to file:///etc/passwd", "an error", "file:///etc/passwd"),
                redirect("/redirect-script", "redirects to javascript:", "an error", "javascript:alert(1)"),
                redirect("/redirect-port", "redirects to a port out of range", "an error", "http://127.0.0.1:99999/"),
                new Hostility(
                        "/cookie-flood",
                        COOKIES + " new cookies with every answer",
                        "fine; it keeps a bounded number of them",
                        Ways::cookies),
                bytes(
                        "/status/503",
                        "answers 503",
                        "a failure, unless it was expected",
                        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
                bytes(
                        "/status/429",
                        "answers 429: too many requests",
                        "a failure of its own kind",
                        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"),
                elsewhere(
                        "/plain-on-tls",
                        "redirects to an https port that answers in plain text",
                        "an error of TLS",
                        "https",
                        ports.plainOnTls()),
                elsewhere(
                        "/stall-handshake",
                        "redirects to an https port that never says hello",
                        "gives up when its time for connecting is over",
                        "https",
                        ports.stallHandshake()),
                elsewhere(
                        "/refused",
                        "redirects to a port nobody listens on",
                        "an error: refused",
                        "http",
                        ports.closed()),
                elsewhere(
                        "/deaf",
                        "redirects to a port that takes no connection (on Linux)",
                        "gives up when its time for connecting is over",
                        "http",
                        ports.deaf()),
                new Hostility(
                        "/echo",
                        "sends back what it got: in a header, as text, JSON, HTML, Base64 and percent-encoded",
                        "shows no secret it sent",
                        Ways::echo),
                bytes(
                        "/hello",
                        "says hello as a good server does",
                        "fine",
                        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"));
    }

    private static Hostility redirect(String path, String does, String rightClient, String location) {
        return bytes(
                path,
                does,
                rightClient,
                "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** To the same host as the client knows it, so that a client which goes to no other host follows. */
    private static Hostility elsewhere(String path, String does, String rightClient, String scheme, int port) {
        return new Hostility(path, does, rightClient, talk -> {
            String host = talk.header("host", "127.0.0.1").replaceFirst(":\\d+$", "");
            talk.send("HTTP/1.1 302 Found\r\nLocation: " + scheme + "://" + host + ":" + port + path
                    + "\r\nContent-Length: 0\r\n\r\n");
        });
    }

    private static void cookies(Talk talk) throws IOException {
        StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\n");
        String unique = Long.toHexString(System.nanoTime());
        for (int i = 0; i < COOKIES; i++) {
            answer.append("Set-Cookie: c")
                    .append(unique)
                    .append('-')
                    .append(i)
                    .append("=")
                    .append("v".repeat(100));
            answer.append("; Path=/\r\n");
        }
        talk.send(answer.append("Content-Length: 5\r\n\r\nhello").toString());
    }

    private static void echo(Talk talk) throws IOException {
        String sent = talk.head() + talk.body();
        String json = sent.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r\n", "\\r\\n");
        String html = sent.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        String base64 = Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.ISO_8859_1));
        String content = sent + "\n{\"sent\":\"" + json + "\"}\n<p>" + html + "</p>\n" + base64 + "\n"
                + java.net.URLEncoder.encode(sent, StandardCharsets.ISO_8859_1) + "\n";
        talk.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Target: " + talk.target() + "\r\nX-Authorization-Was: "
                        + talk.header("authorization", "none") + "\r\nX-Cookie-Was: " + talk.header("cookie", "none")
                        + "\r\nContent-Length: " + content.length() + "\r\n\r\n" + content);
    }
}
