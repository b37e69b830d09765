package io.rehearse.journeys.dsl;

import io.rehearse.journeys.error.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code run.x}: what {@code before} leaves to the whole run, and who uses it. */
final class RunValues {
    private final Reading reading;
    private final List<Use> uses = new ArrayList<>();
    private final Set<String> secret = new LinkedHashSet<>();
    private Scope before;

    /** @param certain whether it is asked for, or known to be set, where it is used; @param performed see {@link Reading#performed} */
    private record Use(Ref ref, boolean certain, String performed) {}

    RunValues(Reading reading) {
        this.reading = reading;
    }

    /** What this scope saves is the run's. */
    void leftBy(Scope scope) {
        before = scope;
    }

    void use(Ref ref, boolean certain) {
        uses.add(new Use(ref, certain, reading.performed()));
    }

    /** It goes where a secret goes. */
    void markSecret(String name) {
        secret.add(name);
    }

    boolean isSecret(String name) {
        return secret.contains(name);
    }

    boolean isLeft(String name) {
        return before != null && before.saves(name);
    }

    /** Names that somebody uses. */
    Set<String> used() {
        Set<String> names = new LinkedHashSet<>();
        uses.forEach(use -> names.add(use.ref.name()));
        return names;
    }

    /** Tells every use of a value that before does not leave. */
    void check() {
        Set<String> told = new LinkedHashSet<>();
        for (Use use : uses) {
            String name = use.ref.name();
            if (before == null) {
                if (!reading.mayBeLost("before") && told.add(name)) {
                    tell(
                            use,
                            " is never set: it is what before saves, and there is no before; write before { target"
                                    + " '…'; step('…') { …; save " + name + ": json('$.…') } }");
                }
            } else if (!before.saves(name)) {
                if (!reading.mayBeLost(name) && told.add(name)) {
                    tell(use, " is never set" + hint(name));
                }
            } else if (!use.certain && !before.surelySaves(name)) {
                tell(
                        use,
                        " may be unset: before saves it in " + before.placeOf(name)
                                + ", with .optional() or in a block that may not be walked; give it a value on every way,"
                                + " or use it inside when(run." + name + ".present) { … }");
            }
        }
    }

    private String hint(String name) {
        Set<String> known = before.saved();
        return Nearest.to(name, known)
                .map(near -> "; did you mean run." + near + " (saved in " + before.placeOf(near) + " of before)?")
                .orElse(
                        known.isEmpty()
                                ? "; before saves nothing: write save " + name + ": … in a step of it"
                                : "; before saves: " + String.join(", ", known));
    }

    private void tell(Use use, String message) {
        reading.error(use.ref.line(), use.ref.shown(), use.ref.written() + message, use.performed);
    }
}
