package io.rehearse.reports.render;

import io.rehearse.reports.objective.Figures;
import java.util.regex.Pattern;

/** Numbers as a page sets them: they keep together with their units, digits in groups, a real minus sign. */
final class Typography {
    private static final String NO_BREAK = "\u00a0";
    private static final String THIN = "\u202f";
    private static final String MINUS = "\u2212";
    private static final Pattern LONG =
            Pattern.compile("(?<![\\p{L}\\d.,:/#_-])\\d{5,15}(?![\\p{L}\\d.,:/_-]*[\\p{L}\\d])");

    private Typography() {}

    /** A number keeps together with the unit behind it; whole numbers from 10 000 on are grouped. */
    static String figures(String text) {
        return text.replaceAll("(?<=\\d) (?=(?:ms|s|min|h|MB|GB|points)\\b|%)", NO_BREAK)
                .replaceAll("(?<=\\bn) (?=\\d)", NO_BREAK)
                .replaceAll("(?<![\\w.:/-])-(?=\\d)", MINUS);
    }

    /** Whole numbers from 10 000 on in groups of three. */
    static String count(long n) {
        String digits = String.valueOf(n);
        return digits.length() < 5 ? digits : digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", THIN);
    }

    /** A sentence as a page sets it. */
    static String sentence(String text) {
        return grouped(figures(plainSentence(text)));
    }

    /** With a capital in front and a full stop behind. */
    static String plainSentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String start = Character.isLowerCase(text.charAt(0)) ? capital(text) : text;
        return start.matches("(?s).*[.!?:]$") ? start : start + ".";
    }

    /** Whole numbers of five digits and more in a sentence in groups of three; not those that are part of a name. */
    static String grouped(String text) {
        return LONG.matcher(text).replaceAll(m -> count(Long.parseLong(m.group())));
    }

    /** {@code 4 min 6 s}; {@code 50 s} below two minutes. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 120 || whole % 60 == 0) {
            return Figures.seconds(whole);
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole / 60 % 60 + " min";
    }

    /** Not of a word that is written small on purpose, such as p95. */
    static String capital(String text) {
        boolean quantile = text.length() > 1 && Character.isDigit(text.charAt(1));
        return quantile ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    /** {@code 4:08} or {@code 1:04:08} since the start of the run. */
    static String clock(double seconds) {
        long whole = Math.round(seconds);
        long hours = whole / 3600;
        return hours > 0
                ? String.format("%d:%02d:%02d", hours, whole / 60 % 60, whole % 60)
                : String.format("%d:%02d", whole / 60, whole % 60);
    }
}
