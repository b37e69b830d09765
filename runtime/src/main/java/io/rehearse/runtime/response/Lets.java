package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Let;
import io.rehearse.journeys.plan.Template;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Computes the values a walk starts with. One per lane. */
public final class Lets {
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final long PURPOSE = 1L << 42;
    /** Draws that one value may need. */
    private static final long DRAWS = 2048;

    private final long seed;
    private final Found found = new Found();
    private Journey journey;
    private Value[] values;

    public Lets(long seed) {
        this.seed = seed;
    }

    /**
     * Fills the variables that {@code let} names, in the script's order.
     *
     * @param values of the session, those of its data filled already
     * @param nowMillis wall clock, milliseconds since 1970
     */
    public void fill(Journey journey, Value[] values, long arrival, long nowMillis) {
        this.journey = journey;
        this.values = values;
        for (int i = 0; i < journey.lets().size(); i++) {
            Let let = journey.lets().get(i);
            Value value = values[let.variable()];
            if (!draw(let.function(), arrival, PURPOSE + i * DRAWS, value)) {
                compute(let.function(), arrival, nowMillis, value);
            }
            if (let.secret()) {
                value.markSecret();
            }
        }
    }

    /** Whether the function is one that draws. */
    private boolean draw(Let.Function function, long arrival, long purpose, Value into) {
        if (function instanceof Let.Uuid) {
            long high = Draws.bits(seed, arrival, purpose) & ~0xF000L | 0x4000L;
            long low = Draws.bits(seed, arrival, purpose + 1) >>> 2 | 0x8000_0000_0000_0000L;
            into.set(Kind.TEXT, new UUID(high, low).toString());
        } else if (function instanceof Let.RandomNumber number) {
            double drawn = Draws.unit(seed, arrival, purpose) * (number.to() - number.from() + 1);
            into.set(Kind.NUMBER, Long.toString(number.from() + (long) drawn));
        } else if (function instanceof Let.RandomText text) {
            StringBuilder characters = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                characters.append(CHARACTERS.charAt(Draws.below(CHARACTERS.length(), seed, arrival, purpose + i)));
            }
            into.set(Kind.TEXT, characters.toString());
        } else if (function instanceof Let.RandomPick pick) {
            render(pick.texts().get(Draws.below(pick.texts().size(), seed, arrival, purpose)));
            found.copyTo(into, false);
        } else {
            return false;
        }
        return true;
    }

    private void compute(Let.Function function, long arrival, long nowMillis, Value into) {
        if (function instanceof Let.Now now) {
            now(now, nowMillis, into);
        } else if (function instanceof Let.Sequence) {
            into.set(Kind.NUMBER, Long.toString(arrival + 1));
        } else if (function instanceof Let.Digest digest) {
            into.set(Kind.TEXT, hex(digest.algorithm(), bytes(digest.text())));
        } else if (function instanceof Let.HmacSha256 hmac) {
            byte[] key = bytes(hmac.key());
            into.set(Kind.TEXT, hmac(key, bytes(hmac.text())));
        } else if (function instanceof Let.Base64 base64) {
            String text = Base64.getEncoder().encodeToString(bytes(base64.text()));
            into.set(Kind.TEXT, text);
            if (found.isSecret()) {
                into.markSecret();
            }
        } else if (function instanceof Let.Text text) {
            render(text.text());
            found.copyTo(into, false);
        } else {
            throw new IllegalStateException("no way to compute " + function);
        }
    }

    private static void now(Let.Now now, long nowMillis, Value into) {
        long millis = nowMillis + now.offsetNanos() / 1_000_000;
        switch (now.clock()) {
            case ISO -> into.set(Kind.TEXT, DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(millis)));
            case MILLIS -> into.set(Kind.NUMBER, Long.toString(millis));
            case SECONDS -> into.set(Kind.NUMBER, Long.toString(Math.floorDiv(millis, 1000)));
        }
    }

    private void render(Template template) {
        RightSide.render(template, values, journey.variables(), found);
    }

    private byte[] bytes(Template template) {
        render(template);
        return Arrays.copyOfRange(found.bytes(), found.start(), found.start() + found.length());
    }

    private static String hex(String algorithm, byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // RFC 2104 allows an empty key, the JDK does not; a zero byte is the same key after padding
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
