/** The demo shop that the example journeys drive, and nothing else: JDK and Netty only. */
package io.rehearse.examples;
