package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import io.rehearse.journeys.data.DataFiles;
import io.rehearse.journeys.data.Feeder;
import io.rehearse.journeys.data.JsonLines;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Journey.OnFailure;
import io.rehearse.journeys.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The words of a journey. */
public final class JourneySpec extends WalkSpec {
    private final String name;
    private final int weight;
    private final List<Step> afterwards = new ArrayList<>();
    private OnFailure onFailure = OnFailure.END;

    JourneySpec(Reading reading, String name, int weight) {
        super(reading, "journey '" + name + "'", Reading.quoted(name), new Scope(reading), reading.measured);
        this.name = name;
        this.weight = weight;
    }

    void read(Closure<?> block) {
        if (name.isBlank()) {
            reading.error("journey", "a journey needs a name");
        }
        if (reading.journeys.stream().anyMatch(other -> other.name().equals(name))) {
            reading.error(Reading.quoted(name), "journey '" + name + "' is there twice; give each a name of its own");
        }
        if (weight < 1) {
            reading.error("weight", "a weight is 1 or more, not " + weight);
        }
        readWalk(block);
        reading.journeys.add(made(reading.journeys.size(), name, Math.max(1, weight), afterwards, onFailure));
    }

    /** What a user does whose step failed: {@code end}, {@code go} on, or {@code restart}. */
    public void onFailure(OnFailure what) {
        onFailure = what;
    }

    public OnFailure getEnd() {
        return OnFailure.END;
    }

    public OnFailure getGo() {
        return OnFailure.GO;
    }

    public OnFailure getRestart() {
        return OnFailure.RESTART;
    }

    /** A CSV file with a header line, beside the script. */
    public DataFile csv(String file) {
        return new DataFile(file, false);
    }

    /** A file with one JSON object a line, beside the script. */
    public DataFile jsonLines(String file) {
        return new DataFile(file, true);
    }

    /** Row k mod rows. */
    public Feeder.Order getCircular() {
        return Feeder.Order.CIRCULAR;
    }

    /** Every row once, in an order of its own each time round. */
    public Feeder.Order getShuffled() {
        return Feeder.Order.SHUFFLED;
    }

    /** Every row for one walk only; the load ends when the rows do. */
    public Feeder.Order getUnique() {
        return Feeder.Order.UNIQUE;
    }

    /** Data for the walks: the columns become variables. */
    public void feed(DataFile data, Feeder.Order order) {
        Path file = reading.directory.resolve(data.file());
        if (!java.nio.file.Files.exists(file)) {
            scope.feedUnknown();
            reading.error(Reading.quoted(data.file()), "there is no file " + data.file() + " beside the script");
            return;
        }
        try {
            scope.feed(
                    data.json() ? JsonLines.read(data.file(), file, order) : DataFiles.csv(data.file(), file, order));
        } catch (ScriptErrors wrong) {
            scope.feedUnknown();
            reading.errors.addAll(wrong.errors());
        }
    }

    /** A data file that {@code feed} reads. */
    public record DataFile(String file, boolean json) {}

    /** Tidies up when the walk is over, after success and failure; not counted. */
    public void afterwards(@DelegatesTo(value = AfterwardsSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        needTarget();
        scope.enterAfterwards();
        AfterwardsSpec spec = new AfterwardsSpec(this);
        Blocks.run(reading, block, spec);
        if (!spec.sends()) {
            reading.missing(
                    spec.line, "afterwards", "afterwards sends nothing: write delete '/…' or another verb in it");
            return;
        }
        afterwards.add(spec.build(afterwards.isEmpty() ? "afterwards" : "afterwards " + (afterwards.size() + 1)));
    }
}
