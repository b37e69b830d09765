package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.Journey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The variables of one journey: who sets them, who uses them, and on which ways through it they are set. */
final class Scope {
    /** Place of what runs after all steps. */
    private static final int AFTERWARDS = Integer.MAX_VALUE;

    private final Reading reading;
    private final List<String> variables = new ArrayList<>();
    private final Map<String, Saved> saved = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();
    private final List<Feeder> feeders = new ArrayList<>();
    /** Values of the run that are used here, with their slots. */
    private final Map<String, Integer> ofRun = new LinkedHashMap<>();

    private final Set<String> secretColumns = new LinkedHashSet<>();
    private boolean columnsKnown = true;
    private int place;
    private String placeName = "";
    private int loops;
    private final boolean isBefore;
    /** What is set here whichever way was taken. */
    private Set<String> sure = new LinkedHashSet<>();
    /** What the step that is read will have set when it is over. */
    private final Set<String> coming = new LinkedHashSet<>();

    /** @param element whether it is the element of a repeated block */
    private record Saved(int place, String placeName, int line, boolean optional, boolean element) {}

    /** @param sure whether the variable was set on every way to here; @param asked whether it may be unset here; @param performed see {@link Reading#performed} */
    private record Use(Ref ref, int place, boolean sure, boolean asked, String performed) {}

    /** What is set on every way to a place. */
    record Known(Set<String> sure) {}

    Scope(Reading reading) {
        this(reading, false);
    }

    private Scope(Reading reading, boolean isBefore) {
        this.reading = reading;
        this.isBefore = isBefore;
    }

    /** Of the block that leaves what it saves to the run. */
    static Scope before(Reading reading) {
        return new Scope(reading, true);
    }

    /** What follows belongs to this step; steps are numbered from 1. */
    void enter(int number, String name) {
        place = 2 * number;
        placeName = name;
        coming.clear();
    }

    /** The step is read: what it saves is set from here on. */
    void leave() {
        place++;
        sure.addAll(coming);
    }

    /** A closure decides here; what it sets is set from here on, whatever it says. */
    Code decide(Supplier<Code> closure) {
        placeName = "when";
        coming.clear();
        Code code = closure.get();
        sure.addAll(coming);
        return code;
    }

    /** What follows runs after all steps, whatever became of them. */
    void enterAfterwards() {
        place = AFTERWARDS;
    }

    Known known() {
        return new Known(Set.copyOf(sure));
    }

    /** Back to what was known: the block since then may not have been walked. */
    void forget(Known before) {
        sure = new LinkedHashSet<>(before.sure);
    }

    /** Two ways meet here, this one and another: what both set is set. */
    void join(Known other) {
        sure.retainAll(other.sure);
    }

    /** From here to the end of the block the variable is known to be set. */
    void assume(String name) {
        sure.add(name);
    }

    /** A block begins that may be walked again, with what its later steps have set. */
    void enterLoop() {
        loops++;
    }

    void leaveLoop() {
        loops--;
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
        return use(ref, place, sure.contains(ref.key()), false);
    }

    /** Slot of a variable that may be unset here: what happens then is what is asked. */
    int ask(Ref ref) {
        return use(ref, place, loops > 0 || sure.contains(ref.key()), true);
    }

    /** A closure looks at a variable: something must set it, whenever; it may be unset then, and is null. */
    void useInClosure(Ref ref) {
        use(ref, AFTERWARDS, true, true);
    }

    private int use(Ref ref, int place, boolean sure, boolean asked) {
        if (!ref.ofRun()) {
            uses.add(new Use(ref, place, sure, asked, reading.performed()));
        } else if (isBefore) {
            reading.error(
                    ref.line(),
                    ref.written(),
                    ref.written() + " is what before leaves to the rest of the run; in before itself write vars."
                            + ref.name());
        } else {
            ofRun.put(ref.name(), slot(ref.key()));
            reading.run.use(ref, sure || asked || place == AFTERWARDS);
        }
        return slot(ref.key());
    }

    /** Slot of a variable that is set here. */
    int save(String name, boolean optional) {
        saved.putIfAbsent(name, new Saved(place, placeName, reading.line(), optional, false));
        if (!optional) {
            coming.add(name);
        }
        return slot(name);
    }

    /** Slot of a variable that every walk starts with. */
    int let(String name) {
        saved.putIfAbsent(name, new Saved(place, "let", reading.line(), false, false));
        sure.add(name);
        return slot(name);
    }

    /** Slot of the element of a block that is repeated for each; set until what was known before is restored. */
    int element(String name, Ref list) {
        saved.putIfAbsent(name, new Saved(place, list.written(), reading.line(), false, true));
        sure.add(name);
        return slot(name);
    }

    /** The variable goes where a secret goes: the column it may come from is masked. */
    void markSecret(Ref ref) {
        if (ref.ofRun()) {
            reading.run.markSecret(ref.name());
        } else {
            secretColumns.add(ref.name());
        }
    }

    /** Values of the run: those used here, or, in before, those that are left to it. */
    List<Journey.RunValue> ofRun() {
        if (isBefore) {
            reading.run.used().stream().filter(this::saves).forEach(name -> ofRun.put(name, slot(name)));
        }
        List<Journey.RunValue> values = new ArrayList<>();
        ofRun.forEach((name, slot) -> values.add(Journey.RunValue.unset(slot, name, reading.run.isSecret(name))));
        return values;
    }

    Set<String> saved() {
        return saved.keySet();
    }

    boolean saves(String name) {
        return saved.containsKey(name) && !saved.get(name).element();
    }

    /** Whether it is set at the end, whichever way was taken. */
    boolean surelySaves(String name) {
        return sure.contains(name);
    }

    /** In words: {@code 'Log in', line 3}. */
    String placeOf(String name) {
        Saved by = saved.get(name);
        return "'" + by.placeName() + "', " + reading.source.line(by.line());
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
            } else if (!use.sure() && use.place() != AFTERWARDS && !(use.asked() && use.place() > by.place())) {
                reading.error(use.ref().line(), use.ref().shown(), "vars." + name + unsure(use, by), use.performed());
            }
        }
    }

    /** Why a variable may have no value where it is used, and what to do about it. */
    private String unsure(Use use, Saved by) {
        String name = use.ref().name();
        if (by.element()) {
            return " is an element of " + by.placeName() + " and has a value only in the block that begins in "
                    + reading.source.line(by.line());
        } else if (use.place() == by.place()) {
            return " is not set yet: it is "
                    + (by.placeName().equals("let") ? "computed later" : "saved by this very step");
        } else if (use.place() < by.place()) {
            return " is not set yet: it is saved later, in '" + by.placeName() + "', " + reading.source.line(by.line());
        }
        String how = by.optional()
                ? ", " + reading.source.line(by.line()) + "; give it a value there with .orElse('…'), or use it"
                : ", " + reading.source.line(by.line())
                        + ", in a block that may not be walked; save it on every way, or use it";
        return " may be unset: it is saved " + (by.optional() ? "with .optional() " : "") + "in '" + by.placeName()
                + "'" + how + " inside when(vars." + name + ".present) { … }";
    }

    private void tellUnset(Use use, Set<String> columns) {
        String name = use.ref().name();
        Set<String> known = new LinkedHashSet<>(saved.keySet());
        known.addAll(columns);
        String near = Nearest.to(name, known).orElse(null);
        if (reading.run.isLeft(name)) {
            reading.error(
                    use.ref().line(),
                    use.ref().shown(),
                    "vars." + name + " is never set; before saves it for the whole run: write run." + name,
                    use.performed());
        } else if (near != null && saved.containsKey(near)) {
            Saved by = saved.get(near);
            reading.error(
                    use.ref().line(),
                    use.ref().shown(),
                    "vars." + name + " is never set; did you mean vars." + near + " (saved in '" + by.placeName()
                            + "', " + reading.source.line(by.line()) + ")?",
                    use.performed());
        } else if (near != null) {
            reading.error(
                    use.ref().line(),
                    use.ref().shown(),
                    "vars." + name + " is never set; did you mean vars." + near + " (a column of " + sourceOf(near)
                            + ")?",
                    use.performed());
        } else if (feeders.size() == 1) {
            reading.errors.add(ScriptError.of(
                    feeders.get(0).source(),
                    1,
                    "no column '" + name + "' (used at "
                            + reading.source.at(use.ref().line()) + "); columns: " + String.join(", ", columns)
                            + (columns.stream().anyMatch(column -> column.matches(".*[;\\t].*"))
                                    ? ". Columns stand between commas"
                                    : "")));
        } else {
            reading.error(
                    use.ref().line(),
                    use.ref().shown(),
                    "vars." + name + " is never set; "
                            + (known.isEmpty()
                                    ? "no step saves anything and there is no data: write save " + name
                                            + ": … in a step before"
                                    : "there is: " + String.join(", ", known)),
                    use.performed());
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
