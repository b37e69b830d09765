/**
 * Values and the rows they come from: {@link io.rehearse.journeys.data.Value} is what a session's variable holds,
 * {@link io.rehearse.journeys.data.Feeder} gives the row of an arrival. JDK and the CSV reader only; nothing here knows
 * the language or the plan. Feeders are immutable and shared by all lanes; a {@code Value} belongs to one lane.
 */
package io.rehearse.journeys.data;
