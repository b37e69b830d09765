package io.rehearse.examples.hostile;

import java.io.IOException;

/**
 * One thing a server can do to its clients.
 *
 * @param path that asks for it, without a query
 * @param does what the server does
 * @param rightClient what a client that keeps to the rules makes of it
 * @param answer does it
 */
public record Hostility(String path, String does, String rightClient, Answer answer) {
    /** What happens after a request was read. */
    interface Answer {
        void give(Talk talk) throws IOException;
    }

    /** Always the same bytes; the connection stays. Each char stands for one byte. */
    static Hostility bytes(String path, String does, String rightClient, String answer) {
        return new Hostility(path, does, rightClient, talk -> talk.send(answer));
    }

    /** The same bytes, and then the connection is closed. */
    static Hostility closing(String path, String does, String rightClient, String answer) {
        return new Hostility(path, does, rightClient, talk -> {
            talk.send(answer);
            talk.close();
        });
    }
}
