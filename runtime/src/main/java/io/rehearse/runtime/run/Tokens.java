package io.rehearse.runtime.run;

import io.rehearse.journeys.plan.OAuth2;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.Clock;
import io.rehearse.runtime.response.Masking;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The tokens of a run's OAuth2 logins: fetched before the load, renewed when four fifths of their time are over, on a thread
 * of its own. While renewing fails the old one stays in use, and it is tried again.
 */
final class Tokens implements AutoCloseable {
    private static final long RETRY_NANOS_MIN = 1_000_000_000L;
    private static final long RETRY_NANOS_MAX = 10_000_000_000L;

    private final Masking masking;
    private final List<Held> held = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private Thread thread;

    /** Takes a token to where it is used. */
    interface Receiver {
        void token(int side, int login, String token);
    }

    /** Hears from when on requests go with a token that has expired, and why; null for both: with a good one. */
    interface Expiring {
        void from(Instant at, String reason);
    }

    private static final class Held {
        final int side;
        final int index;
        final OAuth2 login;
        final TokenEndpoint endpoint;
        volatile String token;
        /** When it is to be renewed; {@link Long#MAX_VALUE} for never. */
        long dueAt;

        long expiresAt;
        int failedInARow;
        String failure;

        Held(int side, int index, OAuth2 login) {
            this.side = side;
            this.index = index;
            this.login = login;
            this.endpoint = new TokenEndpoint(login);
        }

        void fetch() throws IOException {
            TokenEndpoint.Token fetched = endpoint.fetch();
            long now = Clock.SYSTEM.nanoTime();
            token = fetched.text();
            failedInARow = 0;
            failure = null;
            Optional<Long> lifetimeNanos = fetched.lifetimeSeconds().map(seconds -> seconds * 1_000_000_000L);
            expiresAt = lifetimeNanos.map(nanos -> now + nanos).orElse(Long.MAX_VALUE);
            dueAt = lifetimeNanos.map(nanos -> now + nanos / 5 * 4).orElse(Long.MAX_VALUE);
        }
    }

    private Tokens(Masking masking) {
        this.masking = masking;
    }

    /**
     * Fetches all.
     *
     * @throws PreflightException if one cannot be had
     */
    static Tokens fetch(List<Plan> sides) throws PreflightException {
        Tokens tokens = new Tokens(Masking.of(sides));
        for (int side = 0; side < sides.size(); side++) {
            List<OAuth2> logins = sides.get(side).logins();
            for (int i = 0; i < logins.size(); i++) {
                try {
                    Held first = new Held(side, i, logins.get(i));
                    tokens.held.add(first);
                    first.fetch();
                } catch (IOException e) {
                    tokens.close();
                    throw new PreflightException(
                            tokens.inWords(logins.get(i), e) + "; check its settings in env/"
                                    + sides.get(side).environment() + ".yaml",
                            e,
                            !(e instanceof TokenEndpoint.RefusedException));
                } catch (IllegalArgumentException noTls) {
                    tokens.close();
                    throw new PreflightException(noTls.getMessage(), noTls);
                }
            }
        }
        return tokens;
    }

    private String inWords(OAuth2 login, IOException cause) {
        String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return "oauth2 '" + login.name() + "': no token from " + login.tokenUrl() + ": " + masking.mask(said);
    }

    /** Gives what there is of one side. */
    void give(int side, Receiver receiver) {
        held.stream().filter(one -> one.side == side).forEach(one -> receiver.token(one.side, one.index, one.token));
    }

    /** Gives what there is. */
    void give(Receiver receiver) {
        held.forEach(one -> receiver.token(one.side, one.index, one.token));
    }

    /**
     * Keeps them fresh from now on.
     *
     * @param notice is told in words what fails
     * @param expiring is told when one that cannot be renewed expires
     */
    void keepFresh(Receiver receiver, Consumer<String> notice, Expiring expiring) {
        if (held.stream().allMatch(one -> one.dueAt == Long.MAX_VALUE)) {
            return;
        }
        thread = new Thread(() -> renew(receiver, notice, expiring), "tokens");
        thread.setDaemon(true);
        thread.start();
    }

    private void renew(Receiver receiver, Consumer<String> notice, Expiring expiring) {
        try {
            while (true) {
                Held next = held.get(0);
                for (Held one : held) {
                    next = one.dueAt < next.dueAt ? one : next;
                }
                if (next.dueAt == Long.MAX_VALUE) {
                    return;
                }
                long wait = next.dueAt - Clock.SYSTEM.nanoTime();
                if (wait > 0) {
                    Thread.sleep(wait / 1_000_000 + 1);
                }
                renew(next, receiver, notice);
                tell(expiring);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(Held due, Receiver receiver, Consumer<String> notice) {
        try {
            due.fetch();
            receiver.token(due.side, due.index, due.token);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            failures.incrementAndGet();
            due.failedInARow++;
            due.failure = inWords(due.login, e);
            long left = due.expiresAt - Clock.SYSTEM.nanoTime();
            due.dueAt = Clock.SYSTEM.nanoTime() + Math.max(RETRY_NANOS_MIN, Math.min(RETRY_NANOS_MAX, left / 5));
            notice.accept(due.failure + " (" + times(due.failedInARow) + "); the old one "
                    + (left > 0
                            ? "is good for another " + left / 1_000_000_000L + " s"
                            : "has expired and is sent all the same"));
        }
    }

    /** Of those that cannot be renewed the one that expires first. */
    private void tell(Expiring expiring) {
        Held first = null;
        for (Held one : held) {
            first = one.failure != null && (first == null || one.expiresAt < first.expiresAt) ? one : first;
        }
        if (first == null) {
            expiring.from(null, null);
        } else {
            expiring.from(
                    Instant.now().plusNanos(first.expiresAt - Clock.SYSTEM.nanoTime()),
                    first.failure + "; the old one has expired");
        }
    }

    private static String times(int n) {
        return n == 1 ? "once" : n + " times in a row";
    }

    /** How many renewals have failed since the last call; null without logins. */
    Integer takeFailures() {
        return held.isEmpty() ? null : failures.getAndSet(0);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        for (Held one : held) {
            try {
                one.endpoint.close();
            } catch (IOException e) {
                System.getLogger(Tokens.class.getName())
                        .log(System.Logger.Level.WARNING, "a token endpoint's connection cannot be closed", e);
            }
        }
    }
}
