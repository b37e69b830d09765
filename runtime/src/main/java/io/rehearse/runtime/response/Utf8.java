package io.rehearse.runtime.response;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8 as RFC 3629, 4 writes it. */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Looks at eight bytes at a time while they are ASCII, which most are. */
    static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + 8 <= to && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
                at += 8;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int next = characterEnd(bytes, at, to);
                if (next < 0) {
                    return false;
                }
                at = next;
            }
        }
        return true;
    }

    /** Where the character of several bytes that starts at {@code at} ends; −1 if it is none. */
    private static int characterEnd(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int count = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : 4;
        if (first < 0xc2 || first > 0xf4 || at + count > to) {
            return -1;
        }
        // the second byte's range keeps out overlong forms, surrogates and what is beyond U+10FFFF
        int second = bytes[at + 1] & 0xff;
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > most) {
            return -1;
        }
        for (int i = at + 2; i < at + count; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return -1;
            }
        }
        return at + count;
    }
}
