package io.rehearse.journeys.plan;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A compiled journey file for one environment: every name resolved, every template cut into parts.
 *
 * @param script where it came from
 * @param environment name of the environment its targets, parameters and secrets come from; "default" without one
 * @param parameters resolved, in the order of the script
 * @param targets the systems under test; {@link Step#target()} and {@link Journey#target()} are indexes into it
 * @param journeys at least one; a journey's {@link Journey#index()} is its place here
 * @param steps every measured step of all journeys; a step's {@link Step#index()} is its place here
 * @param loads as the script names them, in its order
 * @param pass what is good
 * @param secrets values that are masked wherever they appear; never printed
 * @param secretNames what they are called: in the environment, as parameter, field, header or column
 * @param logins where the tokens of {@code oauth2} come from
 * @param before walked once before the first user, not measured; its steps have indexes of their own
 * @param after walked once when the last user has gone; likewise
 */
public record Plan(
        Script script,
        String environment,
        List<Parameter> parameters,
        List<Target> targets,
        List<Journey> journeys,
        List<Step> steps,
        List<Load> loads,
        Pass pass,
        Set<String> secrets,
        Set<String> secretNames,
        List<OAuth2> logins,
        Optional<Journey> before,
        Optional<Journey> after) {

    public Plan {
        parameters = List.copyOf(parameters);
        targets = List.copyOf(targets);
        journeys = List.copyOf(journeys);
        steps = List.copyOf(steps);
        loads = List.copyOf(loads);
        secrets = Set.copyOf(secrets);
        secretNames = Set.copyOf(secretNames);
        logins = List.copyOf(logins);
    }

    /** A plan of journeys and nothing around them, whose secrets have no names. */
    public Plan(
            Script script,
            String environment,
            List<Parameter> parameters,
            List<Target> targets,
            List<Journey> journeys,
            List<Step> steps,
            List<Load> loads,
            Pass pass,
            Set<String> secrets) {
        this(
                script,
                environment,
                parameters,
                targets,
                journeys,
                steps,
                loads,
                pass,
                secrets,
                Set.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** Closures of the script that run while users walk. */
    public List<Code> closures() {
        return journeys.stream().flatMap(journey -> journey.closures().stream()).toList();
    }

    /** The same with other targets of the same names and order. */
    public Plan at(List<Target> others) {
        return new Plan(
                script,
                environment,
                parameters,
                others,
                journeys,
                steps,
                loads,
                pass,
                secrets,
                secretNames,
                logins,
                before,
                after);
    }

    /** The same with what was saved before the run; what of it is secret is masked as all secrets are. */
    public Plan with(List<Journey.RunValue> run) {
        Set<String> all = new HashSet<>(secrets);
        for (Journey.RunValue value : run) {
            if (value.secret() && value.bytes().length > 0) {
                all.add(new String(value.bytes(), StandardCharsets.UTF_8));
            }
        }
        return new Plan(
                script,
                environment,
                parameters,
                targets,
                journeys.stream().map(journey -> journey.with(run)).toList(),
                steps,
                loads,
                pass,
                all,
                secretNames,
                logins,
                before,
                after.map(journey -> journey.with(run)));
    }

    /** {@link #before} or {@link #after} as a plan of its own: one user walks it once. */
    public Plan once(Journey walk) {
        Load.Phase one = new Load.Phase(0, Load.Kind.WALKS, 0, 0, 0, 1, 1, false);
        return new Plan(
                script,
                environment,
                parameters,
                targets,
                List.of(walk),
                walk.steps(),
                List.of(new Load(walk.name(), Load.Model.WALKS, Load.Arrivals.EVEN, List.of(one), 0)),
                new Pass(List.of(), List.of(), List.of()),
                secrets,
                secretNames,
                logins,
                Optional.empty(),
                Optional.empty());
    }

    /** Every group of all journeys; a group's {@link Node.Group#index()} is its place here. */
    public List<Node.Group> groups() {
        List<Node.Group> groups = new ArrayList<>();
        journeys.forEach(journey -> groups.addAll(journey.groups()));
        return groups;
    }

    /** The load of that name. */
    public Optional<Load> load(String name) {
        return loads.stream().filter(load -> load.name().equals(name)).findFirst();
    }

    /** Secrets are left out on purpose. */
    @Override
    public String toString() {
        return "Plan[" + script.name() + ", environment " + environment + "]";
    }

    /**
     * @param name file name as the user gave it
     * @param sha256 of the script's text and its includes, lower-case hex
     */
    public record Script(String name, String sha256) {}

    /**
     * @param name as in {@code param 'rate', …}
     * @param value resolved, as text with its unit
     * @param origin where the value came from: "script", "environment new", "REHEARSE_RATE", "--set"
     * @param meaning the script's own words for it; may be empty
     */
    public record Parameter(String name, String value, String origin, String meaning) {}
}
