/**
 * Shows a judged run: terminal text, HTML page, JUnit XML, Markdown. Nothing is decided here, and nothing is printed:
 * texts are returned or written to files of the run directory.
 *
 * <p>Everything that came from a response or a script goes through {@link io.rehearse.reports.render.Escape} for the
 * place it is put. Start reading at {@link io.rehearse.reports.render.RunReport}; of the page at {@code HtmlReport}: sections
 * ({@code …Section}) write {@code Html} and {@code Table}, which escape, and charts ({@code TimeChart}, {@code PercentileChart},
 * {@code IntervalPlot}) draw on {@code Svg} in {@code Ink}. All of it belongs to the thread that asks for a rendering.
 */
package io.rehearse.reports.render;
