package io.rehearse.reports.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads cases of measured data from a neutral text file, plain or gzipped, so that anybody can have any data judged:
 *
 * <pre>
 * case,run,side,step,second,attempts,errors,values
 * 0,0,base,0,0,17,0,8127:1 9343:2 …
 * </pre>
 *
 * One line per case, run, side, step and second, lines of a case together; {@code side} is base or cand, or old and new for runs side
 * by side; {@code values} are pairs of a latency in microseconds and how often it occurred. One case is held in memory at a time.
 */
public final class HistFile {
    private static final String HEADER = "case,run,side,step,second,attempts,errors,values";
    private static final Set<String> SIDES = Set.of("base", "cand", "old", "new");
    private static final int SECOND_MAX = 1_000_000;

    private HistFile() {}

    /**
     * @param id the file's number of the case
     * @param duet whether the sides are called old and new
     */
    public record Case(int id, boolean duet, List<JudgedRun> base, List<JudgedRun> candidate) {
        /** Judges the case with a method fit for its kind. */
        public Comparison judge(Method method) {
            return duet ? Judge.duet(base, candidate, method) : Judge.compare(base, candidate, method);
        }
    }

    /**
     * @throws DamagedDataException naming file and line if something cannot have been measured
     */
    public static void read(Path file, Consumer<Case> consumer) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
            read(file.getFileName().toString(), in, consumer);
        }
    }

    /**
     * Judges every case of a file and writes one line of JSON for each: {@code {"case":0,"verdict":…,"rows":[…]}} as
     * {@link ComparisonJson} has it. This is what a command line calls.
     *
     * @param method for duets and others alike
     * @return how often each verdict was given
     * @throws DamagedDataException naming file and line if something cannot have been measured
     */
    public static Map<Verdict, Integer> judge(Path file, Method method, Appendable out) throws IOException {
        Map<Verdict, Integer> counts = new TreeMap<>();
        try {
            read(file, c -> {
                Comparison comparison = c.judge(method);
                counts.merge(comparison.verdict(), 1, Integer::sum);
                ObjectNode line = JsonNodeFactory.instance.objectNode().put("case", c.id());
                line.setAll(ComparisonJson.of(comparison, "the baseline"));
                try {
                    out.append(line.toString()).append('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return counts;
    }

    static void read(String name, InputStream in, Consumer<Case> consumer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        String header = lines.readLine();
        DamagedDataException.require(HEADER.equals(header), name + ":1", header, HEADER);
        Collector current = null;
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String where = name + ":" + ++number;
            String[] f = line.split(",", -1);
            if (f.length != 8) throw DamagedDataException.at(where, f.length + " fields", "8: " + HEADER);
            int id = integer(where, "case", f[0], Integer.MAX_VALUE);
            if (current != null && current.id != id) {
                consumer.accept(current.toCase());
                current = null;
            }
            if (current == null) current = new Collector(id);
            try {
                current.add(where, f);
            } catch (DamagedDataException e) {
                throw e.getMessage().startsWith(where) ? e : new DamagedDataException(where + ": " + e.getMessage(), e);
            }
        }
        if (current != null) consumer.accept(current.toCase());
    }

    private static int integer(String where, String field, String text, int max) {
        int value = -1;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            // stays -1: reported below together with numbers out of range
        }
        DamagedDataException.require(
                value >= 0 && value <= max, where + ": " + field, text, "a whole number, 0 to " + max);
        return value;
    }

    /** Sorts the lines of one case into runs and steps. */
    private static final class Collector {
        private final int id;
        private final Map<String, TreeMap<Integer, Map<String, Series>>> sides = new TreeMap<>();
        private boolean duet;

        private record Series(List<LatencySlice> latencies, List<CountSlice> counts) {}

        Collector(int id) {
            this.id = id;
        }

        void add(String where, String[] f) {
            DamagedDataException.require(SIDES.contains(f[2]), where + ": side", f[2], "base, cand, old or new");
            duet |= f[2].equals("old") || f[2].equals("new");
            int run = integer(where, "run", f[1], Integer.MAX_VALUE);
            int second = integer(where, "second", f[4], SECOND_MAX);
            Series series = sides.computeIfAbsent(f[2], s -> new TreeMap<>())
                    .computeIfAbsent(run, r -> new LinkedHashMap<>())
                    .computeIfAbsent(f[3], s -> new Series(new ArrayList<>(), new ArrayList<>()));
            List<CountSlice> counts = series.counts;
            int last = counts.isEmpty() ? -1 : counts.get(counts.size() - 1).startSeconds();
            DamagedDataException.require(
                    second > last, where + ": second", second, "more than " + last + ", the one before");
            counts.add(new CountSlice(
                    second,
                    1,
                    integer(where, "attempts", f[5], Integer.MAX_VALUE),
                    integer(where, "errors", f[6], Integer.MAX_VALUE)));
            if (!f[7].isEmpty()) series.latencies.add(new LatencySlice(second, 1, latencies(where, f[7])));
        }

        private static Latencies latencies(String where, String pairs) {
            String[] all = pairs.split(" ");
            long[] micros = new long[all.length];
            long[] counts = new long[all.length];
            for (int i = 0; i < all.length; i++) {
                int colon = all[i].indexOf(':');
                if (colon <= 0) throw DamagedDataException.at(where + ": values", all[i], "latency_us:count");
                micros[i] = integer(where, "latency", all[i].substring(0, colon), Integer.MAX_VALUE);
                counts[i] = integer(where, "count", all[i].substring(colon + 1), Integer.MAX_VALUE);
            }
            return Latencies.of(micros, counts);
        }

        Case toCase() {
            return new Case(id, duet, runs(duet ? "old" : "base"), runs(duet ? "new" : "cand"));
        }

        private List<JudgedRun> runs(String side) {
            List<JudgedRun> runs = new ArrayList<>();
            sides.getOrDefault(side, new TreeMap<>()).forEach((number, steps) -> {
                int end = steps.values().stream()
                        .flatMap(s -> s.counts.stream())
                        .mapToInt(c -> c.startSeconds() + 1)
                        .max()
                        .orElse(0);
                runs.add(new JudgedRun(
                        side + " " + number,
                        end,
                        steps.entrySet().stream()
                                .map(e -> new StepSeries(e.getKey(), e.getValue().latencies, e.getValue().counts))
                                .toList()));
            });
            return runs;
        }
    }
}
