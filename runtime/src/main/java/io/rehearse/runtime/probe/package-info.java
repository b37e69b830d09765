/**
 * A target probed without end: what a run sees goes into the detectors of {@code reports.gate}, what they conclude goes into a journal
 * and to people, and, once, to a rollback.
 *
 * <p><b>Start reading</b> at {@link io.rehearse.runtime.probe.Probe}. Then
 *
 * <pre>
 * run ─ ProbeRun ─ Observer ─ Probe ─ Journal (Entry, Replay, Timeline)      seen, concluded, done; a restart continues from it
 *           │                       └ Dispatcher (Deed) ─ Sender (Action, Payload)    telling people, rolling back; at most once
 *           └ ProbeServer (StatusPage, Metrics, VerdictDocument)           for people and controllers that wait
 * </pre>
 *
 * <p><b>Order that must hold</b>: the journal is on the disk before anything is done, so whatever dies in between is never done twice.
 *
 * <p>Threads: the probe, its journal and its dispatcher belong to one thread; every action has a thread of its own, so that a dead
 * receiver holds up nothing. {@link io.rehearse.runtime.probe.ProbeStatus} is immutable and may be read from anywhere. Nothing here
 * knows how a request is sent or how a terminal looks; nothing here judges.
 */
package io.rehearse.runtime.probe;
