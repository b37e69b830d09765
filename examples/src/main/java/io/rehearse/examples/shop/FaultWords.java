package io.rehearse.examples.shop;

import io.rehearse.examples.shop.Faults.Slow;
import io.rehearse.examples.shop.Faults.Stall;
import io.rehearse.examples.shop.Words.Word;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of the fault words. */
final class FaultWords {
    static final List<String> NAMES = List.of("--slow", "--fail", "--reset", "--hang", "--stall");

    private static final String ALL = "all";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|min|m)");
    private static final Map<String, Double> UNIT_NANOS =
            Map.of("us", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9, "m", 60e9);
    private static final long TIME_NANOS_MAX = 3_600_000_000_000L;
    private static final double FACTOR_MAX = 1000;
    private static final String TIME_REMEDY = "write it with its unit, as in 200ms, 1.5s or 2min, up to 60min";

    private FaultWords() {}

    static Faults read(List<Word> faultWords) {
        List<String> words = new ArrayList<>();
        Map<Endpoint, Slow> slow = new EnumMap<>(Endpoint.class);
        Map<Endpoint, Double> fail = new EnumMap<>(Endpoint.class);
        Map<Endpoint, Double> reset = new EnumMap<>(Endpoint.class);
        Map<Endpoint, Double> hang = new EnumMap<>(Endpoint.class);
        List<Stall> stalls = new ArrayList<>();
        for (Word word : faultWords) {
            words.add(word.name());
            words.add(word.value());
            switch (word.name()) {
                case "--slow" -> put(slow, word, slow(word));
                case "--fail" -> put(fail, word, share(word));
                case "--reset" -> put(reset, word, share(word));
                case "--hang" -> put(hang, word, share(word));
                case "--stall" -> stalls.add(stall(word));
                default -> throw new IllegalStateException(word.name());
            }
        }
        return new Faults(words, slow, fail, reset, hang, stalls);
    }

    private static <T> void put(Map<Endpoint, T> faults, Word word, T fault) {
        String found = word.value().substring(0, word.value().indexOf('='));
        List<String> names = new ArrayList<>();
        boolean known = false;
        for (Endpoint endpoint : Endpoint.withFaults()) {
            names.add(endpoint.word());
            if (found.equals(ALL) || found.equals(endpoint.word())) {
                faults.put(endpoint, fault);
                known = true;
            }
        }
        names.add(ALL);
        if (!known) {
            throw new InvalidWordException(word + ": no endpoint '" + found + "'; " + Words.didYouMean(found, names)
                    + "endpoints are: " + String.join(", ", names));
        }
    }

    /** What stands after {@code ENDPOINT=}. */
    private static String right(Word word, String form) {
        int equals = word.value().indexOf('=');
        if (equals < 0) {
            throw word.expected("ENDPOINT=" + form, "write for example " + word.name() + " order=" + form);
        }
        return word.value().substring(equals + 1);
    }

    private static Slow slow(Word word) {
        String right = right(word, "+200ms");
        if (right.startsWith("x") && NUMBER.matcher(right.substring(1)).matches()) {
            double factor = Double.parseDouble(right.substring(1));
            if (factor <= FACTOR_MAX) {
                return new Slow(factor, 0);
            }
        } else if (right.startsWith("+") && right.endsWith("%")) {
            String percent = right.substring(1, right.length() - 1);
            if (NUMBER.matcher(percent).matches() && Double.parseDouble(percent) <= 100 * FACTOR_MAX) {
                return new Slow(1 + Double.parseDouble(percent) / 100, 0);
            }
        } else if (right.startsWith("+")) {
            return new Slow(1, nanos(word, right.substring(1)));
        }
        throw word.expected(
                "a time, a percentage or a factor to add", "write +200ms, +10% or x1.2 (a factor is at most 1000)");
    }

    private static double share(Word word) {
        String right = right(word, "1%");
        String number = right.endsWith("%") ? right.substring(0, right.length() - 1) : "";
        if (!NUMBER.matcher(number).matches() || Double.parseDouble(number) > 100) {
            throw word.expected("a percentage from 0% to 100%", "write for example " + word.name() + " order=1%");
        }
        return Double.parseDouble(number) / 100;
    }

    private static Stall stall(Word word) {
        String[] parts = word.value().split("@", -1);
        if (parts.length != 2) {
            throw word.expected("LENGTH@START", "write --stall 1s@10s for one second, ten seconds from now");
        }
        return new Stall(nanos(word, parts[0]), nanos(word, parts[1]));
    }

    private static long nanos(Word word, String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            double nanos = Double.parseDouble(time.group(1)) * UNIT_NANOS.get(time.group(2));
            if (nanos <= TIME_NANOS_MAX) {
                return Math.round(nanos);
            }
        }
        throw new InvalidWordException(word + ": expected a time, found '" + text + "'; " + TIME_REMEDY);
    }
}
