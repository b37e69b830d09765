package io.rehearse.reports.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/** Holds a comparison against the verdict and the row statistics that the reference implementation gave for the same data. */
final class Golden {
    private static final double TOLERANCE = 1e-6;
    private static final ObjectMapper JSON = new ObjectMapper();

    int cases;
    int rows;
    double worst;

    static JsonNode parse(String line) throws IOException {
        return JSON.readTree(line);
    }

    void check(String name, Comparison found, JsonNode expected) {
        assertThat(found.setup().cutSeconds())
                .as("%s: cut", name)
                .isEqualTo(expected.get("warmup").asInt());
        List<Row> byStep = found.rows();
        assertThat(byStep).as("%s: rows", name).hasSize(expected.get("rows").size());
        for (int i = 0; i < byStep.size(); i++)
            check(name, byStep.get(i), expected.get("rows").get(i));
        assertThat(found.verdict()).as("%s: verdict", name).isEqualTo(verdict(expected.get("verdict")));
        cases++;
    }

    private void check(String name, Row row, JsonNode expected) {
        Numbers n = row.numbers();
        int step = expected.get("step").asInt();
        String metric = expected.get("metric").asText();
        String where = name + " step " + step + " " + metric;
        assertThat(n.step()).as(where).isEqualTo(step < 0 ? null : String.valueOf(step));
        assertThat(n.metric().label()).as(where).isEqualTo(metric.equals("err") ? "errors" : metric);
        same(where + " est", n.estimate(), expected.get("est"));
        same(where + " se", n.se(), expected.get("se"));
        same(where + " L", n.lower(), expected.get("L"));
        same(where + " U", n.upper(), expected.get("U"));
        same(where + " p", n.p(), expected.get("p"));
        same(where + " df", n.df(), expected.get("df"));
        same(where + " delta", n.margin(), expected.get("delta"));
        if (expected.has("p_rel")) {
            same(where + " est_rel", n.relative().estimate(), expected.get("est_rel"));
            same(where + " p_rel", n.relative().p(), expected.get("p_rel"));
        } else {
            assertThat(n.relative()).as(where).isNull();
        }
        assertThat(row.decidable())
                .as("%s decidable", where)
                .isEqualTo(expected.get("decidable").asBoolean());
        assertThat(row.verdict()).as("%s verdict", where).isEqualTo(verdict(expected.get("verdict")));
        rows++;
    }

    /** The reference writes infinite numbers as null. */
    private void same(String where, double found, JsonNode expected) {
        if (expected.isNull()) {
            assertThat(Double.isInfinite(found))
                    .as("%s is infinite, not %s", where, found)
                    .isTrue();
            return;
        }
        assertThat(found).as(where).isCloseTo(expected.asDouble(), within(TOLERANCE));
        worst = Math.max(worst, Math.abs(found - expected.asDouble()));
    }

    private static Verdict verdict(JsonNode text) {
        return text.asText().equals("INC") ? Verdict.INCONCLUSIVE : Verdict.valueOf(text.asText());
    }
}
