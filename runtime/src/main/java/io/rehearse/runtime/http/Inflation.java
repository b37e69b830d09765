package io.rehearse.runtime.http;

import io.netty.buffer.ByteBuf;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (several members, checksums verified; RFC 1952) and deflate (zlib-wrapped as RFC 9110 says, and raw as
 * browsers accept it) as the bytes come. Its buffers and inflaters exist from the first compressed answer on.
 */
final class Inflation {
    private static final int WINDOW = 16 * 1024;
    private static final int BOMB_RATIO = 100;
    private static final int FLAG_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private enum Part {
        FIXED_HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CRC,
        ZLIB_OR_RAW,
        DATA,
        TRAILER,
        /** After a gzip member: another one or zeros may follow. */
        BETWEEN,
        /** After deflate: nothing may follow. */
        DONE
    }

    private Part part;
    private boolean gzip;
    private int flags;
    /** Bytes of the present part seen; what they mean so far. */
    private int seen;

    private long number;
    private int extraLeft;
    private final CRC32 crc = new CRC32();
    private long memberBytes;
    private Inflater wrapped;
    private Inflater raw;
    private Inflater inflater;
    private byte[] input = new byte[0];
    private int at;
    private int limit;
    private byte[] window;
    private long packed;
    private long unpacked;
    private String problem;

    void begin(boolean gzip) {
        this.gzip = gzip;
        this.problem = null;
        this.packed = 0;
        this.unpacked = 0;
        this.at = 0;
        this.limit = 0;
        enter(gzip ? Part.FIXED_HEADER : Part.ZLIB_OR_RAW);
    }

    private void enter(Part next) {
        part = next;
        seen = 0;
        number = 0;
    }

    /** Where {@link #next} puts what it unpacks. */
    byte[] window() {
        if (window == null) {
            window = new byte[WINDOW];
        }
        return window;
    }

    /** Takes the bytes; {@link #next} must have returned 0 before. */
    void feed(ByteBuf in, int count) {
        if (input.length < count) {
            input = new byte[count];
        }
        in.readBytes(input, 0, count);
        at = 0;
        limit = count;
        packed += count;
    }

    /** Unpacks a piece: its length, 0 when more must be fed, −1 for a {@link #problem}. */
    int next() {
        while (true) {
            if (part == Part.DATA) {
                int n = inflate();
                if (n != 0 || part == Part.DATA) {
                    return n;
                }
            } else if (at == limit) {
                return 0;
            } else if (!skip(input[at++] & 0xff)) {
                return -1;
            }
        }
    }

    private int inflate() {
        try {
            int n = inflater.inflate(window);
            if (n > 0) {
                unpacked += n;
                memberBytes += n;
                if (gzip) {
                    crc.update(window, 0, n);
                }
                return n;
            }
            if (inflater.needsDictionary()) {
                problem = "a compressed body that needs a dictionary";
                return -1;
            }
            if (inflater.finished()) {
                at = limit - inflater.getRemaining();
                enter(gzip ? Part.TRAILER : Part.DONE);
            } else if (inflater.needsInput()) {
                if (at == limit) {
                    return 0;
                }
                inflater.setInput(input, at, limit - at);
                at = limit;
                return inflate();
            }
            return 0;
        } catch (DataFormatException e) {
            problem = "a compressed body that cannot be unpacked: " + e.getMessage();
            return -1;
        }
    }

    /** One byte of what is around the data. */
    private boolean skip(int b) {
        switch (part) {
            case FIXED_HEADER -> {
                if (seen == 0 && b != 0x1f || seen == 1 && b != 0x8b || seen == 2 && b != 8) {
                    problem = "not gzip although Content-Encoding says so: byte " + seen + " is " + b;
                    return false;
                }
                if (seen == 3) {
                    flags = b;
                }
                if (++seen == 10) {
                    afterHeader(Part.FIXED_HEADER);
                }
            }
            case EXTRA_LENGTH -> {
                number |= (long) b << 8 * seen;
                if (++seen == 2) {
                    extraLeft = (int) number;
                    enter(Part.EXTRA);
                    if (extraLeft == 0) {
                        afterHeader(Part.EXTRA);
                    }
                }
            }
            case EXTRA -> {
                if (--extraLeft == 0) {
                    afterHeader(Part.EXTRA);
                }
            }
            case NAME, COMMENT -> {
                if (b == 0) {
                    afterHeader(part);
                }
            }
            case HEADER_CRC -> {
                if (++seen == 2) {
                    afterHeader(Part.HEADER_CRC);
                }
            }
            case ZLIB_OR_RAW -> {
                at--;
                // zlib's first byte names method 8 and a window of at most 32 KB; raw data of that look would be a
                // stored block with a reserved length, which no encoder writes first
                startData((b & 0x0f) != 8 || b >> 4 > 7);
            }
            case TRAILER -> {
                number |= (long) b << 8 * seen;
                if (++seen == 8) {
                    if (number != (crc.getValue() | (memberBytes & 0xffffffffL) << 32)) {
                        problem = "a gzip body whose checksum or length is wrong";
                        return false;
                    }
                    enter(Part.BETWEEN);
                }
            }
            case BETWEEN -> {
                if (b != 0) {
                    at--;
                    enter(Part.FIXED_HEADER);
                }
            }
            default -> {
                problem = "bytes after the end of the compressed body";
                return false;
            }
        }
        return true;
    }

    private void afterHeader(Part done) {
        if (done == Part.FIXED_HEADER && (flags & FLAG_EXTRA) != 0) {
            enter(Part.EXTRA_LENGTH);
        } else if (done.compareTo(Part.EXTRA) <= 0 && (flags & FLAG_NAME) != 0) {
            enter(Part.NAME);
        } else if (done.compareTo(Part.NAME) <= 0 && (flags & FLAG_COMMENT) != 0) {
            enter(Part.COMMENT);
        } else if (done.compareTo(Part.COMMENT) <= 0 && (flags & FLAG_CRC) != 0) {
            enter(Part.HEADER_CRC);
        } else {
            startData(true);
        }
    }

    private void startData(boolean isRaw) {
        if (isRaw) {
            raw = raw == null ? new Inflater(true) : raw;
            inflater = raw;
        } else {
            wrapped = wrapped == null ? new Inflater() : wrapped;
            inflater = wrapped;
        }
        inflater.reset();
        crc.reset();
        memberBytes = 0;
        enter(Part.DATA);
    }

    /** Whether the packed bytes ended where they may. */
    boolean isComplete() {
        return part == Part.BETWEEN || part == Part.DONE;
    }

    /** Whether little was sent to unpack to much. */
    boolean isBomb(int unpackedBytesMax) {
        return unpacked > unpackedBytesMax && unpacked / BOMB_RATIO > packed;
    }

    long unpacked() {
        return unpacked;
    }

    String problem() {
        return problem;
    }

    /** Lets go of what the last body pointed at. */
    void end() {
        if (input.length > 256 * 1024) {
            input = new byte[0];
        }
    }

    /** Frees the native memory. */
    void close() {
        if (wrapped != null) {
            wrapped.end();
        }
        if (raw != null) {
            raw.end();
        }
    }
}
