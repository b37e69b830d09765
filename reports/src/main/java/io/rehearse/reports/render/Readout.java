package io.rehearse.reports.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.summary.Timeline;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The values behind the charts, for the script that reads them out. */
final class Readout {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Readout() {}

    /** JSON that can stand in a script element: no character of it can end the element. */
    static String json(Page page) {
        Timeline timeline = page.timeline();
        ObjectNode root = NODES.objectNode();
        root.put("end", timeline.seconds());
        root.put("window", timeline.windowSeconds());
        root.put("moment", timeline.momentSeconds());
        ArrayNode phases = root.putArray("phases");
        for (RunManifest.Phase phase : page.manifest().load().phases()) {
            if (page.endOf(phase) > phase.startSeconds()) {
                phases.addArray()
                        .add(phase.startSeconds())
                        .add(page.endOf(phase))
                        .add(Escape.terminal(phase.name()) + (page.judged(phase) ? "" : ", not judged"));
            }
        }
        ArrayNode sides = root.putArray("sides");
        page.manifest().sides().forEach(side -> sides.add(Escape.terminal(side.name())));
        ArrayNode steps = root.putArray("steps");
        List<RunManifest.Step> worstFirst = page.worstFirst();
        for (RunManifest.Step step : worstFirst.subList(0, Math.min(TimeSection.LANES_MAX, worstFirst.size()))) {
            ObjectNode node = steps.addObject();
            node.put("name", Escape.terminal(page.manifest().nameOf(step)));
            ArrayNode values = node.putArray("sides");
            for (int side = 0; side <= page.side(); side++) {
                ArrayNode windows = values.addArray();
                timeline.step(step.index(), side)
                        .ifPresent(line -> line.windows().forEach(w -> {
                            if (w.n() == 0) {
                                windows.addNull();
                            } else {
                                windows.addArray()
                                        .add(round(w.p50Ms()))
                                        .add(round(w.p95Ms()))
                                        .add(round(w.p99Ms()));
                            }
                        }));
            }
        }
        ArrayNode moments = root.putArray("moments");
        for (Timeline.Moment m : timeline.moments()) {
            double seconds = Math.max(m.seconds(), 1e-9);
            moments.addArray()
                    .add(round(sum(m.started()) / seconds))
                    .add(sum(m.failed()))
                    .add(sum(m.users()))
                    .add(round(m.lateMaxMs()));
        }
        try {
            return Json.mapper()
                    .writeValueAsString(root)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and names can be written", e);
        }
    }

    private static long sum(List<Long> values) {
        return values.stream().mapToLong(n -> n).sum();
    }

    private static BigDecimal round(double value) {
        return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    }
}
