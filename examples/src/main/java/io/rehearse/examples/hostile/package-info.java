/**
 * A server that does what servers must not: wrong lengths, endless headers, packed bombs, silence. For trying out clients,
 * ours and others. Start reading at {@link io.rehearse.examples.hostile.HostileServer}, then at the lists of what it does:
 * {@code Framing}, {@code Endless}, {@code Contents}, {@code Ways}.
 *
 * <p>Plain sockets and bytes, because a library for servers would not let us be wrong. One thread a connection owns all of
 * it; the only things shared are the counts of requests. Listens on loopback only: nothing here is for other machines.
 *
 * <p>No class of Rehearse is used here.
 */
package io.rehearse.examples.hostile;
