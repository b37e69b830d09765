package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.run.Machine;
import io.rehearse.runtime.run.Machine.Lateness;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final long GB = 1L << 30;
    private static final Lateness PUNCTUAL = new Lateness(4800, 0.06, 0.08, 0.2, 1.1);

    @Test
    void everyFigureComesWithWhatItMeans() {
        Machine machine =
                new Machine(4, 16 * GB, 12 * GB, GB / 2, 20_000L, 28_232L, 0.004, 0.012, PUNCTUAL, "JDK 17", "epoll");
        Diagnosis diagnosis = Diagnosis.of(machine);
        assertThat(diagnosis.canMeasure()).isTrue();
        assertThat(String.join("\n", diagnosis.lines())).isEqualTo("""
                cpus                 4   a run takes half of them for its lanes unless --lanes says otherwise; taskset keeps it off a target's
                memory           12 GB   free of 16 GB; this process may take 512 MB of heap
                descriptors      20000   enough for about 19700 users with connections of their own (ulimit -n)
                ports            28232   at most so many connections to one address of a target
                steal            0.4 %   nobody takes time from this machine
                timer p50      0.06 ms   late after a sleep of 1 ms (parkNanos), at rest, n 4800
                      p90      0.08 ms
                      p99       0.2 ms   punctual: no percentile is too small to be trusted
                      max       1.1 ms
                java         JDK 17
                transport    epoll

                This machine can measure, with up to about 19700 users at once that have connections of their own.""");
    }

    @Test
    void atNinetyNinePercentLaterThanTheTrustRuleAllowsNothingCanBeMeasured() {
        Diagnosis diagnosis = Diagnosis.of(machine(20_000L, new Lateness(4800, 1, 4, 10.5, 30)));
        assertThat(diagnosis.canMeasure()).isFalse();
        assertThat(diagnosis.lines())
                .contains("Times measured here cannot be trusted: more than 1 % of sleeps end over 10 ms late, so more"
                        + " than 1 % of starts would.");
    }

    @Test
    void betweenOneAndTenMillisecondsItSaysWhichResponsesAreTooShort() {
        Diagnosis diagnosis = Diagnosis.of(machine(20_000L, new Lateness(4800, 1, 2, 4, 9)));
        assertThat(diagnosis.canMeasure()).isTrue();
        assertThat(String.join("\n", diagnosis.lines())).contains("a p99 response below 40 ms would not be trusted");
    }

    @Test
    void tooFewDescriptorsMakeARunImpossible() {
        Diagnosis diagnosis = Diagnosis.of(machine(256L, PUNCTUAL));
        assertThat(diagnosis.canMeasure()).isFalse();
        assertThat(diagnosis.lines())
                .contains("Times measured here cannot be trusted: only 256 files may be open, a run needs more than 300"
                        + " (ulimit -n).");
    }

    @Test
    void whatThePlatformDoesNotTellIsSaid() {
        Diagnosis diagnosis =
                Diagnosis.of(new Machine(1, null, null, GB, null, null, null, null, PUNCTUAL, "JDK", "nio"));
        assertThat(diagnosis.canMeasure()).isTrue();
        assertThat(String.join("\n", diagnosis.lines()))
                .contains("this platform does not say how many files a process may open")
                .contains("this platform does not say whether others use its CPUs")
                .endsWith("This machine can measure.");
    }

    private static Machine machine(Long descriptors, Lateness late) {
        return new Machine(2, 8 * GB, 4 * GB, GB, descriptors, 28_232L, 0.0, 0.0, late, "JDK", "epoll");
    }
}
