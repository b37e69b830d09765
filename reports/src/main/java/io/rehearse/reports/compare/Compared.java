package io.rehearse.reports.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A comparison with everything it was made from: what a report draws.
 *
 * @param baseline how sentences call what the candidate is held against: the name of a baseline, of a run, of an environment
 * @param comparison the verdict, its rows and concerns
 * @param base the runs it is held against (in a duet: the old sides); may be empty if there is nothing to compare with
 * @param candidate the runs that are judged (in a duet: the new sides, in the same order)
 */
public record Compared(String baseline, Comparison comparison, List<JudgedRun> base, List<JudgedRun> candidate) {
    public Compared {
        base = List.copyOf(base);
        candidate = List.copyOf(candidate);
    }

    public Verdict verdict() {
        return comparison.verdict();
    }

    /** The comparison in sentences. */
    public Words words() {
        return new Words(comparison, baseline);
    }

    /** What {@code summary.json} has as {@code comparison}; side by side with the sessions that the check of the ratio is made from. */
    public ObjectNode json() {
        ObjectNode node = ComparisonJson.of(comparison, baseline);
        if (comparison.setup().paired()) {
            ArrayNode sessions = node.putArray("sessions");
            base.forEach(run -> sessions.add(sessions(run, 0)));
            candidate.forEach(run -> sessions.add(sessions(run, 1)));
        }
        return node;
    }

    /** Not known for a closed load, where the answers decide how many come: null. */
    private static ObjectNode sessions(JudgedRun run, int side) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        boolean known = run.sessions().known();
        return node.put("side", side)
                .put("run", run.name())
                .put("started", known ? run.sessions().started() : null)
                .put("open", known ? run.sessions().open() : null);
    }
}
