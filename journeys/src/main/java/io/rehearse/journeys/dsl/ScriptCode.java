package io.rehearse.journeys.dsl;

import groovy.lang.Closure;
import io.rehearse.journeys.plan.Code;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/** A closure of the script for the plan; what each lane calls is a clone with words of its own. */
final class ScriptCode implements Code {
    private final Source source;
    private final Closure<?> closure;
    private final Use use;
    private final int line;

    /** What a closure is for. */
    enum Use {
        /** It is given a value and makes another of it. */
        MAP,
        /** It is given the answer and says whether it is good. */
        CHECK,
        /** It is given the walk's variables and says yes or no. */
        CONDITION
    }

    private ScriptCode(Source source, Closure<?> closure, Use use, int line) {
        this.source = source;
        this.closure = closure;
        this.use = use;
        this.line = line;
    }

    /** The variables that the closure reads and sets count as used and saved where it stands. */
    static ScriptCode of(Reading reading, Scope scope, Use use, Closure<?> closure) {
        int line = reading.line();
        for (Reading.NameInClosure name : reading.namesInClosures) {
            if (name.isIn(line)) {
                if (name.written()) {
                    scope.save(name.name(), false);
                } else {
                    scope.useInClosure(new Ref(name.name(), name.line(), name.ofRun(), name.shown()));
                }
            }
        }
        return new ScriptCode(reading.source, closure, use, reading.planLine(line));
    }

    @Override
    public int line() {
        return line;
    }

    @Override
    public int lineIn(StackTraceElement[] stack) {
        String name = closure.getClass().getName();
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().equals(name)) {
                return ofPlan(Reading.lineOf(stack));
            }
        }
        return 0;
    }

    /** The plan's lines are of the journey file; one in an included file becomes that of the closure. */
    private int ofPlan(int inScript) {
        return inScript == 0 || source.part(inScript) > 0 ? line : inScript;
    }

    @Override
    public Call forLane() {
        WalkVars vars = new WalkVars();
        WalkRun run = new WalkRun();
        AnswerWords answer = new AnswerWords();
        Closure<?> own = (Closure<?>) closure.clone();
        own.setDelegate(new WalkWords(vars, run));
        own.setResolveStrategy(Closure.DELEGATE_ONLY);
        return (in, context, out) -> {
            vars.turnTo(context);
            run.turnTo(context);
            answer.turnTo(context);
            try {
                switch (use) {
                    case MAP -> Values.set(out, own.call(Values.object(in)));
                    case CHECK -> Values.set(out, DefaultTypeTransformation.castToBoolean(own.call(answer)));
                    case CONDITION -> Values.set(out, DefaultTypeTransformation.castToBoolean(own.call(vars)));
                }
            } catch (AssertionError notSo) {
                throw failed(notSo, true);
            } catch (Exception | Error thrown) {
                throw failed(thrown, false);
            }
        };
    }

    private Failed failed(Throwable thrown, boolean asserted) {
        String first = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        String words = asserted ? first : thrown.getClass().getSimpleName() + ": " + first;
        if (Thread.interrupted() || thrown instanceof InterruptedException) {
            words = "InterruptedException: it did not end and was interrupted";
        }
        return new Failed(words, ofPlan(Reading.lineOf(thrown)), asserted);
    }
}
