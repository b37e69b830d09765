/**
 * The hot path: lanes that start users when they are due, walk them through their journeys and record what happened. One
 * thread per lane owns everything a lane touches: no locks, no atomics, nothing shared but the immutable plan.
 *
 * <p>Start reading at {@link io.rehearse.runtime.driver.Lane}, top to bottom. Nothing here knows HTTP, files or Groovy: a
 * request leaves through {@link io.rehearse.runtime.driver.Wire}, results leave as finished
 * {@link io.rehearse.runtime.driver.LaneInterval}s.
 */
package io.rehearse.runtime.driver;
