package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Load.Model;
import io.rehearse.journeys.plan.Load.Phase;

/**
 * Data of which every row is used once must have a row for each user of a closed load and each walk of a functional
 * run. An open load ends with the rows; {@code plan} says when.
 */
final class UniqueRows {
    private UniqueRows() {}

    static void check(Reading reading) {
        for (Journey journey : reading.journeys) {
            for (Journey.Feed feed : journey.feeds()) {
                if (feed.feeder().order() == Feeder.Order.UNIQUE) {
                    reading.loads.forEach(load -> check(reading, feed.feeder(), load));
                }
            }
        }
    }

    private static void check(Reading reading, Feeder feeder, Load load) {
        if (load.model() == Model.OPEN) {
            return;
        }
        boolean closed = load.model() == Model.CLOSED;
        Phase phase = load.phases().get(0);
        long wanted = closed ? phase.users() : phase.walks();
        if (feeder.rows() < wanted) {
            reading.error(
                    reading.loadLines.get(load.name()),
                    Reading.quoted(load.name()),
                    "load '" + load.name() + "' has " + wanted + (closed ? " users" : " walks") + ", " + feeder.source()
                            + " has " + feeder.rows() + (feeder.rows() == 1 ? " row" : " rows")
                            + " and each is used once (unique): fewer "
                            + (closed ? "users" : "walks") + ", more rows, or circular");
        }
    }
}
