package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rehearse.reports.run.RunDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets from everywhere are sent to a server that sends back all it got, in every form; then every byte that the tool
 * wrote, to files and to screens, is searched for them.
 */
@Timeout(900)
class SecretsTest {
    /** Where each was planted. Awkward on purpose: each has to be escaped somewhere. */
    private static final Map<String, String> PLANTED = Map.ofEntries(
            Map.entry("environment variable", "envOf!Secret'one/1+2"),
            Map.entry("file", "fileOf\"Secret\\two"),
            Map.entry("environment yaml", "yamlOf Secret&three"),
            Map.entry("--set password=", "setOf<Secret>four~*"),
            Map.entry("CSV column", "csvOf;Secret,five%41"),
            Map.entry("response token", "tokenOf+Secret/six=="),
            Map.entry("another response value, sent as a token", "valueOfSecretSeven"),
            Map.entry("cookie", "cookieOfSecretEight"),
            Map.entry("basic auth", "basicOf:Secretnine"),
            Map.entry("Location", "locationOfSecretTen"),
            Map.entry("HTML body", "htmlOfSecretEleven"),
            Map.entry("header of the script", "headerOfSecret-twelve"),
            Map.entry("query of the script", "queryOfSecret13"),
            Map.entry("header of the environment", "targetOfSecret14"),
            Map.entry("form field", "formOf=Secret&15"),
            Map.entry("user info", "userOfSecret16"),
            Map.entry("proxy URL", "proxyOf/Secret@17"),
            Map.entry("webhook secret", "webhookOfSecret+18"),
            Map.entry("webhook URL", "slackOfSecret19"),
            Map.entry("variable of an action", "actionOfSecret/20"),
            Map.entry("OTLP headers", "otlpOfSecret21"),
            Map.entry("token file", "bearerOfSecret-22"));

    private static final List<String> TERMINAL = List.of(
            "env", "-u", "CI", "TERM=xterm", "bash", "-c", "script -qec \"$(printf '%q ' \"$@\")\" /dev/null", "--");

    private static String secret(String place) {
        return PLANTED.get(place);
    }

    private final Map<String, String> screens = new LinkedHashMap<>();
    /** What actions and OTLP sent, without their headers. */
    private final StringBuffer received = new StringBuffer();

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private HttpServer server;

    @TempDir
    Path directory;

    @BeforeEach
    void openServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/login", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "visit=" + secret("cookie") + "; Path=/");
            answer(
                    exchange,
                    200,
                    "{\"token\":\"" + secret("response token") + "\",\"value\":\""
                            + secret("another response value, sent as a token") + "\"}");
        });
        server.createContext("/away", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo/raw?access_token=" + secret("Location"));
            answer(exchange, 302, "");
        });
        server.createContext("/userinfo", exchange -> {
            exchange.getResponseHeaders().add("Location", "ftp://bob:" + secret("user info") + "@example/");
            answer(exchange, 302, "");
        });
        server.createContext(
                "/page",
                exchange -> answer(
                        exchange,
                        200,
                        "<form><input type=hidden name=\"csrf_token\" value=\"" + secret("HTML body") + "\"></form>"
                                + "<a href=\"/next/" + secret("HTML body") + "\">"));
        server.createContext("/echo", this::echo);
        for (String receiver : List.of("/hook", "/otlp")) {
            server.createContext(receiver, exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                received.append(receiver).append(": ").append(body).append('\n');
                answer(
                        exchange,
                        400,
                        exchange.getRequestURI() + " "
                                + exchange.getRequestHeaders().entrySet() + body);
            });
        }
        server.start();
    }

    @AfterEach
    void closeServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void echo(HttpExchange exchange) throws IOException {
        StringBuilder sent = new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("baggage") && !name.equalsIgnoreCase("traceparent")) {
                values.forEach(
                        value -> sent.append(name).append(" is ").append(value).append('\n'));
            }
        });
        sent.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String form = exchange.getRequestURI().getPath().substring("/echo/".length());
        String text = sent.toString();
        exchange.getResponseHeaders()
                .add("X-Was", "" + exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, 500, inForm(form, text));
    }

    /** The forms the server sends back, and in which secrets are searched for. */
    private static String inForm(String form, String text) {
        String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return switch (form) {
            case "json" ->
                text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("/", "\\/")
                        .replace("\n", "\\n");
            case "html" ->
                text.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
            case "url" -> url;
            case "url-lower" ->
                url.replace("+", "%20")
                        .replaceAll("%2F", "%2f")
                        .replaceAll("%3C", "%3c")
                        .replaceAll("%3D", "%3d");
            case "base64" -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case "base64-shifted" ->
                Base64.getUrlEncoder().encodeToString((" " + text).getBytes(StandardCharsets.UTF_8));
            default -> text;
        };
    }

    private static final List<String> FORMS =
            List.of("raw", "json", "html", "url", "url-lower", "base64", "base64-shifted");

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Test
    void noSecretIsInAnyFileOrOnAnyScreen() throws Exception {
        write();
        String[] words = {
            "--set", "password=" + secret("--set password="), "--target", "shop=http://127.0.0.1:" + port()
        };
        screen("plain", words, "run", file("fail.groovy"), "--out", file("run-plain"));
        screen("once -v", words, "run", file("echo.groovy"), "--once", "-v", "--out", file("run-once"));
        screen("json", words, "run", file("fail.groovy"), "--json", "--out", file("run-json"));
        screen("quiet", words, "run", file("fail.groovy"), "--quiet", "--out", file("run-quiet"));
        screen("plan", words, "plan", file("echo.groovy"), "--load", "all");
        screen("validate", words, "validate", file("echo.groovy"));
        screen("exception", words, "validate", file("wrong.groovy"));
        for (String format : List.of("html", "junit", "markdown", "json")) {
            screen("report " + format, new String[0], "report", file("run-plain"), "--format", format);
        }
        screen(
                "URL with a user",
                new String[0],
                "validate",
                file("fail.groovy"),
                "--target",
                "shop=http://bob:" + secret("user info") + "@127.0.0.1/?token=" + secret("Location"));

        assertThat(screens.get("once -v")).contains("/echo/base64-shifted", "***");
        assertThat(screens.get("exception")).contains("no good: ***");
        assertThat(leaks()).isEmpty();
        assertThat(new RunDirectory(directory.resolve("run-once")).manifest().secrets())
                .contains("one", "two", "three", "password", "X-Api-Key", "session", "basic password");
    }

    /** Both come from variables of the process; the proxy says what it was sent, plain and as it came. */
    @Test
    void whatVariablesHoldAndAProxysPasswordAreShownNowhere() throws Exception {
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/default.yaml"), """
                targets:
                  shop: {url: 'http://127.0.0.1:%d'}
                  behind: {url: 'http://shop.example', proxy: 'env:WAY_OUT', allow: true}
                secrets:
                  one: env:FIRST
                """.formatted(port()));
        StringBuilder script = new StringBuilder("journey('Behind') { target 'behind'; step('Behind') { get '/' } }\n");
        for (String form : FORMS) {
            script.append("journey('" + form + "') { target 'shop'; step('" + form + "') { post '/echo/" + form
                    + "'; query q: secret('one'); header 'X-Two', secret('one') } }\n");
        }
        Files.writeString(directory.resolve("variables.groovy"), script + "load('all') { walks 40, users: 4 }\n");
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> refuseAll(proxy));
            List<String> variables = List.of(
                    "env",
                    "FIRST=" + secret("environment variable"),
                    "WAY_OUT=http://bob:" + URLEncoder.encode(secret("proxy URL"), StandardCharsets.UTF_8)
                            + "@127.0.0.1:" + proxy.getLocalPort());
            for (String[] command :
                    new String[][] {{"plan", "variables.groovy"}, {"run", "variables.groovy", "--out", "run-variables"}
                    }) {
                try (CommandProcess run = CommandProcess.start(directory, variables, command)) {
                    assertThat(run.awaitExit()).as(run.output()).isEqualTo(command[0].equals("plan") ? 0 : 1);
                    screens.put(command[0] + " with variables", run.output());
                }
            }
        }
        assertThat(Files.readString(directory.resolve("run-variables/errors.ndjson")))
                .contains("refused a way to shop.example:80: ")
                .contains("X-two is ***")
                .as("also where it was cut")
                .doesNotContain("Ym9iOnByb3h5");
        assertThat(leaks()).isEmpty();
    }

    private static void refuseAll(ServerSocket proxy) {
        while (true) {
            try (Socket client = proxy.accept()) {
                StringBuilder head = new StringBuilder();
                for (int b = client.getInputStream().read();
                        b >= 0;
                        b = client.getInputStream().read()) {
                    head.append((char) b);
                    int at = head.indexOf("Proxy-Authorization: Basic ");
                    if (at >= 0 && head.toString().endsWith("\r\n\r\n")) {
                        String sent = head.substring(at + 27).strip();
                        String plain = new String(Base64.getDecoder().decode(sent), StandardCharsets.UTF_8);
                        client.getOutputStream()
                                .write(("HTTP/1.1 407 " + plain + " " + sent + "\r\nContent-Length: 0\r\n\r\n")
                                        .getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException ended) {
                if (proxy.isClosed()) {
                    return;
                }
            }
        }
    }

    /** A probe with failing steps, receivers that refuse everything, and a rollback that prints what it was given. */
    @Test
    void noSecretIsInAnythingAProbeWritesShowsOrSends() throws Exception {
        write();
        writeProbe();
        Files.writeString(directory.resolve("token.txt"), secret("token file"));
        Files.createDirectories(directory.resolve("run-journal"));
        Files.writeString(directory.resolve("actions.json"), """
                {"actions": [
                  {"name": "chat", "webhook": "slack", "url": "${CHAT_URL}"},
                  {"name": "page", "webhook": "pagerduty", "url": "http://127.0.0.1:%1$d/hook", "secret": "goes with the body"},
                  {"name": "hook", "webhook": "json", "url": "http://127.0.0.1:%1$d/hook", "secret": "${HOOK}"},
                  {"name": "am", "webhook": "alertmanager", "url": "http://127.0.0.1:%1$d/hook"},
                  {"name": "undo", "rollback": true, "exec": ["sh", "-c",
                    "echo $ROLLBACK_TOKEN $HOOK $CHAT_URL $OTEL_EXPORTER_OTLP_HEADERS; cat token.txt env/second.txt; exit 1"]}
                ]}
                """.formatted(port()));
        List<String> variables = List.of(
                "env",
                "HOOK=" + secret("webhook secret"),
                "CHAT_URL=http://127.0.0.1:" + port() + "/hook/" + secret("webhook URL"),
                "ROLLBACK_TOKEN=" + secret("variable of an action"),
                "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:" + port() + "/otlp",
                "OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer " + secret("OTLP headers"),
                "OTEL_METRIC_EXPORT_INTERVAL=1000");
        try (CommandProcess probe = CommandProcess.start(
                directory,
                variables,
                "probe",
                "probe.groovy",
                "--set",
                "password=" + secret("--set password="),
                "--target",
                "shop=http://127.0.0.1:" + port(),
                "--out",
                "run-probe",
                "--journal",
                "run-journal/journal.jsonl",
                "--actions",
                "actions.json",
                "--port",
                "0",
                "--token-file",
                "token.txt")) {
            probe.awaitFile("run-journal/journal.jsonl", "\"id\":\"undo/");
            probe.awaitFile("run-journal/journal.jsonl", "exit code 1");
            for (String line : probe.output().split("\\R")) {
                int at = line.indexOf("http://127.0.0.1:");
                if (line.startsWith("probing, ") && at >= 0) {
                    endpoints(line.substring(at).strip());
                }
            }
            probe.signal("TERM");
            assertThat(probe.awaitExit()).as(probe.output()).isEqualTo(1);
            screens.put("probe", probe.output());
        }
        screens.put("received", received.toString());
        screen(
                "timeline",
                new String[0],
                "journal",
                "timeline",
                directory.resolve("run-journal/journal.jsonl").toString());
        assertThat(screens.get("timeline")).contains("undo FAILED: exit code 1: ***");
        assertThat(screens).containsKeys("/", "/metrics", "events");
        assertThat(screens.get("/")).contains("Last failures").contains("***");
        assertThat(screens.get("received")).contains("/hook: ").contains("/otlp: ");
        assertThat(leaks()).isEmpty();
    }

    private void endpoints(String url) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (String path :
                List.of("/", "/metrics", "/api/v1/gates/probe", "/flagger/rollback/probe", "/probe", "/events")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url).resolve(path))
                    .header("Authorization", "Bearer " + secret("token file"));
            if (path.equals("/events")) {
                try (InputStream in = client.send(
                                request.header("Accept", "text/event-stream").build(),
                                HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
                    screens.put("events", new String(in.readNBytes(3000), StandardCharsets.UTF_8));
                }
            } else {
                long until = System.nanoTime() + 30_000_000_000L;
                String body;
                do { // the page follows the journal
                    body = client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                            .body();
                } while (path.equals("/") && !body.contains("***") && System.nanoTime() < until);
                screens.put(path, body);
            }
        }
    }

    /** A live screen needs a terminal: one is made by script(1), where there is one. */
    @Test
    void theLiveScreenShowsNoSecret() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1) to make a terminal");
        write();
        try (CommandProcess run = CommandProcess.start(
                directory,
                TERMINAL,
                "run",
                "fail.groovy",
                "--set",
                "password=" + secret("--set password="),
                "--target",
                "shop=http://127.0.0.1:" + port(),
                "--out",
                "run-live")) {
            assertThat(run.awaitExit()).as(run.output()).isEqualTo(1);
            assertThat(run.output()).as("is drawn").contains("\u001b[");
            // typed by the test itself, so that the process has it
            screens.put("live", run.output());
        }
        assertThat(leaks()).isEmpty();
    }

    @Test
    void theLiveScreenOfAProbeShowsNoSecret() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1) to make a terminal");
        write();
        writeProbe();
        try (CommandProcess probe = CommandProcess.start(
                directory,
                TERMINAL,
                "probe",
                "probe.groovy",
                "--set",
                "password=" + secret("--set password="),
                "--target",
                "shop=http://127.0.0.1:" + port(),
                "--out",
                "run-probe",
                "--duration",
                "20s")) {
            // 3 where the machine was so busy that nothing counts as observed
            assertThat(probe.awaitExit()).as(probe.output()).isIn(1, 3);
            // one failure a screen: some of them have a secret, and the width may cut a mask
            assertThat(probe.output()).as("is drawn").contains("\u001b[H").contains("**");
            screens.put("live probe", probe.output());
        }
        assertThat(leaks()).isEmpty();
    }

    private void writeProbe() throws IOException {
        Files.writeString(
                directory.resolve("probe.groovy"),
                Files.readString(directory.resolve("fail.groovy"))
                        .replace(
                                "load('all') { walks 100, users: 8 }",
                                "load('canary') { hold 20.perSecond, forever }"));
    }

    private Set<String> leaks() throws IOException {
        Map<String, String> written = new LinkedHashMap<>(screens);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String parent = file.getParent().getFileName().toString();
                if (parent.startsWith("run-") || parent.startsWith("part-")) {
                    written.put(
                            directory.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(written.keySet()).anyMatch(name -> name.endsWith("errors.ndjson"));
        Set<String> leaks = new TreeSet<>();
        written.forEach((where, text) -> PLANTED.forEach((place, secret) -> {
            for (String form : needles(secret)) {
                int at = text.indexOf(form);
                if (at >= 0) {
                    leaks.add(where + ": " + place + " as " + form + " in …"
                            + text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 80)) + "…");
                }
            }
        }));
        return leaks;
    }

    /** The secret in all forms, also within the JSON of errors.ndjson, and the middle of it in Base64. */
    private static Set<String> needles(String secret) {
        Set<String> needles = new TreeSet<>();
        for (String form : FORMS) {
            if (form.startsWith("base64")) {
                for (int before = 0; before < 3; before++) {
                    String whole = Base64.getEncoder()
                            .encodeToString(("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8));
                    String core = whole.substring(before + 1, whole.length() - 4);
                    needles.add(core);
                    needles.add(core.replace('+', '-').replace('/', '_'));
                }
            } else {
                String text = inForm(form, secret);
                needles.add(text);
                needles.add(inForm("json", text));
                needles.add(text.replace("\\", "\\\\").replace("\"", "\\\""));
            }
        }
        needles.add(secret.toLowerCase(Locale.ROOT));
        return needles;
    }

    private void screen(String name, String[] words, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(words));
        CommandLineRun run = CommandLineRun.of(all.toArray(String[]::new));
        assertThat(run.out() + run.err()).as(name).isNotEmpty().doesNotContain("an error in rehearse itself");
        screens.put(name, run.out() + run.err());
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void write() throws IOException {
        Files.writeString(directory.resolve("users.csv"), "user,password\nann,\"" + secret("CSV column") + "\"\n");
        Files.createDirectories(directory.resolve("env"));
        Files.writeString(directory.resolve("env/second.txt"), secret("file") + "\n");
        // the process' environment cannot be changed: this part of it is the test's own file
        Files.writeString(directory.resolve("env/first.txt"), secret("environment variable"));
        Files.writeString(directory.resolve("env/default.yaml"), """
                targets:
                  shop:
                    url: http://127.0.0.1:1
                    headers: {X-Session-Id: %s}
                secrets:
                  one: file:first.txt
                  two: file:second.txt
                  three: '%s'
                """.formatted(
                        secret("header of the environment"), secret("environment yaml")));
        String send = """
                post '/echo/%%s?session=%1$s'
                query q: secret('one'), key: secret('three')
                auth basic('bob', '%2$s')
                header 'X-Api-Key', '%3$s'
                header 'X-Two', secret('two')
                form pass: vars.password, access_token: vars.token, other: param('password'), auth_code: '%4$s'
                """.formatted(
                        secret("query of the script"),
                        secret("basic auth"),
                        secret("header of the script"),
                        secret("form field"));
        String login = """
                target 'shop'
                feed csv('users.csv'), circular
                step('Log in %s') { get '/login'; save token: json('$.token'), v: json('$.value') }
                """;
        StringBuilder echo =
                new StringBuilder("param 'password', 'none'\njourney('Echo') {\n" + login.formatted("first"));
        StringBuilder fail = new StringBuilder("param 'password', 'none'\n");
        for (String form : FORMS) {
            echo.append("step('")
                    .append(form)
                    .append("') {\n")
                    .append(send.formatted(form))
                    .append("expect { status 500 } }\n");
            echo.append("step('bearer ").append(form).append("') { get '/echo/").append(form);
            echo.append("'; auth bearer(vars.v); expect { status 500 } }\n");
            fail.append("journey('Fail ").append(form).append("') {\n").append(login.formatted(form));
            fail.append("step('")
                    .append(form)
                    .append("') {\n")
                    .append(send.formatted(form))
                    .append("}\n}\n");
            fail.append("journey('Read ").append(form).append("') {\n").append(login.formatted(form + " too"));
            fail.append("step('body ").append(form).append("') { get '/echo/").append(form);
            fail.append("'; auth bearer(vars.v); expect { status 500; body.is 'x' } }\n}\n");
        }
        for (String path : List.of("away", "userinfo", "page")) {
            fail.append("journey('")
                    .append(path)
                    .append("') { target 'shop'; step('")
                    .append(path)
                    .append("') { get '/");
            fail.append(path).append("'; expect { body.contains 'nothing of that' } } }\n");
        }
        fail.append("journey('First') { target 'shop'; step('Log in, fails') { get '/login'; expect { status 201 }\n");
        fail.append("save v2: json('$.value') }\n step('never') { get '/'; auth bearer(vars.v2) } }\n");
        String load = "load('all') { walks 100, users: 8 }\n";
        Files.writeString(directory.resolve("echo.groovy"), echo + "}\n" + load);
        Files.writeString(directory.resolve("fail.groovy"), fail + load);
        Files.writeString(
                directory.resolve("wrong.groovy"),
                "param 'password', 'none'\nthrow new IllegalStateException(\"no good: ${param('password')}\")\n");
    }
}
