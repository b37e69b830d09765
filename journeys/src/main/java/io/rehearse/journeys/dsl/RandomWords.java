package io.rehearse.journeys.dsl;

import io.rehearse.journeys.plan.Let;
import java.util.List;

/** What {@code random.} gives a walk: the same for the same seed and arrival. */
public final class RandomWords {
    private final Reading reading;

    RandomWords(Reading reading) {
        this.reading = reading;
    }

    /** A whole number, both ends included. */
    public LetValue number(int from, int to) {
        if (from > to) {
            reading.error("number", "the smaller number comes first: write random.number(" + to + ", " + from + ")");
        }
        return new LetValue(templates -> new Let.RandomNumber(Math.min(from, to), Math.max(from, to)));
    }

    /** So many letters a to z and digits. */
    public LetValue text(int length) {
        if (length < 1 || length > Let.RandomText.LENGTH_MAX) {
            reading.error("text", "a random text has 1 to " + Let.RandomText.LENGTH_MAX + " characters, not " + length);
        }
        return new LetValue(templates -> new Let.RandomText(Math.max(1, Math.min(length, Let.RandomText.LENGTH_MAX))));
    }

    /** One of these. */
    public LetValue pick(List<?> texts) {
        if (texts.isEmpty()) {
            reading.error("pick", "there is nothing to pick from");
        }
        return new LetValue(templates -> new Let.RandomPick(
                texts.isEmpty()
                        ? List.of(templates.text("", io.rehearse.journeys.plan.Template.Encoding.RAW))
                        : texts.stream()
                                .map(text -> templates.text(text, io.rehearse.journeys.plan.Template.Encoding.RAW))
                                .toList()));
    }
}
