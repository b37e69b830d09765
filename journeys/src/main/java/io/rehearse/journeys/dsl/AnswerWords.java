package io.rehearse.journeys.dsl;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.plan.Code;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The answer as a {@code check} closure sees it: what readers find, null for what is not there. One per lane. */
public final class AnswerWords {
    private final Map<String, JsonPath> paths = new HashMap<>();
    private Code.Context context;

    void turnTo(Code.Context context) {
        this.context = context;
    }

    public int getStatus() {
        return (Integer) read(new Reader.Status());
    }

    public String header(String name) {
        return (String) read(new Reader.Header(name));
    }

    public String cookie(String name) {
        return (String) read(new Reader.Cookie(name));
    }

    public String getBody() {
        return (String) read(new Reader.Body());
    }

    /** The first value a path selects: text, a number, true, false, a list or a map. */
    public Object json(String path) {
        return read(new Reader.Json(paths.computeIfAbsent(path, JsonPath::parse)));
    }

    /** The text of the first element a selector matches. */
    public String css(String selector) {
        return (String) read(new Reader.Css(selector, Optional.empty()));
    }

    private Object read(Reader reader) {
        Value value = context.read(reader);
        return value == null ? null : Values.object(value);
    }
}
