package io.rehearse.runtime.run;

import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.Transport;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What this machine can do, looked up and measured at rest. What the platform does not tell is null.
 *
 * @param memoryFreeBytes that a new process could have
 * @param heapMaxBytes of this process
 * @param descriptorsMax limit of open files of this process
 * @param portsMax local ports, which bound the connections to one address and port
 * @param stealMean over the measurement, a fraction of all CPUs
 * @param stealMax in its worst second
 * @param lateMillis how late a thread that slept was woken
 * @param java version, vendor and collector
 * @param transport how lanes wait for sockets and time
 */
public record Machine(
        int cpus,
        Long memoryBytes,
        Long memoryFreeBytes,
        long heapMaxBytes,
        Long descriptorsMax,
        Long portsMax,
        Double stealMean,
        Double stealMax,
        Lateness lateMillis,
        String java,
        String transport) {

    private static final long SLEEP_NANOS = 1_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;

    /** Of {@code n} sleeps of a millisecond each. */
    public record Lateness(long n, double p50, double p90, double p99, double max) {}

    /** Measures for {@code seconds} on the calling thread. */
    public static Machine measured(int seconds) {
        Clock clock = Clock.SYSTEM;
        GeneratorHealth health = new GeneratorHealth();
        Histogram late = new Histogram(3);
        double stealSum = 0;
        double stealMax = 0;
        boolean steals = true;
        GeneratorHealth.Sample sample = null;
        long due = clock.nanoTime() + SLEEP_NANOS;
        for (int second = 0; second < seconds; second++) {
            long end = due + SECOND_NANOS;
            while (due < end) {
                for (long now = clock.nanoTime(); now < due; now = clock.nanoTime()) {
                    LockSupport.parkNanos(due - now);
                }
                long now = clock.nanoTime();
                late.recordValue(now - due);
                // a late wake-up must not make the next ones late too: each sleep stands for itself
                due = now + SLEEP_NANOS;
            }
            sample = health.sample();
            steals &= sample.stealFraction() != null;
            stealSum += steals ? sample.stealFraction() : 0;
            stealMax = steals ? Math.max(stealMax, sample.stealFraction()) : 0;
        }
        String meminfo = Proc.text(Path.of("/proc/meminfo"));
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                orNull(Proc.memoryBytes(meminfo, "MemTotal")),
                orNull(Proc.memoryBytes(meminfo, "MemAvailable")),
                Runtime.getRuntime().maxMemory(),
                sample == null ? null : sample.descriptorsMax(),
                orNull(Proc.ports(Proc.text(Proc.PORT_RANGE))),
                steals ? stealSum / seconds : null,
                steals ? stealMax : null,
                lateness(late),
                System.getProperty("java.vendor") + " " + Runtime.version() + ", collectors " + collectors(),
                Transport.inWords());
    }

    private static Lateness lateness(Histogram nanos) {
        Function<Double, Double> millis = percentile -> nanos.getValueAtPercentile(percentile) / 1e6;
        return new Lateness(
                nanos.getTotalCount(),
                millis.apply(50.0),
                millis.apply(90.0),
                millis.apply(99.0),
                nanos.getMaxValue() / 1e6);
    }

    private static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" and "));
    }

    private static Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
