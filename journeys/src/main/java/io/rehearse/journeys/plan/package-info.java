/**
 * The plan: what a journey file says, compiled. Immutable records and sealed types; shared by all lanes without locks.
 * Everything that is looked up while running is an index: steps, variables, targets. Start reading at
 * {@link io.rehearse.journeys.plan.Plan}. Nothing here knows Groovy, Netty or the files of a run.
 */
package io.rehearse.journeys.plan;
