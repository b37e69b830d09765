/**
 * Objects in an HTTP store that a team shares: put one, get one. Knows neither what is in them nor who asks. Start reading at
 * {@link io.rehearse.runtime.store.ObjectStore}; it belongs to the thread that made it and blocks it.
 */
package io.rehearse.runtime.store;
