package io.rehearse.journeys.data;

import java.util.List;

/**
 * Rows of data for walks. Read whole when the script is read; immutable, shared by all lanes. The row of an arrival is a
 * pure function of the seed and the arrival number.
 */
public final class Feeder {
    /** Which row an arrival gets. */
    public enum Order {
        /** Row k mod rows. */
        CIRCULAR,
        /** Every row once a pass, each pass in an order of its own. */
        SHUFFLED,
        /** Row k; the load ends when the rows do. */
        UNIQUE
    }

    private final String source;
    private final Order order;
    private final List<String> columns;
    private final byte[][][] rows;
    private final Value.Kind[][] kinds;

    /**
     * Rows of text.
     *
     * @param source file name for messages and the fingerprint
     * @param columns names, in the order of each row's values
     * @param rows at least one; UTF-8 values, never changed afterwards
     */
    public Feeder(String source, Order order, List<String> columns, byte[][][] rows) {
        this(source, order, columns, rows, null);
    }

    /** Rows whose values have types: {@code kinds[row][column]}; null when all are text. */
    public Feeder(String source, Order order, List<String> columns, byte[][][] rows, Value.Kind[][] kinds) {
        if (rows.length == 0) {
            throw new IllegalArgumentException(source + ": no rows");
        }
        this.source = source;
        this.order = order;
        this.columns = List.copyOf(columns);
        this.rows = rows;
        this.kinds = kinds;
    }

    /** Number of the row of an arrival, or −1 when a {@link Order#UNIQUE} feeder has run out. */
    public int rowOf(long seed, long arrival) {
        long pass = arrival / rows.length;
        long place = arrival % rows.length;
        if (order == Order.UNIQUE) {
            return pass == 0 ? (int) place : -1;
        }
        return (int) (order == Order.CIRCULAR ? place : Draws.shuffled(place, rows.length, seed, pass));
    }

    /** The values of a row. */
    public byte[][] row(int number) {
        return rows[number];
    }

    /** The type a value of a row had in its file; text unless it came from JSON. */
    public Value.Kind kind(int row, int column) {
        return kinds == null ? Value.Kind.TEXT : kinds[row][column];
    }

    public int rows() {
        return rows.length;
    }

    public String source() {
        return source;
    }

    public Order order() {
        return order;
    }

    public List<String> columns() {
        return columns;
    }
}
