package io.rehearse.runtime;

import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of the hot path and fails when a part of it allocates: {@code mvn -q -P benchmark -pl runtime -am -DskipTests
 * verify}, with {@code -Dbenchmarks=Decode} some of them. Times are for reading, on a quiet machine; nothing asserts them.
 */
public final class Benchmarks {
    /** What the measuring itself allocates, spread over the operations of a round. */
    private static final double NOISE_BYTES = 0.5;

    private Benchmarks() {}

    public static void main(String[] arguments) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(arguments.length == 0 || arguments[0].isEmpty() ? ".*Benchmark" : arguments[0])
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .jvmArgsAppend(
                        "-XX:+UseSerialGC",
                        "-Dio.netty.leakDetection.level=disabled",
                        "-Dio.netty.buffer.checkBounds=false",
                        "-Dio.netty.buffer.checkAccessible=false")
                .addProfiler(GCProfiler.class)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        int allocating = 0;
        System.out.printf("%n%-28s %10s %10s   %s%n", "benchmark", "ns/op", "+-", "bytes/op");
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark().replaceAll(".*\\.(\\w+)Benchmark", "$1");
            Result<?> time = result.getPrimaryResult();
            double bytes =
                    result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
            // the other end of the socket allocates, too; AllocationTest counts this end alone. Intervals are the collector's, once a second
            boolean tooMuch = bytes > NOISE_BYTES && !name.startsWith("RoundTrip") && !name.startsWith("Interval");
            allocating += tooMuch ? 1 : 0;
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %10.1f %10.1f   %.1f%s%n",
                    name,
                    time.getScore(),
                    time.getScoreError(),
                    bytes,
                    tooMuch ? "  ALLOCATES" : "");
        }
        if (allocating > 0 || results.isEmpty()) {
            System.exit(1);
        }
    }
}
