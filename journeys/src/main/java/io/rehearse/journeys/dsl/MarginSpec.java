package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Pass.Scope;
import java.util.List;

/** How much worse than the baseline the numbers may be. */
public class MarginSpec extends Metrics<AgainstSpec.Latency, AgainstSpec.Errors, AgainstSpec.Latency> {
    final List<Pass.Margin> margins;

    MarginSpec(Reading reading, Scope scope, String name, List<Pass.Margin> margins) {
        super(reading, scope, name);
        this.margins = margins;
    }

    @Override
    AgainstSpec.Latency latency(PassParts.Subject subject) {
        return new AgainstSpec.Latency(subject, margins);
    }

    @Override
    AgainstSpec.Errors errors(PassParts.Subject subject) {
        return new AgainstSpec.Errors(subject, margins);
    }

    @Override
    AgainstSpec.Latency throughput(PassParts.Subject subject) {
        return new AgainstSpec.Latency(subject, margins);
    }
}
