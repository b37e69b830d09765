package io.rehearse.journeys.plan;

/** What may be a header of a request, wherever it is written down. */
public final class Headers {
    private Headers() {}

    /** What is wrong with a name, in words; empty if nothing is. */
    public static String problemOfName(String name) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            return "'" + name + "' is not the name of a header";
        }
        return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding")
                ? "'" + name + "' says how long the request is, which is known when it is sent: leave it out"
                : "";
    }

    /** Likewise of a value. */
    public static String problemOfValue(String value) {
        return value.chars().anyMatch(c -> c < 0x20 && c != '\t' || c == 0x7F)
                ? "a header's value has no line breaks or control characters"
                : "";
    }
}
