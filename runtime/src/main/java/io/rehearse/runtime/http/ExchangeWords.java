package io.rehearse.runtime.http;

import io.rehearse.journeys.data.Value;
import io.rehearse.runtime.driver.Exchange;
import io.rehearse.runtime.response.Masking;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Requests and answers in words for people, as they went over the wire: cut, and with all that is secret masked. One per lane. */
final class ExchangeWords {
    private static final int WORDS_MAX = 2 * 1024;
    private static final int TOKENS_MASKED = 100;

    private final Masking masking;
    /** Tokens that were or are in use, the latest of them: what must not be shown. */
    private final Deque<String> tokens = new ArrayDeque<>();

    /** @param masking what is secret in the plan */
    ExchangeWords(Masking masking) {
        this.masking = masking;
    }

    /** From now on it is masked. */
    void token(String token) {
        tokens.addLast(token);
        if (tokens.size() > TOKENS_MASKED) {
            tokens.removeFirst();
        }
    }

    /** @param answer what it got, which may tell secrets; null without one */
    String request(Exchange exchange, Visitor visitor, ResponseDecoder answer) {
        Masking secrets = masking(exchange, visitor, answer);
        if (!visitor.sentIsCut()) {
            return cut(secrets.mask(visitor.sentText()));
        }
        return cut(secrets.maskCut(visitor.sentText())) + " (cut, " + visitor.sentBytes() + " bytes)";
    }

    String response(Exchange exchange, Visitor visitor, ResponseDecoder answer) {
        Masking secrets = masking(exchange, visitor, answer);
        String text = text(answer);
        return cut(answer.fillsExcerpt(WORDS_MAX) ? secrets.maskCut(text) : secrets.mask(text));
    }

    /** Words that quote what was sent or came. */
    String masked(Exchange exchange, Visitor visitor, ResponseDecoder answer, String words) {
        return words.isEmpty() ? words : masking(exchange, visitor, answer).maskQuoting(words);
    }

    private Masking masking(Exchange exchange, Visitor visitor, ResponseDecoder answer) {
        List<String> secrets = new ArrayList<>(tokens);
        for (Value value : exchange.session().values()) {
            if (value.isSet() && value.isSecret()) {
                secrets.add(value.text());
            }
        }
        secrets.addAll(Masking.toldBy(visitor.sentText()));
        if (answer != null) {
            secrets.addAll(Masking.toldBy(text(answer)));
        }
        return masking.and(secrets);
    }

    private static String text(ResponseDecoder answer) {
        return answer.headText() + answer.excerpt(WORDS_MAX);
    }

    private static String cut(String text) {
        return text.length() <= WORDS_MAX ? text : text.substring(0, WORDS_MAX) + "…";
    }
}
