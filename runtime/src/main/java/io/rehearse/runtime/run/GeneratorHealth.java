package io.rehearse.runtime.run;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.rehearse.runtime.driver.Clock;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the machine says about this process since the last time it was asked. It explains lateness; it never decides
 * about trust. Belongs to the thread that samples (the collector). What the platform does not tell is null.
 */
public final class GeneratorHealth {
    /** Lanes' threads have names that begin like this. */
    static final String LANE = "lane-";

    private final Path proc;
    private final Clock clock;
    private final int cpus = Runtime.getRuntime().availableProcessors();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private long lastNanos;
    private long lastCpuNanos;
    private long lastGcMillis;
    private Proc.Ticks lastTicks;
    private Map<String, Long> lastWaitedNanos = Map.of();

    /**
     * @param cpuFraction of all CPUs, used by this process
     * @param stealFraction of all CPUs, taken by other guests of the host
     * @param runQueueMillis time the lanes' threads were ready and did not run, summed over them
     * @param gcMillis collector pauses
     * @param descriptorsMax limit of this process
     */
    public record Sample(
            Double cpuFraction,
            Double stealFraction,
            Double runQueueMillis,
            Double gcMillis,
            Long openDescriptors,
            Long descriptorsMax,
            Long heapBytes) {}

    public GeneratorHealth() {
        this(Path.of("/proc"), Clock.SYSTEM);
    }

    GeneratorHealth(Path proc, Clock clock) {
        this.proc = proc;
        this.clock = clock;
        sample();
    }

    /** What happened since the last call, and levels as they are now. */
    public Sample sample() {
        long nanos = clock.nanoTime();
        Double cpu = cpuFraction(nanos - lastNanos);
        lastNanos = nanos;
        UnixOperatingSystemMXBean unix = system instanceof UnixOperatingSystemMXBean u ? u : null;
        Runtime runtime = Runtime.getRuntime();
        return new Sample(
                cpu,
                stealFraction(),
                runQueueMillis(),
                gcMillis(),
                unix == null ? null : descriptorsOpen(unix),
                unix == null ? null : unix.getMaxFileDescriptorCount(),
                runtime.totalMemory() - runtime.freeMemory());
    }

    /** The JDK opens a directory to count them; when there is none left for that, all are taken. */
    private static long descriptorsOpen(UnixOperatingSystemMXBean unix) {
        try {
            return unix.getOpenFileDescriptorCount();
        } catch (InternalError noneLeft) {
            return unix.getMaxFileDescriptorCount();
        }
    }

    private Double cpuFraction(long elapsedNanos) {
        long cpuNanos = system == null ? -1 : system.getProcessCpuTime();
        if (cpuNanos < 0) {
            return null;
        }
        double used = cpuNanos - lastCpuNanos;
        lastCpuNanos = cpuNanos;
        return elapsedNanos <= 0 ? null : Math.min(1, used / elapsedNanos / cpus);
    }

    private Double stealFraction() {
        String stat = Proc.text(proc.resolve("stat"));
        Proc.Ticks ticks = stat.isEmpty() ? null : Proc.ticks(stat);
        Proc.Ticks before = lastTicks;
        lastTicks = ticks;
        if (ticks == null || before == null || ticks.total() <= before.total()) {
            return null;
        }
        // the kernel's steal counter can run backwards by a tick
        return (double) Math.max(0, ticks.steal() - before.steal()) / (ticks.total() - before.total());
    }

    private Double runQueueMillis() {
        Map<String, Long> waited = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(proc.resolve("self/task"))) {
            for (Path task : tasks) {
                String name = Proc.text(task.resolve("comm"));
                String schedstat = name.startsWith(LANE) ? Proc.text(task.resolve("schedstat")) : "";
                OptionalLong nanos = schedstat.isEmpty() ? OptionalLong.empty() : Proc.waitedNanos(schedstat);
                nanos.ifPresent(n -> waited.put(task.getFileName().toString(), n));
            }
        } catch (IOException | DirectoryIteratorException notLinux) {
            return null;
        }
        long nanos = 0;
        for (Map.Entry<String, Long> lane : waited.entrySet()) {
            nanos += lane.getValue() - lastWaitedNanos.getOrDefault(lane.getKey(), 0L);
        }
        lastWaitedNanos = waited;
        return waited.isEmpty() ? null : nanos / 1e6;
    }

    private Double gcMillis() {
        long sum = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            sum += Math.max(0, collector.getCollectionTime());
        }
        double since = sum - lastGcMillis;
        lastGcMillis = sum;
        return since;
    }
}
