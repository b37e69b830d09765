package io.rehearse.journeys.dsl;

import groovy.lang.Closure;

/** Runs a block of the script with its words, and only these. A fault ends the block, not the reading. */
final class Blocks {
    private Blocks() {}

    static void run(Reading reading, Closure<?> block, Object words) {
        block.setDelegate(words);
        block.setResolveStrategy(Closure.DELEGATE_ONLY);
        try {
            block.call();
        } catch (Fault fault) {
            reading.fault(fault);
        }
    }
}
