package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Pass;
import io.rehearse.journeys.plan.Pass.Metric;
import io.rehearse.journeys.plan.Pass.Metric.Kind;
import io.rehearse.journeys.plan.Pass.Scope;
import java.util.ArrayList;
import java.util.List;

/** What the {@code pass} blocks have said so far. */
final class PassParts {
    final List<Pass.Objective> objectives = new ArrayList<>();
    final List<Pass.Against> baselines = new ArrayList<>();
    final List<Pass.AbortRule> abortRules = new ArrayList<>();
    /** Null as long as there is none. */
    Pass.Budget budget;

    final List<Named> named = new ArrayList<>();

    /** A step or journey that is named before it is known to exist. */
    record Named(Scope scope, String name, int line) {}

    Pass pass() {
        return new Pass(objectives, baselines, abortRules, budget);
    }

    /** Which numbers of which part of the run a word is about. */
    record Subject(Reading reading, Scope scope, String name, Metric metric, String word) {
        Pass.Objective objective(boolean above, double limit, String limitText) {
            String text = word + (above ? ".above " : ".below ") + limitText;
            return new Pass.Objective(scope, name, metric, above, limit, text, reading.line());
        }

        Pass.Margin margin(double relative, double points, double atLeastMs) {
            return new Pass.Margin(scope, name, metric, relative, points, atLeastMs, reading.line());
        }

        /** In the unit of the metric: milliseconds of a latency, seconds of an outage. */
        double limit(Time time) {
            return time.nanos() / (metric.kind() == Kind.OUTAGE ? 1e9 : 1e6);
        }
    }
}
