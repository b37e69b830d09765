package io.rehearse.runtime.cli;

import io.rehearse.journeys.error.Nearest;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Phase;
import io.rehearse.journeys.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which load a command line means. */
final class LoadChoice {
    private static final String DEFAULT = "default";

    private LoadChoice() {}

    /** One walk of one user: a functional run. Built in. */
    static Load once() {
        Phase walk = new Phase(0, Load.Kind.WALKS, 0, 0, 0, 1, 1, true);
        return new Load("once", Load.Model.WALKS, Load.Arrivals.EVEN, List.of(walk), 0);
    }

    /** The load of that name; without a name the one named {@code default}, else the only one. */
    static Load of(Plan plan, Optional<String> name) {
        List<String> names = plan.loads().stream().map(Load::name).toList();
        if (name.isPresent()) {
            return plan.load(name.get())
                    .orElseThrow(() -> Failure.invalid("no load '" + name.get() + "' in "
                            + plan.script().name() + Nearest.hint(name.get(), names) + "; " + list(names)));
        }
        Optional<Load> byDefault = plan.load(DEFAULT);
        if (byDefault.isPresent()) {
            return byDefault.get();
        }
        if (plan.loads().size() == 1) {
            return plan.loads().get(0);
        }
        throw Failure.invalid(
                names.isEmpty()
                        ? plan.script().name() + " has no load: run it with --once, or write one, for example"
                                + " load('default') { hold 5.perSecond, 30.s }"
                        : "which load? None is named 'default'; say --load NAME; " + list(names));
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "it has none" : "loads: " + String.join(", ", names);
    }

    /** The same load with another length of its last measured phase. */
    static Load withDuration(Load load, long nanos) {
        List<Phase> phases = new ArrayList<>(load.phases());
        for (int i = phases.size() - 1; i >= 0; i--) {
            Phase p = phases.get(i);
            if (p.measured() && p.kind() != Load.Kind.WALKS) {
                phases.set(
                        i,
                        new Phase(
                                p.index(),
                                p.kind(),
                                nanos,
                                p.fromPerSecond(),
                                p.toPerSecond(),
                                p.users(),
                                p.walks(),
                                true));
                return new Load(
                        load.name(),
                        load.model(),
                        load.arrivals(),
                        phases,
                        load.spreadNanos(),
                        load.untilObjectivesFail());
            }
        }
        throw Failure.invalid(
                "load '" + load.name() + "' is a number of walks and has no duration; leave --duration out");
    }
}
