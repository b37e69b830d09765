/**
 * The command line: one class per command, and what a run shows while it goes on. The only place that writes to the
 * terminal, and the only one that knows exit codes.
 *
 * <p>Start reading at {@link io.rehearse.runtime.cli.Main}, then {@link io.rehearse.runtime.cli.RunCommand}. Commands run
 * on the main thread. A view ({@code LiveView}, {@code PlainLines}, {@code TraceLines}) belongs to the thread that hands
 * it intervals. Text from servers and scripts goes through {@link io.rehearse.reports.render.Escape} before it is shown.
 */
package io.rehearse.runtime.cli;
