package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rehearse.runtime.store.ObjectStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines go to an object store and come back, whole or not at all. */
class PushPullTest {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private int status;

    @TempDir
    Path directory;

    private HttpServer server;
    private String url;

    @BeforeEach
    void storeAndBaseline() throws Exception {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.put(path, sent == null ? "" : sent);
            byte[] content = exchange.getRequestBody().readAllBytes();
            boolean put = exchange.getRequestMethod().equals("PUT");
            int code = status != 0 ? status : put ? 201 : objects.containsKey(path) ? 200 : 404;
            if (code == 201) objects.put(path, content);
            byte[] answer = code == 200 ? objects.get(path) : new byte[0];
            exchange.sendResponseHeaders(code, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/team";
        Path run = new SimulatedRun().write(directory.resolve("run-1"), 1);
        assertThat(command("add", "main", run.toString()).exitCode()).isZero();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whatWasPushedIsPulledToTheByte() throws Exception {
        byte[] before = Files.readAllBytes(file());
        CommandLineRun pushed = command("push", "main", url);
        assertThat(pushed.exitCode()).as(pushed.err()).isZero();
        assertThat(pushed.out()).startsWith("pushed main (gate, ").endsWith("to " + url + "/main.zip\n");
        assertThat(objects).containsOnlyKeys("/team/main.zip", "/team/main.zip.sha256");
        command("remove", "main");
        CommandLineRun pulled = command("pull", "main", url);
        assertThat(pulled.exitCode()).as(pulled.err()).isZero();
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(command("pull", "main", url).exitCode())
                .as("over what is there")
                .isZero();
        assertNothingElseIsLeft();
    }

    @Test
    void aWrongChecksumIsRefusedAndWhatIsThereStays() throws Exception {
        byte[] before = Files.readAllBytes(file());
        command("push", "main", url);
        objects.get("/team/main.zip")[100] ^= 1;
        CommandLineRun pulled = command("pull", "main", url);
        assertThat(pulled.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(pulled.err())
                .contains(url + "/main.zip has checksum ")
                .contains("it is damaged, or was being pushed; nothing was changed, pull again");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertNothingElseIsLeft();
    }

    @Test
    void anArchiveThatLeavesItsDirectoryIsRefused() throws Exception {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (var zip = new java.util.zip.ZipOutputStream(bytes)) {
            zip.putNextEntry(new java.util.zip.ZipEntry("../evil.ndjson"));
            zip.write("x".getBytes(StandardCharsets.UTF_8));
        }
        objects.put("/team/main.zip", bytes.toByteArray());
        objects.put(
                "/team/main.zip.sha256",
                io.rehearse.reports.baseline.BaselineArchive.sha256(bytes.toByteArray())
                        .getBytes(StandardCharsets.US_ASCII));
        CommandLineRun pulled = command("pull", "main", url);
        assertThat(pulled.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(pulled.err()).contains("the archive has a file '../evil.ndjson', expected files of a baseline only");
        assertThat(directory.resolve("evil.ndjson")).doesNotExist();
        assertNothingElseIsLeft();
    }

    @Test
    void whatTheStoreSaysIsToldWithWhatHelps() {
        CommandLineRun absent = command("pull", "main", url);
        assertThat(absent.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(absent.err()).contains("GET " + url + "/main.zip.sha256 was answered 404");
        status = 401;
        assertThat(command("push", "main", url).err())
                .contains("PUT " + url
                        + "/main.zip was answered 401: set REHEARSE_STORE_TOKEN, or REHEARSE_STORE_USER and"
                        + " REHEARSE_STORE_PASSWORD");
        status = 302;
        assertThat(command("push", "main", url).err())
                .contains("was answered 302: redirects are not followed; name the address it points to");
        assertThat(command("push", "main", "http://me:secret@127.0.0.1/").err())
                .contains("credentials do not belong in the address")
                .doesNotContain("secret@");
        assertThat(command("push", "main", "s3://bucket").exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(command("push", "absent", url).err()).contains("there is no baseline absent");
    }

    @Test
    void credentialsComeFromTheEnvironmentAndAreInNoMessage() throws Exception {
        assertThat(ObjectStore.authorization(Map.of())).isEmpty();
        assertThat(ObjectStore.authorization(Map.of("REHEARSE_STORE_TOKEN", "t0p")))
                .hasValue("Bearer t0p");
        assertThat(ObjectStore.authorization(Map.of("REHEARSE_STORE_USER", "me", "REHEARSE_STORE_PASSWORD", "pw")))
                .hasValue("Basic bWU6cHc=");
        status = 403;
        try (ObjectStore store = new ObjectStore(URI.create(url), Optional.of("Bearer t0p"))) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> store.put("a", new byte[1])))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "PUT " + url + "/a was answered 403: the credentials of REHEARSE_STORE_… are not accepted");
        }
        assertThat(authorizations).containsEntry("/team/a", "Bearer t0p");
    }

    private Path file() {
        return directory.resolve("baselines/main/gate.ndjson");
    }

    private void assertNothingElseIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("baselines"))) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("main");
        }
    }

    private CommandLineRun command(String... words) {
        String[] all = java.util.Arrays.copyOf(words, words.length + 3);
        System.arraycopy(words, 0, all, 1, words.length);
        all[0] = "baseline";
        all[all.length - 2] = "--baselines";
        all[all.length - 1] = directory.resolve("baselines").toString();
        return CommandLineRun.of(all);
    }
}
