package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Template;

/** How a request identifies its user. */
public sealed interface Auth {
    /** @param value of the Authorization header */
    record Header(Template value) implements Auth {}

    /** Answers what the server asks. */
    record Digest(Request.Digest login) implements Auth {}
}
