package io.rehearse.examples.shop;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Unguessable texts for tokens and cookies. */
final class Secrets {
    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    /** 32 hexadecimal digits. */
    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
