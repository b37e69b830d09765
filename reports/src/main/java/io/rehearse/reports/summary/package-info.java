/**
 * What a whole run comes to: the content of {@code summary.json}, verdict and exit code with their reasons.
 *
 * <p>Pure: a manifest, the intervals read back and the end go in, a {@link io.rehearse.reports.summary.Summary} comes
 * out. Nothing is printed here; {@code reports.render} shows a summary. Start reading at
 * {@link io.rehearse.reports.summary.Summarizer}, then {@link io.rehearse.reports.summary.ExitDecision}.
 * {@link io.rehearse.reports.summary.Timeline} is the same run over time, for charts.
 */
package io.rehearse.reports.summary;
