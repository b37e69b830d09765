package io.rehearse.journeys.dsl;

import groovy.lang.Closure;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jsoup.select.QueryParser;

/** What the parts of one step share while it is read. */
final class Block {
    private static final Pattern REGULAR_EXPRESSION = Pattern.compile(":matches|~=(?!\\s*(['\"]?)[\\w-]+\\1\\s*])");

    final Reading reading;
    final Templates templates;
    final List<Readable<?>> readers = new ArrayList<>();
    private final List<Reader> wrong = new ArrayList<>();

    Block(Reading reading, Templates templates) {
        this.reading = reading;
        this.templates = templates;
    }

    /** A closure that runs while load is driven; the variables it names are used and set here. */
    Code code(ScriptCode.Use use, Closure<?> closure) {
        return ScriptCode.of(reading, templates.scope(), use, closure);
    }

    Reader json(String path) {
        try {
            return new Reader.Json(JsonPath.parse(path));
        } catch (IllegalArgumentException notUnderstood) {
            reading.error(Reading.quoted(path), notUnderstood.getMessage());
            return wrong(new Reader.Json(new JsonPath(path, List.of())));
        }
    }

    Reader regex(String pattern) {
        try {
            return new Reader.Regex(Pattern.compile(pattern));
        } catch (PatternSyntaxException wrong) {
            reading.error("regex", "not a regular expression: " + wrong.getDescription() + " in '" + pattern + "'");
            return wrong(new Reader.Regex(Pattern.compile("")));
        }
    }

    /** The selector; told if it is none. */
    String css(String selector) {
        if (REGULAR_EXPRESSION.matcher(selector).find()) {
            reading.error(
                    Reading.quoted(selector),
                    "a regular expression in a selector is not bounded in time; use regex('…'), or ~= with one word");
        }
        try {
            QueryParser.parse(selector);
        } catch (IllegalArgumentException | IllegalStateException wrong) {
            reading.error(
                    Reading.quoted(selector),
                    "not a CSS selector: "
                            + String.valueOf(wrong.getMessage())
                                    .replaceAll("\\s+", " ")
                                    .strip());
        }
        return selector;
    }

    /** What is wrong already is not told to be unused as well. */
    private Reader wrong(Reader reader) {
        wrong.add(reader);
        return reader;
    }

    /** A reader that nothing uses is a mistake: a verb or {@code save} was forgotten. */
    void tellUnused(String advice) {
        for (Readable<?> reader : readers) {
            if (!reader.used && !wrong.contains(reader.reader)) {
                String word = reader.reader.text().replaceAll("\\(.*", "");
                reading.error(reader.line, word, reader.text() + " reads and nothing is done with it: " + advice);
            }
        }
        readers.clear();
    }
}
