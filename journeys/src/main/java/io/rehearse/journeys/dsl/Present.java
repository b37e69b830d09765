package io.rehearse.journeys.dsl;

/**
 * {@code vars.x.present}: the condition that a variable has a value.
 *
 * @param ref the variable
 */
public record Present(Ref ref) {}
