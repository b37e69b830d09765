/** What happened: the run directory, the statistics that judge it and the pages that show it. Start reading at {@code run}. */
package io.rehearse.reports;
