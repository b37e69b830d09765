package io.rehearse.reports.render;

import java.util.Locale;

/** Shape and word of a verdict; the colour only goes with them. */
enum Mark {
    PASS,
    FAIL,
    SUSPECT,
    INCONCLUSIVE,
    NONE;

    static Mark of(io.rehearse.reports.objective.Verdict verdict) {
        return valueOf(verdict.name());
    }

    static Mark of(io.rehearse.reports.compare.Verdict verdict) {
        return valueOf(verdict.name());
    }

    /** Class that gives the colour. */
    String kind() {
        return "v-" + name().toLowerCase(Locale.ROOT);
    }

    String row() {
        return "r-" + name().toLowerCase(Locale.ROOT);
    }

    Ink ink() {
        return switch (this) {
            case FAIL -> Ink.FAIL;
            case SUSPECT, INCONCLUSIVE -> Ink.WARN;
            case PASS, NONE -> Ink.RUN;
        };
    }

    private String word() {
        return this == NONE ? "not judged" : name();
    }

    Html html() {
        return html(word());
    }

    Html html(String word) {
        return new Html()
                .open("span", "class", "mark " + kind())
                .add(shape())
                .text(word)
                .close("span");
    }

    Svg shape() {
        Svg svg = new Svg(14, 14, "");
        return switch (this) {
            case PASS -> svg.path(new Svg.Path().to(2.2, 7.6).to(5.4, 10.8).to(11.8, 3.4), Ink.PASS, 2, "");
            case FAIL ->
                svg.rect(0.5, 0.5, 13, 13, Ink.FAIL)
                        .line(4, 4, 10, 10, Ink.PAPER, 1.8)
                        .line(10, 4, 4, 10, Ink.PAPER, 1.8);
            case SUSPECT ->
                svg.path(new Svg.Path().to(7, 1.2).to(13.2, 12.8).to(0.8, 12.8).to(7, 1.2), Ink.WARN, 1.4, "")
                        .line(7, 5, 7, 8.6, Ink.WARN, 1.4)
                        .line(7, 10.2, 7, 11.4, Ink.WARN, 1.4);
            case INCONCLUSIVE ->
                svg.path(new Svg.Path().to(7, 1).to(13, 7).to(7, 13).to(1, 7).to(7, 1), Ink.WARN, 1.5, "");
            case NONE -> svg.line(3, 7, 11, 7, Ink.MUTED, 1.5);
        };
    }
}
