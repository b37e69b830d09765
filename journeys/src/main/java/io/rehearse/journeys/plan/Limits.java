package io.rehearse.journeys.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much of a target's answers is taken; what is beyond ends the step. No part of what is measured: a limit that is not
 * reached changes nothing.
 *
 * @param bodyBytes of a body that checks or captures read, unpacked
 * @param headerBytes of all header lines of an answer with its trailers, or of its chunk extensions
 * @param headerLineBytes of one header line or chunk extension
 * @param headerLines of an answer with its trailers
 * @param cookies that a session keeps
 */
public record Limits(int bodyBytes, int headerBytes, int headerLineBytes, int headerLines, int cookies) {
    public static final Limits DEFAULT = new Limits(8_000_000, 64_000, 16_000, 200, 200);
    /** No limit can be higher. */
    public static final Limits HIGHEST = new Limits(256_000_000, 16_000_000, 16_000_000, 100_000, 10_000);

    /** The words of {@code limits: {…}} with what they say. */
    public Map<String, Integer> byWord() {
        Map<String, Integer> byWord = new LinkedHashMap<>();
        byWord.put("body", bodyBytes);
        byWord.put("headers", headerBytes);
        byWord.put("headerLine", headerLineBytes);
        byWord.put("headerLines", headerLines);
        byWord.put("cookies", cookies);
        return byWord;
    }

    public static Limits of(Map<String, Integer> byWord) {
        return new Limits(
                byWord.get("body"),
                byWord.get("headers"),
                byWord.get("headerLine"),
                byWord.get("headerLines"),
                byWord.get("cookies"));
    }

    /** Whether a word says a size, not a number. */
    public static boolean isSize(String word) {
        return word.equals("body") || word.equals("headers") || word.equals("headerLine");
    }

    /** As an environment writes them: {@code body: 8 MB, headers: 64 kB, …}. */
    public String text() {
        return text(byWord());
    }

    /** The same without the limits that nobody changed; empty if all are so. */
    public String changed() {
        Map<String, Integer> changed = byWord();
        changed.entrySet().removeAll(DEFAULT.byWord().entrySet());
        return text(changed);
    }

    private static String text(Map<String, Integer> limits) {
        return limits.entrySet().stream()
                .map(limit -> limit.getKey() + ": " + value(limit.getKey(), limit.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A limit as its word takes it. */
    public static String value(String word, int value) {
        return isSize(word) ? size(value) : String.valueOf(value);
    }

    /** {@code 8 MB}. */
    public static String size(int bytes) {
        return bytes % 1_000_000 == 0
                ? bytes / 1_000_000 + " MB"
                : bytes % 1_000 == 0 ? bytes / 1_000 + " kB" : bytes + " bytes";
    }

    /** Behind the message of a limit that was reached: what raises it; nothing for one that is as high as can be. */
    public String raising(String word) {
        return byWord().get(word).equals(HIGHEST.byWord().get(word))
                ? ""
                : " (limits: {" + word + ": …} of the target allows more)";
    }
}
