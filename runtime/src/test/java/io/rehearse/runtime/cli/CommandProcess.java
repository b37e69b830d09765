package io.rehearse.runtime.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The tool as a process of its own, as a user starts it: for signals, sudden death and limits of the system. */
final class CommandProcess implements AutoCloseable {
    private final Process process;
    private final Path output;

    private CommandProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static CommandProcess start(Path directory, String... arguments) throws IOException {
        return start(directory, List.of(), arguments);
    }

    /** @param wrapper command in front of the tool's, such as one that sets a limit */
    static CommandProcess start(Path directory, List<String> wrapper, String... arguments) throws IOException {
        return start(directory, System.getProperty("java.class.path"), wrapper, arguments);
    }

    /**
     * As users have it: classes from jars, which are opened once, and not from directories, where each class is a file to
     * open.
     */
    static CommandProcess startPacked(Path directory, List<String> wrapper, String... arguments) throws IOException {
        List<String> packed = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            packed.add(
                    Files.isDirectory(Path.of(entry))
                            ? jar(Path.of(entry), directory).toString()
                            : entry);
        }
        return start(directory, String.join(File.pathSeparator, packed), wrapper, arguments);
    }

    private static Path jar(Path classes, Path into) throws IOException {
        Path jar = Files.createTempFile(into, "classes", ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static CommandProcess start(Path directory, String classPath, List<String> wrapper, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (interruptIsIgnored()) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new CommandProcess(process, output);
    }

    /** What a shell without job control starts in the background ignores Ctrl-C, and its children do: a build, for example. */
    private static boolean interruptIsIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn:0")
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(ignored, 16) & 1L << Signals.INTERRUPT - 1) != 0;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits until the output has the text, at most a minute. */
    void awaitOutput(String text) throws IOException, InterruptedException {
        for (int i = 0; i < 600 && !output().contains(text); i++) {
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        if (!output().contains(text)) {
            throw new AssertionError("'" + text + "' never came; the output was:\n" + output());
        }
    }

    /** Waits until a file of the process' directory has the text, at most a minute and as long as the process lives. */
    void awaitFile(String file, String text) throws IOException, InterruptedException {
        Path path = output.resolveSibling(file);
        for (int i = 0; i < 600; i++) {
            if (Files.exists(path) && Files.readString(path).contains(text)) {
                return;
            }
            if (!process.isAlive()) {
                throw new AssertionError(
                        "ended before '" + text + "' was in " + file + "; the output was:\n" + output());
            }
            Thread.sleep(100);
        }
        throw new AssertionError("'" + text + "' never came in " + file + "; the output was:\n" + output());
    }

    int awaitExit() throws InterruptedException, IOException {
        return awaitExit(90);
    }

    int awaitExit(int secondsMax) throws InterruptedException, IOException {
        if (!process.waitFor(secondsMax, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end; the output was:\n" + output());
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
