package io.rehearse.journeys.dsl;

import groovyjarjarantlr4.v4.runtime.CharStreams;
import groovyjarjarantlr4.v4.runtime.LexerNoViableAltException;
import groovyjarjarantlr4.v4.runtime.Token;
import java.util.regex.Pattern;
import org.apache.groovy.parser.antlr4.GroovyLangLexer;
import org.apache.groovy.parser.antlr4.GroovySyntaxError;

/**
 * Finds each '$' in a text in double quotes that begins no value, as in {@code json("$.x")}. Groovy's lexer is asked first,
 * because its parser tells the first of them only, and prints a line of its own on the error stream.
 */
final class Dollars {
    private static final Pattern SUSPECT = Pattern.compile("\\$(?![A-Za-z_{])");
    private static final int TOLD_MAX = 100;

    private Dollars() {}

    /** Tells them to the reading; returns whether there was one. */
    static boolean tell(Reading reading, String text) {
        StringBuilder rest = new StringBuilder(text);
        int told = 0;
        while (told < TOLD_MAX && SUSPECT.matcher(rest).find()) {
            int at = first(rest.toString());
            if (at < 0) {
                break;
            }
            String before = text.substring(0, at);
            reading.errors.add(reading.source.error(
                    1 + (int) before.chars().filter(c -> c == '\n').count(),
                    at - before.lastIndexOf('\n'),
                    1,
                    "inside double quotes a '$' begins a value, like \"${vars.x}\"; write JSON paths in single quotes:"
                            + " '$.…', and a mere dollar as \\$"));
            rest.setCharAt(at, ' ');
            told++;
        }
        return told > 0;
    }

    /** Where the first one is; −1 without one. */
    private static int first(String text) {
        GroovyLangLexer lexer = new GroovyLangLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        try {
            while (lexer.nextToken().getType() != Token.EOF) {
                // only what ends it is of interest
            }
            return -1;
        } catch (LexerNoViableAltException noValue) {
            return text.offsetByCodePoints(0, noValue.getStartIndex()) - 1;
        } catch (GroovySyntaxError another) {
            return -1; // which the parser tells
        }
    }
}
