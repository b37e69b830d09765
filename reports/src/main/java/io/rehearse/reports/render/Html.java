package io.rehearse.reports.render;

/** Builds HTML out of text: whatever is put in is escaped, so that no caller can forget it. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** @param attributes names and values in turn; one whose value is null is left out */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                out.append(' ').append(attributes[i]).append("=\"");
                out.append(Escape.html(attributes[i + 1])).append('"');
            }
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** For reading the page's source. */
    Html line() {
        out.append('\n');
        return this;
    }

    Html text(String text) {
        out.append(Escape.html(text));
        return this;
    }

    /** @param kind a class; empty: none */
    Html element(String tag, String kind, String text) {
        return open(tag, "class", kind.isEmpty() ? null : kind).text(text).close(tag);
    }

    Html add(Html built) {
        out.append(built.out);
        return this;
    }

    Html add(Svg built) {
        out.append(built);
        return this;
    }

    /** A heading that links may point to. */
    Html heading(String id, String text) {
        return line().open("h2", "id", id).text(text).close("h2").line();
    }

    Html note(String text) {
        return element("p", "note", text).line();
    }

    static Html of(String text) {
        return new Html().text(text);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
