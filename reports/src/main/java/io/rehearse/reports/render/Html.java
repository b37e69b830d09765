package io.rehearse.reports.render;

import java.util.List;

/** Builds HTML out of text: whatever is put in is escaped, so that no caller can forget it. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** One cell of a table: {@code kind} is a class such as {@code l} for text, empty for a number. */
    record Cell(String text, String kind) {
        static Cell number(String text) {
            return new Cell(text, "");
        }

        static Cell words(String text) {
            return new Cell(text, "l");
        }
    }

    /** One row of a table; the first cell is its heading. */
    record Row(String kind, List<Cell> cells) {}

    Html open(String tag, String kind) {
        out.append('<').append(tag);
        if (!kind.isEmpty()) {
            out.append(" class=\"").append(Escape.html(kind)).append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    Html text(String text) {
        out.append(Escape.html(text));
        return this;
    }

    Html element(String tag, String kind, String text) {
        return open(tag, kind).text(text).close(tag);
    }

    /** A table with its columns' names; each cell repeats the name for narrow screens, where rows become blocks. */
    Html table(List<String> columns, List<Row> rows) {
        open("table", "").open("thead", "").open("tr", "");
        for (int i = 0; i < columns.size(); i++) {
            // a heading stands as its column does: words from the left, figures from the right
            String kind = rows.isEmpty() ? "" : rows.get(0).cells.get(i).kind;
            out.append("<th scope=\"col\"")
                    .append(kind.equals("l") || kind.startsWith("l ") ? " class=\"l\"" : "")
                    .append('>')
                    .append(Escape.html(columns.get(i)))
                    .append("</th>");
        }
        close("tr").close("thead").open("tbody", "");
        for (Row row : rows) {
            open("tr", row.kind);
            for (int i = 0; i < row.cells.size(); i++) {
                Cell cell = row.cells.get(i);
                out.append(i == 0 ? "<th scope=\"row\"" : "<td data-label=\"" + Escape.html(columns.get(i)) + "\"");
                out.append(cell.kind.isEmpty() ? "" : " class=\"" + Escape.html(cell.kind) + "\"")
                        .append('>');
                out.append(Escape.html(cell.text)).append(i == 0 ? "</th>" : "</td>");
            }
            close("tr");
        }
        return close("tbody").close("table");
    }

    /** Names and values; a row without a value is left out. */
    Html facts(List<List<String>> facts) {
        open("dl", "kv");
        for (List<String> fact : facts) {
            if (fact.get(1) != null && !fact.get(1).isEmpty()) {
                element("dt", "", fact.get(0)).element("dd", "", fact.get(1));
            }
        }
        return close("dl");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
