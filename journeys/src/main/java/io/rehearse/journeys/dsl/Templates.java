package io.rehearse.journeys.dsl;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import groovy.lang.Closure;
import groovy.lang.GString;
import io.rehearse.journeys.plan.Headers;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Boundary;
import io.rehearse.journeys.plan.Template.Encoding;
import io.rehearse.journeys.plan.Template.Part;
import io.rehearse.journeys.plan.Template.Payload;
import io.rehearse.journeys.plan.Template.Slot;
import io.rehearse.journeys.plan.Template.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts what the script wrote into constant bytes and slots. Constants are encoded here, for the place they stand in;
 * slots say how their values will be.
 */
final class Templates {
    private final Scope scope;

    /** A piece of what was written: text of the script's own, a value put into it, or a reference. */
    private record Piece(String text, boolean inserted, Ref ref) {}

    Templates(Scope scope) {
        this.scope = scope;
    }

    Scope scope() {
        return scope;
    }

    /** Text in one encoding throughout. */
    Template text(Object value, Encoding encoding) {
        List<Part> parts = new ArrayList<>();
        add(parts, value, encoding);
        return new Template(parts);
    }

    private void add(List<Part> parts, Object value, Encoding encoding) {
        for (Piece piece : pieces(value)) {
            parts.add(
                    piece.ref != null
                            ? new Slot(scope.use(piece.ref), encoding)
                            : Text.of(encoded(piece.text, encoding)));
        }
    }

    /**
     * A path with its query. Text of the script's own stays as it is but for characters no URL may have; values put
     * into it are encoded whole. A URL that starts with a reference goes as it stands.
     */
    Template url(Object value, Map<String, ?> query) {
        List<Part> parts = new ArrayList<>();
        boolean inQuery = false;
        for (Piece piece : pieces(value)) {
            Encoding encoding = inQuery ? Encoding.QUERY : Encoding.PATH;
            if (piece.ref != null) {
                parts.add(new Slot(scope.use(piece.ref), parts.isEmpty() ? Encoding.URL : encoding));
            } else if (piece.inserted && !parts.isEmpty()) {
                parts.add(Text.of(encoded(piece.text, encoding)));
            } else {
                if (piece.text.indexOf('#') >= 0) {
                    throw new Fault("a URL that is sent has no '#…' part: it stays in the browser; leave it out", "#");
                }
                parts.add(Text.of(legal(piece.text)));
                inQuery |= piece.text.indexOf('?') >= 0;
            }
        }
        String separator = inQuery ? "&" : "?";
        for (Map.Entry<String, ?> entry : query.entrySet()) {
            for (Object one : repeated(entry.getValue())) {
                parts.add(Text.of(separator + encoded(entry.getKey(), Encoding.QUERY) + "="));
                add(parts, one, Encoding.QUERY);
                separator = "&";
            }
        }
        return new Template(parts);
    }

    /** Fields as a browser sends them: a list repeats the field, null leaves it out. */
    Template form(Map<String, ?> fields) {
        List<Part> parts = new ArrayList<>();
        String separator = "";
        for (Map.Entry<String, ?> entry : fields.entrySet()) {
            for (Object one : repeated(entry.getValue())) {
                parts.add(Text.of(separator + encoded(entry.getKey(), Encoding.FORM) + "="));
                add(parts, one, Encoding.FORM);
                separator = "&";
            }
        }
        return new Template(parts);
    }

    /**
     * A form with files, or with bytes in their place (RFC 7578). The script's text stays as it is; in names the
     * characters that would end them are encoded (HTML standard, "multipart form data").
     */
    Template multipart(Map<String, ?> fields) {
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, ?> entry : fields.entrySet()) {
            for (Object one : repeated(entry.getValue())) {
                parts.add(Text.of("--"));
                parts.add(new Boundary());
                String head = "\r\nContent-Disposition: form-data; name=\"" + quoted(entry.getKey()) + "\"";
                if (one instanceof Payload payload) {
                    parts.add(Text.of(head + "; filename=\"" + quoted(payload.name()) + "\"\r\nContent-Type: "
                            + payload.type() + "\r\n\r\n"));
                    parts.add(payload);
                } else {
                    parts.add(Text.of(head + "\r\n\r\n"));
                    add(parts, one, Encoding.RAW);
                }
                parts.add(Text.of("\r\n"));
            }
        }
        parts.add(Text.of("--"));
        parts.add(new Boundary());
        parts.add(Text.of("--\r\n"));
        return new Template(parts);
    }

    static boolean hasPayload(Map<String, ?> fields) {
        return fields.values().stream()
                .anyMatch(value -> repeated(value).stream().anyMatch(Payload.class::isInstance));
    }

    private static String quoted(String name) {
        return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
    }

    /** The value of a field of a page's form. */
    Template field(Object value) {
        return value instanceof Payload payload ? new Template(List.of(payload)) : text(value, Encoding.RAW);
    }

    /** A JSON document: maps, lists, text, numbers, booleans, null, references. */
    Template json(Object document) {
        List<Part> parts = new ArrayList<>();
        addJson(parts, document);
        return new Template(parts);
    }

    private void addJson(List<Part> parts, Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String key = encoded(String.valueOf(entry.getKey()), Encoding.JSON_STRING);
                parts.add(Text.of(separator + "\"" + key + "\":"));
                addJson(parts, entry.getValue());
                separator = ",";
            }
            parts.add(Text.of(map.isEmpty() ? "{}" : "}"));
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object one : list) {
                parts.add(Text.of(separator));
                addJson(parts, one);
                separator = ",";
            }
            parts.add(Text.of(list.isEmpty() ? "[]" : "]"));
        } else if (value instanceof Ref ref) {
            parts.add(new Slot(scope.use(ref), Encoding.JSON_VALUE));
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            parts.add(Text.of(String.valueOf(value)));
        } else if (value instanceof Param param) {
            addJson(parts, plain(param.value()));
        } else {
            parts.add(Text.of("\""));
            add(parts, value, Encoding.JSON_STRING);
            parts.add(Text.of("\""));
        }
    }

    private static Object plain(Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    /** The values of a field: none for null, each of a list. */
    static List<?> repeated(Object value) {
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    /** The references in a value. */
    static List<Ref> refs(Object value) {
        return pieces(value).stream()
                .filter(piece -> piece.ref != null)
                .map(Piece::ref)
                .toList();
    }

    /** The constant text around the variables, each of which is shown as {@code $}. */
    static String constants(Object value) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces(value)) {
            text.append(piece.ref == null ? piece.text : "$");
        }
        return text.toString();
    }

    /** The text of a value without references; empty with some. */
    static String constant(Object value) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces(value)) {
            if (piece.ref != null) {
                return "";
            }
            text.append(piece.text);
        }
        return text.toString();
    }

    private static List<Piece> pieces(Object value) {
        List<Piece> pieces = new ArrayList<>();
        collect(value, false, pieces);
        return pieces;
    }

    private static void collect(Object value, boolean inserted, List<Piece> pieces) {
        if (value instanceof GString text) {
            String[] strings = text.getStrings();
            Object[] values = text.getValues();
            for (int i = 0; i < strings.length; i++) {
                if (!strings[i].isEmpty()) {
                    pieces.add(new Piece(strings[i], false, null));
                }
                if (i < values.length) {
                    collect(values[i], true, pieces);
                }
            }
        } else if (value instanceof Ref ref) {
            pieces.add(new Piece(null, true, ref));
        } else if (value instanceof Secret secret) {
            pieces.add(new Piece(secret.value(), true, null));
        } else if (value instanceof Closure<?> lazy) {
            collect(lazy.call(), inserted, pieces);
        } else if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Param
                || value instanceof Time
                || value instanceof Size
                || value instanceof Rate) {
            pieces.add(new Piece(value.toString(), inserted, null));
        } else if (value instanceof Payload payload) {
            String word = payload.file().isPresent() ? "file" : "bytes";
            throw new Fault(
                    word + "(…) is the value of a field: form photo: " + word + "(…), or a field of submit", word);
        } else if (value instanceof SavedValue || value instanceof ExpectedValue) {
            throw new Fault("a reader reads an answer and cannot be sent: save it first, then send vars.name");
        } else {
            String found = value == null ? "null" : "a " + value.getClass().getSimpleName();
            throw new Fault(found + " cannot be sent as text: write text, a number, true, false or vars.name");
        }
    }

    private static String encoded(String text, Encoding encoding) {
        return switch (encoding) {
            case RAW, URL, JSON_VALUE -> text;
            case PATH, QUERY -> percentEncoded(text);
            case FORM -> URLEncoder.encode(text, StandardCharsets.UTF_8);
            case JSON_STRING -> new String(JsonStringEncoder.getInstance().quoteAsString(text));
            case HEADER -> header(text);
        };
    }

    private static String header(String text) {
        String problem = Headers.problemOfValue(text);
        if (!problem.isEmpty()) {
            throw new Fault(problem);
        }
        return text;
    }

    /** RFC 3986: unreserved characters stay. */
    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean unreserved = b >= '0' && b <= '9'
                    || b >= 'A' && b <= 'Z'
                    || b >= 'a' && b <= 'z'
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            encoded.append(unreserved ? String.valueOf((char) b) : String.format(Locale.ROOT, "%%%02X", b & 0xFF));
        }
        return encoded.toString();
    }

    /** Only what must not stand in a URL at all is encoded: spaces, control characters, non-ASCII, {@code "<>\^`{|}}. */
    private static String legal(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c <= 0x20 || c >= 0x7F || "\"<>\\^`{|}".indexOf(c) >= 0) {
                encoded.append(percentEncoded(Character.toString(c)));
            } else {
                encoded.appendCodePoint(c);
            }
        });
        return encoded.toString();
    }
}
