package io.rehearse.reports.render;

import java.util.ArrayList;
import java.util.List;

/**
 * A table that stays one for a screen reader where the style makes blocks of its rows. Each cell repeats the name of its
 * column for narrow screens.
 */
final class Table {
    /** Words begin at the left; the other columns are figures and end at the right. */
    static final String WORDS = "l";

    private final String caption;
    private final String kind;
    private final List<Cell> columns = new ArrayList<>();
    private final Html body = new Html();

    /** @param kind classes added to the table */
    Table(String caption, String kind) {
        this.caption = caption;
        this.kind = kind;
    }

    /** @param kind classes; empty: figures */
    record Cell(Html content, String kind) {
        static Cell figures(String text) {
            return new Cell(Html.of(Typography.figures(text)), "");
        }

        static Cell count(long n) {
            return new Cell(Html.of(Typography.count(n)), "");
        }

        static Cell words(String text) {
            return new Cell(Html.of(text), WORDS);
        }

        static Cell of(Svg drawing, String kind) {
            return new Cell(new Html().add(drawing), kind);
        }

        Cell and(String more) {
            return new Cell(content, (kind + " " + more).strip());
        }
    }

    Table column(String name, String kind) {
        return column(new Cell(Html.of(name), kind));
    }

    Table column(Cell heading) {
        columns.add(heading);
        return this;
    }

    /** @param rowKind a class; empty: none */
    Table row(String rowKind, List<Cell> cells) {
        body.open("tr", "role", "row", "class", rowKind.isEmpty() ? null : rowKind);
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            String classes = cell.kind.isEmpty() ? null : cell.kind;
            if (i == 0) {
                body.open("th", "role", "rowheader", "scope", "row", "class", classes);
            } else {
                String label = columns.get(i).kind.contains("plot")
                        ? null
                        : columns.get(i).content.toString();
                body.open("td", "role", "cell", "class", classes, "data-l", label);
            }
            body.add(cell.content).close(i == 0 ? "th" : "td");
        }
        body.close("tr").line();
        return this;
    }

    /** A row of its own that names the rows behind it. */
    Table group(Html heading) {
        body.open("tr", "role", "row", "class", "g");
        body.open("th", "role", "rowheader", "scope", "rowgroup", "colspan", String.valueOf(columns.size()));
        body.add(heading).close("th").close("tr").line();
        return this;
    }

    Html html() {
        Html html = new Html().open("table", "class", kind.isEmpty() ? null : kind, "role", "table");
        html.element("caption", "sr", caption);
        html.open("thead", "role", "rowgroup").open("tr", "role", "row");
        for (Cell column : columns) {
            html.open(
                    "th", "role", "columnheader", "scope", "col", "class", column.kind.isEmpty() ? null : column.kind);
            html.add(column.content).close("th");
        }
        html.close("tr").close("thead").line().open("tbody", "role", "rowgroup");
        return html.add(body).close("tbody").close("table").line();
    }

    /** In a frame that scrolls sideways on a narrow screen, for tables that are figures only. */
    Html scrolling() {
        return new Html()
                .open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption)
                .add(html())
                .close("div");
    }
}
