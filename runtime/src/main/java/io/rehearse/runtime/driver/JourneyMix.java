package io.rehearse.runtime.driver;

import io.rehearse.journeys.data.Draws;
import io.rehearse.journeys.plan.Journey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which journey an arrival walks: weights as shares of a block of 100 arrivals, largest remainders first, each block
 * shuffled on its own. A pure function of the seed and the arrival number.
 */
final class JourneyMix {
    private static final long PURPOSE_JOURNEY = 0x10;

    private final long seed;
    private final int[] block;

    JourneyMix(List<Journey> journeys, long seed) {
        this.seed = seed;
        this.block = block(journeys);
    }

    int journeyOf(long arrival) {
        int size = block.length;
        if (size == 1) {
            return block[0];
        }
        return block[(int) Draws.shuffled(arrival % size, size, seed ^ PURPOSE_JOURNEY, arrival / size)];
    }

    private static int[] block(List<Journey> journeys) {
        if (journeys.size() == 1) {
            return new int[] {0};
        }
        int total = journeys.stream().mapToInt(Journey::weight).sum();
        int size = Math.max(100, total);
        int[] share = new int[journeys.size()];
        int given = 0;
        for (int i = 0; i < share.length; i++) {
            share[i] = (int) ((long) size * journeys.get(i).weight() / total);
            given += share[i];
        }
        List<Integer> byRemainder = new ArrayList<>();
        for (int i = 0; i < share.length; i++) {
            byRemainder.add(i);
        }
        byRemainder.sort(Comparator.comparingLong(
                        (Integer i) -> -((long) size * journeys.get(i).weight() % total))
                .thenComparingInt(i -> i));
        for (int i = 0; given < size; i++, given++) {
            share[byRemainder.get(i)]++;
        }
        int[] places = new int[size];
        int at = 0;
        for (int i = 0; i < share.length; i++) {
            for (int n = 0; n < share[i]; n++) {
                places[at++] = i;
            }
        }
        return places;
    }
}
