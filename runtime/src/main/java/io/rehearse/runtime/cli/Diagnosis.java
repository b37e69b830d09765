package io.rehearse.runtime.cli;

import io.rehearse.reports.objective.Figures;
import io.rehearse.runtime.run.Machine;
import java.util.ArrayList;
import java.util.List;

/**
 * What a machine's figures mean, in words.
 *
 * @param lines at most 96 columns wide
 * @param canMeasure whether times measured here could be trusted at all
 */
record Diagnosis(List<String> lines, boolean canMeasure) {
    /** Beside its users' connections a run needs some for files, the JDK and look-ups. */
    private static final long DESCRIPTORS_RESERVED = 300;
    /** As in the rule of trust: a run with more than 1 % of its steps later than this is not trusted. */
    private static final double LATE_MILLIS = 10;
    /** As in the rule of trust: lateness may be 10 % of the response time, and 1 ms in any case. */
    private static final double LATE_MILLIS_FREE = 1;

    private static final double STEAL_NOTICEABLE = 0.02;

    static Diagnosis of(Machine machine) {
        List<String> lines = new ArrayList<>();
        List<String> obstacles = new ArrayList<>();
        lines.add(line("cpus", machine.cpus(), cpus(machine.cpus())));
        lines.add(line("memory", gigabytes(machine.memoryFreeBytes()), memory(machine)));
        lines.add(
                line("descriptors", text(machine.descriptorsMax()), descriptors(machine.descriptorsMax(), obstacles)));
        lines.add(line("ports", text(machine.portsMax()), ports(machine.portsMax())));
        lines.add(line("steal", percent(machine.stealMean()), steal(machine)));
        Machine.Lateness late = machine.lateMillis();
        lines.add(line(
                "timer p50",
                Figures.millis(late.p50()),
                "late after a sleep of 1 ms (parkNanos), at rest, n " + late.n()));
        lines.add(line("      p90", Figures.millis(late.p90()), ""));
        lines.add(line("      p99", Figures.millis(late.p99()), punctuality(late, obstacles)));
        lines.add(line("      max", Figures.millis(late.max()), ""));
        lines.add(label("java") + machine.java());
        lines.add(label("transport") + machine.transport());
        lines.add("");
        if (obstacles.isEmpty()) {
            lines.add("This machine can measure" + users(machine) + ".");
        } else {
            obstacles.forEach(obstacle -> lines.add("Times measured here cannot be trusted: " + obstacle + "."));
        }
        return new Diagnosis(List.copyOf(lines), obstacles.isEmpty());
    }

    private static String cpus(int cpus) {
        return cpus == 1
                ? "one lane, which shares its CPU with everything else: two would be better"
                : "a run takes half of them for its lanes unless --lanes says otherwise; taskset keeps it off a target's";
    }

    private static String memory(Machine machine) {
        String total = machine.memoryBytes() == null ? "" : " of " + gigabytes(machine.memoryBytes());
        return "free" + total + "; this process may take " + gigabytes(machine.heapMaxBytes()) + " of heap";
    }

    private static String descriptors(Long max, List<String> obstacles) {
        if (max == null) {
            return "this platform does not say how many files a process may open";
        }
        if (max <= DESCRIPTORS_RESERVED) {
            obstacles.add("only " + max + " files may be open, a run needs more than " + DESCRIPTORS_RESERVED
                    + " (ulimit -n)");
            return "too few for any run";
        }
        return "enough for about " + (max - DESCRIPTORS_RESERVED) + " users with connections of their own (ulimit -n)";
    }

    private static String ports(Long max) {
        return max == null
                ? "this platform does not say how many connections one address can have"
                : "at most so many connections to one address of a target";
    }

    private static String steal(Machine machine) {
        if (machine.stealMean() == null) {
            return "this platform does not say whether others use its CPUs";
        }
        return machine.stealMax() < STEAL_NOTICEABLE
                ? "nobody takes time from this machine"
                : "other guests of the host take time, " + percent(machine.stealMax()) + " in the worst second";
    }

    private static String punctuality(Machine.Lateness late, List<String> obstacles) {
        if (late.p99() > LATE_MILLIS) {
            obstacles.add("more than 1 % of sleeps end over " + Figures.millis(LATE_MILLIS)
                    + " late, so more than 1 % of starts would");
            return "too late";
        }
        return late.p99() <= LATE_MILLIS_FREE
                ? "punctual: no percentile is too small to be trusted"
                : "a p99 response below " + Figures.millis(late.p99() * 10) + " would not be trusted";
    }

    private static String users(Machine machine) {
        if (machine.descriptorsMax() == null || machine.portsMax() == null) {
            return "";
        }
        long users = Math.min(machine.descriptorsMax() - DESCRIPTORS_RESERVED, machine.portsMax());
        return ", with up to about " + users + " users at once that have connections of their own";
    }

    private static String line(String name, Object value, String meaning) {
        return (label(name) + String.format("%9s   ", value) + meaning).stripTrailing();
    }

    private static String label(String name) {
        return String.format("%-13s", name);
    }

    private static String text(Long value) {
        return value == null ? "?" : String.valueOf(value);
    }

    private static String percent(Double fraction) {
        return fraction == null ? "?" : Figures.percent(fraction);
    }

    private static String gigabytes(Long bytes) {
        if (bytes == null) {
            return "?";
        }
        return bytes < 1L << 30
                ? Figures.digits(bytes / (double) (1 << 20)) + " MB"
                : Figures.digits(bytes / (double) (1 << 30)) + " GB";
    }
}
