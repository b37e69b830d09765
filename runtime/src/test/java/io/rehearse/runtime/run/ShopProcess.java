package io.rehearse.runtime.run;

import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import io.rehearse.runtime.driver.Clock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The demo shop as a process of its own that a test can stop and let go on, as an operator would. */
final class ShopProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ShopProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static ShopProcess start(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ShopProcess.class.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return new ShopProcess(process, Integer.parseInt(out.readLine()));
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Stops the whole process for a time, and returns for how long it really was, in nanoseconds. */
    long freeze(long millis) throws IOException, InterruptedException {
        long start = Clock.SYSTEM.nanoTime();
        signal("STOP");
        Thread.sleep(millis);
        signal("CONT");
        return Clock.SYSTEM.nanoTime() - start;
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Ends when its standard input does, so that it never outlives the test. */
    public static void main(String[] words) throws IOException {
        try (Shop shop = new Shop(ShopSettings.parse(List.of(words)))) {
            System.out.println(shop.start());
            while (System.in.read() >= 0) {
                // until the test is gone
            }
        }
    }
}
