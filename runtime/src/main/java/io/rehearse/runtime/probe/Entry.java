package io.rehearse.runtime.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rehearse.reports.run.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One line of a journal.
 *
 * <pre>
 * {"seq":57,"at":"2026-11-22T03:12:44Z","type":"verdict","data":{…},"prev":"…","hash":"…"}
 * </pre>
 *
 * {@code hash} is the SHA-256 of everything before {@code ,"hash":}, {@code prev} the hash of the line before (64 zeros in the
 * first): a changed, added or missing line does not fit its successor.
 *
 * @param seq 1, 2, …
 * @param at wall clock, for people
 * @param type what happened
 * @param data of that type
 */
public record Entry(long seq, Instant at, String type, JsonNode data, String prev, String hash) {
    static final String FIRST_PREV = "0".repeat(64);
    private static final String HASH = ",\"hash\":\"";

    /** The line without its end. */
    static String line(long seq, Instant at, String type, Object data, String prev) {
        try {
            String text = "{\"seq\":" + seq + ",\"at\":\"" + at + "\",\"type\":\"" + type + "\",\"data\":"
                    + Json.mapper().writeValueAsString(data) + ",\"prev\":\"" + prev + "\"";
            return text + HASH + sha256(text) + "\"}";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a journal entry of type " + type + " that is no JSON", e);
        }
    }

    /**
     * @param expectedSeq and {@code prev}: what follows the line before
     * @throws IllegalArgumentException with what is wrong, if this is not the line that was written there
     */
    static Entry parse(String line, long expectedSeq, String prev) {
        int cut = line.lastIndexOf(HASH);
        if (cut < 0 || !line.endsWith("\"}")) {
            throw new IllegalArgumentException("no journal entry: it has no hash");
        }
        String hash = line.substring(cut + HASH.length(), line.length() - 2);
        if (!sha256(line.substring(0, cut)).equals(hash)) {
            throw new IllegalArgumentException("the entry does not have its hash: it was changed");
        }
        Entry entry;
        try {
            entry = Json.mapper().readValue(line, Entry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no journal entry: " + e.getOriginalMessage(), e);
        }
        if (entry.seq() != expectedSeq || !prev.equals(entry.prev())) {
            throw new IllegalArgumentException(
                    "entry " + entry.seq() + " does not follow the one before: expected entry " + expectedSeq
                            + ", something was removed or added");
        }
        return entry;
    }

    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java without SHA-256", e);
        }
    }
}
