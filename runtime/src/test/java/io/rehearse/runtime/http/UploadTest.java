package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.Outcome;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Forms with files (RFC 7578), as servers get them. */
@Timeout(120)
class UploadTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final int LARGE_BYTES = 200_000_000;

    @TempDir
    Path directory;

    private Runnable eachTurn = () -> {};

    private Plan plan(URI url, String steps) throws IOException {
        Path script = directory.resolve("upload.groovy");
        Files.writeString(
                script,
                "journey('Upload') {\n target 'shop'\n" + steps.replaceAll("(?m)^", "    ")
                        + "\n}\nload('one') { walks 1 }\n");
        return Journeys.compile(
                script, new Inputs(Optional.empty(), Map.of(), Map.of("shop", url.toString()), Map.of()));
    }

    private Walk walk(URI url, String steps) throws IOException {
        return Walk.run(List.of(plan(url, steps)), Walk::resolved);
    }

    private static String boundary(String request) {
        Matcher found = Pattern.compile("\r\nContent-Type: multipart/form-data; boundary=(.*)\r\n")
                .matcher(request);
        assertThat(found.find()).as(request).isTrue();
        return found.group(1);
    }

    @Test
    void aFormWithFilesIsWrittenAsBrowsersDo() throws Exception {
        Files.writeString(directory.resolve("ä \"b\".txt"), "in the file\r\n");
        try (RawServer server = RawServer.always(OK)) {
            Walk walk = walk(server.url(), """
                    let name: 'Ann'
                    step('Upload') {
                        post '/upload'
                        form 'a"b': "Hi ${vars.name}", photo: file('ä "b".txt', type: 'text/plain'), gone: null,
                             tags: ['x', 'y'], raw: bytes(0.005.kB)
                    }
                    """);
            assertThat(walk.outcomes()).containsExactly(Outcome.OK);
            String request = server.requests.get(0);
            String boundary = boundary(request);
            String body = new String(
                    request.substring(request.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1));
            assertThat(body.replaceAll("(?s)(octet-stream\r\n\r\n).{1,15}?(\r\n--)", "$15 bytes$2"))
                    .isEqualTo("""
                    --BOUNDARY
                    Content-Disposition: form-data; name="a%22b"

                    Hi Ann
                    --BOUNDARY
                    Content-Disposition: form-data; name="photo"; filename="ä %22b%22.txt"
                    Content-Type: text/plain

                    in the file

                    --BOUNDARY
                    Content-Disposition: form-data; name="tags"

                    x
                    --BOUNDARY
                    Content-Disposition: form-data; name="tags"

                    y
                    --BOUNDARY
                    Content-Disposition: form-data; name="raw"; filename="bytes"
                    Content-Type: application/octet-stream

                    5 bytes
                    --BOUNDARY--
                    """.replace("\n", "\r\n").replace("BOUNDARY", boundary));
        }
    }

    /** What an upload consists of, told by a server that keeps nothing of it. */
    private record Received(String head, String sha256, long length) {}

    /** Reads a form of one file without keeping it. */
    private static Received receive(DataInputStream in) throws Exception {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            text.append((char) in.readUnsignedByte());
        }
        int headEnd = text.length();
        while (text.indexOf("\r\n\r\n", headEnd) < 0) {
            text.append((char) in.readUnsignedByte());
        }
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(text);
        assertThat(length.find()).isTrue();
        long end = ("\r\n--" + boundary(text.toString()) + "--\r\n").length();
        long left = Long.parseLong(length.group(1)) - (text.length() - headEnd) - end;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long file = left;
        byte[] buffer = new byte[64 * 1024];
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            digest.update(buffer, 0, read);
            left -= read;
        }
        byte[] rest = in.readNBytes((int) end);
        assertThat(new String(rest, StandardCharsets.ISO_8859_1)).endsWith(boundary(text.toString()) + "--\r\n");
        return new Received(text.toString(), HexFormat.of().formatHex(digest.digest()), file);
    }

    private static String writeLarge(Path file) throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[1_000_000];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < LARGE_BYTES / block.length; i++) {
                random.nextBytes(block);
                digest.update(block);
                out.write(block);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void aLargeFileArrivesByteForByteAndIsNeverInMemory() throws Exception {
        String sha256 = writeLarge(directory.resolve("large.bin"));
        List<Received> received = new CopyOnWriteArrayList<>();
        try (RawServer server = new RawServer(peer -> {
            Thread.sleep(300); // until then nobody reads: what does not fit into the socket must wait in the file
            received.add(receive(new DataInputStream(peer.socket.getInputStream())));
            peer.answer(OK);
        })) {
            Files.writeString(directory.resolve("small.bin"), "small");
            long heapOfLane = heapUsedToUpload(server, "small.bin");
            var direct = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
            long directBefore = direct.usedDirectMemory();
            AtomicLong directMost = new AtomicLong();
            eachTurn = () -> directMost.accumulateAndGet(direct.usedDirectMemory() - directBefore, Math::max);
            received.clear();
            long heap = heapUsedToUpload(server, "large.bin") - heapOfLane;
            assertThat(received).hasSize(1);
            assertThat(received.get(0).sha256()).isEqualTo(sha256);
            assertThat(received.get(0).length()).isEqualTo(LARGE_BYTES);
            assertThat(directMost.get()).isLessThan(LARGE_BYTES / 10);
            // what there is of it are stack traces of the leak detector, which the tests run with
            assertThat(heap).isLessThan(LARGE_BYTES / 2);
        }
    }

    private long heapUsedToUpload(RawServer server, String file) throws IOException {
        Plan plan = plan(server.url(), "step('Upload') { post '/upload'; form photo: file('" + file + "') }");
        HttpSettings settings = HttpSettings.of(List.of(plan), Walk::resolved, "1.0", "test-run", true);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        Walk walk = Walk.run(List.of(plan), settings, true, eachTurn);
        assertThat(walk.outcomes()).containsExactly(Outcome.OK);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void aFileGoesOverTlsToo() throws Exception {
        Certificates certificates = new Certificates(directory);
        String sha256 = writeLarge(directory.resolve("large.bin"));
        List<Received> received = new CopyOnWriteArrayList<>();
        try (RawServer server = new RawServer(
                certificates.listener(certificates.signed("server", "-ext", "san=dns:localhost"), false), peer -> {
                    received.add(receive(new DataInputStream(peer.socket.getInputStream())));
                    peer.answer(OK);
                })) {
            Files.createDirectories(directory.resolve("env"));
            Files.writeString(
                    directory.resolve("env/default.yaml"),
                    "targets: {shop: {url: 'http://x', tls: {ca: '" + certificates.authorityFile + "'}}}\n");
            Walk walk = walk(
                    URI.create("https://localhost:" + server.port()),
                    "step('Upload') { post '/upload'; timeout 100.s; form photo: file('large.bin') }");
            assertThat(walk.only().message()).isEmpty();
            assertThat(received.get(0).sha256()).isEqualTo(sha256);
        }
    }

    @Test
    void bytesWithoutAMeaningAreAsManyAsWritten() throws Exception {
        List<Received> received = new CopyOnWriteArrayList<>();
        try (RawServer server = new RawServer(peer -> {
            received.add(receive(new DataInputStream(peer.socket.getInputStream())));
            peer.answer(OK);
        })) {
            Walk walk = walk(server.url(), "step('Upload') { post '/upload'; form data: bytes(20.MB) }");
            assertThat(walk.outcomes()).containsExactly(Outcome.OK);
            assertThat(received.get(0).length()).isEqualTo(20_000_000);
        }
    }

    @Test
    void aRedirectAndARetrySendTheFileAgain() throws Exception {
        Files.writeString(directory.resolve("a.txt"), "content of a");
        try (RawServer server = new RawServer(peer -> {
            int requests = 0;
            for (String request = peer.request(); request != null; request = peer.request()) {
                peer.answer(
                        request.contains(" /from ")
                                ? "HTTP/1.1 307 There\r\nLocation: /to\r\nContent-Length: 0\r\n\r\n"
                                : requests++ == 0 ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" : OK);
            }
        })) {
            Walk walk = walk(
                    server.url(),
                    "step('Upload') { post '/from'; form f: file('a.txt'); retry 1, on: [503], wait: 1.ms }");
            assertThat(walk.outcomes()).last().isEqualTo(Outcome.OK);
            assertThat(server.requests)
                    .hasSize(4)
                    .allSatisfy(request ->
                            assertThat(request).contains("\r\n\r\ncontent of a\r\n--" + boundary(request) + "--\r\n"));
            assertThat(server.requests.stream().map(UploadTest::boundary).distinct())
                    .as("no server knows the next boundary")
                    .hasSize(4);
        }
    }

    @Test
    void aServerMayAnswerBeforeItHasReadAll() throws Exception {
        try (RawServer server = new RawServer(peer -> {
            DataInputStream in = new DataInputStream(peer.socket.getInputStream());
            in.readNBytes(1000);
            peer.answer("HTTP/1.1 413 Too large\r\nContent-Length: 0\r\n\r\n");
            in.readAllBytes();
        })) {
            Walk walk = walk(server.url(), "step('Upload') { post '/upload'; form data: bytes(50.MB) }");
            assertThat(walk.only().outcome()).isEqualTo(Outcome.STATUS_ERROR);
            assertThat(walk.only().message()).contains("413");
        }
    }

    @Test
    void aFileThatChangedWhileLoadWasDrivenIsTold() throws Exception {
        Path file = directory.resolve("a.txt");
        Files.writeString(file, "ten bytes.");
        try (RawServer server = RawServer.always(OK)) {
            Plan plan = plan(server.url(), "step('Upload') { post '/upload'; form f: file('a.txt') }");
            Files.writeString(file, "five.");
            Walk shorter = Walk.run(List.of(plan), Walk::resolved);
            assertThat(shorter.only().outcome()).isEqualTo(Outcome.SCRIPT_ERROR);
            assertThat(shorter.only().message())
                    .isEqualTo("file a.txt has become shorter since the script was read: it ends before 10 bytes");
            Files.delete(file);
            Walk gone = Walk.run(List.of(plan), Walk::resolved);
            assertThat(gone.only().outcome()).isEqualTo(Outcome.SCRIPT_ERROR);
            assertThat(gone.only().message()).isEqualTo("file a.txt cannot be read any more: " + file);
        }
    }

    @Test
    void aFormOfAPageSendsFiles() throws Exception {
        Files.writeString(directory.resolve("a.png"), "picture");
        String page = "<form method=post enctype=multipart/form-data action=/up>"
                + "<input name=title value=T><input type=file name=photo><input type=file name=other>"
                + "<input type=hidden name=token value=t1></form>";
        try (RawServer server = RawServer.always(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + page.length() + "\r\n\r\n" + page)) {
            Walk walk = walk(server.url(), """
                    step('Page') { get '/' }
                    step('Upload') { submit 'form', photo: file('a.png', type: 'image/png') }
                    """);
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            String request = server.requests.get(1);
            assertThat(request.substring(request.indexOf("\r\n\r\n") + 4))
                    .isEqualTo("""
                    --BOUNDARY
                    Content-Disposition: form-data; name="title"

                    T
                    --BOUNDARY
                    Content-Disposition: form-data; name="photo"; filename="a.png"
                    Content-Type: image/png

                    picture
                    --BOUNDARY
                    Content-Disposition: form-data; name="other"; filename=""
                    Content-Type: application/octet-stream


                    --BOUNDARY
                    Content-Disposition: form-data; name="token"

                    t1
                    --BOUNDARY--
                    """.replace("\n", "\r\n").replace("BOUNDARY", boundary(request)));
        }
    }

    @Test
    void aFormOfAPageThatTakesNoFilesIsTold() throws Exception {
        Files.writeString(directory.resolve("a.png"), "picture");
        String page = "<form method=post action=/up><input name=title><input type=file name=photo></form>"
                + "<form method=post enctype=multipart/form-data id=m><input type=file name=photo></form>";
        try (RawServer server = RawServer.always(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: " + page.length() + "\r\n\r\n" + page)) {
            assertThat(submitted(server, "'form', photo: file('a.png')"))
                    .isEqualTo("on the page \"/\": the form 'form' has no method=post with enctype=multipart/form-data:"
                            + " a browser would send the name of the file in 'photo' and not the file");
            assertThat(submitted(server, "'form', title: file('a.png')"))
                    .isEqualTo("on the page \"/\": the form 'form': the field 'title' takes text, not a file");
            assertThat(submitted(server, "'#m', photo: [file('a.png'), bytes(1.kB)]"))
                    .isEqualTo("on the page \"/\": the form '#m': the field 'photo' takes one file, not 2");
        }
    }

    private String submitted(RawServer server, String arguments) throws IOException {
        Walk walk = walk(server.url(), "step('Page') { get '/' }\nstep('Upload') { submit " + arguments + " }");
        assertThat(walk.outcomes()).last().isEqualTo(Outcome.NO_MATCH);
        return walk.steps().get(1).message();
    }
}
