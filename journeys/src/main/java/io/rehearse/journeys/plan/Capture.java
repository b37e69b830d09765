package io.rehearse.journeys.plan;

/**
 * A value kept for later steps.
 *
 * @param variable index into {@link Journey#variables()}
 * @param extraction what is kept
 * @param secret whether it is masked wherever it is shown
 * @param line of the script, from 1
 */
public record Capture(int variable, Extraction extraction, boolean secret, int line) {}
