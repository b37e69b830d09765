/** The demo shop that the example journeys drive, and nothing else: JDK and Netty only, no module of Rehearse. */
package io.rehearse.examples;
