package io.rehearse.runtime.response;

import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Template;
import io.rehearse.journeys.plan.Template.Base64Of;
import io.rehearse.journeys.plan.Template.Part;
import io.rehearse.journeys.plan.Template.Slot;
import io.rehearse.journeys.plan.Template.Text;
import java.util.List;

/**
 * What a check compares with, or what {@code orElse} says: a template whose slots take the values as they are. A constant
 * and a single variable are viewed where they lie; only a mixture is copied.
 */
final class RightSide {
    private RightSide() {}

    /**
     * @param names of the variables, for messages; may be empty
     * @throws ScriptFault if a variable is not set on this walk
     */
    static void render(Template template, Value[] values, List<String> names, Found into) {
        List<Part> parts = template.parts();
        if (parts.isEmpty()) {
            into.room().set(Kind.TEXT, "");
            into.view(into.room());
        } else if (parts.size() == 1 && parts.get(0) instanceof Slot slot) {
            into.view(set(slot, values, names));
        } else if (parts.size() == 1) {
            byte[] text = text(parts.get(0));
            into.view(Kind.TEXT, text, 0, text.length);
        } else {
            join(parts, values, names, into);
        }
    }

    private static void join(List<Part> parts, Value[] values, List<String> names, Found into) {
        int length = 0;
        boolean secret = false;
        for (int i = 0; i < parts.size(); i++) {
            length +=
                    parts.get(i) instanceof Slot slot ? set(slot, values, names).length() : text(parts.get(i)).length;
        }
        byte[] room = into.room().room(length);
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Slot slot) {
                Value value = values[slot.variable()];
                System.arraycopy(value.bytes(), value.start(), room, at, value.length());
                at += value.length();
                secret |= value.isSecret();
            } else {
                byte[] text = text(parts.get(i));
                System.arraycopy(text, 0, room, at, text.length);
                at += text.length;
            }
        }
        into.room().own(Kind.TEXT, length);
        into.view(into.room());
        if (secret) {
            into.markSecret();
        }
    }

    private static Value set(Slot slot, Value[] values, List<String> names) {
        Value value = values[slot.variable()];
        if (!value.isSet()) {
            String name = slot.variable() < names.size() ? "vars." + names.get(slot.variable()) : "a variable";
            throw new ScriptFault(
                    name + " is used here and not set on this walk; give the save that is optional an" + " .orElse(…)");
        }
        return value;
    }

    private static byte[] text(Part part) {
        if (part instanceof Text text) {
            return text.bytes();
        }
        if (part instanceof Base64Of) {
            throw new IllegalStateException("Base64 stands in no expectation: " + part);
        }
        throw new IllegalStateException("no way to render " + part);
    }
}
