package io.rehearse.runtime.cli;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal we write to, if it is one. */
final class TerminalScreen implements Screen, AutoCloseable {
    private static final int COLUMNS_DEFAULT = 80;
    private static final int ROWS_DEFAULT = 24;

    /** Null when what we print goes to a pipe, a file or a CI system. */
    private final Terminal terminal;

    private final Style style;

    private TerminalScreen(Terminal terminal, Style style) {
        this.terminal = terminal;
        this.style = style;
    }

    /**
     * @param noColor wanted without colour; {@code NO_COLOR} and {@code CI} of the environment are looked at too
     */
    static TerminalScreen open(boolean noColor) throws IOException {
        // since JDK 22 there is a console object also for pipes: the terminal is asked itself
        boolean ci = "true".equals(System.getenv("CI"));
        if (ci || System.console() == null) {
            return new TerminalScreen(null, Style.PLAIN);
        }
        Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .systemOutput(TerminalBuilder.SystemOutput.SysOut)
                .dumb(true)
                .nativeSignals(false)
                // or it asks the terminal what it can do, and a late answer is typed into the user's shell
                .graphemeCluster(false)
                .build();
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            terminal.close();
            return new TerminalScreen(null, Style.PLAIN);
        }
        String none = System.getenv("NO_COLOR");
        boolean plain = noColor || (none != null && !none.isEmpty());
        return new TerminalScreen(terminal, plain ? Style.PLAIN : Style.COLOUR);
    }

    /** Whether text can be drawn over text. */
    boolean canDraw() {
        return terminal != null;
    }

    Style style() {
        return style;
    }

    @Override
    public int columns() {
        int columns = terminal == null ? 0 : terminal.getWidth();
        return columns > 0 ? columns : COLUMNS_DEFAULT;
    }

    @Override
    public int rows() {
        int rows = terminal == null ? 0 : terminal.getHeight();
        return rows > 0 ? rows : ROWS_DEFAULT;
    }

    @Override
    public void close() throws IOException {
        if (terminal != null) {
            terminal.close();
        }
    }
}
