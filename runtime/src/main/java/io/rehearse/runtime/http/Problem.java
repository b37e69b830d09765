package io.rehearse.runtime.http;

import io.rehearse.runtime.driver.Outcome;

/**
 * Why an exchange has no usable answer.
 *
 * @param outcome what it counts as
 * @param words for people: what happened, with what was found
 */
record Problem(Outcome outcome, String words) {
    /** The same of a connect for which so many addresses were tried. */
    Problem afterTrying(int addresses) {
        return new Problem(outcome, words + " (the last of " + addresses + " addresses tried)");
    }
}
