/** Runs against runs: pure statistics and the verdict. */
package io.rehearse.reports.compare;
