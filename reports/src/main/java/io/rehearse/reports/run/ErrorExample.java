package io.rehearse.reports.run;

import java.time.Instant;

/**
 * One failure to look at. Texts are masked by who made them and bounded in length; they come from servers, so whoever
 * prints them escapes them.
 *
 * @param fingerprint what makes two failures the same: by convention step, outcome and what was expected, never a
 *     value that differs each time
 * @param step index in the plan
 * @param outcome name
 * @param message in words, e.g. {@code status: expected 201, was 503}
 * @param line of the script, from 1; 0 when no line of the script is to blame
 * @param request excerpt; null when none was sent
 * @param response excerpt; null when none came
 * @param traceId of the walk; null without tracing
 */
public record ErrorExample(
        String fingerprint,
        int step,
        int side,
        int phase,
        String outcome,
        String message,
        int line,
        String request,
        String response,
        String traceId,
        Instant at) {

    /** Longest excerpt of a request or response kept, in characters. */
    public static final int EXCERPT_MAX = 4096;

    /** Longest fingerprint or message kept, in characters. */
    public static final int MESSAGE_MAX = 500;

    /** Cuts what is too long and says so in its place. */
    public ErrorExample {
        fingerprint = cut(fingerprint, MESSAGE_MAX);
        message = cut(message, MESSAGE_MAX);
        request = cut(request, EXCERPT_MAX);
        response = cut(response, EXCERPT_MAX);
    }

    static String cut(String text, int max) {
        if (text == null || text.length() <= max) {
            return text;
        }
        int kept = max - 40;
        return text.substring(0, kept) + " … (" + (text.length() - kept) + " more characters)";
    }
}
