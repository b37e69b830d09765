/**
 * What is wrong with a script, an environment or a data file, and where. Start reading at
 * {@link io.rehearse.journeys.error.ScriptErrors}. Messages are for the person who wrote the file: where, what was
 * found, what was expected, what to write instead. Knows nothing of the language itself; belongs to the reading thread.
 */
package io.rehearse.journeys.error;
