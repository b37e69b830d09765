package io.rehearse.reports.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A comparison as JSON, the same text for the same comparison. Numbers that are not finite are null. Ratios stay on the log scale in
 * which they were judged; the sentences have them in percent.
 */
public final class ComparisonJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ComparisonJson() {}

    /** @param baseline how the sentences call the baseline */
    public static ObjectNode of(Comparison comparison, String baseline) {
        Words words = new Words(comparison, baseline);
        Comparison.Setup setup = comparison.setup();
        ObjectNode node = NODES.objectNode();
        node.put("verdict", comparison.verdict().name());
        ArrayNode reasons = node.putArray("reasons");
        words.reasons().forEach(reasons::add);
        node.put("baseline", baseline);
        node.put("sideBySide", setup.paired());
        node.put("baseRuns", setup.baseRuns());
        node.put("candidateRuns", setup.candidateRuns());
        node.put("cutSeconds", setup.cutSeconds());
        node.put("judgedSeconds", setup.judgedSeconds());
        node.put("noiseDf", setup.measuredDf());
        ArrayNode concerns = node.putArray("concerns");
        for (Concern c : comparison.concerns()) {
            ObjectNode concern = concerns.addObject();
            concern.put("kind", c.kind().name());
            concern.put("effect", c.kind().effect().name());
            concern.put("subject", c.subject());
            number(concern, "found", c.found());
            number(concern, "expected", c.expected());
            concern.put("text", words.concern(c));
        }
        ArrayNode rows = node.putArray("rows");
        for (Row row : comparison.rows()) rows.add(row(row, words));
        return node;
    }

    private static ObjectNode row(Row row, Words words) {
        Numbers n = row.numbers();
        ObjectNode node = NODES.objectNode();
        node.put("step", row.step());
        node.put("metric", row.metric().label());
        node.put("verdict", row.verdict().name());
        number(node, "base", n.base());
        number(node, "candidate", n.candidate());
        number(node, "estimate", n.estimate());
        number(node, "se", n.se());
        number(node, "lower", n.lower());
        number(node, "upper", n.upper());
        number(node, "margin", n.margin());
        number(node, "limit", n.limit());
        number(node, "p", n.p());
        number(node, "pAdjusted", row.pAdjusted());
        number(node, "df", n.df());
        number(node, "dfBounds", n.dfBounds());
        number(node, "designEffect", n.designEffect());
        number(node, "betweenRunsSd", Math.sqrt(Math.max(0, n.runVariance() - n.withinVariance())));
        number(node, "withinRunSd", Math.sqrt(n.withinVariance()));
        node.put("baseCount", n.baseCount());
        node.put("candidateCount", n.candidateCount());
        if (n.relative() != null) {
            number(node, "relativeEstimate", n.relative().estimate());
            number(node, "relativeP", n.relative().p());
        }
        node.put("decidable", row.decidable());
        node.put("cause", n.cause().name());
        node.put("text", words.row(row));
        if (row.needed() != null) {
            ObjectNode needed = node.putObject("needed");
            needed.put("candidateRuns", row.needed().candidateRuns());
            needed.put("runsEach", row.needed().runsEach());
            number(needed, "longer", row.needed().longer());
            needed.put("samples", row.needed().samples());
        }
        return node;
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) node.putNull(name);
        else node.put(name, value);
    }
}
