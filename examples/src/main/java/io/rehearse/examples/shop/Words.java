package io.rehearse.examples.shop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Words of a command line, {@code --name value} or {@code --name=value}, and what was probably meant by wrong ones. */
final class Words {
    private Words() {}

    /** One word with its value, both as written. */
    record Word(String name, String value) {
        InvalidWordException expected(String what, String remedy) {
            return new InvalidWordException(this + ": expected " + what + ", found '" + value + "'; " + remedy);
        }

        @Override
        public String toString() {
            return name + " " + value;
        }
    }

    static List<Word> read(List<String> words, List<String> names) {
        List<Word> found = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (!names.contains(name)) {
                throw new InvalidWordException("unknown word '" + name + "'; " + didYouMean(name, names) + "words are: "
                        + String.join(", ", names));
            }
            if (equals >= 0) {
                found.add(new Word(name, word.substring(equals + 1)));
            } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
                found.add(new Word(name, words.get(++i)));
            } else {
                throw new InvalidWordException(name + ": expected a value after it, found "
                        + (i + 1 < words.size() ? "'" + words.get(i + 1) + "'" : "nothing"));
            }
        }
        return found;
    }

    /** {@code "did you mean 'x'? "} for the closest candidate, or nothing when none is close. */
    static String didYouMean(String found, Collection<String> candidates) {
        String closest = null;
        int least = Math.max(1, found.length() / 3) + 1;
        for (String candidate : candidates) {
            int edits = edits(found, candidate);
            if (edits < least) {
                least = edits;
                closest = candidate;
            }
        }
        return closest == null ? "" : "did you mean '" + closest + "'? ";
    }

    /** Edit distance with insertion, deletion, substitution and swap of neighbours (optimal string alignment). */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
