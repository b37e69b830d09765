package io.rehearse.runtime.http;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Which steps' pages are needed by the step that comes next; only those are kept. */
final class KeptPages {
    private KeptPages() {}

    static Set<Step> of(Plan plan) {
        Set<Step> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Journey journey : plan.journeys()) {
            Step before = null;
            for (Node node : journey.body()) {
                if (node instanceof Step step) {
                    if (before != null && step.request().fromPage().isPresent()) {
                        kept.add(before);
                    }
                    before = step;
                }
            }
        }
        return kept;
    }
}
