/**
 * The demo shop: a small HTTP/1.1 server with a JSON interface and a few HTML forms, with service times drawn from a
 * seed and with faults that can be switched while it runs.
 *
 * <p>Start reading at {@link io.rehearse.examples.shop.Shop} (life cycle), then {@code Connection} (what happens to one
 * request), then {@code Api} and {@code Pages} (what it answers).
 *
 * <p>One thread, {@code shop}, owns everything behind {@code Shop}: connections, accounts, orders, pages, counts and
 * faults. Nothing here is locked; {@code Shop}'s public methods hand their work to that thread. A stall therefore is
 * what a stopped process is: that one thread does nothing for a while.
 *
 * <p>No class of Rehearse is used here, so that the shop is a server like any other to the tool that drives it.
 */
package io.rehearse.examples.shop;
