package io.rehearse.runtime.driver;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Step;

/** A journey as a lane walks it: arrays for the session's cursor. */
final class Program {
    final Node[] nodes;
    final Step[] afterwards;
    final int paces;

    Program(Journey journey) {
        nodes = journey.body().toArray(Node[]::new);
        afterwards = journey.afterwards().toArray(Step[]::new);
        paces = (int)
                journey.body().stream().filter(Node.Pace.class::isInstance).count();
    }
}
