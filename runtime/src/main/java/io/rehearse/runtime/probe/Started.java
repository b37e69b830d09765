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
 * @param about what people may want to know: script, environment, load, baseline, version
 */
public record Started(String gate, long atMillis, Rules rules, Map<String, String> about) {
    public Started {
        about = java.util.Collections.unmodifiableMap(new TreeMap<>(about));
    }
}
