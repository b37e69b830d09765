package io.rehearse.runtime.cli;

import io.rehearse.journeys.plan.Load;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/** The words of every command that sends traffic. */
final class TrafficOptions {
    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same users, data and pauses.")
    private Long seed;

    @Option(names = "--yes", description = "More than 100 users per second, or at once, may go to other machines.")
    private boolean yes;

    @Option(names = "--allow", paramLabel = "HOST", description = "They may go to this one.")
    private List<String> allowed = new ArrayList<>();

    @Option(names = "--no-color", description = "No colour, as with the environment variable NO_COLOR.")
    private boolean noColor;

    /** The seed that was given, else one drawn now. */
    long seed() {
        return seed != null ? seed : new SplittableRandom().nextInt(1, 1_000_000_000);
    }

    /** Whether so much can be sent, and may be sent where the plans point. */
    void permit(List<Plan> plans, Load load) {
        UsersAtOnce.check(plans, load);
        Permission.check(plans, load, yes, allowed);
    }

    TerminalScreen terminal() throws IOException {
        return TerminalScreen.open(noColor);
    }
}
