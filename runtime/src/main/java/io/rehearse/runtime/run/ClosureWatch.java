package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Code;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.driver.LaneThread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks whether lanes still take turns while they run closures of the script, on a thread of its own ({@code
 * closure-watch}): a lane that a closure holds up is named with the line; a closure that does not end is interrupted, and
 * if that does not help either, its lane is given up. Only for plans that have closures.
 */
final class ClosureWatch {
    private static final long LOOK_MILLIS = 25;
    private static final long NAMED_NANOS = 100_000_000;
    static final long BOUND_NANOS = 5_000_000_000L;
    private static final long GIVEN_UP_NANOS = BOUND_NANOS + 2_000_000_000L;

    private final String script;
    private final List<Code> closures;
    private final List<Turn> turns = new ArrayList<>();
    private final Endless endless;
    private final Map<String, Stall> stalls = new TreeMap<>();
    private final Thread thread = new Thread(this::watch, "closure-watch");

    /** Told, on the watch's thread, about a closure that does not end. */
    interface Endless {
        /** It is being interrupted; {@code words} say where. */
        void interrupted(String words);

        /** It did not heed that: the lane will not come back. */
        void givenUp(int lane);
    }

    /** How long a line held a lane up, and how often. */
    private record Stall(long nanosMax, int times) {}

    ClosureWatch(String script, List<Code> closures, List<LaneThread> lanes, Endless endless) {
        this.script = script;
        this.closures = closures;
        this.endless = endless;
        for (int lane = 0; lane < lanes.size(); lane++) {
            turns.add(new Turn(lane, lanes.get(lane)));
        }
        thread.setDaemon(true);
    }

    void start() {
        if (!closures.isEmpty()) {
            thread.start();
        }
    }

    /** Ends it; gives what it saw, in words. */
    List<String> end() throws InterruptedException {
        thread.interrupt();
        thread.join();
        List<String> words = new ArrayList<>();
        stalls.forEach((where, stall) -> words.add(where + " for " + stall.nanosMax / 1_000_000 + " ms"
                + (stall.times == 1 ? "" : " at most, " + stall.times + " times")
                + "; a closure must not wait or compute for long: all users of the lane do meanwhile"));
        return words;
    }

    private void watch() {
        try {
            long before = Clock.SYSTEM.nanoTime();
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                long now = Clock.SYSTEM.nanoTime();
                // when this thread did not run either, the machine stood still and no closure is to blame
                long passed = Math.min(now - before, 4 * LOOK_MILLIS * 1_000_000);
                before = now;
                turns.forEach(turn -> turn.look(passed));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whose turn it is: a task that a lane runs when it comes round to it. */
    private final class Turn implements Runnable {
        private final int index;
        private final LaneThread lane;
        private final AtomicBoolean asked = new AtomicBoolean();
        private long waitedNanos;
        private final Set<String> named = new HashSet<>();
        private boolean interrupted;
        private boolean givenUp;

        Turn(int index, LaneThread lane) {
            this.index = index;
            this.lane = lane;
        }

        /** On the lane's thread. */
        @Override
        public void run() {
            asked.set(false);
        }

        void look(long passedNanos) {
            if (!asked.get()) {
                waitedNanos = 0;
                named.clear();
                asked.set(true);
                lane.execute(this);
                return;
            }
            waitedNanos += passedNanos;
            int line = waitedNanos < NAMED_NANOS ? 0 : line(lane.stack());
            if (line > 0) {
                heldUp(line);
            }
        }

        private void heldUp(int line) {
            String where = "lane " + index + " stood still in a closure of the script (" + script + ":" + line + ")";
            boolean first = named.add(where);
            stalls.merge(
                    where,
                    new Stall(waitedNanos, 1),
                    (old, now) -> new Stall(Math.max(old.nanosMax, now.nanosMax), old.times + (first ? 1 : 0)));
            if (waitedNanos > BOUND_NANOS && !interrupted) {
                interrupted = true;
                endless.interrupted("a closure of the script does not end: " + script + ":" + line + " has held lane "
                        + index + " up for " + BOUND_NANOS / 1_000_000_000 + " s");
                lane.interrupt();
            } else if (waitedNanos > GIVEN_UP_NANOS && !givenUp) {
                givenUp = true;
                endless.givenUp(index);
            }
        }
    }

    private int line(StackTraceElement[] stack) {
        for (Code closure : closures) {
            int line = closure.lineIn(stack);
            if (line > 0) {
                return line;
            }
        }
        return 0;
    }
}
