package io.rehearse.journeys.dsl;

import groovy.lang.Closure;

/** Steps and blocks that several journeys, or several places of one, have in common; read anew wherever it is performed. */
public final class Fragment {
    private final Closure<?> block;
    private final int line;

    Fragment(Closure<?> block, int line) {
        this.block = block;
        this.line = line;
    }

    /** A copy for one performance: each has blocks of its own. */
    Closure<?> block() {
        return (Closure<?>) block.clone();
    }

    /** Where it is written. */
    int line() {
        return line;
    }
}
