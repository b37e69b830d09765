package io.rehearse.runtime.http;

import io.rehearse.runtime.driver.Outcome;

/**
 * Why an exchange has no usable answer.
 *
 * @param outcome what it counts as
 * @param words for people: what happened, with what was found
 */
record Problem(Outcome outcome, String words) {}
