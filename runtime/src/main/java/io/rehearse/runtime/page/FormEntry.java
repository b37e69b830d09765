package io.rehearse.runtime.page;

/**
 * One line of what a form sends.
 *
 * @param isFile whether it stands for a file that was not chosen: sent without a name and empty, as browsers do
 */
record FormEntry(String name, String value, boolean isFile) {}
