package io.rehearse.journeys.dsl;

import static groovy.lang.Closure.DELEGATE_ONLY;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import groovy.transform.stc.ClosureParams;
import groovy.transform.stc.SimpleType;
import io.rehearse.journeys.plan.Change;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the answer that is read, and which of its values is meant. */
public abstract class Readable<S extends Readable<S>> {
    final Block block;
    Reader reader;
    final int line;
    boolean used;
    boolean number;
    private boolean mapped;
    private Pick pick = Pick.FIRST;
    private Optional<Template> orElse = Optional.empty();
    private Optional<Extraction> other = Optional.empty();
    private boolean optional;
    private String words = "";
    private final List<Change> changes = new ArrayList<>();

    Readable(Block block, Reader reader) {
        this.block = block;
        this.reader = reader;
        this.line = block.reading.line();
        this.number = reader instanceof Reader.Status || reader instanceof Reader.Time;
    }

    abstract S self();

    /** One of several matches, drawn for each walk. */
    public S random() {
        return pick(Pick.RANDOM, ".random()");
    }

    /** All matches, as a JSON array. */
    public S all() {
        return pick(Pick.ALL, ".all()");
    }

    /** How many matches there are. */
    public S count() {
        number = true;
        return pick(Pick.COUNT, ".count()");
    }

    /** An attribute of the elements instead of their text. */
    public S attr(String name) {
        if (reader instanceof Reader.Css css && css.attribute().isEmpty()) {
            reader = new Reader.Css(css.selector(), Optional.of(name));
        } else {
            block.reading.error("attr", ".attr stands behind css('…'): only elements of a page have attributes");
        }
        return self();
    }

    /** With HTML entities as the characters they stand for. */
    public S unescapeHtml() {
        return change(new Change.UnescapeHtml(), ".unescapeHtml()");
    }

    /** A whole number. */
    public S asInt() {
        number = true;
        return change(new Change.ToNumber(true), ".asInt()");
    }

    /** A number. */
    public S asNumber() {
        number = true;
        return change(new Change.ToNumber(false), ".asNumber()");
    }

    /** What a closure makes of it. */
    public S map(
            @DelegatesTo(value = WalkWords.class, strategy = DELEGATE_ONLY)
                    @ClosureParams(value = SimpleType.class, options = "java.lang.Object")
                    Closure<?> closure) {
        number = false;
        mapped = true;
        return change(new Change.Mapped(block.code(ScriptCode.Use.MAP, closure)), ".map { … }");
    }

    private S change(Change change, String word) {
        if (pick == Pick.ALL || pick == Pick.COUNT) {
            block.reading.error(
                    word,
                    word + " changes one value, and " + (pick == Pick.ALL ? ".all()" : ".count()") + " gives "
                            + (pick == Pick.ALL ? "a list" : "a number"));
        }
        changes.add(change);
        words += word;
        return self();
    }

    /** The value if nothing matches; another reader is read then. */
    public S orElse(Object value) {
        if (value instanceof Readable<?> reader) {
            reader.used = true;
            if (reader.optional) {
                block.reading.error(".optional()", ".optional() stands behind the orElse(…), not in it");
            }
            other = Optional.of(reader.extraction());
            words += ".orElse(" + reader.text() + ")";
            return self();
        }
        orElse = Optional.of(block.templates.text(value, Template.Encoding.RAW));
        words += ".orElse(…)";
        return self();
    }

    /** No match is allowed and leaves the variable unset. */
    public S optional() {
        optional = true;
        words += ".optional()";
        return self();
    }

    private S pick(Pick wanted, String word) {
        if (!changes.isEmpty()) {
            block.reading.error(word, word + " chooses among the matches: it stands before what changes one of them");
        }
        if (pick != Pick.FIRST) {
            block.reading.error(word, word + " after another choice of matches; only one of .random() .all() .count()");
        }
        pick = wanted;
        words += word;
        return self();
    }

    /** Whether the value may be one that the script wrote. */
    boolean hasOrElse() {
        return orElse.isPresent() || other.isPresent();
    }

    boolean isOptional() {
        return optional;
    }

    boolean isText() {
        return !number
                && !mapped
                && (reader instanceof Reader.Header
                        || reader instanceof Reader.Cookie
                        || reader instanceof Reader.Body
                        || reader instanceof Reader.Css
                        || reader instanceof Reader.Link
                        || reader instanceof Reader.Regex);
    }

    String text() {
        return reader.text() + words;
    }

    Extraction extraction() {
        return new Extraction(reader, pick, orElse, other, optional, changes, text());
    }
}
