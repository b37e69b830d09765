package io.rehearse.reports.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehearse.reports.compare.DamagedDataException;
import io.rehearse.reports.compare.JudgedRun;
import io.rehearse.reports.compare.StepSeries;
import io.rehearse.reports.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * One load of a baseline as a file of lines, each an object of JSON, made to be read in a review:
 *
 * <pre>
 * {"schema":"rehearse/baseline/1","baseline":"main","load":"gate"}
 * {"run":"20261122T021407Z-checkout","side":0,"recorded":…,"seconds":60,…}       one for each run, followed by
 * {"step":"Log in","attempts":[50,51,…],"failed":[[12,1]],"slices":[[0,"HISTF…"],…],…}   one for each of its steps
 * {"end":true,"lines":21}                                                       lines before this one
 * </pre>
 *
 * The last line tells a whole file from a half written one.
 */
final class BaselineFile {
    static final String SCHEMA = "rehearse/baseline/1";
    private static final String FAMILY = "rehearse/baseline/";

    private BaselineFile() {}

    /** Beside its place first, then renamed: it is there whole or not at all. */
    static void write(Path file, Baseline baseline) throws IOException {
        List<String> lines = new ArrayList<>();
        ObjectNode head = Json.mapper().createObjectNode();
        lines.add(head.put("schema", SCHEMA)
                .put("baseline", baseline.name())
                .put("load", baseline.load())
                .toString());
        for (ComparableRun run : baseline.runs()) {
            lines.addAll(run.lines().isEmpty() ? lines(run) : run.lines());
        }
        lines.add(Json.mapper()
                .createObjectNode()
                .put("end", true)
                .put("lines", lines.size())
                .toString());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(temporary, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> lines(ComparableRun run) {
        List<String> lines = new ArrayList<>();
        ObjectNode head = Json.mapper().valueToTree(run.provenance());
        head.put("seconds", run.series().seconds());
        head.put("started", run.series().sessions().started());
        head.put("open", run.series().sessions().open());
        lines.add(head.toString());
        for (StepSeries step : run.series().steps()) lines.add(StepLine.write(step));
        return lines;
    }

    /**
     * @param name and {@code load} are those the file's place promises
     * @throws BaselineFormatException if anything in it is not as it was written
     */
    static Baseline read(Path file, String name, String load) throws IOException {
        return new Reader(file).read(name, load);
    }

    private static final class Reader {
        private final Path file;
        private final String[] lines;
        private int line;

        Reader(Path file) throws IOException {
            this.file = file;
            // Not Files.readAllLines: a damaged file may hold bytes that are no characters.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            this.lines = text.split("\n", -1);
        }

        Baseline read(String name, String load) throws BaselineFormatException {
            JsonNode head = next();
            schema(head.path("schema").asText(""));
            same(head, "baseline", name);
            same(head, "load", load);
            List<ComparableRun> runs = new ArrayList<>();
            JsonNode node = next();
            while (!node.has("end")) {
                int runLine = line;
                JsonNode run = node;
                List<String> raw = new ArrayList<>(List.of(lines[line - 1]));
                Provenance provenance = provenance(node);
                List<StepSeries> steps = new ArrayList<>();
                for (node = next(); node.has("step"); node = next()) {
                    raw.add(lines[line - 1]);
                    steps.add(step(node));
                }
                runs.add(new ComparableRun(provenance, series(runLine, run, provenance, steps), raw));
            }
            if (node.path("lines").asInt(-1) != line - 1) {
                throw damaged(
                        node.toString(), "{\"end\":true,\"lines\":" + (line - 1) + "}: lines are missing or too many");
            }
            for (int i = line; i < lines.length; i++) {
                if (!lines[i].isEmpty()) {
                    line = i + 1;
                    throw damaged("'" + cut(lines[i]) + "'", "nothing after the end");
                }
            }
            if (runs.isEmpty()) throw damaged("no run", "one run or more");
            return new Baseline(name, load, runs);
        }

        private JsonNode next() throws BaselineFormatException {
            if (line >= lines.length || line == lines.length - 1 && lines[line].isEmpty()) {
                line++;
                throw damaged("the end of the file", "{\"end\":true,…} as the last line");
            }
            String text = lines[line++];
            try {
                JsonNode node = Json.mapper().readTree(text);
                if (!node.isObject()) throw damaged("'" + cut(text) + "'", "an object of JSON");
                return node;
            } catch (JsonProcessingException e) {
                throw damaged("'" + cut(text) + "' (" + e.getOriginalMessage() + ")", "an object of JSON");
            }
        }

        private void schema(String found) throws BaselineFormatException {
            if (found.equals(SCHEMA)) return;
            if (found.matches(FAMILY + "[1-9][0-9]{0,8}")) {
                throw BaselineFormatException.newer(file, found, SCHEMA);
            }
            throw damaged(found.isEmpty() ? "no schema" : "schema " + found, "schema " + SCHEMA);
        }

        private void same(JsonNode head, String property, String expected) throws BaselineFormatException {
            String found = head.path(property).asText("");
            if (!found.equals(expected)) {
                throw damaged(property + " '" + found + "'", "'" + expected + "', as its place says");
            }
        }

        private Provenance provenance(JsonNode node) throws BaselineFormatException {
            if (!node.has("run")) throw damaged("'" + cut(node.toString()) + "'", "a run, a step or the end");
            try {
                Provenance provenance = Json.mapper().treeToValue(node, Provenance.class);
                for (String needed : List.of("recorded", "script", "load", "fingerprint", "host")) {
                    if (!node.hasNonNull(needed))
                        throw damaged("a run without " + needed, "where its numbers come from");
                }
                return provenance;
            } catch (JsonProcessingException e) {
                throw damaged(
                        "a run that cannot be read (" + e.getOriginalMessage() + ")", "where its numbers come from");
            }
        }

        private StepSeries step(JsonNode node) throws BaselineFormatException {
            try {
                return StepLine.read(node);
            } catch (DamagedDataException e) {
                throw BaselineFormatException.damaged(file, line, e.getMessage());
            }
        }

        private JudgedRun series(int runLine, JsonNode node, Provenance provenance, List<StepSeries> steps)
                throws BaselineFormatException {
            boolean whole = node.path("seconds").isInt()
                    && node.path("started").isIntegralNumber()
                    && node.path("open").isIntegralNumber();
            if (!whole) {
                throw BaselineFormatException.damaged(
                        file, runLine, "found a run without seconds, started or open, expected whole numbers");
            }
            try {
                return new JudgedRun(
                        provenance.run(),
                        node.path("seconds").asInt(),
                        steps,
                        new JudgedRun.Sessions(
                                node.path("started").asLong(), node.path("open").asLong()),
                        true);
            } catch (DamagedDataException e) {
                throw BaselineFormatException.damaged(file, runLine, e.getMessage());
            }
        }

        private BaselineFormatException damaged(String found, String expected) {
            return BaselineFormatException.damaged(file, line, "found " + found + ", expected " + expected);
        }

        private static String cut(String text) {
            return text.length() <= 60 ? text : text.substring(0, 60) + "…";
        }
    }
}
