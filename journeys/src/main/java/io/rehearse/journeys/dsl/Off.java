package io.rehearse.journeys.dsl;

/** The value of {@code off}. */
public enum Off {
    OFF
}
