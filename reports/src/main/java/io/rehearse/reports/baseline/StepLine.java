package io.rehearse.reports.baseline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehearse.reports.compare.CountSlice;
import io.rehearse.reports.compare.DamagedDataException;
import io.rehearse.reports.compare.Latencies;
import io.rehearse.reports.compare.LatencySlice;
import io.rehearse.reports.compare.StepSeries;
import io.rehearse.reports.run.Json;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * One step of one run as a line: {@code attempts} of each second from the first, {@code failed} as pairs of second and count where there
 * are any, {@code waiting} the seconds in which something waited in vain, {@code slices} as pairs of second and an HdrHistogram (µs, 3
 * digits, compressed, Base64), {@code late} of the whole run.
 */
final class StepLine {
    private static final int DIGITS = 3;
    private static final int SECONDS_MAX = 10_000_000;

    private StepLine() {}

    static String write(StepSeries step) {
        ObjectNode line = Json.mapper().createObjectNode().put("step", step.step());
        int countSeconds =
                step.counts().stream().mapToInt(CountSlice::widthSeconds).max().orElse(1);
        line.put("countSeconds", countSeconds);
        ArrayNode attempts = line.putArray("attempts");
        ArrayNode failed = line.putArray("failed");
        ArrayNode waiting = line.putArray("waiting");
        for (CountSlice slice : step.counts()) {
            while (attempts.size() * countSeconds < slice.startSeconds()) attempts.add(0);
            attempts.add(slice.attempts());
            if (slice.failed() > 0) failed.addArray().add(slice.startSeconds()).add(slice.failed());
            if (slice.waiting()) waiting.add(slice.startSeconds());
        }
        line.put(
                "sliceSeconds",
                step.latencies().stream()
                        .mapToInt(LatencySlice::widthSeconds)
                        .max()
                        .orElse(RunSeries.SLICE_SECONDS));
        ArrayNode slices = line.putArray("slices");
        for (LatencySlice slice : step.latencies()) {
            slices.addArray().add(slice.startSeconds()).add(encode(slice.latencies()));
        }
        if (step.late().count() > 0) line.put("late", encode(step.late()));
        return line.toString();
    }

    /** @throws DamagedDataException if the line is not one that {@link #write} makes */
    static StepSeries read(JsonNode line) {
        int countSeconds = integer("countSeconds", line.path("countSeconds"), 1);
        int sliceSeconds = integer("sliceSeconds", line.path("sliceSeconds"), 1);
        long[] failed = new long[array(line, "attempts").size()];
        boolean[] waiting = new boolean[failed.length];
        for (JsonNode pair : array(line, "failed")) {
            failed[slot("failed", pair.path(0), countSeconds, failed.length)] = count("failed", pair.path(1));
        }
        for (JsonNode second : array(line, "waiting")) {
            waiting[slot("waiting", second, countSeconds, failed.length)] = true;
        }
        List<CountSlice> counts = new ArrayList<>();
        for (JsonNode attempts : array(line, "attempts")) {
            int i = counts.size();
            counts.add(
                    new CountSlice(i * countSeconds, countSeconds, count("attempts", attempts), failed[i], waiting[i]));
        }
        List<LatencySlice> slices = new ArrayList<>();
        for (JsonNode pair : array(line, "slices")) {
            int start = integer("the start of a slice", pair.path(0), 0);
            slices.add(new LatencySlice(start, sliceSeconds, decode("the slice at " + start + " s", pair.path(1))));
        }
        Latencies late = line.has("late") ? decode("late", line.path("late")) : Latencies.EMPTY;
        return new StepSeries(line.path("step").asText(), slices, counts, late);
    }

    private static JsonNode array(JsonNode line, String name) {
        JsonNode array = line.path(name);
        if (!array.isArray()) throw wrong(name, array, "a list");
        return array;
    }

    private static int integer(String what, JsonNode node, int min) {
        if (!node.isInt() || node.asInt() < min || node.asInt() > SECONDS_MAX) {
            throw wrong(what, node, "a whole number of seconds, " + min + " or more");
        }
        return node.asInt();
    }

    private static long count(String what, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
            throw wrong(what, node, "a whole number, 0 or more");
        }
        return node.asLong();
    }

    private static int slot(String what, JsonNode second, int width, int slots) {
        int slot = integer(what, second, 0) / width;
        if (slot >= slots) throw wrong(what, second, "a second that attempts has");
        return slot;
    }

    private static DamagedDataException wrong(String what, JsonNode found, String expected) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        return new DamagedDataException(what + ": found " + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                + ", expected " + expected);
    }

    private static String encode(Latencies latencies) {
        Histogram histogram = new Histogram(DIGITS);
        long[][] pairs = latencies.toPairs();
        for (int i = 0; i < pairs[0].length; i++) histogram.recordValueWithCount(pairs[0][i], pairs[1][i]);
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Latencies decode(String what, JsonNode node) {
        if (!node.isTextual()) throw wrong(what, node, "a histogram in Base64");
        try {
            byte[] bytes = Base64.getDecoder().decode(node.asText());
            return Latencies.of(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0));
        } catch (DamagedDataException e) {
            throw e;
        } catch (DataFormatException
                | IllegalArgumentException
                | IndexOutOfBoundsException
                | BufferUnderflowException
                | NegativeArraySizeException e) {
            throw wrong(what, node, "a histogram in Base64 (" + e.getMessage() + ")");
        }
    }
}
