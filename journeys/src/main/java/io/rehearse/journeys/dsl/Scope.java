package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.plan.Journey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables of one journey: who sets them, who uses them, and in which order. */
final class Scope {
    /** Step number of what runs after all steps. */
    static final int AFTERWARDS = Integer.MAX_VALUE;

    private final Reading reading;
    private final List<String> variables = new ArrayList<>();
    private final Map<String, Saved> saved = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Feeder> feeders = new ArrayList<>();
    private final Set<String> secretColumns = new LinkedHashSet<>();
    private boolean columnsKnown = true;
    private int step;
    private String stepName = "";

    private record Saved(int step, String stepName, int line, boolean optional) {}

    private record Use(Ref ref, int step) {}

    Scope(Reading reading) {
        this.reading = reading;
    }

    /** What follows belongs to this step. */
    void enter(int number, String name) {
        step = number;
        stepName = name;
    }

    void feed(Feeder feeder) {
        feeders.add(feeder);
    }

    /** The data could not be read: what it sets is not known. */
    void feedUnknown() {
        columnsKnown = false;
    }

    /** Slot of a variable that is used here. */
    int use(Ref ref) {
        uses.add(new Use(ref, step));
        return slot(ref.name());
    }

    /** Slot of a variable that is set here. */
    int save(String name, boolean optional) {
        saved.putIfAbsent(name, new Saved(step, stepName, reading.line(), optional));
        return slot(name);
    }

    /** The variable goes where a secret goes: the column it may come from is masked. */
    void markSecret(Ref ref) {
        secretColumns.add(ref.name());
    }

    List<String> variables() {
        return variables;
    }

    private int slot(String name) {
        int known = variables.indexOf(name);
        if (known >= 0) {
            return known;
        }
        variables.add(name);
        return variables.size() - 1;
    }

    /** For each feeder which column fills which slot. */
    List<Journey.Feed> feeds() {
        return feeders.stream()
                .map(feeder -> {
                    int[] slots = feeder.columns().stream()
                            .mapToInt(variables::indexOf)
                            .toArray();
                    boolean[] secret = new boolean[slots.length];
                    for (int i = 0; i < slots.length; i++) {
                        String column = feeder.columns().get(i);
                        secret[i] = SecretNames.matches(column) || secretColumns.contains(column);
                    }
                    return new Journey.Feed(feeder, slots, secret);
                })
                .toList();
    }

    /** Tells every use of a variable that nothing sets before. */
    void check() {
        Set<String> columns = new LinkedHashSet<>();
        for (Feeder feeder : feeders) {
            for (String column : feeder.columns()) {
                if (!columns.add(column)) {
                    reading.errors.add(ScriptError.of(
                            feeder.source(), 1, "column '" + column + "' comes from another file of the journey too"));
                }
            }
        }
        Set<String> told = new LinkedHashSet<>();
        for (Use use : uses) {
            String name = use.ref().name();
            Saved by = saved.get(name);
            if (columns.contains(name)) {
                continue;
            }
            if (by == null) {
                if (columnsKnown && !reading.mayBeLost(name) && !reading.mayBeLost("feed") && told.add(name)) {
                    tellUnset(use, columns);
                }
            } else if (use.step() <= by.step() && use.step() != AFTERWARDS) {
                reading.error(
                        use.ref().line(),
                        "vars." + name,
                        "vars." + name + " is not set yet: it is saved "
                                + (use.step() == by.step()
                                        ? "by this very step"
                                        : "later, in '" + by.stepName() + "', line " + by.line()));
            } else if (by.optional() && use.step() != AFTERWARDS) {
                reading.error(
                        use.ref().line(),
                        "vars." + name,
                        "vars." + name + " may be unset: it is saved with .optional() in '" + by.stepName() + "', line "
                                + by.line() + "; give it a value there with .orElse('…')");
            }
        }
    }

    private void tellUnset(Use use, Set<String> columns) {
        String name = use.ref().name();
        Set<String> known = new LinkedHashSet<>(saved.keySet());
        known.addAll(columns);
        String near = Nearest.to(name, known).orElse(null);
        if (near != null && saved.containsKey(near)) {
            Saved by = saved.get(near);
            reading.error(
                    use.ref().line(),
                    "vars." + name,
                    "vars." + name + " is never set; did you mean vars." + near + " (saved in '" + by.stepName()
                            + "', line " + by.line() + ")?");
        } else if (near != null) {
            reading.error(
                    use.ref().line(),
                    "vars." + name,
                    "vars." + name + " is never set; did you mean vars." + near + " (a column of " + sourceOf(near)
                            + ")?");
        } else if (feeders.size() == 1) {
            reading.errors.add(ScriptError.of(
                    feeders.get(0).source(),
                    1,
                    "no column '" + name + "' (used at " + reading.source.name() + ":"
                            + use.ref().line() + "); columns: " + String.join(", ", columns)));
        } else {
            reading.error(
                    use.ref().line(),
                    "vars." + name,
                    "vars." + name + " is never set; "
                            + (known.isEmpty()
                                    ? "no step saves anything and there is no data: write save " + name
                                            + ": … in a step before"
                                    : "there is: " + String.join(", ", known)));
        }
    }

    private String sourceOf(String column) {
        return feeders.stream()
                .filter(feeder -> feeder.columns().contains(column))
                .findFirst()
                .map(Feeder::source)
                .orElse("");
    }
}
