package io.rehearse.reports.baseline;

import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.run.Json;
import io.rehearse.reports.run.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a run is compared with, kept in its directory ({@code compared.json}, and the baselines as they were in {@code baselines/}), so
 * that it can be judged again at any time and anywhere.
 *
 * @param baselines names
 * @param looks whether runs may be added while nothing is decided: every look then has a third of each chance of error
 */
public record KeptComparison(String schema, List<String> baselines, boolean looks) {
    static final String SCHEMA = "rehearse/compared/1";
    private static final String FILE = "compared.json";

    /** Notes what a run or set is compared with; baselines that are not there are noted, too. */
    public static void keep(Path directory, List<String> baselines, String load, boolean looks, BaselineStore store)
            throws IOException {
        BaselineStore own = new BaselineStore(directory.resolve("baselines"));
        for (String name : baselines) {
            Path file = store.file(name, load);
            if (!Files.exists(file)) continue;
            Path copy = own.file(name, load);
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        Path temporary = directory.resolve(FILE + ".tmp");
        String text = Json.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(new KeptComparison(SCHEMA, List.copyOf(baselines), looks));
        Files.writeString(temporary, text + "\n");
        Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The comparisons of a directory, the one with the worst verdict last; empty if it was compared with nothing.
     *
     * @param candidate the runs in it
     */
    public static List<Compared> of(Path directory, RunManifest run, List<ComparableRun> candidate) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) return List.of();
        KeptComparison kept = Json.mapper().readValue(Files.readAllBytes(file), KeptComparison.class);
        BaselineStore own = new BaselineStore(directory.resolve("baselines"));
        List<Compared> all = new ArrayList<>();
        for (String name : kept.baselines) all.add(one(own, name, kept.looks, run, candidate));
        all.sort(Comparator.comparing(Compared::verdict));
        return all;
    }

    private static Compared one(
            BaselineStore store, String name, boolean looks, RunManifest run, List<ComparableRun> candidate)
            throws IOException {
        Limits limits = Limits.of(run, against(run, name), false);
        if (looks) limits = new Limits(limits.method().withLooks(), limits.notes());
        String load = run.load().name();
        String record =
                "rehearse baseline record " + name + " " + run.script().name() + " --load " + load + " --runs 5";
        Optional<Baseline> baseline = store.read(name, load);
        if (baseline.isEmpty()) {
            String why = "There is no baseline " + name + " for load " + load + ". Record it: " + record;
            return Comparisons.missing(name, candidate, limits, why);
        }
        return Comparisons.of(name, baseline.get().runs(), candidate, limits, "Record it anew: " + record);
    }

    /** The block of the script for this baseline; empty without one. */
    public static Optional<RunManifest.Against> against(RunManifest run, String name) {
        return run.against().stream().filter(a -> a.baseline().equals(name)).findFirst();
    }
}
