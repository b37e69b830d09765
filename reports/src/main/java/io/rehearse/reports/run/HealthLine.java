package io.rehearse.reports.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/** One line of {@code health.ndjson} as written; read back by index and as {@link Health}. */
record HealthLine(int index, double start, @JsonUnwrapped Health health) {}
