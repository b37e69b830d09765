package io.rehearse.reports.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The decisive reason in two parts: what is to be read by everybody, and what it rests on.
 *
 * @param rest may be empty
 */
record Headline(String first, String rest) {
    /** Where a reason may be parted: before what is proved, after its first sentence, before what explains it. */
    private static final Pattern PART =
            Pattern.compile("; (?=proved|not proved)|, (?=proved at )|\\. (?=\\S)|(?<=runs?\\)): ");

    static Headline of(String reason) {
        Matcher part = PART.matcher(reason);
        return part.find()
                ? new Headline(reason.substring(0, part.start()), reason.substring(part.end()))
                : new Headline(reason, "");
    }
}
