package io.rehearse.runtime.driver;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A journey as the script writes it, walked in virtual time by one user after the other against a server that takes
 * 100 ms and says what the test wants; what was sent, in order.
 */
final class Play {
    static final long WORK_NANOS = 100_000_000;
    private static final long START_NANOS = Plans.SECOND;

    final Plan plan;
    final List<String> sent = new ArrayList<>();
    final List<Long> sentAtMillis = new ArrayList<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private BiFunction<String, Integer, Reply> server = (step, time) -> Reply.OK;
    private long seed = 1;
    Simulation run;

    private Play(Plan plan) {
        this.plan = plan;
    }

    /** @param script of a whole file; {@code @TempDir} holds its data */
    static Play of(Path directory, String script) {
        try {
            Path file = directory.resolve("a.groovy");
            Files.writeString(file, script);
            Plan plan = Journeys.compile(
                    file, new Inputs(Optional.empty(), Map.of(), Map.of("shop", "http://127.0.0.1:1"), Map.of()));
            return new Play(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param body of one journey, walked once */
    static Play journey(Path directory, String body) {
        return of(directory, "journey('J') {\ntarget 'shop'\n" + body + "\n}\nload('l') { walks 1, users: 1 }\n");
    }

    /** The server's answer by the name of the step and how often it was sent before, from 0. */
    Play answering(BiFunction<String, Integer, Reply> server) {
        this.server = server;
        return this;
    }

    Play seed(long seed) {
        this.seed = seed;
        return this;
    }

    /** Names of the steps in the order they were sent. */
    String walked() {
        run();
        return String.join(" ", sent);
    }

    Simulation run() {
        Traffic traffic = new Traffic(
                List.of(plan),
                plan.loads().get(0),
                seed,
                1,
                START_NANOS,
                1_000_000,
                30 * Plans.SECOND,
                Plans.SECOND,
                false);
        run = new Simulation(traffic, 0, 1000, SimulatedWire.Server.of(WORK_NANOS));
        run.startsTo(exchange -> {
                    sent.add(exchange.step().name());
                    sentAtMillis.add((exchange.handledAt - START_NANOS) / 1_000_000);
                })
                .answering(exchange -> {
                    String step = exchange.step().name();
                    return server.apply(step, tries.merge(step, 1, Integer::sum) - 1);
                })
                .run();
        return run;
    }

    long count(String step, Outcome outcome) {
        return run.count(0, index(step), outcome);
    }

    long count(String step, LaneInterval.StepCount what) {
        return run.count(0, index(step), what);
    }

    int index(String step) {
        return plan.steps().stream()
                .filter(one -> one.name().equals(step))
                .findFirst()
                .orElseThrow()
                .index();
    }
}
