package io.rehearse.runtime.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that a run starts for itself, as a process of its own so that it competes with the generator only as any other
 * process does. It ends when its standard input is closed: on {@link #close}, and by the kernel's doing when this process
 * dies in whatever way.
 */
public final class EmbeddedTarget implements AutoCloseable {
    /** The first line the server prints once it can be reached. */
    private static final Pattern LISTENING = Pattern.compile(".* listening on (http://\\S+)");

    private static final int LINES_BEFORE_MAX = 50;
    private static final long END_SECONDS_MAX = 5;

    private final Process process;
    private final URI url;

    private EmbeddedTarget(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts {@code mainClass} with this process' own Java and class path and waits until it says where it listens.
     *
     * @param words for the main class
     * @throws IOException if it cannot be started or ends at once; the message has what it printed
     */
    public static EmbeddedTarget start(String mainClass, List<String> words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dio.netty.leakDetection.level=disabled",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(words);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> before = new ArrayList<>();
        String line = lines.readLine();
        while (line != null && before.size() < LINES_BEFORE_MAX) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.matches()) {
                drain(lines);
                return new EmbeddedTarget(process, URI.create(listening.group(1)));
            }
            before.add(line);
            line = lines.readLine();
        }
        process.destroyForcibly();
        throw new IOException("the embedded server did not start: " + String.join("; ", before));
    }

    /** Where it listens. */
    public URI url() {
        return url;
    }

    /** For tests of what happens when it stands still or dies. */
    ProcessHandle process() {
        return process.toHandle();
    }

    /** Asks it to end, and makes it end if it does not within a few seconds. */
    @Override
    public void close() throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.flush();
        }
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What it prints later is of no interest, but a full pipe would stop it. */
    private static void drain(BufferedReader lines) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (lines.readLine() != null) {
                            continue;
                        }
                    } catch (IOException ended) {
                        // the pipe breaks when the process ends: nothing is left to read
                        return;
                    }
                },
                "embedded-output");
        thread.setDaemon(true);
        thread.start();
    }
}
