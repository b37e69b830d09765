import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Rehearse and wrk against the same nginx, in rotation: what does a request cost each?
 *
 * <p>nginx has CPU 0, the clients CPU 1. All clients are started and warmed up; all but one are stopped (SIGSTOP), and
 * every round gives each a window of its own. Requests are counted by nginx, CPU time by the kernel. A client's CPU per
 * request is divided by nginx's in the same window, which is a constant amount of work: so a slow phase of the machine
 * cancels. Ratios are to wrk in the same round.
 *
 * <p>Run by {@code runtime/benchmark/run}; it fails when a tool is missing and prints nothing it did not measure.
 */
public final class SideBySide {
    private static final Path HERE = Path.of("runtime/benchmark").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PrintStream OUT = System.out;
    private static final List<Integer> USERS = List.of(10, 100, 1000, 10_000);
    /** What nginx, wrk and Rehearse each need for the most users: a connection each, and a few files. */
    private static final long FILES = 10_300;

    private final Path work;
    private final Nginx nginx;
    private final int rounds;
    private final long windowMillis;
    private final List<Process> started = new ArrayList<>();

    private SideBySide(Path work, Nginx nginx, int rounds, long windowMillis) {
        this.work = work;
        this.nginx = nginx;
        this.rounds = rounds;
        this.windowMillis = windowMillis;
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = number(arguments, "--rounds", 8);
        long windowMillis = number(arguments, "--window-millis", 1500);
        for (String tool : List.of("nginx", "wrk", "taskset", "openssl")) require(tool);
        if (Runtime.getRuntime().availableProcessors() < 2) throw new IllegalStateException("needs 2 CPUs");
        Path work = Files.createTempDirectory("rehearse-benchmark");
        OUT.printf("%s, %s%n", Instant.now().toString().substring(0, 16) + "Z", machine());
        OUT.printf("%s; %s%n", version("nginx", "-v"), version("wrk", "-v"));
        scripts(work);
        try (Nginx nginx = Nginx.start(work)) {
            SideBySide bench = new SideBySide(work, nginx, rounds, windowMillis);
            try {
                List<String> only = Arrays.asList(arguments);
                if (wanted(only, "closed")) bench.closed();
                if (wanted(only, "open")) bench.open();
                if (wanted(only, "scaling")) bench.scaling();
                if (wanted(only, "starts")) bench.starts();
                if (only.contains("long")) bench.longRun();
                if (only.contains("profile")) bench.profile();
            } finally {
                bench.started.forEach(Process::destroyForcibly);
            }
        } finally {
            delete(work);
        }
    }

    /** Parts are named on the command line; all of them, but the long run and the profile, without any. */
    private static boolean wanted(List<String> words, String part) {
        return words.contains(part) || Stream.of("closed", "open", "scaling", "starts", "long", "profile").noneMatch(words::contains);
    }

    /** The scripts stand beside an environment that trusts nginx's certificate. */
    private static void scripts(Path work) throws IOException {
        String fixed = Files.readString(HERE.resolve("fixed.groovy"));
        Files.writeString(work.resolve("fixed.groovy"), fixed);
        Files.writeString(work.resolve("start.groovy"), fixed.replace("/small", "/logged"));
        for (String name : List.of("journey.groovy", "closures.groovy")) Files.copy(HERE.resolve(name), work.resolve(name));
        String step = fixed.substring(fixed.indexOf("    step("), fixed.indexOf("}\nload"));
        String again = fixed.replace(step, "    repeat(100_000) {\n" + step + "    }\n"); // a walk's end would end its connection
        for (int users : USERS) {
            Files.writeString(work.resolve("users" + users + ".groovy"), again.replace("users 64", "users " + users));
        }
        StringBuilder steps = new StringBuilder();
        for (int i = 1; i <= 50; i++) steps.append(step.replace("'Get'", "'Get " + i + "'"));
        Files.writeString(work.resolve("steps50.groovy"), fixed.replace(step, steps));
        Files.createDirectory(work.resolve("env"));
        Files.writeString(work.resolve("env/tls.yaml"), "targets: {web: {url: 'https://127.0.0.1', tls: {ca: ../cert.pem}}}\n");
        Files.writeString(work.resolve("env/many.yaml"), "targets: {web: {url: 'http://127.0.0.1', connections: {policy: perUser}}}\n");
    }

    // ---- closed loop, in rotation

    /**
     * @param peer name of the client it is held against; its own for a peer
     * @param nginx which one it asks
     * @param users connections that it has there, at least
     */
    private record Row(String peer, Nginx nginx, int users, List<String> command) {}

    private Row row(String peer, List<String> command) {
        return new Row(peer, nginx, 64, command);
    }

    private void closed() throws Exception {
        String small = nginx.plain() + "/small";
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("wrk", row("wrk", wrk(64, small)));
        rows.put("fixed", row("wrk", rehearse("fixed.groovy", "closed", nginx.plain(), "fixed")));
        rows.put("journey", row("wrk", rehearse("journey.groovy", "closed", nginx.plain(), "journey")));
        rows.put("closures", row("wrk", rehearse("closures.groovy", "closed", nginx.plain(), "closures")));
        if (exists("hey")) rows.put("hey", row("wrk", pinned("hey", "-z", "3600s", "-c", "64", small)));
        if (exists("h2load")) rows.put("h2load", row("wrk", pinned("h2load", "--h1", "-t1", "-c64", "-D", "3600", small)));
        rows.put("wrk TLS", row("wrk TLS", wrk(64, nginx.tls() + "/small")));
        rows.put("fixed TLS", row("wrk TLS", rehearse("fixed.groovy", "closed", nginx.tls(), "tls", "--env", "tls")));
        rotate("64 users, one core", rows, rounds);
    }

    private void scaling() throws Exception {
        requireFiles();
        // a stopped client keeps its connections, and those of two clients are more files than one nginx may have open
        try (Nginx ofWrk = Nginx.start(Files.createDirectory(work.resolve("nginx-of-wrk")))) {
            for (int users : USERS) {
                Map<String, Row> rows = new LinkedHashMap<>();
                rows.put("wrk", new Row("wrk", ofWrk, users, wrk(users, ofWrk.plain() + "/small")));
                rows.put("fixed", new Row("wrk", nginx, users, rehearse("users" + users + ".groovy", "closed", nginx.plain(), "users" + users, "--env", "many")));
                rotate(users + " users, a connection each", rows, 4);
            }
        }
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("1 step", row("1 step", rehearse("fixed.groovy", "closed", nginx.plain(), "step1")));
        rows.put("50 steps", row("1 step", rehearse("steps50.groovy", "closed", nginx.plain(), "step50")));
        rotate("64 users, steps of a journey", rows, 6);
        Map<String, Row> lanes = new LinkedHashMap<>();
        lanes.put("1 lane", row("1 lane", rehearse("fixed.groovy", "closed", nginx.plain(), "lanes1")));
        lanes.put("2 lanes", row("1 lane", unpinned(rehearse("fixed.groovy", "closed", nginx.plain(), "lanes2", "--lanes", "2"))));
        rotate("64 users a lane; the second lane shares nginx's CPU", lanes, 4);
    }

    /** All clients warmed up and stopped but one, each with a window of its own in every round. */
    private void rotate(String title, Map<String, Row> rows, int rounds) throws Exception {
        Map<String, Client> clients = new LinkedHashMap<>();
        for (Row row : rows.values()) {
            left(row.nginx());
        }
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            int open = row.getValue().nginx().connections();
            Client client = client(row.getValue().command(), row.getValue().nginx());
            warm(client, open + row.getValue().users());
            client.halt();
            clients.put(row.getKey(), client);
        }
        Map<String, List<Window>> windows = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Client> entry : clients.entrySet()) {
                windows.computeIfAbsent(entry.getKey(), name -> new ArrayList<>()).add(window(entry.getValue()));
            }
        }
        clients.values().forEach(Client::end);
        OUT.printf("%nClosed loop, %s, %d rounds of %d ms%n", title, rounds, windowMillis);
        OUT.printf(
                "%-12s %10s %8s %8s %10s   %s%n",
                "client", "CPU µs", "user µs", "req/s", "nginx µs", "normalised to the first: median (least to most)");
        for (Map.Entry<String, List<Window>> entry : windows.entrySet()) {
            List<Window> own = entry.getValue();
            List<Window> peer = windows.get(rows.get(entry.getKey()).peer());
            double[] ratios = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                ratios[r] = own.get(r).normalised() / peer.get(r).normalised();
            }
            Arrays.sort(ratios);
            OUT.printf(
                    Locale.ROOT,
                    "%-12s %10.2f %8.2f %8.0f %10.2f   %.2f (%.2f to %.2f)%n",
                    entry.getKey(),
                    median(own.stream().mapToDouble(Window::cpuMicros).toArray()),
                    median(own.stream().mapToDouble(Window::userMicros).toArray()),
                    median(own.stream().mapToDouble(Window::perSecond).toArray()),
                    median(own.stream().mapToDouble(Window::nginxMicros).toArray()),
                    median(ratios),
                    ratios[0],
                    ratios[rounds - 1]);
        }
    }

    /** Until nginx has seen that the clients before are gone: it would count their connections as those of the next. */
    private static void left(Nginx nginx) throws Exception {
        for (int tenths = 0; nginx.connections() > 1; tenths++) {
            if (tenths == 100)
                throw new IllegalStateException("10 s after its clients ended nginx has " + nginx.connections() + " connections");
            Thread.sleep(100);
        }
    }

    /** Until the client sends for real and over all its connections, then 5 s more for its compilers. */
    private void warm(Client client, int connections) throws Exception {
        Nginx nginx = client.nginx();
        long before = nginx.requests();
        for (int tenths = 0; nginx.requests() - before < 20_000 || nginx.connections() < connections; tenths++) {
            if (tenths == 600)
                throw new IllegalStateException("after 60 s " + (nginx.requests() - before) + " requests, "
                        + nginx.connections() + " connections instead of " + connections + ": " + client.output());
            Thread.sleep(100);
        }
        Thread.sleep(5_000);
    }

    /** Per request, in one window: CPU of the client, its part in user mode, CPU of nginx. */
    private record Window(double cpuMicros, double userMicros, double nginxMicros, double perSecond) {
        double normalised() {
            return cpuMicros / nginxMicros;
        }
    }

    private Window window(Client client) throws Exception {
        Nginx nginx = client.nginx();
        client.go();
        Thread.sleep(300);
        long requests = nginx.requests();
        long began = System.nanoTime();
        long cpu = cpuNanos(client.pid());
        long user = userMillis(client.pid());
        long server = cpuNanos(nginx.worker());
        Thread.sleep(windowMillis);
        long servedNanos = cpuNanos(nginx.worker()) - server;
        long usedNanos = cpuNanos(client.pid()) - cpu;
        long usedMillis = userMillis(client.pid()) - user;
        double seconds = (System.nanoTime() - began) / 1e9;
        long done = nginx.requests() - requests - 1;
        client.halt();
        if (done < 1000) throw new IllegalStateException("a client made only " + done + " requests in a window: " + client.output());
        return new Window(usedNanos / 1e3 / done, usedMillis * 1e3 / done, servedNanos / 1e3 / done, done / seconds);
    }

    // ---- open loop, by itself

    private void open() throws Exception {
        OUT.printf("%nOpen loop, one core, 3 runs each: median (least to most)%n");
        Map<String, List<String>> rows = new LinkedHashMap<>();
        rows.put("10 000/s", List.of("open"));
        rows.put("10 000/s gathered", List.of("open", "--gather"));
        rows.put("10 000/s cold", List.of("cold"));
        rows.put("1 000/s", List.of("thousand"));
        rows.put("1 000/s precise", List.of("thousand", "--precise"));
        for (Map.Entry<String, List<String>> row : rows.entrySet()) {
            String load = row.getValue().get(0);
            double[] cpu = new double[3];
            double[] p50 = new double[3];
            double[] p90 = new double[3];
            double[] p99 = new double[3];
            long failed = 0;
            long connections = 0;
            long requests = 0;
            for (int run = 0; run < 3; run++) {
                String name = row.getKey().replaceAll("\\W", "") + run;
                Path out = work.resolve(name);
                List<String> more = row.getValue().subList(1, row.getValue().size());
                Client client = client(rehearse("fixed.groovy", load, nginx.plain(), name, more.toArray(String[]::new)));
                Thread.sleep(load.equals("cold") ? 3_000 : 12_000);
                long served = nginx.requests();
                long used = cpuNanos(client.pid());
                Thread.sleep(6_000);
                cpu[run] = (cpuNanos(client.pid()) - used) / 1e3 / (nginx.requests() - served - 1);
                if (!client.process().waitFor(60, TimeUnit.SECONDS)) throw new IllegalStateException(load + " did not end");
                JsonNode summary = JSON.readTree(out.resolve("summary.json").toFile());
                JsonNode step = summary.path("steps").path(0);
                p50[run] = step.path("late").path("p50Ms").asDouble() * 1e3;
                p90[run] = step.path("late").path("p90Ms").asDouble() * 1e3;
                p99[run] = step.path("late").path("p99Ms").asDouble() * 1e3;
                failed += step.path("failed").asLong() + summary.path("journeys").path(0).path("dropped").size();
                requests += step.path("started").asLong();
                connections = Math.max(connections, connections(out));
            }
            OUT.printf(
                    Locale.ROOT,
                    "%-18s CPU %s µs a request; late p50 %s, p90 %s, p99 %s µs; %d of %d failed or dropped; %d connections at most%n",
                    row.getKey(), spread(cpu), spread(p50), spread(p90), spread(p99), failed, requests, connections);
        }
    }

    private static long connections(Path run) throws IOException {
        long most = 0;
        for (String line : Files.readAllLines(run.resolve("counts.ndjson"))) {
            for (JsonNode target : JSON.readTree(line).path("targets")) {
                most = Math.max(most, target.path("connectionsOpen").asLong());
            }
        }
        return most;
    }

    // ---- start-up

    private void starts() throws Exception {
        double[] seconds = new double[5];
        for (int run = -1; run < seconds.length; run++) {
            nginx.forget();
            double began = System.currentTimeMillis() / 1e3;
            List<String> command = new ArrayList<>(rehearse("start.groovy", null, nginx.plain(), "start" + run));
            Process process = spawn(command, "start" + run);
            if (!process.waitFor(60, TimeUnit.SECONDS)) throw new IllegalStateException("--once did not end");
            if (run >= 0) seconds[run] = nginx.firstSmall() - began;
        }
        OUT.printf("%nStart to first request (--once, unchanged script, one core): %s s%n", spread(seconds));
    }

    // ---- ten minutes

    private void longRun() throws Exception {
        Client client = client(rehearse("fixed.groovy", "long", nginx.plain(), "long"));
        OUT.printf("%n10 minutes at 10 000 arrivals/s, resident memory in MB after each minute:");
        for (int minute = 1; minute <= 10; minute++) {
            Thread.sleep(60_000);
            OUT.printf(" %d", residentKilobytes(client.pid()) / 1000);
        }
        if (!client.process().waitFor(60, TimeUnit.SECONDS)) throw new IllegalStateException("long did not end");
        JsonNode summary = JSON.readTree(work.resolve("long/summary.json").toFile());
        JsonNode step = summary.path("steps").path(0);
        OUT.printf("; %d requests, %d failed, trusted: %s; run directory %d kB%n",
                step.path("started").asLong(), step.path("failed").asLong(), summary.path("trusted").asBoolean(),
                kilobytes(work.resolve("long")));
    }

    // ---- where the time goes

    /** What a lane is at when the flight recorder looks, every 10 ms for a minute: the part in Java; what the kernel does is not seen. */
    private void profile() throws Exception {
        requireFiles();
        Map<String, Row> rows = new LinkedHashMap<>();
        rows.put("64 users", row("", rehearse("fixed.groovy", "closed", nginx.plain(), "profile-closed")));
        rows.put("10 000 users", new Row("", nginx, 10_000, rehearse("users10000.groovy", "closed", nginx.plain(), "profile-users", "--env", "many")));
        rows.put("10 000 arrivals/s", new Row("", nginx, 1, rehearse("fixed.groovy", "long", nginx.plain(), "profile-open")));
        for (Map.Entry<String, Row> row : rows.entrySet()) {
            Client client = client(row.getValue().command());
            warm(client, row.getValue().users());
            Path recording = work.resolve("profile" + started.size() + ".jfr");
            long user = userMillis(client.pid());
            long cpu = cpuNanos(client.pid());
            long requests = nginx.requests();
            check(new ProcessBuilder(
                            "jcmd", Long.toString(client.pid()), "JFR.start", "name=profile", "jdk.ExecutionSample#enabled=true",
                            "jdk.ExecutionSample#period=10ms")
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("jcmd.log").toFile()));
            Thread.sleep(60_000);
            double userShare = (userMillis(client.pid()) - user) * 1e6 / (cpuNanos(client.pid()) - cpu);
            long done = nginx.requests() - requests;
            check(new ProcessBuilder("jcmd", Long.toString(client.pid()), "JFR.stop", "name=profile", "filename=" + recording)
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("jcmd.log").toFile()));
            client.end();
            client.process().waitFor();
            OUT.printf(Locale.ROOT, "%nProfile, %s: %d requests, %.0f %% of the CPU in user mode; its methods in Java%n", row.getKey(), done, userShare * 100);
            hottest(recording).forEach(line -> OUT.printf("%s%n", line));
        }
    }

    /** The methods a lane was in most often, with their share of its samples. */
    private static List<String> hottest(Path recording) throws IOException {
        Map<String, Integer> samples = new TreeMap<>();
        int all = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
            RecordedThread thread = event.getEventType().getName().equals("jdk.ExecutionSample") ? event.getThread("sampledThread") : null;
            if (thread != null && String.valueOf(thread.getJavaName()).startsWith("lane-") && event.getStackTrace() != null) {
                RecordedMethod method = event.getStackTrace().getFrames().get(0).getMethod();
                samples.merge(method.getType().getName() + "." + method.getName(), 1, Integer::sum);
                all++;
            }
        }
        if (all == 0) throw new IllegalStateException("no sample of a lane in " + recording);
        double total = all;
        return Stream.concat(
                        Stream.of("of " + all + " samples"),
                        samples.entrySet().stream()
                                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                                .limit(15)
                                .map(each -> String.format(Locale.ROOT, "%5.1f %%  %s", each.getValue() * 100 / total, each.getKey())))
                .toList();
    }

    private static long residentKilobytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long kilobytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum() / 1000;
        }
    }

    // ---- clients

    private record Client(Process process, Path log, Nginx nginx) {
        long pid() {
            return process.pid();
        }

        void go() throws Exception {
            if (!process.isAlive()) throw new IllegalStateException("ended early: " + output());
            signal("CONT");
        }

        void halt() throws Exception {
            signal("STOP");
        }

        void end() {
            process.destroyForcibly();
        }

        String output() throws IOException {
            return process.info().commandLine().orElse("it") + " said: " + Files.readString(log);
        }

        private void signal(String name) throws Exception {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        }
    }

    private Client client(List<String> command) throws IOException {
        return client(command, nginx);
    }

    private Client client(List<String> command, Nginx nginx) throws IOException {
        String name = "client" + started.size();
        return new Client(spawn(command, name), work.resolve(name + ".log"), nginx);
    }

    private Process spawn(List<String> command, String name) throws IOException {
        File log = work.resolve(name + ".log").toFile();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        started.add(process);
        return process;
    }

    private static List<String> wrk(int connections, String url) {
        return pinned("wrk", "-t1", "-c" + connections, "-d3600s", url);
    }

    private static List<String> pinned(String... command) {
        return Stream.concat(Stream.of("taskset", "-c", "1"), Stream.of(command)).toList();
    }

    private static List<String> unpinned(List<String> command) {
        return command.subList(3, command.size());
    }

    private List<String> rehearse(String script, String load, String url, String out, String... more) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "1", "./rehearse", "run"));
        command.addAll(List.of(work.resolve(script).toString(), "--target", "web=" + url, "--quiet", "--yes"));
        command.addAll(List.of(more));
        if (!command.contains("--lanes")) command.addAll(List.of("--lanes", "1"));
        command.addAll(load == null ? List.of("--once") : List.of("--load", load));
        command.addAll(List.of("--out", work.resolve(out).toString()));
        return command;
    }

    // ---- nginx

    private record Nginx(Process master, long worker, int port, int tlsPort, Path log, HttpClient http)
            implements AutoCloseable {
        static Nginx start(Path work) throws Exception {
            int port = freePort();
            int tlsPort = freePort();
            Path log = work.resolve("access.log");
            check(new ProcessBuilder(
                            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                            "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                            "-keyout", work.resolve("key.pem").toString(), "-out", work.resolve("cert.pem").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("openssl.log").toFile()));
            Files.createDirectories(work.resolve("logs"));
            String locations =
                    """
                    default_type application/json;
                    location = /small { return 200 '{"id":4711,"name":"a thing","price":12.5,"tags":["one","two"],"text":"0123456789012345678901234567890123456"}'; }
                    location = /login { return 200 '{"user":"ada","token":"9c1e0b7a52d84f36","expires":3600,"roles":["reader","buyer"],"x":"0123456789012345"}'; }
                    location = /order { return 201 '{"id":"o-1","state":"CONFIRMED","total":12.5,"items":["i-17"],"text":"01234567890123456789012345678"}'; }
                    location = /logged { access_log %s once; return 200 ok; }
                    location = /status { stub_status; }
                    """
                            .formatted(log);
            Files.writeString(
                    work.resolve("nginx.conf"),
                    """
                    daemon off;
                    worker_processes 1;
                    worker_cpu_affinity 01;
                    pid %1$s/nginx.pid;
                    error_log %1$s/error.log;
                    events { worker_connections 19900; multi_accept on; }
                    http {
                      log_format once '$msec $uri';
                      access_log off;
                      client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                      uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                      keepalive_timeout 3600s;
                      keepalive_requests 1000000000;
                      server { listen 127.0.0.1:%2$d backlog=4096; %4$s }
                      server { listen 127.0.0.1:%3$d ssl; ssl_protocols TLSv1.3;
                               ssl_certificate %1$s/cert.pem; ssl_certificate_key %1$s/key.pem; %4$s }
                    }
                    """
                            .formatted(work, port, tlsPort, locations));
            Process master = new ProcessBuilder(
                            "nginx", "-e", work.resolve("error.log").toString(), "-p", work.toString(), "-c",
                            work.resolve("nginx.conf").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("nginx.log").toFile())
                    .start();
            HttpClient http = HttpClient.newHttpClient();
            Nginx nginx = new Nginx(master, 0, port, tlsPort, log, http);
            for (int attempt = 0; ; attempt++) {
                try {
                    nginx.requests();
                    break;
                } catch (IOException notYet) {
                    if (attempt == 50 || !master.isAlive())
                        throw new IllegalStateException(
                                "nginx does not answer: " + Files.readString(work.resolve("nginx.log")), notYet);
                    Thread.sleep(100);
                }
            }
            long worker = master.children().findFirst().orElseThrow().pid();
            return new Nginx(master, worker, port, tlsPort, log, http);
        }

        String plain() {
            return "http://127.0.0.1:" + port;
        }

        String tls() {
            return "https://127.0.0.1:" + tlsPort;
        }

        /** Requests served so far, this one included. */
        long requests() throws IOException, InterruptedException {
            return count("requests\\s+\\d+\\s+\\d+\\s+(\\d+)");
        }

        /** Open now, those of stopped clients included. */
        int connections() throws IOException, InterruptedException {
            return (int) count("Active connections: (\\d+)");
        }

        private long count(String pattern) throws IOException, InterruptedException {
            String page = http.send(
                            HttpRequest.newBuilder(URI.create(plain() + "/status"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher found = Pattern.compile(pattern).matcher(page);
            if (!found.find()) throw new IOException("no " + pattern + " in: " + page);
            return Long.parseLong(found.group(1));
        }

        void forget() throws IOException {
            if (Files.exists(log)) Files.newOutputStream(log).close();
        }

        double firstSmall() throws IOException {
            List<String> lines = Files.readAllLines(log);
            if (lines.isEmpty()) throw new IllegalStateException("nginx logged no request");
            return Double.parseDouble(lines.get(0).split(" ")[0]);
        }

        @Override
        public void close() throws Exception {
            master.destroy();
            master.waitFor(10, TimeUnit.SECONDS);
        }
    }

    // ---- figures of the kernel

    /** CPU time of all threads of a process. Source: proc(5), /proc/PID/task/TID/schedstat, first field. */
    private static long cpuNanos(long pid) throws IOException {
        long sum = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                sum += Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return sum;
    }

    /** CPU time in user mode, in steps of 10 ms. Source: proc(5), field 14 of /proc/PID/stat, in clock ticks. */
    private static long userMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[11]) * 10;
    }

    private static String machine() throws IOException {
        String model = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse("unknown processor");
        return Runtime.getRuntime().availableProcessors() + " × " + model + ", Linux " + System.getProperty("os.version");
    }

    // ---- small things

    private static String spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "%.2f (%.2f to %.2f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static int number(String[] arguments, String name, int otherwise) {
        int at = Arrays.asList(arguments).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(arguments[at + 1]);
    }

    private static boolean exists(String tool) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }

    private static void require(String tool) throws Exception {
        if (!exists(tool))
            throw new IllegalStateException(
                    tool + " is missing; on Debian: apt-get install nginx-light wrk util-linux openssl");
    }

    /** The limit that this JVM, having raised its own, hands down. */
    private static void requireFiles() throws IOException {
        String limit = Files.readAllLines(Path.of("/proc/self/limits")).stream()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .map(line -> line.split("\\s{2,}")[1])
                .orElse("0");
        if (!limit.equals("unlimited") && Long.parseLong(limit) < FILES)
            throw new IllegalStateException(USERS.get(USERS.size() - 1) + " users need " + FILES
                    + " open files in each process, and it may have " + limit + "; raise it with ulimit -n");
    }

    private static String version(String tool, String flag) throws Exception {
        Process process = new ProcessBuilder(tool, flag).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes()).strip();
        return text.lines().findFirst().orElse(tool);
    }

    private static void check(ProcessBuilder builder) throws Exception {
        if (builder.start().waitFor() != 0) throw new IllegalStateException("failed: " + builder.command());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
