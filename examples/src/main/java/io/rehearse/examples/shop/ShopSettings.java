package io.rehearse.examples.shop;

import io.rehearse.examples.shop.Words.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * How a shop is set up.
 *
 * @param host         address to listen on; loopback unless told otherwise
 * @param port         0 to 65535; 0 takes any free port
 * @param seed         decides service times and which requests a fault hits
 * @param serviceTimes false: answers at once, for speed tests
 * @param faults       what goes wrong from the start
 */
public record ShopSettings(String host, int port, long seed, boolean serviceTimes, Faults faults) {
    private static final List<String> NAMES = List.of("--host", "--port", "--seed", "--service-times");

    public ShopSettings {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be from 0 to 65535, not " + port);
        }
    }

    /** Loopback, any free port, seed 1, service times on, no faults. */
    public static ShopSettings defaults() {
        return new ShopSettings("127.0.0.1", 0, 1, true, Faults.NONE);
    }

    /**
     * Reads the words of a command line: {@code --port N}, {@code --host ADDRESS}, {@code --seed N},
     * {@code --service-times on|off} and the fault words of {@link Faults#parse}.
     *
     * @throws InvalidWordException for anything else, with a remedy
     */
    public static ShopSettings parse(List<String> words) {
        List<String> names = new ArrayList<>(NAMES);
        names.addAll(FaultWords.NAMES);
        ShopSettings settings = defaults();
        List<Word> faults = new ArrayList<>();
        for (Word word : Words.read(words, names)) {
            switch (word.name()) {
                case "--host" -> settings = settings.withHost(word.value());
                case "--port" -> settings = settings.withPort((int) number(word, 0, 65535));
                case "--seed" -> settings = settings.withSeed(number(word, Long.MIN_VALUE, Long.MAX_VALUE));
                case "--service-times" -> settings = settings.withServiceTimes(serviceTimes(word));
                default -> faults.add(word);
            }
        }
        return settings.withFaults(FaultWords.read(faults));
    }

    public ShopSettings withHost(String newHost) {
        return new ShopSettings(newHost, port, seed, serviceTimes, faults);
    }

    public ShopSettings withPort(int newPort) {
        return new ShopSettings(host, newPort, seed, serviceTimes, faults);
    }

    public ShopSettings withSeed(long newSeed) {
        return new ShopSettings(host, port, newSeed, serviceTimes, faults);
    }

    public ShopSettings withServiceTimes(boolean on) {
        return new ShopSettings(host, port, seed, on, faults);
    }

    public ShopSettings withFaults(Faults newFaults) {
        return new ShopSettings(host, port, seed, serviceTimes, newFaults);
    }

    private static long number(Word word, long least, long most) {
        String remedy = "write for example " + word.name() + " 8080";
        try {
            long number = Long.parseLong(word.value());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw word.expected("a whole number", remedy);
        }
        throw word.expected("a number from " + least + " to " + most, remedy);
    }

    private static boolean serviceTimes(Word word) {
        return switch (word.value()) {
            case "on" -> true;
            case "off", "0" -> false;
            default -> throw word.expected("on or off", "off answers at once, for speed tests");
        };
    }
}
