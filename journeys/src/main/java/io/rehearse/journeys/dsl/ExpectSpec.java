package io.rehearse.journeys.dsl;

import groovy.lang.Closure;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words of {@code expect { }}. */
public final class ExpectSpec extends Words {
    private final Block block;
    private final String name;
    private final WalkSpec walk;
    private final List<Check> checks = new ArrayList<>();

    ExpectSpec(Block block, WalkSpec walk, String name) {
        super(block.reading);
        this.block = block;
        this.walk = walk;
        this.name = name;
    }

    /** Reads a block and gives what it expects. */
    static List<Check> read(Reading reading, WalkSpec walk, String name, Closure<?> expectations) {
        Block own = new Block(reading, walk.templates);
        ExpectSpec spec = new ExpectSpec(own, walk, name);
        Blocks.run(reading, expectations, spec);
        own.tellUnused("add a verb, like .exists() or .is 'text'");
        return spec.checks;
    }

    public Vars getVars() {
        return walk.vars;
    }

    /** What {@code before} saved. */
    public Vars getRun() {
        return walk.run;
    }

    /** The status code of the final answer. */
    public void status(int code) {
        if (code < 100 || code > 599) {
            reading.error(String.valueOf(code), "a status is between 100 and 599, not " + code);
        }
        getStatus().is(code);
    }

    public ExpectedValue getStatus() {
        return new ExpectedValue(this, block, new Reader.Status());
    }

    public ExpectedValue header(String header) {
        return new ExpectedValue(this, block, new Reader.Header(header));
    }

    public ExpectedValue cookie(String cookie) {
        return new ExpectedValue(this, block, new Reader.Cookie(cookie));
    }

    public ExpectedValue getBody() {
        return new ExpectedValue(this, block, new Reader.Body());
    }

    public ExpectedValue json(String path) {
        return new ExpectedValue(this, block, block.json(path));
    }

    /** The text of the elements a CSS selector matches. */
    public ExpectedValue css(String selector) {
        return new ExpectedValue(this, block, new Reader.Css(block.css(selector), Optional.empty()));
    }

    /** Where the link of a relation leads, as {@code link('next')}: in the answer's Link header or on the page. */
    public ExpectedValue link(String relation) {
        return new ExpectedValue(this, block, new Reader.Link(relation));
    }

    public ExpectedValue regex(String pattern) {
        return new ExpectedValue(this, block, block.regex(pattern));
    }

    /** The service time of the step. */
    public ExpectedValue getTime() {
        return new ExpectedValue(this, block, new Reader.Time());
    }

    String name() {
        return name;
    }

    void add(Check check) {
        checks.add(check);
    }
}
