package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import io.rehearse.runtime.driver.Wakeup;
import io.rehearse.runtime.run.RunRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The words that say how much traffic a command makes, and how it is shown. */
final class LoadOptions {
    private static final int LANES_MAX = 256;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            description = "Which load of the file; without it the one named 'default', else the only one.")
    private String load;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "Length of the last measured phase, as 30s or 5min.")
    private Duration duration;

    @Mixin
    private TrafficOptions traffic;

    @Option(names = "--lanes", paramLabel = "N", description = "Event loops; half of the CPUs if left out.")
    private Integer lanes;

    @Option(
            names = "--precise",
            description =
                    "Start users to within a few microseconds of when they are due; costs up to a quarter of a CPU a lane.")
    private boolean precise;

    @Option(
            names = "--gather",
            description = "Start users who are due within half a millisecond together: less CPU at 5 000 users per"
                    + " second and more, up to half a millisecond in every response.")
    private boolean gather;

    @Option(names = "--quiet", description = "Print nothing but the verdict.")
    private boolean quiet;

    void check(boolean once) {
        if (once && load != null) {
            throw Failure.invalid("--once is a load of its own (one walk); leave out --load or --once");
        }
        if (once && duration != null) {
            throw Failure.invalid("--once is one walk and has no duration; leave out --duration or --once");
        }
        if (precise && gather) {
            throw Failure.invalid(
                    "--precise starts users on time, --gather lets them wait for one another; leave one out");
        }
        if (lanes != null && (lanes < 1 || lanes > LANES_MAX)) {
            throw Failure.invalid("--lanes is from 1 to " + LANES_MAX + ", not " + lanes);
        }
    }

    /** The load that is meant, which may be sent where the plans point. */
    Load choose(List<Plan> plans, boolean once) {
        List<Load> loads = plans.stream().map(plan -> fitted(plan, once)).toList();
        SideBySide.check(plans, loads);
        Load fitted = loads.get(0);
        traffic.permit(plans, fitted);
        return fitted;
    }

    private Load fitted(Plan plan, boolean once) {
        Load chosen = once ? LoadChoice.once() : LoadChoice.of(plan, Optional.ofNullable(load));
        return duration == null ? chosen : LoadChoice.withDuration(chosen, duration.nanos());
    }

    RunRequest request(
            List<Plan> plans, Load chosen, JourneyOptions journey, Path directory, boolean traced, boolean secrets) {
        return new RunRequest(
                plans,
                chosen,
                traffic.seed(),
                lanes != null ? lanes : Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
                precise ? Wakeup.PRECISE : gather ? Wakeup.GATHERED : Wakeup.TIMER,
                journey.file().toAbsolutePath().getParent(),
                journey.given(),
                directory,
                traced,
                null,
                secrets);
    }

    boolean quiet() {
        return quiet;
    }

    TerminalScreen terminal() throws java.io.IOException {
        return traffic.terminal();
    }

    View view(PrintWriter out, PrintWriter err, TerminalScreen terminal, boolean json) {
        if (json || quiet) {
            return new Quiet(out, err, json);
        }
        return terminal.canDraw() ? new LiveView(out, terminal, terminal.style()) : new PlainLines(out);
    }
}
