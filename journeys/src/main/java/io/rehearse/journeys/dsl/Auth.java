package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Template;

/**
 * How a request identifies its user.
 *
 * @param header value of the Authorization header
 */
public record Auth(Template header) {}
