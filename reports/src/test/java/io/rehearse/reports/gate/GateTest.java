package io.rehearse.reports.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.objective.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table of the gate: every state it can be in, every event that can come. */
class GateTest {
    private static final Map<String, Gate> STATES = Map.of(
            "pass", gate(Verdict.PASS),
            "inconclusive", gate(Verdict.INCONCLUSIVE),
            "failing", gate(Verdict.FAIL),
            "failed, recovered", gate(Verdict.FAIL).after(Verdict.PASS, List.of(), 2),
            "failed, unknown now", gate(Verdict.FAIL).after(Verdict.INCONCLUSIVE, List.of("not observed"), 2));

    private static final Map<String, UnaryOperator<Gate>> EVENTS = Map.of(
            "passes", g -> g.after(Verdict.PASS, List.of(), 9),
            "is unknown", g -> g.after(Verdict.INCONCLUSIVE, List.of("not observed"), 9),
            "fails", g -> g.after(Verdict.FAIL, List.of("down"), 9),
            "clear", g -> g.cleared("rolled back by hand"),
            "clear without reason", g -> g.cleared(" "));

    private static Gate gate(Verdict verdict) {
        return Gate.START.after(verdict, verdict == Verdict.PASS ? List.of() : List.of("because"), 1);
    }

    @ParameterizedTest
    @CsvSource({
        // state               event                  verdict       latched promotes rolls back
        "pass,                 passes,                PASS,         false,  true,    false",
        "pass,                 is unknown,            INCONCLUSIVE, false,  false,   false",
        "pass,                 fails,                 FAIL,         true,   false,   true",
        "pass,                 clear,                 refused,      false,  true,    false",
        "pass,                 clear without reason,  refused,      false,  true,    false",
        "inconclusive,         passes,                PASS,         false,  true,    false",
        "inconclusive,         is unknown,            INCONCLUSIVE, false,  false,   false",
        "inconclusive,         fails,                 FAIL,         true,   false,   true",
        "inconclusive,         clear,                 refused,      false,  false,   false",
        "inconclusive,         clear without reason,  refused,      false,  false,   false",
        "failing,              passes,                FAIL,         true,   false,   true",
        "failing,              is unknown,            FAIL,         true,   false,   true",
        "failing,              fails,                 FAIL,         true,   false,   true",
        "failing,              clear,                 refused,      true,   false,   true",
        "failing,              clear without reason,  refused,      true,   false,   true",
        "'failed, recovered',  passes,                FAIL,         true,   false,   true",
        "'failed, recovered',  is unknown,            FAIL,         true,   false,   true",
        "'failed, recovered',  fails,                 FAIL,         true,   false,   true",
        "'failed, recovered',  clear,                 PASS,         false,  true,    false",
        "'failed, recovered',  clear without reason,  refused,      true,   false,   true",
        "'failed, unknown now', passes,               FAIL,         true,   false,   true",
        "'failed, unknown now', is unknown,           FAIL,         true,   false,   true",
        "'failed, unknown now', fails,                FAIL,         true,   false,   true",
        "'failed, unknown now', clear,                INCONCLUSIVE, false,  false,   false",
        "'failed, unknown now', clear without reason, refused,      true,   false,   true"
    })
    void whatEveryEventDoesInEveryState(
            String state, String event, String verdict, boolean latched, boolean promotes, boolean rollsBack) {
        Gate before = STATES.get(state);
        Gate after = before;
        if (verdict.equals("refused")) {
            assertThatThrownBy(() -> EVENTS.get(event).apply(before)).isInstanceOf(IllegalStateException.class);
        } else {
            after = EVENTS.get(event).apply(before);
            assertThat(after.verdict()).isEqualTo(Verdict.valueOf(verdict));
        }
        assertThat(List.of(after.latched(), after.promotes(), after.rollsBack()))
                .containsExactly(latched, promotes, rollsBack);
    }

    /** Every walk of five events through the table: neither side is reached but from proof. */
    @Test
    void noPathLeadsFromInconclusiveToPromoteOrToRollBack() {
        List<Gate> reached = new ArrayList<>(List.of(Gate.START));
        for (int depth = 0; depth < 5; depth++) {
            List<Gate> next = new ArrayList<>();
            for (Gate gate : reached) {
                EVENTS.forEach((name, event) -> {
                    try {
                        next.add(event.apply(gate));
                    } catch (IllegalStateException refused) {
                        next.add(gate);
                    }
                });
            }
            reached = next.stream().distinct().toList();
            assertThat(reached).allSatisfy(gate -> {
                assertThat(gate.promotes() && gate.rollsBack()).isFalse();
                if (gate.current() == Verdict.INCONCLUSIVE && !gate.latched()) {
                    assertThat(gate.promotes()).isFalse();
                    assertThat(gate.rollsBack()).isFalse();
                }
            });
        }
        assertThat(reached).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void theFirstFailureIsWhatStaysLatched() {
        Gate gate = gate(Verdict.FAIL).after(Verdict.PASS, List.of(), 5).after(Verdict.FAIL, List.of("other"), 9);

        assertThat(gate.latch()).isEqualTo(new Gate.Latch(1, List.of("because")));
        assertThat(gate.reasons()).containsExactly("other");
    }

    @Test
    void aRefusedClearSaysWhatToDo() {
        assertThatThrownBy(() -> gate(Verdict.PASS).cleared("x"))
                .hasMessage("nothing to clear: the gate is PASS, no FAIL is latched");
        assertThatThrownBy(() -> gate(Verdict.FAIL).cleared(""))
                .hasMessage("clear without a reason: say why, as in clear --reason \"rolled back by hand\"");
        assertThatThrownBy(() -> gate(Verdict.FAIL).cleared("x"))
                .hasMessage(
                        "not cleared, it still fails: because; wait until it has recovered, or declare a time in which"
                                + " it is expected to be down");
    }
}
