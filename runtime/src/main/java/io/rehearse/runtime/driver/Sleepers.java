package io.rehearse.runtime.driver;

import java.util.Arrays;

/** Sessions whose next step is due later, the earliest first: a binary heap on the due time, ties by arrival number. */
final class Sleepers {
    private Session[] heap = new Session[64];
    private int size;

    void add(Session session) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        int at = size++;
        while (at > 0 && before(session, heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = session;
    }

    /** The session that is due first, or null. */
    Session first() {
        return size == 0 ? null : heap[0];
    }

    Session removeFirst() {
        Session first = heap[0];
        Session moved = heap[--size];
        heap[size] = null;
        if (size > 0) {
            int at = 0;
            while (2 * at + 1 < size) {
                int child = 2 * at + 1;
                if (child + 1 < size && before(heap[child + 1], heap[child])) {
                    child++;
                }
                if (!before(heap[child], moved)) {
                    break;
                }
                heap[at] = heap[child];
                at = child;
            }
            heap[at] = moved;
        }
        return first;
    }

    int size() {
        return size;
    }

    private static boolean before(Session a, Session b) {
        return a.dueAt < b.dueAt || (a.dueAt == b.dueAt && a.arrival < b.arrival);
    }
}
