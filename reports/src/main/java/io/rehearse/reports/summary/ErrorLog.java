package io.rehearse.reports.summary;

import io.rehearse.reports.run.ErrorCount;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Failures by fingerprint over the run; bounded by what the writer keeps. */
final class ErrorLog {
    private record Seen(long judged, long notJudged, double firstSeconds, double lastSeconds) {}

    private final RunManifest manifest;
    private final IntPredicate judgedPhase;
    private final Map<String, Seen> seen = new LinkedHashMap<>();

    ErrorLog(RunManifest manifest, IntPredicate judgedPhase) {
        this.manifest = manifest;
        this.judgedPhase = judgedPhase;
    }

    void accept(Interval interval) {
        for (ErrorCount error : interval.errors()) {
            boolean judged = judgedPhase.test(error.phase());
            double at = interval.endSeconds();
            Seen now = new Seen(judged ? error.count() : 0, judged ? 0 : error.count(), at, at);
            seen.merge(
                    error.fingerprint(),
                    now,
                    (a, b) -> new Seen(a.judged + b.judged, a.notJudged + b.notJudged, a.firstSeconds, b.lastSeconds));
        }
    }

    /** @param examples in the order of {@code errors.ndjson} */
    List<Summary.ErrorRow> rows(List<ErrorExample> examples) {
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < examples.size(); i++) {
            first.putIfAbsent(examples.get(i).fingerprint(), i);
        }
        List<Summary.ErrorRow> rows = new ArrayList<>();
        seen.forEach((fingerprint, s) -> {
            Integer index = first.get(fingerprint);
            ErrorExample example = index == null ? null : examples.get(index);
            rows.add(new Summary.ErrorRow(
                    fingerprint,
                    example == null ? null : subject(example),
                    example == null ? null : example.outcome(),
                    example == null ? fingerprint : example.message(),
                    example == null ? 0 : example.line(),
                    s.judged,
                    s.notJudged,
                    index == null ? null : index + 1,
                    s.firstSeconds,
                    s.lastSeconds));
        });
        rows.sort(Comparator.comparingLong(Summary.ErrorRow::count)
                .thenComparingLong(Summary.ErrorRow::notJudged)
                .reversed());
        return List.copyOf(rows);
    }

    private String subject(ErrorExample example) {
        String side = manifest.sides().size() > 1
                ? ", " + manifest.sides().get(example.side()).name()
                : "";
        return manifest.nameOf(manifest.step(example.step())) + side;
    }
}
