package io.rehearse.examples.shop;

import io.netty.handler.codec.DateFormatter;
import java.util.Date;

/** The value of the {@code Date} header, written anew once a second. */
final class Dates {
    private long second = -1;
    private String text;

    String now() {
        long millis = System.currentTimeMillis();
        if (millis / 1000 != second) {
            second = millis / 1000;
            text = DateFormatter.format(new Date(millis));
        }
        return text;
    }
}
