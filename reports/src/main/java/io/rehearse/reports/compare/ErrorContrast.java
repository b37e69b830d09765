package io.rehearse.reports.compare;

import java.util.List;

/**
 * Failed share of the candidate minus that of the baseline, all runs of a side together. Errors come in clumps: their
 * number is divided by a design effect before anything is concluded.
 *
 * <p>Bounds: Wilson's interval per side, combined by MOVER (Newcombe 1998, Zou and Donner 2008); works with zero errors.
 * "Proved worse": score test with continuity correction on the effective counts, against t.
 *
 * @param base the baseline's rate, {@code cand} the candidate's
 * @param df degrees of freedom: blocks of both sides minus one each
 * @param tBounds the t of the one-sided bounds
 */
record ErrorContrast(
        double base,
        double cand,
        double lower,
        double upper,
        double p,
        double df,
        double tBounds,
        double designEffect,
        long attemptsBase,
        long attemptsCand) {

    /** Attempts and failures per block; {@code blocks} decides the design effect. */
    record Counts(double[] attempts, double[] failed, Blocks blocks) {
        static Counts of(List<StepSeries> steps, Blocks blocks) {
            double[] attempts = new double[blocks.count()];
            double[] failed = new double[blocks.count()];
            for (StepSeries step : steps) {
                for (CountSlice slice : step.counts()) {
                    int b = blocks.at(slice.startSeconds());
                    attempts[b] += slice.attempts();
                    failed[b] += slice.failed();
                }
            }
            return new Counts(attempts, failed, blocks);
        }
    }

    /** One side: all its runs together. */
    record Side(double failed, double attempts, double designEffect, int df) {
        double rate() {
            return failed / attempts;
        }

        /**
         * The design effect is measured between blocks (G of them) and, with K &gt; 1 runs, also between runs, there shrunk to the
         * blocks' with the weight of four runs:
         *
         * <pre>
         * phi = max(1, sum (e_b - a_b p)^2 G/(G-1) / (n ph (1-ph)))        ph = (e + 0.5)/(n + 1)
         * chi = sum over runs (e_r - n_r p)^2 / (n_r ph (1-ph)) / (K-1)    phi = max(phi, (4 phi + (K-1) chi)/(K+3))
         * </pre>
         */
        static Side of(List<Counts> runs) {
            double e = 0;
            double n = 0;
            int blocks = 0;
            for (Counts run : runs) {
                e += sum(run.failed());
                n += sum(run.attempts());
                blocks += run.blocks().count();
            }
            int df = Math.max(1, blocks - 1);
            if (e == 0) return new Side(0, n, 1, df);
            double p = e / n;
            double ph = (e + 0.5) / (n + 1);
            double binomial = ph * (1 - ph);
            double between = 0;
            double chi = 0;
            for (Counts run : runs) {
                for (int b = 0; b < run.failed().length; b++)
                    between += square(run.failed()[b] - run.attempts()[b] * p);
                double attempts = sum(run.attempts());
                if (attempts > 0) chi += square(sum(run.failed()) - attempts * p) / (attempts * binomial);
            }
            double phi = Math.max(1, between * (df + 1) / df / (n * binomial));
            int k = runs.size();
            if (k > 1) phi = Math.max(phi, (4 * phi + chi) / (k + 3));
            return new Side(e, n, phi, df);
        }
    }

    /** @param level of the one-sided bounds, 0.05 for 95 % */
    static ErrorContrast of(Side base, Side cand, double level) {
        double phi = Math.max(
                1,
                (base.designEffect() * base.failed() + cand.designEffect() * cand.failed() + 2)
                        / (base.failed() + cand.failed() + 2));
        double nb = base.attempts() / phi;
        double nc = cand.attempts() / phi;
        double pb = base.rate();
        double pc = cand.rate();
        double df = base.df() + cand.df();
        double pooled = (base.failed() + cand.failed()) / (base.attempts() + cand.attempts());
        double p = 1;
        if (pooled > 0 && pooled < 1) {
            double inverse = 1 / nb + 1 / nc;
            p = Students.above((pc - pb - 0.5 * inverse) / Math.sqrt(pooled * (1 - pooled) * inverse), df);
        }
        double t = Students.quantileAbove(level, df);
        Wilson wb = Wilson.of(pb, nb, t);
        Wilson wc = Wilson.of(pc, nc, t);
        double d = pc - pb;
        double lower = d - Math.hypot(pc - wc.lower(), wb.upper() - pb);
        double upper = d + Math.hypot(wc.upper() - pc, pb - wb.lower());
        return new ErrorContrast(pb, pc, lower, upper, p, df, t, phi, (long) base.attempts(), (long) cand.attempts());
    }

    double estimate() {
        return cand - base;
    }

    double se() {
        return (upper - estimate()) / tBounds;
    }

    /** Wilson's interval of a share p of n, clipped to 0 to 1. */
    record Wilson(double lower, double upper) {
        static Wilson of(double p, double n, double z) {
            double z2 = z * z / n;
            double middle = (p + z2 / 2) / (1 + z2);
            double half = z * Math.sqrt(p * (1 - p) / n + z2 / 4 / n) / (1 + z2);
            return new Wilson(Math.max(0, middle - half), Math.min(1, middle + half));
        }
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double v : values) sum += v;
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
