package io.rehearse.runtime.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A server that fails in ever other words cannot fill the disk. */
class ExampleQuotaTest {
    private final ExampleQuota quota = new ExampleQuota();

    private int taken(String fingerprint, int times) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            taken += quota.take(fingerprint, false) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void fiveOfAKindAreKeptAndTwoHundredKinds() {
        for (int kind = 0; kind < 200; kind++) {
            assertThat(taken("kind " + kind, 100)).isEqualTo(5);
        }
        assertThat(taken("one kind more", 100)).isZero();
        assertThat(taken("kind 0", 100)).as("it had its five").isZero();
    }

    @Test
    void aCrowdedIntervalStillHasRoomForTheFirstOfAKind() {
        assertThat(quota.take("seen before", false)).isTrue();
        assertThat(quota.take("seen before", true)).isFalse();
        assertThat(quota.take("never seen", true)).isTrue();
        assertThat(taken("seen before", 100))
                .as("what was refused took nothing")
                .isEqualTo(4);
    }
}
