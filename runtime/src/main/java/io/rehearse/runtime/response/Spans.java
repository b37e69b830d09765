package io.rehearse.runtime.response;

import java.util.Arrays;

/** Where matches lie: pairs of start (inclusive) and end (exclusive). Reused; as many as a bounded body can hold. */
final class Spans {
    private int[] bounds = new int[32];
    private int size;

    void clear() {
        size = 0;
    }

    void add(int start, int end) {
        if (size * 2 == bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        bounds[size * 2] = start;
        bounds[size * 2 + 1] = end;
        size++;
    }

    int size() {
        return size;
    }

    int start(int index) {
        return bounds[index * 2];
    }

    int end(int index) {
        return bounds[index * 2 + 1];
    }
}
