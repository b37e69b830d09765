package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Template;
import java.util.Optional;

/** A place in the answer that is read, and which of its values is meant. */
public abstract class Readable<S extends Readable<S>> {
    final Block block;
    final Reader reader;
    final int line;
    boolean used;
    boolean number;
    private Pick pick = Pick.FIRST;
    private Optional<Template> orElse = Optional.empty();
    private boolean optional;
    private String words = "";

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

    /** The value if nothing matches. */
    public S orElse(Object value) {
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
        if (pick != Pick.FIRST) {
            block.reading.error(word, word + " after another choice of matches; only one of .random() .all() .count()");
        }
        pick = wanted;
        words += word;
        return self();
    }

    boolean isOptional() {
        return optional;
    }

    boolean isText() {
        return !number
                && (reader instanceof Reader.Header
                        || reader instanceof Reader.Cookie
                        || reader instanceof Reader.Body
                        || reader instanceof Reader.Regex);
    }

    String text() {
        return reader.text() + words;
    }

    Extraction extraction() {
        return new Extraction(reader, pick, orElse, optional, text());
    }
}
