package io.rehearse.runtime.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A journal as Markdown: what happened, in order, for the report after the night. Seconds of walks are left out. */
public final class Timeline {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Timeline() {}

    /**
     * @throws DamagedJournalException if the journal was changed
     * @throws IOException if it cannot be read
     */
    public static String of(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        Replay replay = new Replay();
        Journal.read(file, entry -> {
            replay.accept(entry);
            String what = words(entry.type(), entry.data(), replay.zero());
            if (what != null) {
                rows.add("| " + TIME.format(entry.at()) + " | " + entry.type() + " | " + escaped(what) + " |");
            }
        });
        if (replay.isEmpty()) {
            return "# Timeline\n\nThe journal is empty.\n";
        }
        StringBuilder out =
                new StringBuilder("# Timeline of gate " + escaped(replay.begun().gate()) + "\n\n");
        out.append("Times are UTC. The gate is ")
                .append(replay.standing().gate().verdict());
        out.append(replay.standing().gate().latched() ? " (latched)" : "").append(" at the end; ");
        out.append(replay.standing().walks()).append(" walks were counted.\n\n");
        out.append("| time | what | facts |\n|---|---|---|\n");
        rows.forEach(row -> out.append(row).append('\n'));
        return out.toString();
    }

    private static String words(String type, JsonNode data, Instant zero) {
        return switch (type) {
            case Replay.OBSERVED, Replay.LOOKED -> null;
            case Replay.STARTED ->
                "gate " + data.path("gate").asText() + ", "
                        + data.path("rules").path("streams").size() + " streams compared with the baseline"
                        + (data.path("rules").has("pairings")
                                ? ", " + data.path("rules").path("pairings").size() + " with the old side"
                                : "")
                        + about(data);
            case Replay.GAP ->
                "not observed for "
                        + Duration.ofMillis(data.path("atMillis").asLong()
                                        - data.path("fromMillis").asLong())
                                .toSeconds()
                        + " s: " + data.path("reason").asText();
            case Replay.VERDICT ->
                data.path("current").asText() + (data.has("latch") ? ", FAIL latched" : "") + reasons(data);
            case Replay.ALERT -> data.path("change").asText() + reasons(data);
            case Replay.ACTION_PLANNED ->
                data.path("action").asText() + " begins ("
                        + data.path("alert").path("change").asText() + ")";
            case Replay.ACTION_ENDED ->
                data.path("id").asText().replaceFirst("/.*", "")
                        + (data.path("outcome").path("ok").asBoolean() ? " done: " : " FAILED: ")
                        + data.path("outcome").path("text").asText() + ", "
                        + data.path("outcome").path("tries").asInt() + " tries";
            case Replay.CLEARED ->
                "by " + data.path("by").asText() + ": " + data.path("reason").asText();
            case Replay.EXPECT_DOWN ->
                "from " + time(data.path("when").path("fromMillis"), zero) + " to "
                        + time(data.path("when").path("toMillis"), zero)
                        + (data.path("when").path("counts").asBoolean() ? ", failures count" : "") + ": "
                        + data.path("when").path("reason").asText();
            case Replay.NOTE -> data.path("text").asText();
            case Replay.LOST -> data.path("entries").asLong() + " entries could not be written";
            case Replay.ENDED ->
                data.path("why").asText() + ", verdict " + data.path("verdict").asText();
            default -> data.toString();
        };
    }

    /** To the nearest second: when the clock was at 0 is known to some milliseconds. */
    private static String time(JsonNode millis, Instant zero) {
        return TIME.format(zero.plusMillis(millis.asLong() + 500));
    }

    private static String about(JsonNode data) {
        StringBuilder out = new StringBuilder();
        data.path("about")
                .fields()
                .forEachRemaining(e -> out.append(", ")
                        .append(e.getKey())
                        .append(' ')
                        .append(e.getValue().asText()));
        return out.toString();
    }

    private static String reasons(JsonNode data) {
        List<String> reasons = new ArrayList<>();
        data.path("reasons").forEach(r -> reasons.add(r.asText()));
        return reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
    }

    private static String escaped(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ")
                .replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("`", "\\`");
    }
}
