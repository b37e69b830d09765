package io.rehearse.runtime.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Link header of an answer (RFC 8288): {@code <reference>; rel="next prev", …}. */
public final class LinkHeader {
    private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:\"[^\"]*+\"|[^\",]++)*+)");
    private static final Pattern RELATION = Pattern.compile("(?i);\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,]+))");

    private LinkHeader() {}

    /** Where the first link of that relation leads; null without one. */
    public static String find(String header, String relation) {
        Matcher link = LINK.matcher(header);
        while (link.find()) {
            Matcher named = RELATION.matcher(link.group(2));
            if (named.find()) {
                String names = named.group(1) == null ? named.group(2) : named.group(1);
                if (Arrays.asList(names.toLowerCase(Locale.ROOT).split("\\s+"))
                        .contains(relation.toLowerCase(Locale.ROOT))) {
                    return link.group(1);
                }
            }
        }
        return null;
    }
}
