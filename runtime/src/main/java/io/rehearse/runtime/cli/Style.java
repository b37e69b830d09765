package io.rehearse.runtime.cli;

/** Colour, never alone: every word is there without it. */
enum Style {
    PLAIN,
    COLOUR;

    /** Something failed or is decided. */
    String failed(String text) {
        return paint("1;31", text);
    }

    String doubtful(String text) {
        return paint("33", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String secondary(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
