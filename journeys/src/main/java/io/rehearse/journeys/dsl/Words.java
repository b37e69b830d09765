package io.rehearse.journeys.dsl;

/** The words that stand in every block. */
public abstract class Words {
    final Reading reading;

    Words(Reading reading) {
        this.reading = reading;
    }

    /** The value of a parameter. */
    public Param param(String name) {
        return reading.parameter(name);
    }

    /** A secret of the environment. */
    public Secret secret(String name) {
        return reading.secret(name);
    }
}
