package io.rehearse.examples.shop;

/**
 * How long the shop works on a request: log-normal, {@code median · e^(σ·z)} with σ = 0.4 and z standard normal, as
 * service times of real servers roughly are: mean 8 % above the median, p99 2.5 times the median.
 *
 * @param seed the same seed gives request n of an endpoint the same time
 * @param on   false: every time is 0
 */
record ServiceTimes(long seed, boolean on) {
    static final double SIGMA = 0.4;

    /** Service time of the n-th request (from 0) to {@code endpoint}, in nanoseconds, before any fault. */
    long nanos(Endpoint endpoint, long n) {
        if (!on || endpoint.medianMillis() == 0) {
            return 0;
        }
        double z = Draws.normal(seed, Stream.SERVICE_TIME.of(endpoint), n);
        return Math.round(endpoint.medianMillis() * 1e6 * Math.exp(SIGMA * z));
    }

    /** What is drawn for a request. Each has numbers of its own, so that switching a fault on moves nothing else. */
    enum Stream {
        SERVICE_TIME,
        SECOND_OF_SERVICE_TIME,
        HANG,
        RESET,
        FAIL;

        int of(Endpoint endpoint) {
            return endpoint.ordinal() * values().length + ordinal();
        }
    }
}
