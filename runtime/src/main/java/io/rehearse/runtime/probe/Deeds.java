package io.rehearse.runtime.probe;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was begun, so that it is not begun again: the newest, and all whose outcome is not known. Older ones are of failures that are
 * long over, whose keys do not come again; they are counted. Belongs to one thread.
 */
final class Deeds {
    private static final int ENDED_MAX = 500;

    private final Map<String, Deed> byId = new LinkedHashMap<>();
    private long forgottenOk;
    private long forgottenFailed;

    boolean has(String id) {
        return byId.containsKey(id);
    }

    void begun(Deed deed) {
        byId.put(deed.id(), deed);
        Iterator<Deed> oldest = byId.values().iterator();
        while (byId.size() > ENDED_MAX && oldest.hasNext()) {
            Deed old = oldest.next();
            // a rollback of the failure under way is never forgotten
            boolean over = old.outcome() != null
                    && !old.alert().key().equals(deed.alert().key());
            if (over) {
                oldest.remove();
                forgottenOk += old.outcome().ok() ? 1 : 0;
                forgottenFailed += old.outcome().ok() ? 0 : 1;
            }
        }
    }

    void ended(String id, Outcome outcome) {
        byId.computeIfPresent(id, (same, deed) -> deed.ended(outcome));
    }

    /** The oldest first. */
    List<Deed> all() {
        return List.copyOf(byId.values());
    }

    /** Of all that were ever begun. */
    Counts counts() {
        long ok = forgottenOk;
        long failed = forgottenFailed;
        long unknown = 0;
        for (Deed deed : byId.values()) {
            ok += deed.outcome() != null && deed.outcome().ok() ? 1 : 0;
            failed += deed.outcome() != null && !deed.outcome().ok() ? 1 : 0;
            unknown += deed.outcome() == null ? 1 : 0;
        }
        return new Counts(ok, failed, unknown);
    }

    /** How many ended well, otherwise, and are under way or will never be known. */
    record Counts(long ok, long failed, long unknown) {}
}
