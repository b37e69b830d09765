package io.rehearse.runtime.response;

import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.JsonPath.Descendants;
import io.rehearse.journeys.plan.JsonPath.Filter;
import io.rehearse.journeys.plan.JsonPath.Index;
import io.rehearse.journeys.plan.JsonPath.Name;
import io.rehearse.journeys.plan.JsonPath.Selector;
import io.rehearse.journeys.plan.JsonPath.Several;
import io.rehearse.journeys.plan.JsonPath.Slice;
import io.rehearse.journeys.plan.JsonPath.Wildcard;
import io.rehearse.journeys.plan.JsonTest;
import io.rehearse.journeys.plan.JsonTest.Operand;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.IntConsumer;

/**
 * Finds the values a JSONPath selects in a whole document: for paths with filters or several selectors at once, which
 * look at a value more than once. The tree is the places of all values in the order of the document, so numbers and texts
 * stay as they are written. Reused; the work for one path is bounded.
 *
 * <p>As in {@link JsonScanner} the first of several members with one name counts, and {@code null} is no match; inside a
 * filter it is a value.
 */
final class JsonTree {
    /** Most values of a document. */
    static final int VALUES_MAX = 1_000_000;

    /** Most values looked at for one path. */
    static final long LOOKS_MAX = 20_000_000;

    private final byte[] four = new byte[4];
    private final Spans matches = new Spans();
    private byte[] json;
    private int size;
    private int[] start = new int[64];
    private int[] end = new int[64];
    /** The first value behind all that is in this one. */
    private int[] behind = new int[64];
    /** Behind the opening quote of the name; 0 for what is no member. */
    private int[] nameStart = new int[64];

    private int[] nameEnd = new int[64];
    private long looks;

    /** Thrown to leave a search that takes too long; one for all, without a stack trace. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    private final TooMuch tooMuch = new TooMuch();

    // ---- made by the scanner

    void begin(byte[] json) {
        this.json = json;
        size = 0;
    }

    /** A value begins; returns its number. */
    int add(int at, int nameFrom, int nameTo) {
        if (size == VALUES_MAX) {
            throw tooMuch;
        }
        if (size == start.length) {
            start = Arrays.copyOf(start, size * 2);
            end = Arrays.copyOf(end, size * 2);
            behind = Arrays.copyOf(behind, size * 2);
            nameStart = Arrays.copyOf(nameStart, size * 2);
            nameEnd = Arrays.copyOf(nameEnd, size * 2);
        }
        start[size] = at;
        nameStart[size] = nameFrom;
        nameEnd[size] = nameTo;
        return size++;
    }

    void close(int node, int at) {
        end[node] = at;
        behind[node] = size;
    }

    // ---- searched

    /**
     * The places of what a path selects, in the order of RFC 9535; null is left out.
     *
     * @throws TooMuch if it takes too long
     */
    Spans find(JsonPath path) {
        matches.clear();
        looks = 0;
        select(0, path.selectors(), 0, node -> {
            if (json[start[node]] != 'n') {
                matches.add(start[node], end[node]);
            }
        });
        return matches;
    }

    private void look() {
        if (++looks > LOOKS_MAX) {
            throw tooMuch;
        }
    }

    private void select(int node, List<Selector> path, int step, IntConsumer found) {
        look();
        if (step == path.size()) {
            found.accept(node);
        } else if (path.get(step) instanceof Descendants) {
            for (int i = node; i < behind[node]; i++) {
                select(i, path, step + 1, found);
            }
        } else {
            choose(node, path.get(step), child -> select(child, path, step + 1, found));
        }
    }

    private void choose(int node, Selector selector, IntConsumer chosen) {
        boolean isArray = json[start[node]] == '[';
        boolean isObject = json[start[node]] == '{';
        if (selector instanceof Several several) {
            several.selectors().forEach(one -> choose(node, one, chosen));
        } else if (selector instanceof Name name) {
            int member = isObject ? member(node, name.name()) : -1;
            if (member >= 0) {
                chosen.accept(member);
            }
        } else if (selector instanceof Index index) {
            int element = isArray ? element(node, index.index()) : -1;
            if (element >= 0) {
                chosen.accept(element);
            }
        } else if (selector instanceof Wildcard) {
            children(node, chosen);
        } else if (selector instanceof Slice slice) {
            if (isArray) {
                slice(node, slice, chosen);
            }
        } else if (selector instanceof Filter filter) {
            children(node, child -> {
                if (test(filter.test(), child)) {
                    chosen.accept(child);
                }
            });
        } else {
            throw new IllegalStateException("no way to follow " + selector);
        }
    }

    private void children(int node, IntConsumer use) {
        for (int child = node + 1; child < behind[node]; child = behind[child]) {
            look();
            use.accept(child);
        }
    }

    private int count(int node) {
        int count = 0;
        for (int child = node + 1; child < behind[node]; child = behind[child]) {
            look();
            count++;
        }
        return count;
    }

    private int member(int node, String name) {
        for (int child = node + 1; child < behind[node]; child = behind[child]) {
            look();
            if (JsonText.is(name, json, nameStart[child], nameEnd[child], four)) {
                return child;
            }
        }
        return -1;
    }

    private int element(int node, int index) {
        int wanted = index >= 0 ? index : count(node) + index;
        if (wanted < 0) {
            return -1;
        }
        for (int child = node + 1; child < behind[node]; child = behind[child]) {
            look();
            if (wanted-- == 0) {
                return child;
            }
        }
        return -1;
    }

    private void slice(int node, Slice slice, IntConsumer chosen) {
        int[] elements = new int[count(node)];
        int count = 0;
        for (int child = node + 1; child < behind[node]; child = behind[child]) {
            elements[count++] = child;
        }
        PrimitiveIterator.OfInt wanted = slice.indexes(count).iterator();
        while (wanted.hasNext()) {
            chosen.accept(elements[wanted.nextInt()]);
        }
    }

    // ---- filters

    private boolean test(JsonTest test, int node) {
        look();
        if (test instanceof JsonTest.And and) {
            return and.all().stream().allMatch(one -> test(one, node));
        } else if (test instanceof JsonTest.Or or) {
            return or.any().stream().anyMatch(one -> test(one, node));
        } else if (test instanceof JsonTest.Not not) {
            return !test(not.test(), node);
        } else if (test instanceof JsonTest.Exists exists) {
            return nodes(exists.query(), node)[0] > 0;
        } else if (test instanceof JsonTest.Compare compare) {
            return compare(evaluate(compare.left(), node), compare.operator(), evaluate(compare.right(), node));
        } else if (test instanceof JsonTest.Matches matching) {
            String text = evaluate(matching.text(), node).text();
            if (text == null) {
                return false;
            }
            BoundedText bounded = new BoundedText(text);
            return BoundedText.matches(bounded.matcher(matching.pattern()), bounded, matching.whole());
        }
        throw new IllegalStateException("no way to test " + test);
    }

    /** How many values a query selects, and the last of them. */
    private int[] nodes(JsonTest.Query query, int node) {
        int[] countAndLast = {0, -1};
        select(query.fromRoot() ? 0 : node, query.selectors(), 0, found -> {
            countAndLast[0]++;
            countAndLast[1] = found;
        });
        return countAndLast;
    }

    /**
     * A value that is compared.
     *
     * @param json where it stands, as JSON; null for nothing
     * @param node its number if it is one of the document's, else −1
     */
    private record Operated(byte[] json, int start, int end, int node) {
        static final Operated NOTHING = new Operated(null, 0, 0, -1);

        static Operated of(byte[] json) {
            return new Operated(json, 0, json.length, -1);
        }

        byte first() {
            return json == null ? 0 : json[start];
        }

        boolean isNumber() {
            return first() == '-' || first() >= '0' && first() <= '9';
        }

        byte[] utf8() {
            byte[] room = new byte[end - start];
            return Arrays.copyOf(room, JsonText.decode(json, start + 1, end - 1, room));
        }

        /** Null if it is none. */
        String text() {
            if (first() != '"') {
                return null;
            }
            byte[] room = new byte[end - start];
            return new String(room, 0, JsonText.decode(json, start + 1, end - 1, room), StandardCharsets.UTF_8);
        }
    }

    private Operated at(int node) {
        return node < 0 ? Operated.NOTHING : new Operated(json, start[node], end[node], node);
    }

    private Operated evaluate(Operand operand, int node) {
        if (operand instanceof JsonTest.Literal literal) {
            return Operated.of(literal.json());
        } else if (operand instanceof JsonTest.At at) {
            return at(nodes(at.query(), node)[1]);
        } else if (operand instanceof JsonTest.ValueOf value) {
            int[] found = nodes(value.query(), node);
            return found[0] == 1 ? at(found[1]) : Operated.NOTHING;
        } else if (operand instanceof JsonTest.Count count) {
            return number(nodes(count.query(), node)[0]);
        } else if (operand instanceof JsonTest.Length length) {
            Operated of = evaluate(length.of(), node);
            if (of.first() == '"') {
                String text = of.text();
                return number(text.codePointCount(0, text.length()));
            }
            return of.first() == '[' || of.first() == '{' ? number(count(of.node())) : Operated.NOTHING;
        }
        throw new IllegalStateException("no way to evaluate " + operand);
    }

    private static Operated number(int number) {
        return Operated.of(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private boolean compare(Operated left, JsonTest.Operator operator, Operated right) {
        return switch (operator) {
            case EQUAL -> equal(left, right);
            case NOT_EQUAL -> !equal(left, right);
            case LESS -> less(left, right);
            case MORE -> less(right, left);
            case AT_MOST -> less(left, right) || equal(left, right);
            case AT_LEAST -> less(right, left) || equal(left, right);
        };
    }

    private final Decimal leftNumber = new Decimal();
    private final Decimal rightNumber = new Decimal();
    private final Found numberText = new Found();

    /** Only numbers and texts have an order (RFC 9535, 2.3.5.2.2); texts that of their characters. */
    private boolean less(Operated left, Operated right) {
        if (left.isNumber() && right.isNumber()) {
            return readNumbers(left, right) && leftNumber.compareTo(rightNumber) < 0;
        }
        return left.first() == '"' && right.first() == '"' && Arrays.compareUnsigned(left.utf8(), right.utf8()) < 0;
    }

    /** False if one is too long or large to be compared. */
    private boolean readNumbers(Operated left, Operated right) {
        numberText.view(io.rehearse.journeys.data.Value.Kind.NUMBER, left.json, left.start, left.end - left.start);
        boolean read = leftNumber.read(numberText);
        numberText.view(io.rehearse.journeys.data.Value.Kind.NUMBER, right.json, right.start, right.end - right.start);
        return read && rightNumber.read(numberText);
    }

    private boolean equal(Operated left, Operated right) {
        look();
        if (left.json == null || right.json == null) {
            return left.json == right.json;
        }
        if (left.isNumber() && right.isNumber()) {
            return readNumbers(left, right) && leftNumber.compareTo(rightNumber) == 0;
        }
        if (left.first() != right.first()) {
            return false;
        }
        return switch (left.first()) {
            case '"' -> Arrays.equals(left.utf8(), right.utf8());
            case '[' -> equalArrays(left.node, right.node);
            case '{' -> equalObjects(left.node, right.node);
            default -> true;
        };
    }

    private boolean equalArrays(int left, int right) {
        int a = left + 1;
        int b = right + 1;
        while (a < behind[left] && b < behind[right]) {
            if (!equal(at(a), at(b))) {
                return false;
            }
            a = behind[a];
            b = behind[b];
        }
        return a == behind[left] && b == behind[right];
    }

    private boolean equalObjects(int left, int right) {
        if (count(left) != count(right)) {
            return false;
        }
        for (int a = left + 1; a < behind[left]; a = behind[a]) {
            byte[] room = new byte[nameEnd[a] - nameStart[a]];
            int length = JsonText.decode(json, nameStart[a], nameEnd[a], room);
            int b = member(right, new String(room, 0, length, StandardCharsets.UTF_8));
            if (b < 0 || !equal(at(a), at(b))) {
                return false;
            }
        }
        return true;
    }
}
