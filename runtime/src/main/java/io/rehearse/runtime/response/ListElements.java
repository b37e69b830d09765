package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;

/**
 * The elements of a list that a walk goes through, one after the other: a copy of a JSON array, so that the variable it
 * came from may change meanwhile. An element that is {@code null} is left out. A value that is no array is its own only
 * element, an unset one has none. One per session and block; reused, so that going through a list allocates nothing once
 * there is room.
 */
public final class ListElements {
    private final Value copy = new Value();
    private boolean open;
    private boolean isArray;
    private int at;
    private int end;

    /** Whether it was opened and has not come to its end. */
    public boolean isOpen() {
        return open;
    }

    /** Begins with the first element of what the variable holds now. */
    public void open(Value list) {
        open = true;
        copy.copy(list.kind(), list.bytes(), list.start(), list.length());
        if (list.isSecret()) {
            copy.markSecret();
        }
        isArray = list.kind() == Kind.JSON && list.length() > 0 && list.bytes()[list.start()] == '[';
        at = isArray ? 1 : 0;
        end = list.isSet() ? copy.length() : 0;
    }

    /** Forgets what is left. */
    public void close() {
        open = false;
    }

    /**
     * Takes the next element.
     *
     * @param into filled with it; left alone when there is none
     * @return false when there is none; it is closed then
     */
    public boolean next(Value into) {
        while (open) {
            if (at >= end) {
                open = false;
            } else if (!isArray) {
                at = end;
                return take(copy.kind(), 0, end, into);
            } else {
                byte first = copy.bytes()[at];
                if (first == ']') {
                    open = false;
                } else if (first == ',' || first <= ' ') {
                    at++;
                } else {
                    int from = at;
                    at = behind(from);
                    if (first != 'n') {
                        return element(first, from, into);
                    }
                }
            }
        }
        return false;
    }

    private boolean element(byte first, int from, Value into) {
        if (first == '"') {
            byte[] room = into.room(at - from);
            into.own(Kind.TEXT, JsonText.decode(copy.bytes(), from + 1, at - 1, room));
            if (copy.isSecret()) {
                into.markSecret();
            }
            return true;
        }
        Kind kind =
                first == '{' || first == '[' ? Kind.JSON : first == 't' || first == 'f' ? Kind.BOOLEAN : Kind.NUMBER;
        return take(kind, from, at, into);
    }

    private boolean take(Kind kind, int from, int to, Value into) {
        into.copy(kind, copy.bytes(), from, to - from);
        if (copy.isSecret()) {
            into.markSecret();
        }
        return true;
    }

    /** The place behind the value that begins at {@code from}: an array was read as JSON before it became a value. */
    private int behind(int from) {
        byte[] json = copy.bytes();
        int depth = 0;
        int i = from;
        while (i < end) {
            byte c = json[i];
            if (c == '"') {
                i++;
                while (i < end && json[i] != '"') {
                    i += json[i] == '\\' ? 2 : 1;
                }
                i++;
            } else if (c == '{' || c == '[') {
                depth++;
                i++;
            } else if (depth > 0 && (c == '}' || c == ']')) {
                depth--;
                i++;
            } else if (depth == 0 && (c == ',' || c == ']' || c <= ' ')) {
                break;
            } else {
                i++;
                continue;
            }
            if (depth == 0) {
                break;
            }
        }
        return Math.min(i, end);
    }
}
