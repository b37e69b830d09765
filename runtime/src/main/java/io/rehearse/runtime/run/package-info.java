/**
 * One execution from its first check to its finished directory: looks at the targets before any load, starts the lanes,
 * merges their intervals once a second and hands them to the sinks in order (writer, abort rules, live view). Also what
 * surrounds it: the generator's health, and a target that the run itself starts.
 *
 * <p>Start reading at {@link io.rehearse.runtime.run.Run}. Control plane: may block. Lanes hand over on their threads through
 * a bounded queue; everything else here belongs to the {@code collector} thread or to the caller's. Nothing here prints;
 * nothing here knows how a request looks.
 */
package io.rehearse.runtime.run;
