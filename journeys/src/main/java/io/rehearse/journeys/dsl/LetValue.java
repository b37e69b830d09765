package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Let;
import java.util.function.Function;

/** What {@code let} computes at the start of each walk. */
public class LetValue {
    private final Function<Templates, Let.Function> function;

    LetValue(Function<Templates, Let.Function> function) {
        this.function = function;
    }

    /** Made when {@code let} has its turn, so that a value can use the one before it. */
    final Let.Function function(Templates templates) {
        return function.apply(templates);
    }
}
