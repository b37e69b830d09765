package io.rehearse.runtime.http;

import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.journeys.plan.Step;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Which steps' pages are needed by the step that may come next, whichever way is taken; only those are kept. */
final class KeptPages {
    private final Set<Step> kept = steps(Set.of());

    private KeptPages() {}

    static Set<Step> of(Plan plan) {
        KeptPages pages = new KeptPages();
        plan.journeys().forEach(journey -> pages.walk(journey.body(), Set.of()));
        return pages.kept;
    }

    /** From the steps that may have been the last one before these nodes to those that may be it behind them. */
    private Set<Step> walk(List<Node> nodes, Set<Step> before) {
        Set<Step> last = before;
        for (Node node : nodes) {
            if (node instanceof Step step) {
                if (step.request().fromPage().isPresent()) {
                    kept.addAll(last);
                }
                last = steps(Set.of(step));
            } else {
                last = behind(node, last);
            }
        }
        return last;
    }

    private Set<Step> behind(Node node, Set<Step> before) {
        boolean loops = node instanceof Node.Repeat || node instanceof Node.ForEach;
        Set<Step> behind = steps(loops ? before : Set.of());
        for (List<Node> block : node.blocks()) {
            behind.addAll(walk(block, before));
        }
        if (loops) {
            behind.addAll(walk(node.blocks().get(0), behind));
        }
        return node.blocks().isEmpty() ? before : behind;
    }

    private static Set<Step> steps(Set<Step> steps) {
        Set<Step> copy = Collections.newSetFromMap(new IdentityHashMap<>());
        copy.addAll(steps);
        return copy;
    }
}
