package io.rehearse.reports.render;

/** The colours of drawings. Each means one thing, and never alone: a shape or a word goes with it. */
enum Ink {
    HAIR("#dcdcd5"),
    RULE("#1c1c1a"),
    INK("#1c1c1a"),
    MUTED("#5a5a55"),
    PAPER("#fcfcfa"),
    /** Ground of phases that are not judged, and of what a limit allows. */
    PHASE("#f2f1eb"),
    /** The baseline's range. */
    BAND("#dedcd2"),
    /** The baseline, or the old side. */
    GREY("#77766e"),
    /** This run. */
    RUN("#14539a"),
    /** This run's lesser lines. */
    RUN2("#5b86bd"),
    FAIL("#a8201a"),
    WARN("#7a5000"),
    PASS("#22654a");

    private final String light;

    Ink(String light) {
        this.light = light;
    }

    private String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** With the light colour as an attribute, so that a drawing is whole where the style is blocked. */
    String stroke() {
        return " class=\"s-" + word() + "\" stroke=\"" + light + "\"";
    }

    String fill() {
        return " class=\"f-" + word() + "\" fill=\"" + light + "\"";
    }
}
