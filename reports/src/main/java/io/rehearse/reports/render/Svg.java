package io.rehearse.reports.render;

import java.util.Locale;

/** Builds a drawing; whatever text is put in is escaped. Coordinates are pixels, written with one decimal. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /**
     * @param label what it shows, in words; empty: it repeats what stands beside it and is hidden from screen readers
     * @param attributes further names and values in turn
     */
    Svg(double width, double height, String label, String... attributes) {
        out.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\" font-size=\"11.5\" viewBox=\"0 0 ");
        out.append(number(width)).append(' ').append(number(height)).append("\" width=\"");
        out.append(number(width)).append("\" height=\"").append(number(height)).append('"');
        out.append(
                label.isEmpty() ? " aria-hidden=\"true\"" : " role=\"img\" aria-label=\"" + Escape.html(label) + "\"");
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(Escape.html(attributes[i + 1])).append('"');
        }
        out.append('>');
    }

    Svg rect(double x, double y, double width, double height, Ink fill) {
        out.append("<rect x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" width=\"");
        out.append(number(Math.max(0, width))).append("\" height=\"").append(number(Math.max(0, height)));
        out.append('"').append(fill.fill()).append("/>");
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, Ink ink, double width) {
        return path(new Path().to(x1, y1).to(x2, y2), ink, width, "");
    }

    Svg dashed(double x1, double y1, double x2, double y2, Ink ink) {
        return path(new Path().to(x1, y1).to(x2, y2), ink, 1, "3 2.5");
    }

    /** @param dash lengths of dashes and gaps; empty: none */
    Svg path(Path path, Ink ink, double width, String dash) {
        if (path.isEmpty()) {
            return this;
        }
        out.append("<path d=\"").append(path).append("\" fill=\"none\"").append(ink.stroke());
        out.append(width == 1 ? "" : " stroke-width=\"" + number(width) + "\"");
        out.append(dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"").append("/>");
        return this;
    }

    Svg area(Path path, Ink fill) {
        if (!path.isEmpty()) {
            out.append("<path d=\"")
                    .append(path)
                    .append("Z\"")
                    .append(fill.fill())
                    .append("/>");
        }
        return this;
    }

    Svg dot(double x, double y, double radius, Ink fill) {
        out.append("<circle cx=\"")
                .append(number(x))
                .append("\" cy=\"")
                .append(number(y))
                .append("\" r=\"");
        out.append(number(radius)).append('"').append(fill.fill()).append("/>");
        return this;
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    Svg text(double x, double y, String anchor, Ink ink, boolean bold, String text) {
        out.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append('"');
        out.append(anchor.equals("start") ? "" : " text-anchor=\"" + anchor + "\"")
                .append(ink.fill());
        out.append(bold ? " font-weight=\"650\"" : "")
                .append('>')
                .append(Escape.html(text))
                .append("</text>");
        return this;
    }

    /** A heading of a drawing with what is said more quietly behind it. */
    Svg heading(double x, double y, String bold, String quiet) {
        out.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append('"');
        out.append(Ink.INK.fill()).append(" font-weight=\"650\">").append(Escape.html(bold));
        out.append("<tspan font-weight=\"400\"").append(Ink.MUTED.fill()).append(" dx=\"6\">");
        out.append(Escape.html(quiet)).append("</tspan></text>");
        return this;
    }

    /** Where the script draws its line. */
    Svg cross() {
        out.append("<path class=\"xh s-ink\" fill=\"none\" stroke=\"#1c1c1a\" d=\"\"/>");
        return this;
    }

    @Override
    public String toString() {
        return out + "</svg>";
    }

    static String number(double value) {
        if (value == Math.rint(value)) {
            return String.valueOf((long) value);
        }
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** A line through points; a gap begins a new one. */
    static final class Path {
        private final StringBuilder d = new StringBuilder();
        private boolean open;

        Path to(double x, double y) {
            d.append(open ? 'L' : 'M').append(number(x)).append(' ').append(number(y));
            open = true;
            return this;
        }

        Path gap() {
            open = false;
            return this;
        }

        boolean isEmpty() {
            return d.length() == 0;
        }

        @Override
        public String toString() {
            return d.toString();
        }
    }
}
