package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Change;
import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.runtime.page.HtmlPage;
import io.rehearse.runtime.page.LinkHeader;
import io.rehearse.runtime.page.NotOnPage;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import org.jsoup.nodes.Element;

/** Finds the value an extraction means in one response. One per lane; every result is good until the next call. */
final class Extractor {
    private static final String TOO_LARGE = "the body is too large and deep: ";

    private final long seed;
    private final BodyText body = new BodyText();
    private final JsonScanner scanner = new JsonScanner();
    private final JsonTree tree = new JsonTree();
    private final Decimal decimal = new Decimal();
    private final Spans groups = new Spans();
    private final ArrayWriter array = new ArrayWriter();
    private final Closures closures = new Closures(this);
    private final Value given = new Value();
    private final Value made = new Value();
    private HtmlPage page;
    private boolean parsed;
    private Response response;
    private long arrival;
    private String problem;

    Extractor(long seed) {
        this.seed = seed;
    }

    /** Goes on to another response. */
    void of(Response response, long arrival) {
        this.response = response;
        this.arrival = arrival;
        body.of(response);
        page = null;
    }

    /** Why nothing was found, where there is more to say: {@code the body is not JSON: …}; null otherwise. */
    String problem() {
        return problem;
    }

    static boolean readsBody(Reader reader) {
        return reader instanceof Reader.Body
                || reader instanceof Reader.Json
                || reader instanceof Reader.Regex
                || reader instanceof Reader.Css
                || reader instanceof Reader.Link
                || reader instanceof Reader.Judgement;
    }

    /**
     * Finds the value, without what {@code orElse} says.
     *
     * @param purpose keeps the random picks of one walk apart
     * @throws ScriptFault if a regular expression takes too long
     */
    boolean find(Extraction wanted, long purpose, Found into) {
        problem = null;
        Reader reader = wanted.reader();
        if (reader instanceof Reader.Json json) {
            json(json, wanted.pick(), purpose, into);
        } else if (reader instanceof Reader.Regex regex) {
            regex(regex, wanted.pick(), purpose, into);
        } else if (reader instanceof Reader.Css css) {
            css(css, wanted.pick(), purpose, into);
        } else {
            single(reader, into);
            if (wanted.pick() == Pick.COUNT) {
                into.number(into.isThere() ? 1 : 0);
            } else if (wanted.pick() == Pick.ALL && into.isThere()) {
                array.open();
                add(into);
                closeArray(into);
            }
        }
        for (int i = 0; i < wanted.changes().size() && into.isThere(); i++) {
            change(wanted.changes().get(i), into);
        }
        return into.isThere();
    }

    /** Whether the body was read as UTF-8 and is none. */
    boolean sawInvalidText() {
        return body.isInvalid();
    }

    /** The closures of the lane; they read with this extractor. */
    Closures closures() {
        return closures;
    }

    /** Whether a closure ran or a page was parsed since the last time this was asked. */
    boolean workedForScript() {
        boolean worked = closures.haveRun() | parsed;
        parsed = false;
        return worked;
    }

    private void change(Change change, Found into) {
        if (change instanceof Change.UnescapeHtml) {
            made.set(into.kind(), HtmlPage.unescape(into.text(into.length())));
            show(into);
        } else if (change instanceof Change.ToNumber number) {
            toNumber(number.whole(), into);
        } else if (change instanceof Change.Mapped mapped) {
            into.copyTo(given, false);
            closures.run(mapped.code(), given, made);
            show(into);
        } else {
            throw new IllegalStateException("no way to apply " + change);
        }
    }

    private void show(Found into) {
        boolean secret = into.isSecret();
        into.view(made);
        if (secret) {
            into.markSecret();
        }
    }

    private void toNumber(boolean whole, Found into) {
        String text = into.text(Decimal.LENGTH_MAX + 1).strip();
        if (!decimal.read(into)) {
            problem = "what is there is not a number";
            into.nothing();
            return;
        }
        BigDecimal number = new BigDecimal(text);
        if (whole && number.stripTrailingZeros().scale() > 0) {
            problem = "what is there is not a whole number";
            into.nothing();
            return;
        }
        made.set(Kind.NUMBER, whole ? number.toBigInteger().toString() : number.toPlainString());
        show(into);
    }

    private HtmlPage page() {
        if (page == null) {
            parsed = true;
            String type = response.header("Content-Type", given) ? given.text() : "";
            page = HtmlPage.parse(response.body(), response.bodyLength(), type);
        }
        return page;
    }

    private void css(Reader.Css css, Pick pick, long purpose, Found into) {
        into.nothing();
        String attribute = css.attribute().orElse("");
        List<Element> matches = page().select(css.selector());
        if (!attribute.isEmpty()) {
            matches = matches.stream()
                    .filter(element -> element.hasAttr(attribute))
                    .toList();
        }
        if (pick == Pick.COUNT) {
            into.number(matches.size());
        } else if (matches.isEmpty()) {
            return;
        } else if (pick == Pick.ALL) {
            array.open();
            for (Element element : matches) {
                into.room().set(Kind.TEXT, HtmlPage.value(element, attribute));
                into.view(into.room());
                add(into);
            }
            closeArray(into);
        } else {
            Element element = matches.get(picked(pick, matches.size(), purpose));
            into.room().set(Kind.TEXT, HtmlPage.value(element, attribute));
            into.view(into.room());
        }
    }

    private void link(String relation, Found into) {
        String reference = response.header("Link", given) ? LinkHeader.find(given.text(), relation) : null;
        if (reference == null) {
            try {
                reference = page().linkOfRelation(relation);
            } catch (NotOnPage missing) {
                return;
            }
        }
        into.room().set(Kind.TEXT, reference);
        into.view(into.room());
    }

    private void single(Reader reader, Found into) {
        into.nothing();
        if (reader instanceof Reader.Status) {
            into.number(response.status());
        } else if (reader instanceof Reader.Time) {
            into.decimal(response.serviceNanos(), 6);
        } else if (reader instanceof Reader.Body) {
            into.view(Kind.TEXT, body.bytes(), body.start(), body.length());
        } else if (reader instanceof Reader.Header header) {
            if (response.header(header.name(), into.room())) {
                into.view(into.room());
            }
        } else if (reader instanceof Reader.Cookie cookie) {
            if (response.cookie(cookie.name(), into.room())) {
                into.view(into.room());
            }
        } else if (reader instanceof Reader.Link link) {
            link(link.relation(), into);
        } else if (reader instanceof Reader.Judgement judgement) {
            closures.run(judgement.code(), null, made);
            into.view(made);
        } else {
            throw new IllegalStateException("no way to read " + reader.text());
        }
    }

    private void json(Reader.Json json, Pick pick, long purpose, Found into) {
        byte[] bytes = body.bytes();
        into.nothing();
        boolean streamed = json.path().isStreamed();
        boolean read = streamed
                ? scanner.scan(json.path(), bytes, body.start(), body.length(), pick == Pick.FIRST)
                : scanner.read(tree, bytes, body.start(), body.length());
        if (!read) {
            problem = body.length() == 0
                    ? "the body is empty"
                    : (scanner.gaveUp() ? TOO_LARGE : "the body is not JSON: ") + scanner.problem();
            return;
        }
        Spans matches;
        try {
            matches = streamed ? scanner.matches() : tree.find(json.path());
        } catch (JsonTree.TooMuch stop) {
            problem = TOO_LARGE + "this path would look at more than " + JsonTree.LOOKS_MAX + " values";
            return;
        }
        if (pick == Pick.COUNT) {
            into.number(matches.size());
        } else if (matches.size() == 0) {
            return;
        } else if (pick == Pick.ALL) {
            array.open();
            for (int i = 0; i < matches.size(); i++) {
                array.json(bytes, matches.start(i), matches.end(i) - matches.start(i));
            }
            closeArray(into);
        } else {
            int i = picked(pick, matches.size(), purpose);
            jsonValue(bytes, matches.start(i), matches.end(i), into);
        }
    }

    private static void jsonValue(byte[] json, int start, int end, Found into) {
        switch (json[start]) {
            case '"' -> {
                Value room = into.room();
                int length = JsonText.decode(json, start + 1, end - 1, room.room(end - start - 2));
                room.own(Kind.TEXT, length);
                into.view(room);
            }
            case '{', '[' -> into.view(Kind.JSON, json, start, end - start);
            case 't', 'f' -> into.view(Kind.BOOLEAN, json, start, end - start);
            default -> into.view(Kind.NUMBER, json, start, end - start);
        }
    }

    private void regex(Reader.Regex regex, Pick pick, long purpose, Found into) {
        boolean ascii = body.isAscii();
        BoundedText text =
                ascii ? new BoundedText(body.bytes(), body.start(), body.length()) : new BoundedText(body.chars());
        Matcher matcher = text.matcher(regex.pattern());
        int group = matcher.groupCount() > 0 ? 1 : 0;
        groups.clear();
        while (BoundedText.matches(matcher, text, false)) {
            if (matcher.start(group) >= 0) {
                groups.add(matcher.start(group), matcher.end(group));
                if (pick == Pick.FIRST) {
                    break;
                }
            }
        }
        into.nothing();
        if (pick == Pick.COUNT) {
            into.number(groups.size());
        } else if (groups.size() == 0) {
            return;
        } else if (pick == Pick.ALL) {
            array.open();
            for (int i = 0; i < groups.size(); i++) {
                group(i, text, ascii, into);
                add(into);
            }
            closeArray(into);
        } else {
            group(picked(pick, groups.size(), purpose), text, ascii, into);
        }
    }

    private void group(int i, BoundedText text, boolean ascii, Found into) {
        int start = groups.start(i);
        int end = groups.end(i);
        if (ascii) {
            into.view(Kind.TEXT, body.bytes(), body.start() + start, end - start);
        } else {
            into.room().set(Kind.TEXT, text.subSequence(start, end).toString());
            into.view(into.room());
        }
    }

    private int picked(Pick pick, int size, long purpose) {
        return pick == Pick.RANDOM ? Draws.below(size, seed, arrival, purpose) : 0;
    }

    private void add(Found value) {
        if (value.kind() == Kind.TEXT) {
            array.text(value.bytes(), value.start(), value.length());
        } else {
            array.json(value.bytes(), value.start(), value.length());
        }
    }

    private void closeArray(Found into) {
        array.close();
        into.view(Kind.JSON, array.bytes(), 0, array.length());
    }
}
