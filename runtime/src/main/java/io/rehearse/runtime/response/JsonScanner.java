package io.rehearse.runtime.response;

import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.JsonPath.Descendants;
import io.rehearse.journeys.plan.JsonPath.Index;
import io.rehearse.journeys.plan.JsonPath.Name;
import io.rehearse.journeys.plan.JsonPath.Selector;
import io.rehearse.journeys.plan.JsonPath.Slice;
import io.rehearse.journeys.plan.JsonPath.Wildcard;
import java.util.List;
import java.util.PrimitiveIterator;

/**
 * Finds the values a JSONPath selects by reading the bytes once, without building a tree; only what {@code ..} and slices
 * stand for is read again. Follows the grammar of RFC 8259
 * strictly up to the place where enough was found; what stands behind is not looked at. Recursion goes only as deep as
 * the path; everything beside it is skipped in a loop, so no input overflows the stack.
 *
 * <p>Of several members with one name the first counts. {@code null} is a missing value and never a match.
 */
final class JsonScanner {
    /** Deepest nesting of arrays and objects that is read. */
    static final int DEPTH_MAX = 512;

    /** What {@code ..} may read again in one scan: every level of a document that is nested as pages are, not as attacks. */
    private static final long REREAD_BYTES_MAX = 64_000_000;

    private final Spans matches = new Spans();
    private final Broken broken = new Broken();
    private final byte[] four = new byte[4];
    /** For each open level of {@link #skip} whether it is an object. */
    private final boolean[] isObject = new boolean[DEPTH_MAX];

    private byte[] json;
    private int at;
    private int end;
    private List<Selector> path;
    private boolean firstOnly;
    private String problem;
    private long reread;
    private boolean gaveUp;

    /** Thrown to leave the scan at the first byte that is not JSON; one for all, without a stack trace. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken() {
            super(null, null, false, false);
        }
    }

    /**
     * @param start first byte of the document
     * @param length bytes of it
     * @param firstOnly stop at the first match; else the whole document is read
     * @return whether the document is JSON as far as it was read; if not, nothing is found and {@link #problem()} says
     *     why
     */
    boolean scan(JsonPath path, byte[] json, int start, int length, boolean firstOnly) {
        this.path = path.selectors();
        this.json = json;
        this.at = start;
        this.end = start + length;
        this.firstOnly = firstOnly;
        matches.clear();
        problem = null;
        reread = 0;
        gaveUp = false;
        try {
            space();
            if (!select(0, 0)) {
                space();
                if (at < end) {
                    throw broken("the end");
                }
            }
            return true;
        } catch (Broken stop) {
            matches.clear();
            return false;
        }
    }

    /** Reads a whole document into a tree; false as {@link #scan} says. */
    boolean read(JsonTree tree, byte[] json, int start, int length) {
        this.json = json;
        this.at = start;
        this.end = start + length;
        problem = null;
        gaveUp = false;
        tree.begin(json);
        try {
            space();
            value(tree, 0, 0, 0);
            space();
            if (at < end) {
                throw broken("the end");
            }
            return true;
        } catch (Broken stop) {
            return false;
        } catch (JsonTree.TooMuch stop) {
            problem = "it has more than " + JsonTree.VALUES_MAX + " values, and this path needs all of them at once";
            gaveUp = true;
            return false;
        }
    }

    /** Matches in the order of the document, quotes of strings included. */
    Spans matches() {
        return matches;
    }

    /** Whether the problem is the work, not the document. */
    boolean gaveUp() {
        return gaveUp;
    }

    /** Why the document is not JSON, with the place: {@code expected a value, found '<' at byte 0}. */
    String problem() {
        return problem;
    }

    /** Reads the value at {@link #at} along the path's selectors from {@code step} on; true when enough was found. */
    private boolean select(int step, int depth) {
        if (step == path.size()) {
            int from = at;
            byte first = peek("a value");
            skip(depth);
            if (first != 'n') {
                matches.add(from, at);
            }
            return firstOnly && first != 'n';
        }
        Selector selector = path.get(step);
        byte first = peek("a value");
        if (selector instanceof Name name) {
            if (first == '{') {
                return members(name.name(), step, depth);
            }
        } else if (selector instanceof Index index) {
            if (first == '[') {
                return elements(index.index() >= 0 ? index.index() : fromEnd(index.index(), depth), step, depth);
            }
        } else if (selector instanceof Wildcard) {
            if (first == '{') {
                return members(null, step, depth);
            } else if (first == '[') {
                return elements(ALL, step, depth);
            }
        } else if (selector instanceof Slice slice) {
            if (first == '[') {
                return slice(slice, step, depth);
            }
        } else if (selector instanceof Descendants) {
            return descendants(step, depth);
        } else {
            throw new IllegalStateException("no way to follow " + selector);
        }
        skip(depth);
        return false;
    }

    private static final int ALL = -1;
    private static final int NONE = -2;

    /** @param name of the wanted member; null for all */
    private boolean members(String name, int step, int depth) {
        open(depth);
        if (peek("a name or '}'") == '}') {
            at++;
            return false;
        }
        boolean taken = false;
        while (true) {
            int from = at + 1;
            name();
            boolean wanted = name == null || !taken && JsonText.is(name, json, from, nameEnd, four);
            taken |= wanted;
            if (!wanted) {
                skip(depth + 1);
            } else if (select(step + 1, depth + 1)) {
                return true;
            }
            if (closes('}')) {
                return false;
            }
        }
    }

    private boolean elements(int wanted, int step, int depth) {
        open(depth);
        if (peek("a value or ']'") == ']') {
            at++;
            return false;
        }
        for (int i = 0; ; i++) {
            if (wanted != ALL && wanted != i) {
                skip(depth + 1);
            } else if (select(step + 1, depth + 1)) {
                return true;
            }
            if (closes(']')) {
                return false;
            }
        }
    }

    private boolean slice(Slice slice, int step, int depth) {
        open(depth);
        if (peek("a value or ']'") == ']') {
            at++;
            return false;
        }
        Spans elements = new Spans();
        do {
            int from = at;
            skip(depth + 1);
            elements.add(from, at);
        } while (!closes(']'));
        int behind = at;
        PrimitiveIterator.OfInt wanted = slice.indexes(elements.size()).iterator();
        while (wanted.hasNext()) {
            at = elements.start(wanted.nextInt());
            if (select(step + 1, depth + 1)) {
                return true;
            }
        }
        at = behind;
        return false;
    }

    /** First the value itself, then what is in it; each level is read once more, and that is bounded. */
    private boolean descendants(int step, int depth) {
        int from = at;
        byte first = json[from];
        if (select(step + 1, depth)) {
            return true;
        }
        if (first != '{' && first != '[') {
            return false;
        }
        reread += at - from;
        if (reread > REREAD_BYTES_MAX) {
            problem = "'..' would read more than " + REREAD_BYTES_MAX / 1_000_000 + " MB to look at every level";
            gaveUp = true;
            throw broken;
        }
        char bracket = first == '{' ? '}' : ']';
        at = from;
        open(depth);
        if (peek(first == '{' ? "a name or '}'" : "a value or ']'") == bracket) {
            at++;
            return false;
        }
        do {
            if (first == '{') {
                name();
            }
            if (select(step, depth + 1)) {
                return true;
            }
        } while (!closes(bracket));
        return false;
    }

    /** The value at {@link #at} with all that is in it; its name is empty for what is no member. */
    private void value(JsonTree tree, int depth, int nameFrom, int nameTo) {
        byte first = peek("a value");
        int node = tree.add(at, nameFrom, nameTo);
        if (first != '{' && first != '[') {
            skip(depth);
            tree.close(node, at);
            return;
        }
        char bracket = first == '{' ? '}' : ']';
        open(depth);
        if (peek(first == '{' ? "a name or '}'" : "a value or ']'") == bracket) {
            at++;
        } else {
            do {
                int from = at + 1;
                if (first == '{') {
                    name();
                    value(tree, depth + 1, from, nameEnd);
                } else {
                    value(tree, depth + 1, 0, 0);
                }
            } while (!closes(bracket));
        }
        tree.close(node, at);
    }

    /** The place in the array at {@link #at} that a negative index means; {@link #NONE} before its first element. */
    private int fromEnd(int index, int depth) {
        int back = at;
        int size = 0;
        open(depth);
        if (peek("a value or ']'") != ']') {
            do {
                skip(depth + 1);
                size++;
            } while (!closes(']'));
        }
        at = back;
        return size + index >= 0 ? size + index : NONE;
    }

    /** Goes past an opening bracket. */
    private void open(int depth) {
        if (depth == DEPTH_MAX) {
            throw tooDeep();
        }
        at++;
        space();
    }

    /** After a value: past the comma to the next one, or past the closing bracket. */
    private boolean closes(char bracket) {
        space();
        byte next = peek(bracket == '}' ? "',' or '}'" : "',' or ']'");
        if (next != ',' && next != bracket) {
            throw broken(bracket == '}' ? "',' or '}'" : "',' or ']'");
        }
        at++;
        if (next == ',') {
            space();
        }
        return next == bracket;
    }

    /** Goes past the value at {@link #at}, however nested. */
    private void skip(int depth) {
        int open = depth;
        while (true) {
            byte first = peek("a value");
            if (first == '{' || first == '[') {
                open(open);
                isObject[open] = first == '{';
                if (peek("a value") != (first == '{' ? '}' : ']')) {
                    open++;
                    if (first == '{') {
                        name();
                    }
                    continue;
                }
                at++;
            } else if (first == '"') {
                string();
            } else {
                scalar(first);
            }
            while (open > depth && closes(isObject[open - 1] ? '}' : ']')) {
                open--;
            }
            if (open == depth) {
                return;
            }
            if (isObject[open - 1]) {
                name();
            }
        }
    }

    private int nameEnd;

    /** Goes past a member's name and the colon to its value; {@link #nameEnd} is then at the name's closing quote. */
    private void name() {
        if (peek("a name in quotes") != '"') {
            throw broken("a name in quotes");
        }
        string();
        nameEnd = at - 1;
        space();
        if (peek("':'") != ':') {
            throw broken("':'");
        }
        at++;
        space();
    }

    private void string() {
        at++;
        while (at < end) {
            byte next = json[at];
            if (next == '"') {
                at++;
                return;
            }
            if (next == '\\') {
                escape();
            } else if (next >= 0 && next < ' ') {
                throw broken("a string without control characters");
            } else {
                at++;
            }
        }
        throw broken("the end of a string");
    }

    private void escape() {
        at++;
        byte kind = peek("an escape");
        at++;
        if (kind == 'u') {
            for (int i = 0; i < 4; i++, at++) {
                if (Character.digit(peek("four hex digits"), 16) < 0) {
                    throw broken("four hex digits");
                }
            }
        } else if (kind != '"'
                && kind != '\\'
                && kind != '/'
                && kind != 'b'
                && kind != 'f'
                && kind != 'n'
                && kind != 'r'
                && kind != 't') {
            at--;
            throw broken("an escape");
        }
    }

    private void scalar(byte first) {
        if (first == 't') {
            word("true");
        } else if (first == 'f') {
            word("false");
        } else if (first == 'n') {
            word("null");
        } else if (first == '-' || first >= '0' && first <= '9') {
            number(first);
        } else {
            throw broken("a value");
        }
    }

    private void word(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (peek(word) != word.charAt(i)) {
                throw broken(word);
            }
        }
    }

    private void number(byte first) {
        if (first == '-') {
            at++;
        }
        if (peek("a digit") == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && json[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (json[at] == 'e' || json[at] == 'E')) {
            at++;
            if (at < end && (json[at] == '+' || json[at] == '-')) {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int from = at;
        while (at < end && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw broken("a digit");
        }
    }

    private void space() {
        while (at < end && (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t')) {
            at++;
        }
    }

    private byte peek(String expected) {
        if (at >= end) {
            throw broken(expected);
        }
        return json[at];
    }

    private Broken broken(String expected) {
        String found;
        if (at >= end) {
            found = "the end";
        } else if (json[at] > ' ' && json[at] < 0x7F) {
            found = "'" + (char) json[at] + "'";
        } else {
            found = String.format("0x%02X", json[at]);
        }
        problem = "expected " + expected + ", found " + found + " at byte " + at;
        return broken;
    }

    private Broken tooDeep() {
        problem = "nested deeper than " + DEPTH_MAX + " at byte " + at;
        return broken;
    }
}
