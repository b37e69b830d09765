package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.runtime.response.Lets;

/** What a walk starts with: its rows of data, what was saved before the run, what {@code let} computes. One per lane. */
final class FirstValues {
    private final long seed;
    private final Clock clock;
    private final Lets lets;

    FirstValues(long seed, Clock clock) {
        this.seed = seed;
        this.clock = clock;
        this.lets = new Lets(seed);
    }

    /**
     * Fills a session's variables, all of them: what it has no value for is unset.
     *
     * @return false when a feed has no row left for this arrival
     */
    boolean fill(Journey journey, Value[] values, long arrival) {
        for (Value value : values) {
            value.clear();
        }
        for (int i = 0; i < journey.feeds().size(); i++) { // an iterator would be garbage
            if (!feed(journey.feeds().get(i), values, arrival)) {
                return false;
            }
        }
        for (int i = 0; i < journey.run().size(); i++) {
            keep(journey.run().get(i), values);
        }
        if (!journey.lets().isEmpty()) {
            lets.fill(journey, values, arrival, clock.wallMillis());
        }
        return true;
    }

    private boolean feed(Journey.Feed feed, Value[] values, long arrival) {
        int row = feed.feeder().rowOf(seed, arrival);
        if (row < 0) {
            return false;
        }
        byte[][] columns = feed.feeder().row(row);
        for (int column = 0; column < columns.length; column++) {
            int slot = feed.slots()[column];
            if (slot >= 0) {
                values[slot].refer(feed.feeder().kind(row, column), columns[column]);
                if (feed.secret()[column]) {
                    values[slot].markSecret();
                }
            }
        }
        return true;
    }

    /** What was saved before the run is there for every walk. */
    private static void keep(Journey.RunValue given, Value[] values) {
        Value value = values[given.variable()];
        value.refer(given.kind(), given.bytes());
        value.markReceived();
        if (given.secret()) {
            value.markSecret();
        }
    }
}
