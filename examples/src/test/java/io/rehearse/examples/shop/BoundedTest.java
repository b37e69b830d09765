package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTest {
    @Test
    void theOldestGoesAndIsCounted() {
        Bounded<Integer> bounded = new Bounded<>(2);
        bounded.put("a", 1);
        bounded.put("b", 2);
        bounded.put("c", 3);
        assertThat(bounded.get("a")).isNull();
        assertThat(bounded.get("b")).isEqualTo(2);
        assertThat(bounded.get("c")).isEqualTo(3);
        assertThat(bounded.dropped()).isEqualTo(1);
    }

    @Test
    void whatIsRemovedMakesRoom() {
        Bounded<Integer> bounded = new Bounded<>(2);
        bounded.put("a", 1);
        bounded.put("b", 2);
        bounded.remove("a");
        bounded.put("c", 3);
        assertThat(bounded.get("b")).isEqualTo(2);
        assertThat(bounded.dropped()).isZero();
    }
}
