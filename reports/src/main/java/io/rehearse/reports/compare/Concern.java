package io.rehearse.reports.compare;

/**
 * Something about a comparison that no single row says.
 *
 * @param subject the run or step it is about, or a list of them; empty if it is about all
 * @param found the number found, {@code expected} what it should be; NaN if the kind has none
 */
public record Concern(Kind kind, String subject, double found, double expected) {

    /** What a concern does to the verdict of the whole comparison. */
    public enum Effect {
        /** FAIL, whatever the rows say. */
        FAILS,
        /** Neither PASS nor FAIL: the rows do not mean anything. */
        INVALIDATES,
        /** Can be FAIL, cannot be PASS. */
        KEEPS_FROM_PASSING,
        /** Only told. */
        TOLD
    }

    public enum Kind {
        /** A candidate run was down; found and expected in seconds, subject "run, from 63 s". */
        OUTAGE(Effect.FAILS),
        /** A candidate run failed too often; found and expected are shares. */
        ERROR_RATE(Effect.FAILS),
        /** The two sides did not do the same, or there is nothing to compare with; subject: the whole sentence. */
        NOT_COMPARABLE(Effect.INVALIDATES),
        /** No run, or no attempt at all, on a side. */
        NO_DATA(Effect.INVALIDATES),
        /** Steps that only one side has. */
        STEPS_DIFFER(Effect.INVALIDATES),
        /** A run with too few judged seconds. */
        TOO_SHORT(Effect.INVALIDATES),
        /** A duet whose sides did not get the same number of sessions; found: new, expected: old. */
        RATIO(Effect.INVALIDATES),
        /** The generator was the bottleneck. */
        UNTRUSTED(Effect.KEEPS_FROM_PASSING),
        /** A run that got slower or faster until its middle. */
        NOT_STEADY(Effect.KEEPS_FROM_PASSING),
        /** A step one side never reached. */
        NEVER_REACHED(Effect.KEEPS_FROM_PASSING),
        /** A run of the baseline that was stored although its generator was not trusted; subject: the whole sentence. */
        FORCED(Effect.TOLD),
        /** What is different on the two sides, but may be; subject: the whole sentence. */
        DIFFERS(Effect.TOLD),
        /** The old side of a duet was down; seconds. */
        OUTAGE_IN_OLD(Effect.KEEPS_FROM_PASSING),
        /** A baseline run was down; seconds. */
        OUTAGE_IN_BASELINE(Effect.TOLD),
        /** The longest run is more than twice as long as the shortest; seconds. */
        LENGTHS_DIFFER(Effect.TOLD),
        /** Seconds cut at the start of every run. */
        WARM_UP_CUT(Effect.TOLD),
        /** A duet that starts slowly; seconds. */
        WARM_UP_IN_DUET(Effect.TOLD),
        /** Steps too rare for an all-steps row; subject "p99: Pay, Search". */
        LEFT_OUT(Effect.TOLD),
        /** The noise between runs is (mostly) assumed; found: prior sd, expected: more runs that would measure it. */
        NOISE_ASSUMED(Effect.TOLD);

        private final Effect effect;

        Kind(Effect effect) {
            this.effect = effect;
        }

        public Effect effect() {
            return effect;
        }
    }
}
