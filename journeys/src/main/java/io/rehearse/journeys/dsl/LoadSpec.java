package io.rehearse.journeys.dsl;

import groovy.lang.Closure;
import groovy.transform.NamedParam;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Arrivals;
import io.rehearse.journeys.plan.Load.Kind;
import io.rehearse.journeys.plan.Load.Model;
import io.rehearse.journeys.plan.Load.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The words of a load. */
public final class LoadSpec extends Words {
    /** Stairs without {@code upTo:} end here. */
    static final int STAIRS_MAX = 50;

    static final int USERS_MAX = 1_000_000;
    private static final long SPREAD_NANOS = 1_000_000_000L;

    private final String name;
    private final int line;
    private final List<Phase> phases = new ArrayList<>();
    private Model model;
    private Arrivals arrivals = Arrivals.EVEN;
    private long spreadNanos = SPREAD_NANOS;
    private boolean untilObjectivesFail;

    LoadSpec(Reading reading, String name) {
        super(reading);
        this.name = name;
        this.line = reading.line();
    }

    void read(Closure<?> block) {
        Integer before = reading.loadLines.putIfAbsent(name, line);
        if (name.isBlank()) {
            reading.error("load", "a load needs a name");
        } else if (before != null) {
            reading.error(Reading.quoted(name), "load '" + name + "' is there twice (first in line " + before + ")");
        }
        Blocks.run(reading, block, this);
        if (phases.isEmpty()) {
            reading.missing(
                    line,
                    Reading.quoted(name),
                    "load '" + name + "' starts nobody: write hold 20.perSecond, 1.min or another phase");
            return;
        }
        if (phases.stream().noneMatch(Phase::measured)) {
            reading.missing(
                    line,
                    Reading.quoted(name),
                    "load '" + name
                            + "' measures nothing: add hold, users or stairs, or write measured: true in the phase that counts");
        }
        reading.loads.add(new Load(name, model, arrivals, phases, spreadNanos, untilObjectivesFail));
    }

    /** Arrivals at a steady rate that never enter a verdict or a baseline. */
    public void warmUp(Rate rate, Time time) {
        warmUp(Map.of(), rate, time);
    }

    public void warmUp(
            @NamedParam(value = "measured", type = Boolean.class) Map<String, ?> options, Rate rate, Time time) {
        open(Kind.WARM_UP, rate, rate, time, isMeasured(options));
    }

    /** The rate changes evenly, from that of the phase before (0 at first) unless {@code from:} says otherwise. */
    public void ramp(
            @NamedParam(value = "from", type = Rate.class)
                    @NamedParam(value = "to", type = Rate.class, required = true)
                    @NamedParam(value = "over", type = Time.class, required = true)
                    @NamedParam(value = "measured", type = Boolean.class)
                    Map<String, ?> options) {
        Rate before =
                new Rate.Of(phases.isEmpty() ? 0 : phases.get(phases.size() - 1).toPerSecond());
        Rate from = options.get("from") instanceof Rate given ? given : before;
        open(Kind.RAMP, from, (Rate) options.get("to"), (Time) options.get("over"), isMeasured(options));
    }

    /** Arrivals at a steady rate: the part that counts. */
    public void hold(Rate rate, Time time) {
        open(Kind.HOLD, rate, rate, time, true);
    }

    /** A sudden steady rate; shown, not judged. */
    public void spike(Rate rate, Time time) {
        spike(Map.of(), rate, time);
    }

    public void spike(
            @NamedParam(value = "measured", type = Boolean.class) Map<String, ?> options, Rate rate, Time time) {
        open(Kind.SPIKE, rate, rate, time, isMeasured(options));
    }

    /** Steady rates one above the other, each measured by itself. */
    public void stairs(
            @NamedParam(value = "from", type = Rate.class, required = true)
                    @NamedParam(value = "by", type = Rate.class, required = true)
                    @NamedParam(value = "every", type = Time.class, required = true)
                    @NamedParam(value = "upTo", type = Rate.class)
                    @NamedParam(value = "until", type = Until.class)
                    Map<String, ?> options) {
        double from = ((Rate) options.get("from")).perSecond();
        double by = ((Rate) options.get("by")).perSecond();
        Time every = (Time) options.get("every");
        double upTo = options.get("upTo") instanceof Rate given ? given.perSecond() : from + by * (STAIRS_MAX - 1);
        untilObjectivesFail |= options.get("until") == Until.OBJECTIVES_FAIL;
        if (by <= 0 || upTo < from) {
            reading.error("stairs", "stairs go up: by: is above 0 and upTo: not below from:");
            return;
        }
        long stairs = Math.round(Math.floor((upTo - from) / by + 1e-9)) + 1;
        if (stairs > STAIRS_MAX) {
            reading.error(
                    "stairs", stairs + " stairs; at most " + STAIRS_MAX + " are possible: larger by: or smaller upTo:");
            return;
        }
        for (int i = 0; i < stairs; i++) {
            Rate rate = new Rate.Of(from + i * by);
            open(Kind.STAIR, rate, rate, every, true);
        }
    }

    /** Value of {@code until:}. */
    public enum Until {
        OBJECTIVES_FAIL
    }

    /** No further stair once an objective has failed. */
    public Until getObjectivesFail() {
        return Until.OBJECTIVES_FAIL;
    }

    /** Closed model: so many users, each starts again when done. */
    public void users(int users, Time time) {
        users(Map.of(), users, time);
    }

    public void users(Param users, Time time) {
        users(Map.of(), users.count(), time);
    }

    public void users(@NamedParam(value = "spread", type = Time.class) Map<String, ?> options, int users, Time time) {
        if (options.get("spread") instanceof Time spread) {
            spreadNanos = spread.nanos();
        }
        if (model == Model.CLOSED) {
            reading.error("users", "a load has one line of users; write a load for each number");
        }
        boolean fits = bounded(users, "users") && time(time, "users");
        if (isOnly(Model.CLOSED, "users") && fits) {
            phases.add(new Phase(phases.size(), Kind.USERS, time.nanos(), 0, 0, users, 0, true));
        }
    }

    public void users(@NamedParam(value = "spread", type = Time.class) Map<String, ?> options, Param users, Time time) {
        users(options, users.count(), time);
    }

    /** A functional run: exactly so many walks, one user at a time. */
    public void walks(int walks) {
        walks(Map.of(), walks);
    }

    public void walks(Param walks) {
        walks(Map.of(), walks.count());
    }

    /** A functional run: exactly so many walks, {@code users:} at once. */
    public void walks(@NamedParam(value = "users", type = Integer.class) Map<String, ?> options, int walks) {
        int users = options.get("users") instanceof Integer given ? given : 1;
        if (model == Model.WALKS) {
            reading.error("walks", "a load has one line of walks");
        }
        boolean fits = bounded(walks, "walks") && bounded(users, "users");
        if (isOnly(Model.WALKS, "walks") && fits) {
            phases.add(new Phase(phases.size(), Kind.WALKS, 0, 0, 0, Math.min(users, walks), walks, true));
        }
    }

    public void walks(@NamedParam(value = "users", type = Integer.class) Map<String, ?> options, Param walks) {
        walks(options, walks.count());
    }

    /** Without an end. */
    public Time getForever() {
        return new Time.Of(Load.FOREVER);
    }

    /** A line of its own: arrivals come at random, as independent users do, instead of evenly. */
    public Arrivals getPoisson() {
        arrivals = Arrivals.POISSON;
        return arrivals;
    }

    private static boolean isMeasured(Map<String, ?> options) {
        return Boolean.TRUE.equals(options.get("measured"));
    }

    private void open(Kind kind, Rate from, Rate to, Time time, boolean measured) {
        double fromPerSecond = from.perSecond();
        double toPerSecond = to.perSecond();
        if (!isOnly(Model.OPEN, kind.word()) || !time(time, kind.word())) {
            return;
        }
        if (Math.max(fromPerSecond, toPerSecond) <= 0) {
            reading.error(kind.word(), "a rate above 0 is needed");
            return;
        }
        if (time.nanos() == Load.FOREVER && kind != Kind.HOLD) {
            reading.error("forever", "only hold and users can go on for ever");
            return;
        }
        phases.add(new Phase(phases.size(), kind, time.nanos(), fromPerSecond, toPerSecond, 0, 0, measured));
    }

    private boolean time(Time time, String word) {
        if (time.nanos() <= 0) {
            reading.error(word, "a phase is longer than 0");
            return false;
        }
        if (!phases.isEmpty() && phases.get(phases.size() - 1).durationNanos() == Load.FOREVER) {
            reading.error(word, "nothing comes after forever");
            return false;
        }
        return true;
    }

    private boolean bounded(int number, String word) {
        if (number < 1 || number > USERS_MAX) {
            reading.error(word, word + " are from 1 to " + USERS_MAX + ", not " + number);
            return false;
        }
        return true;
    }

    private boolean isOnly(Model wanted, String word) {
        if (model != null && (model != wanted)) {
            reading.error(
                    word,
                    "a load has one kind of line: rates (warmUp, ramp, hold, spike, stairs), users or walks; write a load of its own");
            return false;
        }
        model = wanted;
        return true;
    }
}
