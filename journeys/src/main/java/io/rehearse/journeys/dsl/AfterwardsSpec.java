package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Step;
import java.util.List;
import java.util.Map;

/** The words of {@code afterwards { }}: one request that tidies up, never measured. */
public final class AfterwardsSpec extends SendSpec {
    static final long TIMEOUT_NANOS = 10_000_000_000L;

    AfterwardsSpec(WalkSpec journey) {
        super(journey, "afterwards", TIMEOUT_NANOS);
    }

    Step build(String name) {
        return new Step(-1, name, line, journey.targetIndex(), request(), timeoutNanos, List.of(), List.of(), Map.of());
    }
}
