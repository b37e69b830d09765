package io.rehearse.journeys.plan;

import io.rehearse.journeys.plan.JsonPath.Descendants;
import io.rehearse.journeys.plan.JsonPath.Filter;
import io.rehearse.journeys.plan.JsonPath.Index;
import io.rehearse.journeys.plan.JsonPath.Name;
import io.rehearse.journeys.plan.JsonPath.Selector;
import io.rehearse.journeys.plan.JsonPath.Several;
import io.rehearse.journeys.plan.JsonPath.Slice;
import io.rehearse.journeys.plan.JsonPath.Wildcard;
import io.rehearse.journeys.plan.JsonTest.Literal;
import io.rehearse.journeys.plan.JsonTest.Operand;
import io.rehearse.journeys.plan.JsonTest.Operator;
import io.rehearse.journeys.plan.JsonTest.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a JSONPath by the grammar of RFC 9535, one method for each of its rules, in the order of the RFC. */
final class JsonPathParser {
    private static final int NESTED_MAX = 50;
    private static final String INT = "(?:0|-?[1-9]\\d{0,8})";
    private static final Pattern SLICE =
            Pattern.compile("(" + INT + ")?\\s*:\\s*(" + INT + ")?\\s*(?::\\s*(" + INT + ")?)?");
    private static final Pattern INDEX = Pattern.compile(INT + "(?!\\d)");
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9]\\d{0,100})(?:\\.\\d{1,100})?(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

    private final String text;
    private int at;
    private int nested;

    JsonPathParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException with what was found and what is understood */
    JsonPath path() {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("a JSON path starts with '$': write '$." + text + "'");
        }
        at = 1;
        List<Selector> selectors = segments();
        if (at < text.length()) {
            throw notUnderstood(at);
        }
        return new JsonPath(text, selectors);
    }

    private List<Selector> segments() {
        List<Selector> selectors = new ArrayList<>();
        while (true) {
            int before = at;
            space();
            int from = at;
            if (skip("..")) {
                selectors.add(new Descendants());
                selectors.add(skip("[") ? bracketed(from) : wildcardOrName(from));
            } else if (skip(".")) {
                selectors.add(wildcardOrName(from));
            } else if (skip("[")) {
                selectors.add(bracketed(from));
            } else {
                at = before;
                return selectors;
            }
        }
    }

    private Selector wildcardOrName(int from) {
        if (skip("*")) {
            return new Wildcard();
        }
        int start = at;
        while (at < text.length() && isNameChar(text.charAt(at), at > start)) {
            at++;
        }
        if (at == start) {
            throw notUnderstood(from);
        }
        return new Name(text.substring(start, at));
    }

    private static boolean isNameChar(char c, boolean digits) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80 || digits && c >= '0' && c <= '9';
    }

    /** One selector, or several; the opening bracket is read. */
    private Selector bracketed(int from) {
        if (++nested > NESTED_MAX) {
            throw wrong(from, "is nested deeper than " + NESTED_MAX);
        }
        List<Selector> selectors = new ArrayList<>();
        do {
            space();
            selectors.add(selector(from));
            space();
        } while (skip(","));
        if (!skip("]")) {
            throw notUnderstood(from);
        }
        nested--;
        return selectors.size() == 1 ? selectors.get(0) : new Several(selectors);
    }

    private Selector selector(int from) {
        if (peek() == '\'' || peek() == '"') {
            return new Name(string(from));
        } else if (skip("*")) {
            return new Wildcard();
        } else if (skip("?")) {
            space();
            return new Filter(or());
        }
        Matcher slice = SLICE.matcher(text).region(at, text.length());
        if (slice.lookingAt()) {
            at = slice.end();
            return new Slice(
                    place(slice.group(1)),
                    place(slice.group(2)),
                    place(slice.group(3)).orElse(1));
        }
        return new Index(Integer.parseInt(token(INDEX, from)));
    }

    private static OptionalInt place(String digits) {
        return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }

    private String string(int from) {
        char quote = text.charAt(at++);
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw notUnderstood(from);
            }
            string.append(c == '\\' ? escaped(quote, from) : c);
        }
        if (!skip(String.valueOf(quote))) {
            throw notUnderstood(from);
        }
        return string.toString();
    }

    private char escaped(char quote, int from) {
        char c = at < text.length() ? text.charAt(at++) : 0;
        switch (c) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case '/', '\\':
                return c;
            case 'u':
                if (text.substring(at).matches("(?s)[0-9a-fA-F]{4}.*")) {
                    at += 4;
                    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
                throw notUnderstood(from);
            default:
                if (c == quote) {
                    return c;
                }
                throw notUnderstood(from);
        }
    }

    // ---- filters

    private JsonTest or() {
        List<JsonTest> any = new ArrayList<>();
        do {
            any.add(and());
            space();
        } while (skip("||"));
        return any.size() == 1 ? any.get(0) : new JsonTest.Or(any);
    }

    private JsonTest and() {
        List<JsonTest> all = new ArrayList<>();
        do {
            space();
            all.add(basic());
            space();
        } while (skip("&&"));
        return all.size() == 1 ? all.get(0) : new JsonTest.And(all);
    }

    private JsonTest basic() {
        int from = at;
        if (++nested > NESTED_MAX) {
            throw wrong(from, "is nested deeper than " + NESTED_MAX);
        }
        boolean not = skip("!");
        space();
        JsonTest test;
        if (skip("(")) {
            test = or();
            space();
            if (!skip(")")) {
                throw notUnderstood(from);
            }
        } else {
            test = testOrComparison(not);
        }
        nested--;
        return not ? new JsonTest.Not(test) : test;
    }

    private JsonTest testOrComparison(boolean not) {
        int from = at;
        if (peek() == '@' || peek() == '$') {
            Query query = query();
            int to = at;
            Operator operator = not ? null : operator();
            return operator == null
                    ? new JsonTest.Exists(query)
                    : new JsonTest.Compare(single(query, from, to), operator, operand());
        }
        if (text.startsWith("match(", at) || text.startsWith("search(", at)) {
            return matches();
        }
        Operand left = operand();
        Operator operator = operator();
        if (not || operator == null) {
            throw wrong(
                    from,
                    "is true or false only when it is compared: "
                            + text.substring(from, at).strip() + " == …");
        }
        return new JsonTest.Compare(left, operator, operand());
    }

    private Operator operator() {
        int before = at;
        space();
        for (Operator operator : Operator.values()) {
            if (skip(operator.text())) {
                return operator;
            }
        }
        at = before;
        return null;
    }

    private Query query() {
        boolean fromRoot = text.charAt(at++) == '$';
        return new Query(fromRoot, segments());
    }

    private Operand single(Query query, int from, int to) {
        if (!query.isSingular()) {
            String shown = text.substring(from, to);
            throw wrong(
                    from,
                    "may be several values, which cannot be compared; use count(" + shown + ") or value(" + shown
                            + ")");
        }
        return new JsonTest.At(query);
    }

    private Operand operand() {
        space();
        int from = at;
        char c = peek();
        if (c == '@' || c == '$') {
            Query query = query();
            return single(query, from, at);
        } else if (c == '\'' || c == '"') {
            return new Literal(json(quoted(string(from))));
        } else if (c == '-' || c >= '0' && c <= '9') {
            return new Literal(json(token(NUMBER, from)));
        }
        String word = token(WORD, from);
        if (skip("(")) {
            return function(word, from);
        } else if (word.equals("true") || word.equals("false") || word.equals("null")) {
            return new Literal(json(word));
        }
        throw notUnderstood(from);
    }

    /** As a JSON string. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Operand function(String name, int from) {
        space();
        Operand result;
        switch (name) {
            case "length" -> result = new JsonTest.Length(operand());
            case "count" -> result = new JsonTest.Count(queryOf(name, from));
            case "value" -> result = new JsonTest.ValueOf(queryOf(name, from));
            case "match", "search" -> throw wrong(from, "is true or false and cannot be compared");
            default -> throw wrong(from, "is no function: there are length, count, match, search, value");
        }
        space();
        if (!skip(")")) {
            throw notUnderstood(from);
        }
        return result;
    }

    private Query queryOf(String function, int from) {
        if (peek() != '@' && peek() != '$') {
            throw wrong(from, "needs a path: " + function + "(@.…)");
        }
        return query();
    }

    private JsonTest matches() {
        int from = at;
        boolean whole = skip("match(");
        if (!whole) {
            skip("search(");
        }
        Operand subject = operand();
        space();
        boolean comma = skip(",");
        space();
        if (!comma || peek() != '\'' && peek() != '"') {
            throw wrong(from, "needs a regular expression in quotes as its second value");
        }
        String expression = string(from);
        space();
        if (!skip(")")) {
            throw notUnderstood(from);
        }
        return new JsonTest.Matches(subject, pattern(expression, from), whole);
    }

    /** RFC 9485: a dot is any character but \n and \r, and nothing else is a line's end. */
    private Pattern pattern(String expression, int from) {
        StringBuilder java = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\' && i + 1 < expression.length()) {
                java.append(c).append(expression.charAt(++i));
            } else {
                inClass = c == '[' || inClass && c != ']';
                java.append(c == '.' && !inClass ? "[^\n\r]" : String.valueOf(c));
            }
        }
        try {
            return Pattern.compile(java.toString());
        } catch (PatternSyntaxException wrong) {
            throw wrong(from, "has no regular expression: " + wrong.getDescription());
        }
    }

    // ---- characters

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(String wanted) {
        boolean there = text.startsWith(wanted, at);
        at += there ? wanted.length() : 0;
        return there;
    }

    private String token(Pattern wanted, int from) {
        Matcher token = wanted.matcher(text).region(at, text.length());
        if (!token.lookingAt()) {
            throw notUnderstood(from);
        }
        at = token.end();
        return token.group();
    }

    private IllegalArgumentException wrong(int from, String what) {
        return new IllegalArgumentException("JSON path '" + text + "': '" + text.substring(from) + "' " + what);
    }

    private IllegalArgumentException notUnderstood(int from) {
        return new IllegalArgumentException("JSON path '" + text + "' is not understood from '" + text.substring(from)
                + "' on; use .name, ['a name'], [0], [-1], [*], [1:5], ['a','b'], ..name, [?@.a == 'x']");
    }
}
