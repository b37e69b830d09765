/**
 * Shows a judged run: terminal text, HTML page, JUnit XML, Markdown. Nothing is decided here, and nothing is printed:
 * texts are returned or written to files of the run directory.
 *
 * <p>Everything that came from a response or a script goes through {@link io.rehearse.reports.render.Escape} for the
 * place it is put. Start reading at {@link io.rehearse.reports.render.RunReport}.
 */
package io.rehearse.reports.render;
