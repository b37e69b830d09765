package io.rehearse.reports.compare;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Cases of the generator's {@code hist} format in a third of their size, for test resources. Of every run and step five columns:
 * attempts, errors and filled buckets of each second, then bucket distances and counts of all seconds; numbers of 7 bits a byte.
 *
 * <p>{@code main DIR CASES TARGET} packs the first cases of every {@code NAME.csv.gz} below DIR, and their lines of
 * {@code NAME.golden.jsonl}.
 */
final class CompactHist {
    private CompactHist() {}

    public static void main(String[] args) throws IOException {
        int cases = Integer.parseInt(args[1]);
        Path target = Files.createDirectories(Path.of(args[2]));
        List<Path> files;
        try (var walk = Files.walk(Path.of(args[0]))) {
            files = walk.filter(p -> p.toString().endsWith(".csv.gz")).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".csv.gz", "");
            try (DataOutputStream out = new DataOutputStream(
                    new GZIPOutputStream(Files.newOutputStream(target.resolve(name + ".hist.gz")), 1 << 16))) {
                HistFile.read(file, c -> {
                    if (c.id() < cases) write(c, out);
                });
            }
            List<String> golden = Files.readAllLines(file.resolveSibling(name + ".golden.jsonl"));
            try (GZIPOutputStream out =
                    new GZIPOutputStream(Files.newOutputStream(target.resolve(name + ".golden.jsonl.gz")))) {
                out.write((String.join("\n", golden.subList(0, cases)) + "\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    static List<HistFile.Case> read(InputStream gzipped) throws IOException {
        List<HistFile.Case> cases = new ArrayList<>();
        byte[] bytes;
        try (InputStream in = new GZIPInputStream(gzipped, 1 << 16)) {
            bytes = in.readAllBytes();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int id = in.read(); id >= 0; id = in.read()) {
                boolean duet = in.readBoolean();
                cases.add(new HistFile.Case(
                        id, duet, readRuns(in, duet ? "old" : "base"), readRuns(in, duet ? "new" : "cand")));
            }
        }
        return cases;
    }

    private static List<JudgedRun> readRuns(DataInputStream in, String side) throws IOException {
        List<JudgedRun> runs = new ArrayList<>();
        int size = in.readByte();
        for (int r = 0; r < size; r++) {
            int seconds = in.readShort();
            List<StepSeries> steps = new ArrayList<>();
            int stepCount = in.readByte();
            for (int s = 0; s < stepCount; s++) steps.add(readStep(in, String.valueOf(s), seconds));
            runs.add(new JudgedRun(side + " " + r, seconds, steps));
        }
        return runs;
    }

    private static StepSeries readStep(DataInputStream in, String name, int seconds) throws IOException {
        long[] attempts = column(in);
        long[] errors = column(in);
        long[] filled = column(in);
        long[] distances = column(in);
        long[] counts = column(in);
        List<LatencySlice> latencies = new ArrayList<>();
        List<CountSlice> ends = new ArrayList<>();
        int at = 0;
        for (int t = 0; t < seconds; t++) {
            long[] micros = new long[(int) filled[t]];
            long[] n = new long[micros.length];
            int bucket = 0;
            for (int i = 0; i < micros.length; i++, at++) {
                bucket += (int) distances[at];
                micros[i] = Latencies.highestMicros(bucket);
                n[i] = counts[at] + 1;
            }
            if (micros.length > 0) latencies.add(new LatencySlice(t, 1, Latencies.of(micros, n)));
            ends.add(new CountSlice(t, 1, attempts[t], errors[t]));
        }
        return new StepSeries(name, latencies, ends);
    }

    private static long[] column(DataInputStream in) throws IOException {
        long[] values = new long[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            for (int shift = 0, b = 0x80; (b & 0x80) != 0; shift += 7) {
                b = in.readUnsignedByte();
                values[i] |= (long) (b & 0x7f) << shift;
            }
        }
        return values;
    }

    private static void write(HistFile.Case c, DataOutputStream out) {
        try {
            out.write(c.id());
            out.writeBoolean(c.duet());
            for (List<JudgedRun> side : List.of(c.base(), c.candidate())) {
                out.writeByte(side.size());
                for (JudgedRun run : side) {
                    out.writeShort(run.seconds());
                    out.writeByte(run.steps().size());
                    for (StepSeries step : run.steps()) writeStep(step, run.seconds(), out);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void writeStep(StepSeries step, int seconds, DataOutputStream out) throws IOException {
        Column attempts = new Column();
        Column errors = new Column();
        Column filled = new Column();
        Column distances = new Column();
        Column counts = new Column();
        for (CountSlice slice : step.counts()) {
            attempts.add(slice.attempts());
            errors.add(slice.failed());
        }
        int next = 0;
        for (int t = 0; t < seconds; t++) {
            boolean here =
                    next < step.latencies().size() && step.latencies().get(next).startSeconds() == t;
            long[][] pairs = here ? step.latencies().get(next++).latencies().toPairs() : new long[2][0];
            filled.add(pairs[0].length);
            int bucket = 0;
            for (int i = 0; i < pairs[0].length; i++) {
                int b = Latencies.bucketOf(pairs[0][i]);
                distances.add(b - bucket);
                counts.add(pairs[1][i] - 1);
                bucket = b;
            }
        }
        for (Column column : List.of(attempts, errors, filled, distances, counts)) column.writeTo(out);
    }

    private static final class Column {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private int size;

        void add(long value) {
            long rest = value;
            for (; rest > 0x7f; rest >>>= 7) bytes.write((int) (rest & 0x7f | 0x80));
            bytes.write((int) rest);
            size++;
        }

        void writeTo(DataOutputStream out) throws IOException {
            out.writeInt(size);
            bytes.writeTo(out);
        }
    }
}
