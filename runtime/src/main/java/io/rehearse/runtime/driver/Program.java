package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Node;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import java.util.Set;
import java.util.TreeSet;

/** A journey as a lane walks it: arrays for the session's cursor. */
final class Program {
    final Node[] nodes;
    final Step[] afterwards;
    /** For each step of {@link #afterwards} the variables its request cannot do without. */
    private final int[][] needed;

    final int paces;

    Program(Journey journey) {
        nodes = journey.body().toArray(Node[]::new);
        afterwards = journey.afterwards().toArray(Step[]::new);
        needed = new int[afterwards.length][];
        for (int i = 0; i < afterwards.length; i++) {
            needed[i] = variablesOf(afterwards[i].request());
        }
        paces = (int)
                journey.body().stream().filter(Node.Pace.class::isInstance).count();
    }

    /** Whether a request of the clean-up can be sent; one whose variables were never set has nothing to clean up. */
    boolean canCleanUp(int step, Value[] values) {
        for (int variable : needed[step]) {
            if (!values[variable].isSet()) {
                return false;
            }
        }
        return true;
    }

    private static int[] variablesOf(Request request) {
        Set<Integer> variables = new TreeSet<>();
        collect(request.url(), variables);
        request.headers().forEach(header -> collect(header.value(), variables));
        request.cookies().forEach(cookie -> collect(cookie.value(), variables));
        request.body().ifPresent(body -> collect(body.content(), variables));
        return variables.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void collect(Template template, Set<Integer> variables) {
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Slot slot) {
                variables.add(slot.variable());
            } else if (part instanceof Template.Base64Of encoded) {
                collect(encoded.content(), variables);
            }
        }
    }
}
