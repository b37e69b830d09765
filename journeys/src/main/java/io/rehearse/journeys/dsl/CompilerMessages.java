package io.rehearse.journeys.dsl;

import io.rehearse.journeys.error.ScriptError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;

/** What the Groovy compiler finds, in the words of the language. */
final class CompilerMessages {
    private static final Pattern NO_METHOD =
            Pattern.compile("Cannot find matching method (?:.*[.#])?([^#(]+)\\((.*?)\\)\\..*");
    private static final Pattern NO_VARIABLE = Pattern.compile("The variable \\[(.*?)] is undeclared.*");
    private static final Pattern NO_PROPERTY = Pattern.compile("No such property: (\\S+) for class: (\\S+).*");

    private static final Pattern TWICE =
            Pattern.compile("The current scope already contains a variable of the name (\\S+)");
    private static final Pattern NO_OPERATOR = Pattern.compile(
            "Cannot find matching method (Ref|Param)#(?:compareTo|plus|minus|multiply|div|mod|remainder)\\(.*");
    private static final Pattern NO_CLASS = Pattern.compile("unable to resolve class (\\w+)");
    private static final Pattern NO_TYPE = Pattern.compile("Cannot access method: \\w+\\(\\) of class: Object");
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected input: '.*?([^\\s'\\\\]+)'.*");

    private final Reading reading;
    private final LeftOut leftOut;

    CompilerMessages(Reading reading, LeftOut leftOut) {
        this.reading = reading;
        this.leftOut = leftOut;
    }

    void tell(MultipleCompilationErrorsException wrong) {
        for (Message message : wrong.getErrorCollector().getErrors()) {
            if (message instanceof SyntaxErrorMessage syntax) {
                tell(syntax.getCause());
            } else if (message instanceof ExceptionMessage thrown) {
                reading.errors.add(ScriptError.of(reading.source.name(), "not understood: " + thrown.getCause()));
            } else {
                reading.errors.add(ScriptError.of(reading.source.name(), "not understood"));
            }
        }
    }

    private void tell(SyntaxException error) {
        int length = error.getEndLine() == error.getStartLine()
                ? error.getEndColumn() - error.getStartColumn()
                : Integer.MAX_VALUE;
        String message = error.getOriginalMessage();
        boolean atEnd = reading.source.isEnd(error.getStartLine(), error.getStartColumn())
                && message.startsWith("Unexpected input");
        reading.errors.add(
                atEnd
                        ? reading.source.error(
                                reading.source.lastLine(),
                                "",
                                "the script ends too early: a '}', a ')' or a quote is missing somewhere above")
                        : reading.source.error(
                                error.getStartLine(), error.getStartColumn(), Math.max(1, length), words(message)));
        leftOut.add(error.getStartLine(), error.getStartColumn());
    }

    /** Package names and advice about classes help nobody who writes a journey. */
    static String words(String message) {
        String text = message.replace("[Static type checking] - ", "")
                .replace("io.rehearse.journeys.dsl.", "")
                .replace("java.lang.", "")
                .replace("java.util.", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (text.startsWith("Cannot find matching method Fragment#call")) {
            return "a fragment is walked by its name alone: perform login, without ()";
        }
        Matcher operator = NO_OPERATOR.matcher(text);
        if (operator.matches()) {
            return operator.group(1).equals("Ref") ? TypeNet.OF_WALK : TypeNet.PARAMETER;
        }
        Matcher method = NO_METHOD.matcher(text);
        if (method.matches() && method.group(1).equals("negative")) {
            return "nothing here is below 0: leave out the minus";
        }
        if (method.matches()) {
            return "nothing named '" + method.group(1) + "' takes (" + method.group(2) + ")";
        }
        Matcher twice = TWICE.matcher(text);
        if (twice.matches()) {
            return "'" + twice.group(1) + "' is there already, in this file or one it includes: give each a name of its"
                    + " own";
        }
        if (NO_TYPE.matcher(text).matches()) {
            return "a value of the walk has no type while the script is being read; to compute with it say which, as in"
                    + " (it as int) + 1";
        }
        Matcher variable = NO_VARIABLE.matcher(text);
        if (variable.matches()) {
            return "unknown word '" + variable.group(1) + "'";
        }
        Matcher property = NO_PROPERTY.matcher(text);
        if (property.matches()) {
            return "unknown word '" + property.group(1) + "' after "
                    + (property.group(2).equals(AnswerWords.class.getSimpleName())
                            ? "the answer; words there: "
                                    + String.join(
                                            ", ",
                                            Vocabulary.words(AnswerWords.class).keySet())
                            : "a " + property.group(2));
        }
        if (text.startsWith(TypeNet.MARK)) {
            return text.substring(TypeNet.MARK.length());
        }
        Matcher noClass = NO_CLASS.matcher(text);
        if (noClass.matches() && !Vocabulary.blocksOf(noClass.group(1)).isEmpty()) {
            return "what stands behind '" + noClass.group(1) + "' is named with a colon: write " + noClass.group(1)
                    + " name: …, not " + noClass.group(1) + " name = …";
        }
        Matcher unexpected = UNEXPECTED.matcher(text);
        if (unexpected.matches()) {
            return "not understood: unexpected '" + unexpected.group(1) + "'";
        }
        return "not understood: " + text;
    }
}
