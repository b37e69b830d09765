package io.rehearse.runtime.response;

import io.rehearse.journeys.plan.Journey;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import java.util.BitSet;
import java.util.List;

/**
 * Which variables of a journey are sent in headers that hold secrets, there or, for values of the run, elsewhere: what is
 * saved as one of them is a secret too.
 */
final class SentAsSecret {
    private SentAsSecret() {}

    static BitSet in(Journey journey) {
        BitSet variables = new BitSet();
        journey.steps().forEach(step -> add(step, variables));
        journey.afterwards().forEach(step -> add(step, variables));
        for (Journey.RunValue value : journey.run()) {
            if (value.secret()) {
                variables.set(value.variable());
            }
        }
        return variables;
    }

    private static void add(Step step, BitSet variables) {
        for (Request.Header header : step.request().headers()) {
            if (header.secret()) {
                add(header.value().parts(), variables);
            }
        }
        step.request().digest().ifPresent(digest -> add(digest.password().parts(), variables));
        step.request().cookies().forEach(cookie -> add(cookie.value().parts(), variables));
    }

    private static void add(List<Template.Part> parts, BitSet variables) {
        for (Template.Part part : parts) {
            if (part instanceof Template.Slot slot) {
                variables.set(slot.variable());
            } else if (part instanceof Template.Base64Of credentials) {
                add(credentials.content().parts(), variables);
            }
        }
    }
}
