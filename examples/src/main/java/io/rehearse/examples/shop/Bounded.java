package io.rehearse.examples.shop;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that keeps at most {@code max} entries: the oldest goes when one too many comes, and that is counted. */
final class Bounded<V> {
    private final Map<String, V> entries;
    private long dropped;

    Bounded(int max) {
        entries = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                if (size() <= max) {
                    return false;
                }
                dropped++;
                return true;
            }
        };
    }

    void put(String key, V value) {
        entries.put(key, value);
    }

    /** The value, or null. */
    V get(String key) {
        return key == null ? null : entries.get(key);
    }

    void remove(String key) {
        entries.remove(key);
    }

    long dropped() {
        return dropped;
    }
}
