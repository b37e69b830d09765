package io.rehearse.reports.summary;

import io.rehearse.reports.baseline.ComparableRun;
import io.rehearse.reports.baseline.Provenance;
import io.rehearse.reports.baseline.RunSeries;
import io.rehearse.reports.run.ErrorExample;
import io.rehearse.reports.run.Interval;
import io.rehearse.reports.run.RunDirectory;
import io.rehearse.reports.run.RunManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A run directory read once: what it comes to by itself, and its sides ready to be compared.
 *
 * @param summary without any comparison
 * @param examples in the order of {@code errors.ndjson}
 * @param sides one, or old and new of a run in two environments
 */
public record Measured(RunManifest manifest, Summary summary, List<ErrorExample> examples, List<ComparableRun> sides) {

    public static Measured of(Path path) throws IOException {
        return of(path, interval -> {});
    }

    /** @param also gets every interval, too */
    static Measured of(Path path, Consumer<Interval> also) throws IOException {
        RunDirectory directory = new RunDirectory(path);
        RunManifest manifest = directory.manifest();
        Summarizer summarizer = new Summarizer(manifest);
        RunSeries series = new RunSeries(manifest);
        List<String> leftOut = directory.forEachInterval(interval -> {
            summarizer.accept(interval);
            series.accept(interval);
            also.accept(interval);
        });
        List<ErrorExample> examples = directory.examples();
        Summary summary = summarizer.summary(directory.end().orElse(null), examples, leftOut);
        List<ComparableRun> sides = new ArrayList<>();
        for (RunManifest.Side side : manifest.sides()) {
            sides.add(new ComparableRun(
                    Provenance.of(manifest, side.index(), summary.distrust()),
                    series.side(side.index(), manifest.id(), summary.trusted())));
        }
        return new Measured(manifest, summary, examples, List.copyOf(sides));
    }

    /** The side that is judged: the new one of two. */
    public ComparableRun judged() {
        return sides.get(sides.size() - 1);
    }
}
