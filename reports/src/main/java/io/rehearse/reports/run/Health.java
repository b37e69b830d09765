package io.rehearse.reports.run;

/**
 * How the generator felt in one interval; what the platform cannot tell is null.
 *
 * @param lateP50Millis of all steps taken up in the interval
 * @param lateP99Millis likewise
 * @param lateMaxMillis likewise
 * @param loopLagMillis longest time one lane did not run: the generator's own stall
 * @param gcMillis collector pauses
 * @param cpuFraction of all CPUs, used by this process
 * @param stealFraction of all CPUs, taken by other guests of the host
 * @param runQueueMillis time the lanes' threads were ready and did not run, summed over them
 * @param scriptMillis longest stretch spent in the script's closures, or on a page it looks at, by one lane
 * @param backlog intervals of lanes not yet merged: handed over, or held back because there was no room to hand them over
 * @param tokenFailures renewals of OAuth2 tokens that failed; null without any login
 */
public record Health(
        Double lateP50Millis,
        Double lateP99Millis,
        Double lateMaxMillis,
        Double loopLagMillis,
        Double gcMillis,
        Double cpuFraction,
        Double stealFraction,
        Double runQueueMillis,
        Long openDescriptors,
        Long heapBytes,
        Double scriptMillis,
        Integer backlog,
        Integer tokenFailures) {

    /** Nothing known. */
    public static final Health UNKNOWN =
            new Health(null, null, null, null, null, null, null, null, null, null, null, null, null);

    /** Of two generators that ran at the same time: of each figure the larger one. */
    Health worst(Health o) {
        return new Health(
                max(lateP50Millis, o.lateP50Millis),
                max(lateP99Millis, o.lateP99Millis),
                max(lateMaxMillis, o.lateMaxMillis),
                max(loopLagMillis, o.loopLagMillis),
                max(gcMillis, o.gcMillis),
                max(cpuFraction, o.cpuFraction),
                max(stealFraction, o.stealFraction),
                max(runQueueMillis, o.runQueueMillis),
                max(openDescriptors, o.openDescriptors),
                max(heapBytes, o.heapBytes),
                max(scriptMillis, o.scriptMillis),
                max(backlog, o.backlog),
                max(tokenFailures, o.tokenFailures));
    }

    private static <T extends Comparable<T>> T max(T a, T b) {
        return a == null ? b : b == null || a.compareTo(b) >= 0 ? a : b;
    }
}
