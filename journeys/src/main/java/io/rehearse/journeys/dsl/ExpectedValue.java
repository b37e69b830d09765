package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Check;
import io.rehearse.journeys.plan.Check.Verb;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Template;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What is expected of an answer: a reader, a dot, a verb. */
public final class ExpectedValue extends Readable<ExpectedValue> {
    private final ExpectSpec spec;

    ExpectedValue(ExpectSpec spec, Block block, Reader reader) {
        super(block, reader);
        this.spec = spec;
        block.readers.add(this);
    }

    @Override
    ExpectedValue self() {
        return this;
    }

    /** Compared and judged as a number; what is none is shown as it is. */
    @Override
    public ExpectedValue asNumber() {
        number = true;
        return this;
    }

    public void is(Object value) {
        equality(Verb.IS, value);
    }

    public void isNot(Object value) {
        equality(Verb.IS_NOT, value);
    }

    public void contains(Object value) {
        part(Verb.CONTAINS, value);
    }

    public void lacks(Object value) {
        part(Verb.LACKS, value);
    }

    private void part(Verb verb, Object value) {
        if (value == null) {
            isNull();
        }
        add(verb, value == null ? "" : value, false, Kind.UNSET);
    }

    private void isNull() {
        block.reading.error("null", "nothing is null in an answer: write " + text() + ".absent()");
    }

    /** The whole value matches a regular expression. */
    public void matches(Object pattern) {
        String constant = pattern instanceof Pattern given ? given.pattern() : Templates.constant(pattern);
        try {
            Pattern.compile(constant);
        } catch (PatternSyntaxException wrong) {
            block.reading.error(
                    "matches", "not a regular expression: " + wrong.getDescription() + " in '" + constant + "'");
        }
        if (!(pattern instanceof Pattern) && !Templates.refs(pattern).isEmpty()) {
            block.reading.error(
                    "matches",
                    "a regular expression is text of the script alone; vars stand behind .is, .contains and .lacks");
        }
        add(Verb.MATCHES, constant, false, Kind.UNSET);
    }

    public void exists() {
        add(Verb.EXISTS, "", false, Kind.UNSET);
    }

    public void absent() {
        add(Verb.ABSENT, "", false, Kind.UNSET);
    }

    /** There is at least one element, member or character. */
    public void notEmpty() {
        add(Verb.NOT_EMPTY, "", false, Kind.UNSET);
    }

    public void above(Object limit) {
        limit(Verb.ABOVE, limit);
    }

    public void below(Object limit) {
        limit(Verb.BELOW, limit);
    }

    private void equality(Verb verb, Object value) {
        used = true;
        Object plain = value instanceof Param param ? param.value() : value;
        if (plain == null) {
            isNull();
        } else if (reader instanceof Reader.Time) {
            block.reading.error(verb.word(), "a time is measured, never exactly something: write time.below 500.ms");
        } else if (plain instanceof Number expected && isText()) {
            block.reading.error(
                    String.valueOf(expected),
                    text() + " is text and " + expected + " is a number: write " + text() + "." + verb.word() + " '"
                            + expected + "', or compare numbers: " + text() + ".asNumber()." + verb.word() + " "
                            + expected);
        } else if (plain instanceof Boolean && isText()) {
            block.reading.error(
                    String.valueOf(plain),
                    text() + " is text and " + plain + " is none: write " + text() + "." + verb.word() + " '" + plain
                            + "'");
        } else if (number && plain instanceof CharSequence && !(plain instanceof groovy.lang.GString)) {
            block.reading.error(
                    "'" + plain + "'",
                    text() + " is a number and '" + plain + "' is text: write " + text() + "." + verb.word() + " "
                            + (plain.toString().matches("-?\\d+") ? plain : "200"));
        }
        add(verb, plain == null ? "" : plain, number || plain instanceof Number, type(plain));
    }

    /** JSON values keep their type, so a literal of another one is not the same; what {@code orElse} says has none. */
    private Kind type(Object literal) {
        if (number || hasOrElse()) {
            return Kind.UNSET;
        } else if (literal instanceof Number) {
            return Kind.NUMBER;
        } else if (literal instanceof Boolean) {
            return Kind.BOOLEAN;
        } else {
            boolean constant =
                    literal instanceof CharSequence && Templates.refs(literal).isEmpty();
            return constant ? Kind.TEXT : Kind.UNSET;
        }
    }

    private void limit(Verb verb, Object value) {
        used = true;
        Object plain = value instanceof Param param ? param.value() : value;
        if (reader instanceof Reader.Time) {
            if (plain instanceof Time.Of time) {
                add(verb, Quantities.number(time.nanos() / 1e6), true, Kind.UNSET);
            } else if (!Templates.refs(plain).isEmpty()) {
                block.reading.error(
                        verb.word(),
                        "time." + verb.word() + " takes a time of the script, like time." + verb.word()
                                + " 500.ms; vars do not stand there");
            } else {
                block.reading.error(
                        String.valueOf(plain),
                        "a time needs a unit: write time." + verb.word() + " " + plain + ".ms (or " + plain + ".s)");
            }
        } else if (!(plain instanceof Number) && Templates.refs(plain).isEmpty()) {
            block.reading.error(
                    verb.word(),
                    "." + verb.word() + " compares with a number, not with "
                            + (plain instanceof CharSequence ? "text" : plain));
        } else if (isText()) {
            block.reading.error(
                    verb.word(),
                    text() + " is text: write " + text() + ".asNumber()." + verb.word() + " "
                            + (plain instanceof Number ? plain : "…"));
        } else {
            add(verb, plain, true, type(plain));
        }
    }

    private void add(Verb verb, Object expected, boolean numeric, Kind type) {
        used = true;
        Template right = block.templates.text(expected, Template.Encoding.RAW);
        spec.add(new Check(extraction(), verb, right, numeric, type, block.reading.planLine(line), spec.name()));
    }
}
