package io.rehearse.reports.objective;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehearse.reports.Sample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.Kind;
import io.rehearse.reports.run.Metric;
import io.rehearse.reports.run.Objective;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import io.rehearse.reports.run.RunWriter;
import io.rehearse.reports.run.Scope;
import io.rehearse.reports.run.Series;
import io.rehearse.reports.run.StepCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of steps has times of its own in the run's files and can be judged by them. */
class GroupTest {
    private static final Series BUY = Series.ofGroup(0, 0, 0, Sample.HOLD, Kind.RESPONSE);

    @TempDir
    Path directory;

    @Test
    void theSumOfAGroupIsJudgedAndItsErrorRateIsThatOfItsSteps() throws Exception {
        Totals totals = new Totals(manifest(), Set.of(Sample.HOLD), EnumSet.allOf(Kind.class));
        totals.accept(interval());

        assertThat(judged(totals, Metric.P95, 800).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(totals, Metric.P95, 500).verdict()).isEqualTo(Verdict.FAIL);
        ObjectiveResult errors = judged(totals, Metric.ERROR_RATE, 0.01);
        assertThat(errors.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(errors.reason()).isEqualTo("Buy errors 2.5 % is not below 1 % (10 of 400)");
    }

    @Test
    void whatIsWrittenOfAGroupIsReadAgain() throws Exception {
        Path run = directory.resolve("run");
        RunWriter writer = new RunWriter(run, manifest());
        writer.write(interval());
        writer.close(io.rehearse.reports.run.RunEnd.finished(java.time.Instant.EPOCH, 10));

        List<Interval> read = new ArrayList<>();
        RunDirectory written = new RunDirectory(run);
        written.forEachInterval(read::add);
        assertThat(written.manifest().journeys().get(0).groups())
                .containsExactly(new RunManifest.Group(0, "Buy", List.of(1, 2), 20));
        assertThat(read.get(0).histograms().get(BUY).getTotalCount()).isEqualTo(200);
    }

    private static ObjectiveResult judged(Totals totals, Metric metric, double limit) {
        Objective objective = Sample.below(Scope.group("Buy"), metric, limit);
        return ObjectiveJudge.judge(List.of(objective), totals, "hold", true).get(0);
    }

    /** 200 passes of 600 ms; the group's two steps ended 200 times each, one of them ten times badly. */
    private static Interval interval() {
        Histogram sums = new Histogram(Series.DIGITS);
        sums.recordValueWithCount(600_000, 200);
        Interval.Builder builder = Interval.builder(6, 6, 7);
        builder.add(BUY, sums);
        builder.add(new StepCounts(0, 1, Sample.HOLD, 200, 200, Map.of(), 0, 0, 0, 0, 0, 0));
        builder.add(new StepCounts(0, 2, Sample.HOLD, 200, 190, Map.of("STATUS_ERROR", 10L), 0, 0, 0, 0, 0, 0));
        return builder.build();
    }

    private static RunManifest manifest() throws Exception {
        ObjectNode json = Json.mapper().valueToTree(new Sample().manifest());
        ((ObjectNode) json.get("journeys").get(0))
                .set("groups", Json.mapper().readTree("[{\"index\":0,\"name\":\"Buy\",\"steps\":[1,2],\"line\":20}]"));
        return Json.mapper().treeToValue(json, RunManifest.class);
    }
}
