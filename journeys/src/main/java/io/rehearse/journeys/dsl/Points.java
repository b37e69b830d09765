package io.rehearse.journeys.dsl;

/**
 * A difference of two percentages: {@code 0.5.points}.
 *
 * @param fraction 0.005 for half a point
 */
public record Points(double fraction) {
    @Override
    public String toString() {
        return Quantities.number(fraction * 100) + " points";
    }
}
