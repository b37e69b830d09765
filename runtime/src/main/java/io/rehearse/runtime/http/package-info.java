/**
 * The wire over sockets: HTTP/1.1 on a lane's Netty event loop. Takes exchanges from the lane, writes their requests, reads
 * the answers strictly, and says in words what went wrong. One {@link io.rehearse.runtime.http.HttpWire} per lane, owned by
 * that lane's thread: no locks and nothing shared but the immutable {@link io.rehearse.runtime.http.HttpSettings}.
 *
 * <p>Start reading at {@link io.rehearse.runtime.http.Http1Connection}: one request from its connection to its answer, in
 * the order of time. Netty's HTTP codecs are not used here: they make an object for everything.
 */
package io.rehearse.runtime.http;
