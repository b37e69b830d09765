package io.rehearse.runtime.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcTest {
    private static final String STAT = """
            cpu  1000 20 300 8000 50 6 7 123 999 888
            cpu0 500 10 150 4000 25 3 4 61 0 0
            intr 12345
            """;

    @Test
    void theEighthFigureOfTheFirstLineIsSteal() {
        assertThat(Proc.ticks(STAT).steal()).isEqualTo(123);
    }

    @Test
    void guestTimeIsNotCountedTwice() {
        assertThat(Proc.ticks(STAT).total()).isEqualTo(1000 + 20 + 300 + 8000 + 50 + 6 + 7 + 123);
    }

    @Test
    void aStatFileOfAnotherFormIsNotUnderstoodInsteadOfMisread() {
        assertThat(Proc.ticks("cpu  1 2 3 4")).isNull();
        assertThat(Proc.ticks("cpu  1 2 3 4 5 6 7 x")).isNull();
        assertThat(Proc.ticks("cpu0 1 2 3 4 5 6 7 8")).isNull();
        assertThat(Proc.ticks("")).isNull();
    }

    @Test
    void theSecondFigureOfSchedstatIsTheTimeReadyAndNotRunning() {
        assertThat(Proc.waitedNanos("123456789 4200000 77\n")).hasValue(4_200_000);
        assertThat(Proc.waitedNanos("0")).isEmpty();
        assertThat(Proc.waitedNanos("a b c")).isEmpty();
    }

    @Test
    void memoryIsInBytes() {
        String meminfo = "MemTotal:       24683520 kB\nMemAvailable:   23756984 kB\n";
        assertThat(Proc.memoryBytes(meminfo, "MemAvailable")).hasValue(23_756_984L * 1024);
        assertThat(Proc.memoryBytes(meminfo, "Mem")).isEmpty();
    }

    @Test
    void aPortRangeIncludesBothItsEnds() {
        assertThat(Proc.ports("32768\t60999\n")).hasValue(28_232);
        assertThat(Proc.ports("60999 32768")).isEmpty();
        assertThat(Proc.ports("")).isEmpty();
    }
}
