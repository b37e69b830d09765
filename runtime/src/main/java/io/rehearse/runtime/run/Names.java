package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Target;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.http.Addresses;
import io.rehearse.runtime.http.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Where the names of targets (or of their proxies) lead: looked up before the load and every few seconds while it lasts, on the thread
 * {@code names}, as a new user's client would. Who holds on to what a name once was watches the old system in silence after a cutover.
 *
 * <p>A name that is not known any more goes on leading where it led for a while, as it does in a client's cache; then new connections
 * end as DNS_FAILED until it is known again. Literal addresses are never looked up.
 */
final class Names implements AutoCloseable {
    static final long EVERY_SECONDS = 10;
    static final long GRACE_SECONDS = 60;
    private static final int ANSWER_SECONDS_MAX = 10;
    private static final int TOLD_AN_HOUR_MAX = 20;
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final LookUp lookUp;
    private final long everyNanos;
    private final long graceNanos;
    private final Map<String, Name> names = new LinkedHashMap<>();
    private final Deque<Long> toldAt = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private long notTold;
    private Consumer<String> notice = line -> {};
    private Thread thread;

    /** Asks whoever knows names; may block. */
    interface LookUp {
        InetAddress[] addresses(String name) throws UnknownHostException;
    }

    /** Is told where a target's new connections go from now on; empty: nobody knows. */
    interface Receiver {
        void addresses(int side, int target, List<InetAddress> now);
    }

    /** What is known of a name. Written by one thread at a time: first by who starts the run, then by {@code names}. */
    private static final class Name {
        final String text;
        /** As last known; empty: never. */
        List<InetAddress> known = List.of();
        /** Where new connections go; empty: nowhere. */
        volatile List<InetAddress> inUse = List.of();

        long knownAtNanos;
        String problem;
        FutureTask<InetAddress[]> asking;

        Name(String text) {
            this.text = text;
        }
    }

    /** As the system looks names up, again and again as long as the load lasts. */
    static Names ofSystem() {
        return new Names(
                InetAddress::getAllByName,
                TimeUnit.SECONDS.toNanos(EVERY_SECONDS),
                TimeUnit.SECONDS.toNanos(GRACE_SECONDS));
    }

    Names(LookUp lookUp, long everyNanos, long graceNanos) {
        this.lookUp = lookUp;
        this.everyNanos = everyNanos;
        this.graceNanos = graceNanos;
    }

    /**
     * Looks a target's name up for the first time.
     *
     * @return what is wrong, in words; null if the name is known
     */
    String find(Target target) throws InterruptedException {
        String text = text(target);
        Name name = names.get(text);
        if (name == null) {
            name = new Name(text);
            names.put(text, name);
            List<InetAddress> found = ask(name);
            name.known = found;
            name.inUse = found;
            name.knownAtNanos = Clock.SYSTEM.nanoTime();
        }
        return name.problem;
    }

    /** What to connect to for a target that was looked for; unresolved while its name is unknown. */
    Addresses addresses(Target target) {
        InetSocketAddress wanted = Endpoint.unresolved(target);
        List<InetAddress> inUse = names.get(text(target)).inUse;
        return inUse.isEmpty() ? Addresses.of(wanted) : Addresses.of(inUse, wanted.getPort());
    }

    private static String text(Target target) {
        return Endpoint.unresolved(target).getHostString();
    }

    /** The addresses, or none and {@code problem}. What was asked and not answered is not asked a second time meanwhile. */
    private List<InetAddress> ask(Name name) throws InterruptedException {
        if (name.asking == null) {
            name.asking = new FutureTask<>(() -> lookUp.addresses(name.text));
            Thread asks = new Thread(name.asking, "name-look-up");
            asks.setDaemon(true);
            asks.start();
        }
        try {
            InetAddress[] found = name.asking.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            name.asking = null;
            name.problem = null;
            return List.of(found);
        } catch (TimeoutException e) {
            name.problem = "no answer about the name " + name.text + " within " + ANSWER_SECONDS_MAX + " s";
        } catch (ExecutionException e) {
            name.asking = null;
            name.problem = e.getCause() instanceof UnknownHostException
                    ? "unknown host " + name.text
                    : name.text + " cannot be looked up: " + e.getCause();
        }
        return List.of();
    }

    /**
     * Looks again and again from now on.
     *
     * @param heard is told in words what has changed
     */
    void watch(List<Plan> sides, Receiver receiver, Consumer<String> heard) {
        notice = heard;
        if (names.keySet().stream().allMatch(Endpoint::isLiteral)) {
            return;
        }
        thread = new Thread(() -> watch(sides, receiver), "names");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(List<Plan> sides, Receiver receiver) {
        try {
            for (Name name : names.values()) {
                if (name.problem != null) {
                    tell(name.problem + ": new connections fail as DNS_FAILED until it is known");
                }
            }
            while (true) {
                TimeUnit.NANOSECONDS.sleep(everyNanos);
                for (Name name : names.values()) {
                    if (!Endpoint.isLiteral(name.text) && lookAgain(name)) {
                        give(name, sides, receiver);
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void give(Name name, List<Plan> sides, Receiver receiver) {
        for (int side = 0; side < sides.size(); side++) {
            for (Target target : sides.get(side).targets()) {
                if (text(target).equals(name.text)) {
                    receiver.addresses(side, target.index(), name.inUse);
                }
            }
        }
    }

    /** Whether new connections go elsewhere than before. */
    private boolean lookAgain(Name name) throws InterruptedException {
        String problemBefore = name.problem;
        List<InetAddress> before = name.known;
        List<InetAddress> inUseBefore = name.inUse;
        List<InetAddress> found = ask(name);
        long now = Clock.SYSTEM.nanoTime();
        if (found.isEmpty()) {
            return notKnown(name, problemBefore == null, now);
        }
        name.knownAtNanos = now;
        boolean others = !new HashSet<>(before).equals(new HashSet<>(found));
        name.known = others ? found : before; // another order is nothing new
        name.inUse = name.known;
        if (others) {
            tell(name.text + " now is " + inWords(found) + ", was " + (before.isEmpty() ? "unknown" : inWords(before)));
            return true;
        }
        if (problemBefore != null) {
            tell(name.text + " is known again: " + inWords(found));
        }
        return inUseBefore.isEmpty();
    }

    private boolean notKnown(Name name, boolean first, long now) {
        if (name.inUse.isEmpty()) {
            return false;
        }
        if (now - name.knownAtNanos >= graceNanos) {
            name.inUse = List.of();
            tell(name.problem + " for " + graceNanos / 1_000_000_000
                    + " s: new connections fail as DNS_FAILED until it is" + " known again");
            return true;
        }
        if (first) {
            tell(name.problem + "; new connections go to " + inWords(name.inUse) + " for another "
                    + (graceNanos - (now - name.knownAtNanos)) / 1_000_000_000 + " s, then they fail as DNS_FAILED");
        }
        return false;
    }

    private static String inWords(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
    }

    /** Some names change all the time: beyond a number of changes an hour they are counted. */
    private void tell(String line) {
        long now = Clock.SYSTEM.nanoTime();
        while (!toldAt.isEmpty() && now - toldAt.peekFirst() > HOUR_NANOS) {
            toldAt.removeFirst();
        }
        if (toldAt.size() >= TOLD_AN_HOUR_MAX) {
            notTold++;
            return;
        }
        toldAt.addLast(now);
        String all = notTold == 0 ? line : line + " (" + notTold + " changes before were not told)";
        notTold = 0;
        if (told.size() < TOLD_AN_HOUR_MAX) {
            told.add(all);
        }
        notice.accept(all);
    }

    /** Ends it; what was told first, at most some lines. */
    List<String> end() throws InterruptedException {
        close();
        if (thread != null) {
            thread.join();
        }
        return List.copyOf(told);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
