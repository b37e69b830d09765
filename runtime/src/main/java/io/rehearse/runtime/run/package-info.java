/**
 * One run from start to end: lanes are started, their intervals merged and written, the run is judged and closed. Also
 * what surrounds it: the generator's health, and a target that the run itself starts.
 *
 * <p>Nothing here prints; nothing here knows how a request looks.
 */
package io.rehearse.runtime.run;
