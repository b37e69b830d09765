package io.rehearse.reports.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Bins of equal width over a time whose end is not known beforehand: when there are too many, each two become one. Belongs
 * to one thread.
 */
final class Bins<T> {
    private final int countMax;
    private final Supplier<T> empty;
    private final BiConsumer<T, T> addSecondToFirst;
    private List<T> bins = new ArrayList<>();
    private double widthSeconds;

    Bins(double widthSeconds, int countMax, Supplier<T> empty, BiConsumer<T, T> addSecondToFirst) {
        this.widthSeconds = widthSeconds;
        this.countMax = countMax;
        this.empty = empty;
        this.addSecondToFirst = addSecondToFirst;
    }

    /** The bin that a second since the start of the run lies in. */
    T at(double second) {
        int index = (int) (Math.max(0, second) / widthSeconds);
        while (index >= countMax) {
            halve();
            index = (int) (Math.max(0, second) / widthSeconds);
        }
        while (bins.size() <= index) {
            bins.add(empty.get());
        }
        return bins.get(index);
    }

    private void halve() {
        List<T> wider = new ArrayList<>();
        for (int i = 0; i < bins.size(); i += 2) {
            T bin = bins.get(i);
            if (i + 1 < bins.size()) {
                addSecondToFirst.accept(bin, bins.get(i + 1));
            }
            wider.add(bin);
        }
        bins = wider;
        widthSeconds *= 2;
    }

    /** In the order of time, from the start of the run. */
    List<T> all() {
        return List.copyOf(bins);
    }

    double widthSeconds() {
        return widthSeconds;
    }
}
