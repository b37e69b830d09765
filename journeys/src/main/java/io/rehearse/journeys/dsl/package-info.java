/**
 * The language: a journey file is compiled by Groovy, run once on a thread of its own and gives a
 * {@link io.rehearse.journeys.plan.Plan}. The only package that knows Groovy. Start reading at
 * {@link io.rehearse.journeys.dsl.ScriptCompiler}; the words of a block are the public methods of its class:
 * {@code JourneyScript}, {@code JourneySpec}, {@code StepSpec}, {@code ExpectSpec}, {@code LoadSpec}, {@code PassSpec}.
 * Those classes are public because compiled scripts call them, and no door for other code. Nothing here runs while
 * load is driven. Everything belongs to the thread that reads the script.
 */
package io.rehearse.journeys.dsl;
