package io.rehearse.reports.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whether the bad events of one stream have become more frequent than is tolerated: a cumulative sum with a bounded rate of
 * false alarms. Immutable; a window in, the next state out.
 *
 * <pre>
 * per window with n attempts, x bad, and for each alternative share p1 (p0: the tolerated share, phi: the spread)
 *   M = max(M, 0) + [ x ln(p1/p0) + (n - x) ln((1-p1)/(1-p0)) ] / phi
 * S = ln(mean of exp(M) over the alternatives)
 *
 *   state      when
 *   OK         S &lt; h/2
 *   WATCH      h/2 &lt;= S &lt; h
 *   ALARM      S &gt;= h, and then until it recovers
 *   RECOVERED  after an ALARM, when of windows after it (what was good before it is no recovery)
 *              the last 5 or more together had at most n p0 bad events and are 10 000 times as likely with p0 as with the
 *              share p1 that had most for it when the alarm came; or
 *              the last 30 prove the share below p0 (Wilson, 95 %); or each of the last 10 had at most n p0 bad events.
 *              M begins anew. Until the next WATCH or ALARM.
 * </pre>
 *
 * With h = ln(A s / W) the time to a false alarm is at least A over all s streams together (e-detector: Shin, Ramdas, Rinaldo
 * 2022). A window in which nothing was seen changes neither M nor the state.
 *
 * @param sums M, one for each alternative
 * @param recent the last 60 windows, the newest last; windows in which nothing was seen are {@link Window#EMPTY}
 * @param missing how many windows in a row nothing was seen
 * @param sinceMillis when the state was entered
 * @param alarmedShare the p1 of the last alarm; 0 before the first
 */
public record Cusum(
        List<Double> sums, State state, List<Window> recent, int missing, long sinceMillis, double alarmedShare) {
    private static final int KEPT = 60;
    private static final int PROOF_WINDOWS = 30;
    private static final int QUIET_WINDOWS = 10;
    private static final int UNLIKE_WINDOWS_MIN = 5;
    private static final double UNLIKE = Math.log(10_000);
    private static final double NORMAL_95 = 1.6448536269514722;

    /** What the sum says, from good to bad. */
    public enum State {
        OK,
        RECOVERED,
        WATCH,
        ALARM
    }

    public Cusum {
        sums = List.copyOf(sums);
        recent = List.copyOf(recent);
    }

    /** At the beginning. */
    static Cusum start(Stream stream) {
        return new Cusum(zeros(stream.alternatives().length), State.OK, List.of(), 0, 0, 0);
    }

    /**
     * @param alarm the h above
     * @param atMillis end of the window
     */
    Cusum after(Window window, Stream stream, double alarm, long atMillis) {
        List<Window> kept = new ArrayList<>(recent.subList(recent.size() < KEPT ? 0 : 1, recent.size()));
        kept.add(window);
        if (window.attempts() == 0) {
            return new Cusum(sums, state, kept, missing + 1, sinceMillis, alarmedShare);
        }
        double[] alternatives = stream.alternatives();
        List<Double> next = new ArrayList<>(alternatives.length);
        for (int i = 0; i < alternatives.length; i++) {
            next.add(Math.max(sums.get(i), 0) + gain(window, stream.share(), alternatives[i]) / stream.spread());
        }
        State reached = state;
        double against = alarmedShare;
        if (state == State.ALARM) {
            if (recovered(kept.subList(kept.size() - since(kept, atMillis), kept.size()), stream)) {
                reached = State.RECOVERED;
                next = zeros(alternatives.length);
            }
        } else {
            double statistic = statistic(next);
            if (statistic >= alarm) {
                reached = State.ALARM;
                against = alternatives[next.indexOf(Collections.max(next))];
            } else if (statistic >= alarm / 2) {
                reached = State.WATCH;
            } else if (state == State.WATCH) {
                reached = State.OK;
            }
        }
        return new Cusum(next, reached, kept, 0, reached == state ? sinceMillis : atMillis, against);
    }

    Cusum acknowledged() {
        return state == State.RECOVERED ? new Cusum(sums, State.OK, recent, missing, sinceMillis, alarmedShare) : this;
    }

    /** S: how much speaks for "worse than tolerated", on the scale of the alarm threshold. */
    public double statistic() {
        return statistic(sums);
    }

    /** Counted in the last windows together. */
    public Window last(int windows) {
        return recent.subList(Math.max(0, recent.size() - windows), recent.size()).stream()
                .reduce(Window.EMPTY, Window::plus);
    }

    /** How many times the tolerated share was bad in the last windows; NaN if nothing was seen. */
    public double burn(int windows, Stream stream) {
        Window sum = last(windows);
        return sum.attempts() == 0 ? Double.NaN : sum.bad() / (sum.attempts() * stream.share());
    }

    private static double gain(Window window, double p0, double p1) {
        return window.bad() * Math.log(p1 / p0) + (window.attempts() - window.bad()) * Math.log((1 - p1) / (1 - p0));
    }

    private static double statistic(List<Double> sums) {
        double largest = sums.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double mean = 0;
        for (double m : sums) {
            mean += Math.exp(m - largest) / sums.size();
        }
        return largest + Math.log(mean);
    }

    /** How many of the windows that are kept began after the state was entered. */
    private int since(List<Window> kept, long atMillis) {
        return (int) Math.min(kept.size(), (atMillis - sinceMillis) / Degradation.WINDOW_MILLIS);
    }

    /** @param windows since the alarm */
    private boolean recovered(List<Window> windows, Stream stream) {
        int quiet = 0;
        for (int i = windows.size() - 1; i >= 0 && quiet < QUIET_WINDOWS; i--) {
            Window w = windows.get(i);
            if (w.attempts() == 0) {
                continue;
            }
            if (w.bad() > w.attempts() * stream.share()) {
                break;
            }
            quiet++;
        }
        return quiet == QUIET_WINDOWS || provedBelow(windows, stream) || unlikeTheAlarm(windows, stream);
    }

    /**
     * Whether the last windows, five or more, have no more bad events than is tolerated and speak so much against the share that the
     * alarm was for.
     */
    private boolean unlikeTheAlarm(List<Window> windows, Stream stream) {
        Window sum = Window.EMPTY;
        for (int i = 1; i <= windows.size(); i++) {
            sum = sum.plus(windows.get(windows.size() - i));
            boolean tolerated = sum.bad() <= sum.attempts() * stream.share();
            double unlike = -gain(sum, stream.share(), alarmedShare) / stream.spread();
            if (i >= UNLIKE_WINDOWS_MIN && tolerated && unlike >= UNLIKE) {
                return true;
            }
        }
        return false;
    }

    private static boolean provedBelow(List<Window> windows, Stream stream) {
        if (windows.size() < PROOF_WINDOWS) {
            return false;
        }
        Window sum = windows.subList(windows.size() - PROOF_WINDOWS, windows.size()).stream()
                .reduce(Window.EMPTY, Window::plus);
        double n = sum.attempts() / stream.spread();
        double p = (double) sum.bad() / sum.attempts();
        double z2 = NORMAL_95 * NORMAL_95 / n;
        double upper = (p + z2 / 2 + NORMAL_95 * Math.sqrt(p * (1 - p) / n + z2 / 4 / n)) / (1 + z2);
        return upper < stream.share();
    }

    private static List<Double> zeros(int count) {
        return new ArrayList<>(Collections.nCopies(count, 0.0));
    }
}
