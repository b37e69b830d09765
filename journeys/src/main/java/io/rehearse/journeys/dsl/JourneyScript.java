package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.lang.Script;
import groovy.transform.NamedParam;
import io.rehearse.journeys.data.SecretNames;
import io.rehearse.journeys.environment.Environment;
import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.plan.Plan;
import java.util.Map;
import java.util.Optional;

/** The top level of a journey file. */
public abstract class JourneyScript extends Script {
    private Reading reading;

    void read(Reading reading) {
        this.reading = reading;
    }

    /** Declares a parameter with the value it has unless the environment or the command line says otherwise. */
    public Param param(String name, Object value) {
        return param(name, value, "");
    }

    /**
     * Declares a parameter.
     *
     * @param value used unless the environment or the command line says otherwise; gives the parameter its type
     * @param meaning shown by {@code plan}
     */
    public Param param(String name, Object value, String meaning) {
        if (reading.parameters.containsKey(name)) {
            reading.error(Reading.quoted(name), "parameter '" + name + "' is declared twice");
        }
        Object used = value instanceof groovy.lang.GString text ? text.toString() : value;
        String origin = "script";
        Optional<Environment.Given> given = reading.environment.parameter(name);
        if (given.isPresent()) {
            origin = given.get().origin();
            used = read(name, used, given.get());
        }
        Param param = new Param(name, used);
        reading.parameters.put(name, param);
        boolean secret = used instanceof CharSequence && SecretNames.matches(name);
        if (secret) {
            reading.secret(name, param.toString());
        }
        reading.resolved.add(new Plan.Parameter(name, secret ? "***" : param.toString(), origin, meaning));
        return param;
    }

    private Object read(String name, Object script, Environment.Given given) {
        String text = given.text();
        Optional<?> value;
        String wanted;
        if (script instanceof Time.Of) {
            value = Quantities.readTime(text);
            wanted = "a time like 500ms, 30s or 5min";
        } else if (script instanceof Rate.Of) {
            value = Quantities.readRate(text);
            wanted = "a rate like 50/s or 600/min";
        } else if (script instanceof Share.Of) {
            value = Quantities.readShare(text);
            wanted = "a share like 1%";
        } else if (script instanceof Size.Of) {
            value = Quantities.readSize(text);
            wanted = "a size like 500kB or 200MB";
        } else if (script instanceof Integer) {
            value = text.matches("-?\\d{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
            wanted = "a whole number";
        } else if (script instanceof Number) {
            value = text.matches("-?\\d+(\\.\\d+)?") ? Optional.of(new java.math.BigDecimal(text)) : Optional.empty();
            wanted = "a number";
        } else if (script instanceof Boolean) {
            value = text.matches("true|false") ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
            wanted = "true or false";
        } else {
            return text;
        }
        if (value.isEmpty()) {
            String place = given.place().isEmpty() ? given.origin() : given.place();
            reading.errors.add(ScriptError.of(
                    place,
                    "parameter '" + name + "' cannot be '" + (SecretNames.matches(name) ? "***" : text) + "': write "
                            + wanted));
            return script;
        }
        return value.get();
    }

    /** The value of a declared parameter. */
    public Param param(String name) {
        return reading.parameter(name);
    }

    /** A secret of the environment. */
    public Secret secret(String name) {
        return reading.secret(name);
    }

    /** Another file's fragments, params and methods. Where it stands rightly the file is in its place before this runs. */
    public void include(String file) {
        throw new Fault(
                "include stands at the top level by itself, with the name of a file as it is: include 'login.groovy'",
                "include");
    }

    /** Steps and blocks that journeys have in common, for {@code perform}. */
    public Fragment fragment(@DelegatesTo(value = PartSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        return new Fragment(block, reading.line());
    }

    /** Walked once per run, before the first user comes, and not measured; what it saves is {@code run.x} for all. */
    public void before(@DelegatesTo(value = OnceSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        reading.before = Optional.of(once("before", reading.before, OnceSpec.before(reading), block));
    }

    /** Walked once per run, when the last user has gone, and not measured. */
    public void after(@DelegatesTo(value = OnceSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        reading.after = Optional.of(once("after", reading.after, OnceSpec.after(reading), block));
    }

    private OnceSpec once(String word, Optional<OnceSpec> there, OnceSpec spec, Closure<?> block) {
        there.ifPresent(first -> reading.error(
                word,
                word + " is there twice (first in " + reading.source.line(first.line)
                        + "); a run has one: write all its steps into it"));
        return spec.read(block);
    }

    /** What one user does. */
    public void journey(
            String name, @DelegatesTo(value = JourneySpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        journey(Map.of(), name, block);
    }

    /** What one user does; the weight is its share of the users. */
    public void journey(
            @NamedParam(value = "weight", type = Integer.class) Map<String, ?> options,
            String name,
            @DelegatesTo(value = JourneySpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        int weight = options.get("weight") instanceof Integer given ? given : 1;
        new JourneySpec(reading, name, weight).read(block);
    }

    /** How many users, when. */
    public void load(String name, @DelegatesTo(value = LoadSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        new LoadSpec(reading, name).read(block);
    }

    /** What is good. */
    public void pass(@DelegatesTo(value = PassSpec.class, strategy = DELEGATE_ONLY) Closure<?> block) {
        Blocks.run(reading, block, new PassSpec(reading));
    }
}
