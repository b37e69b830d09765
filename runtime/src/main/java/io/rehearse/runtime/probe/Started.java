package io.rehearse.runtime.probe;

import io.rehearse.reports.gate.Rules;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process began to probe.
 *
 * @param gate name of the gate
 * @param atMillis on the probe's clock
 * @param rules what is watched
 * @param arrivals which numbers its walks have
 * @param about what people may want to know: script, environment, load, baseline, version
 */
public record Started(String gate, long atMillis, Rules rules, Arrivals arrivals, Map<String, String> about) {
    /** Keys of what people may want to know: the environment that is judged, and the old one that is walked beside it. */
    public static final String ENVIRONMENT = "env";

    public static final String BESIDE = "beside";

    public Started {
        arrivals = arrivals == null ? Arrivals.NONE : arrivals;
        about = java.util.Collections.unmodifiableMap(new TreeMap<>(about));
    }

    Started(String gate, long atMillis, Rules rules, Map<String, String> about) {
        this(gate, atMillis, rules, Arrivals.NONE, about);
    }
}
