/**
 * Where a journey runs: {@code env/<name>.yaml} with its layers, the command line and {@code REHEARSE_*} variables on
 * top. Start reading at {@link io.rehearse.journeys.environment.Environment}; what the command line gives is
 * {@link io.rehearse.journeys.environment.Inputs}. Knows the plan's targets and the YAML parser, not the language.
 * Belongs to the reading thread.
 */
package io.rehearse.journeys.environment;
