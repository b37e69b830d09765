package io.rehearse.runtime.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Reads texts of Linux' {@code /proc}; what it does not recognise is empty, never an exception. */
final class Proc {
    private static final int BYTES_MAX = 1 << 16;
    static final Path PORT_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private static final int STEAL = 7;
    private static final int KINDS = 8;

    private Proc() {}

    /**
     * CPU time of the whole machine since it started, in the kernel's ticks.
     *
     * @param steal taken by other guests of the host while this one had work to do
     */
    record Ticks(long total, long steal) {}

    /** From {@code /proc/stat}: its first line, {@code cpu user nice system idle iowait irq softirq steal …}; null if it is another. */
    static Ticks ticks(String stat) {
        String[] fields = stat.lines().findFirst().orElse("").trim().split("\\s+");
        if (!fields[0].equals("cpu") || fields.length < KINDS + 1) {
            return null;
        }
        // guest and guest_nice, which follow, are contained in user and nice
        long total = 0;
        long steal = 0;
        for (int i = 0; i < KINDS; i++) {
            OptionalLong ticks = number(fields[i + 1]);
            if (ticks.isEmpty()) {
                return null;
            }
            total += ticks.getAsLong();
            steal = i == STEAL ? ticks.getAsLong() : steal;
        }
        return new Ticks(total, steal);
    }

    /** From {@code /proc/PID/task/TID/schedstat}, {@code ran waited slices}: ns the thread was ready and did not run. */
    static OptionalLong waitedNanos(String schedstat) {
        String[] fields = schedstat.trim().split("\\s+");
        return fields.length < 2 ? OptionalLong.empty() : number(fields[1]);
    }

    /** From {@code /proc/meminfo}: a line such as {@code MemAvailable:  23756984 kB}, in bytes. */
    static OptionalLong memoryBytes(String meminfo, String name) {
        return meminfo.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim().split("\\s+"))
                .filter(fields -> fields.length == 2 && fields[1].equals("kB"))
                .map(fields -> number(fields[0]))
                .filter(OptionalLong::isPresent)
                .mapToLong(kilobytes -> kilobytes.getAsLong() * 1024)
                .findFirst();
    }

    /** From {@code /proc/sys/net/ipv4/ip_local_port_range}: how many local ports a connection can leave from. */
    static OptionalLong ports(String range) {
        String[] fields = range.trim().split("\\s+");
        if (fields.length != 2) {
            return OptionalLong.empty();
        }
        OptionalLong first = number(fields[0]);
        OptionalLong last = number(fields[1]);
        return first.isEmpty() || last.isEmpty() || last.getAsLong() < first.getAsLong()
                ? OptionalLong.empty()
                : OptionalLong.of(last.getAsLong() - first.getAsLong() + 1);
    }

    /** A file of /proc in one read (the kernel gives nothing more of some of them to a second one); "" where there is none. */
    static String text(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(BYTES_MAX), StandardCharsets.US_ASCII);
        } catch (IOException notLinux) {
            return "";
        }
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
