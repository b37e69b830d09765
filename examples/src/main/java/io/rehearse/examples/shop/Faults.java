package io.rehearse.examples.shop;

import io.rehearse.examples.shop.ServiceTimes.Stream;
import java.util.List;
import java.util.Map;

/**
 * What the shop does badly on purpose. Immutable; whether request n of an endpoint is hit is a pure function of the
 * seed and n.
 *
 * @param words  the words this was read from, as they were written
 * @param slow   what happens to service times
 * @param fail   share of requests (0 to 1) that are answered 503 after their service time
 * @param reset  share whose connection is reset (TCP RST) after their service time
 * @param hang   share that is never answered
 * @param stalls when the whole server does nothing
 */
public record Faults(
        List<String> words,
        Map<Endpoint, Slow> slow,
        Map<Endpoint, Double> fail,
        Map<Endpoint, Double> reset,
        Map<Endpoint, Double> hang,
        List<Stall> stalls) {

    /** A shop that does everything well. */
    public static final Faults NONE = new Faults(List.of(), Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    public Faults {
        words = List.copyOf(words);
        slow = Map.copyOf(slow);
        fail = Map.copyOf(fail);
        reset = Map.copyOf(reset);
        hang = Map.copyOf(hang);
        stalls = List.copyOf(stalls);
    }

    /** Service time after the fault: {@code nanos · factor + plusNanos}. */
    public record Slow(double factor, long plusNanos) {
        long applyTo(long nanos) {
            return Math.round(nanos * factor) + plusNanos;
        }
    }

    /** The server does nothing for {@code lengthNanos}, beginning {@code afterNanos} after the faults were switched on. */
    public record Stall(long lengthNanos, long afterNanos) {}

    /**
     * Reads fault words such as {@code ["--slow", "login=+200ms", "--fail", "order=1%", "--stall", "1s@10s"]}. A later
     * word of the same kind for the same endpoint replaces the earlier; several stalls add up.
     *
     * @throws InvalidWordException for anything else, with a remedy
     */
    public static Faults parse(List<String> words) {
        return FaultWords.read(Words.read(words, FaultWords.NAMES));
    }

    /** The words as one line; empty when there is no fault. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }

    long slowed(Endpoint endpoint, long serviceNanos) {
        Slow fault = slow.get(endpoint);
        return fault == null ? serviceNanos : fault.applyTo(serviceNanos);
    }

    boolean hangs(long seed, Endpoint endpoint, long n) {
        return hits(hang, Stream.HANG, seed, endpoint, n);
    }

    boolean resets(long seed, Endpoint endpoint, long n) {
        return hits(reset, Stream.RESET, seed, endpoint, n);
    }

    boolean fails(long seed, Endpoint endpoint, long n) {
        return hits(fail, Stream.FAIL, seed, endpoint, n);
    }

    private static boolean hits(Map<Endpoint, Double> shares, Stream stream, long seed, Endpoint endpoint, long n) {
        Double share = shares.get(endpoint);
        return share != null && Draws.uniform(seed, stream.of(endpoint), n) < share;
    }
}
