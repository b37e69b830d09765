package io.rehearse.journeys.dsl;

import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;

final class CompileNet {
    private final Reading reading;
    private final String rest;

    CompileNet(Reading reading, String rest) {
        this.reading = reading;
        this.rest = rest;
    }

    void check(ModuleNode ast) {}

    boolean hasFound() {
        return false;
    }

    String rest() {
        return rest;
    }

    void translate(MultipleCompilationErrorsException wrong) {
        reading.error(1, "", String.valueOf(wrong.getMessage()));
    }
}
