package io.rehearse.runtime.probe;

/**
 * How an action ended.
 *
 * @param ok whether the receiver took it
 * @param tries how often it was tried
 * @param text status or reason, masked, in one line, at most {@link #TEXT_MAX} characters
 */
public record Outcome(boolean ok, int tries, String text) {
    static final int TEXT_MAX = 300;

    public Outcome {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        text = line.length() <= TEXT_MAX ? line : line.substring(0, TEXT_MAX - 1) + "…";
    }
}
