package io.rehearse.journeys.dsl;

import io.rehearse.journeys.environment.Environment;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a journey file: compiles it, runs it once on a thread of its own, bounded in time, and makes the plan of what it
 * said. All mistakes that can be found in one reading are reported together.
 */
public final class ScriptCompiler {
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long BYTES_MAX = 1024 * 1024;

    private ScriptCompiler() {}

    /** See {@link io.rehearse.journeys.Journeys#compile}. */
    public static Plan compile(Path script, Inputs inputs) {
        return compile(script, inputs, BOUND, CompiledScripts.of(inputs.variables()));
    }

    static Plan compile(Path script, Inputs inputs, Duration bound, Optional<CompiledScripts> kept) {
        String name = String.valueOf(script.getFileName());
        String text = text(name, script);
        if (text.isBlank()) {
            throw wrong(name, "is empty; a journey file starts with journey('name') { … }");
        }
        Path directory = script.toAbsolutePath().getParent();
        Environment environment = Environment.load(inputs, directory);
        Includes includes = new Includes(name, text, script.toAbsolutePath(), kept);
        Reading reading = new Reading(includes.source(), directory, environment);
        ScriptRun run = new ScriptRun(reading, includes, text, kept);
        run.load().ifPresent(compiled -> bounded(() -> run.run(compiled), reading, bound));
        return run.plan();
    }

    /**
     * A script is code and may never end: it runs on a thread that is left behind if it must be. The bound is of its own
     * CPU time, so that a busy machine refuses no script; one that waits is given six times as long.
     */
    private static void bounded(Runnable run, Reading reading, Duration bound) {
        FutureTask<Void> task = new FutureTask<>(run, null);
        Thread thread = new Thread(task, "script");
        thread.setDaemon(true);
        thread.start();
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                task.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException stillRunning) {
                waited = waited.plus(LOOK_EVERY);
                long cpuNanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
                if (cpuNanos > bound.toNanos()) {
                    throw new ScriptErrors(List.of(stopped(thread, reading, bound)));
                }
                if (waited.compareTo(bound.multipliedBy(6)) > 0) {
                    throw new ScriptErrors(List.of(stopped(thread, reading, bound.multipliedBy(6))));
                }
            } catch (InterruptedException stop) {
                thread.interrupt();
                Thread.currentThread().interrupt();
                throw wrong(reading.source.name(), "reading was interrupted");
            } catch (ExecutionException failed) {
                throw new IllegalStateException("reading " + reading.source.name(), failed.getCause());
            }
        }
    }

    private static ScriptError stopped(Thread thread, Reading reading, Duration bound) {
        Throwable where = new Throwable();
        where.setStackTrace(thread.getStackTrace());
        thread.interrupt();
        int line = Reading.lineOf(where);
        return reading.source.error(
                line,
                "",
                "the script is still being read after " + Quantities.time(bound.toNanos())
                        + "; it says what users do and must come to its end: look for a loop without one, or a wait");
    }

    static String text(String name, Path script) {
        try {
            if (Files.isDirectory(script)) {
                throw wrong(name, "is a directory; name the journey file in it");
            }
            if (Files.size(script) > BYTES_MAX) {
                throw wrong(name, "is larger than 1 MB; a journey file is text of a few pages");
            }
            byte[] bytes = Files.readAllBytes(script);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.startsWith("\uFEFF")) {
                text = text.substring(1);
            }
            if (text.indexOf('\0') >= 0) {
                throw wrong(name, "is not text");
            }
            return text;
        } catch (CharacterCodingException notText) {
            throw wrong(name, "is not UTF-8 text");
        } catch (IOException unreadable) {
            throw wrong(name, Files.exists(script) ? "cannot be read" : "there is no file " + script);
        }
    }

    private static ScriptErrors wrong(String name, String message) {
        return new ScriptErrors(List.of(ScriptError.of(name, message)));
    }
}
