package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeedsTest {
    private static final Instant AT = Instant.parse("2026-11-22T03:00:00Z");
    private static final Action UNDO = new Action("undo", true, List.of("./rollback.sh"), null, null, null, 10);

    private final Deeds deeds = new Deeds();

    private Deed begun(String failure) {
        Alert alert = new Alert("checkout", Alert.Change.FAILED, failure, AT, AT, List.of(), "");
        Deed deed = Deed.planned(UNDO, alert, AT);
        deeds.begun(deed);
        return deed;
    }

    @Test
    void ofAMonthOfFailuresTheLastAreKeptAndAllAreCounted() {
        for (int i = 0; i < 5000; i++) {
            deeds.ended(begun("failure-" + i).id(), new Outcome(i % 10 != 0, 1, "exit code"));
        }
        assertThat(deeds.all()).hasSize(500);
        assertThat(deeds.counts()).isEqualTo(new Deeds.Counts(4500, 500, 0));
        assertThat(deeds.has(begun("failure-4999").id())).isTrue();
    }

    /** What would be done a second time, or would never be known, is remembered for ever. */
    @Test
    void whatHasNoOutcomeAndWhatIsOfTheFailureUnderWayIsNotForgotten() {
        Deed unknown = begun("crashed");
        for (int i = 0; i < 1000; i++) {
            deeds.ended(begun("failure-" + i).id(), new Outcome(true, 1, "exit code 0"));
        }
        assertThat(deeds.has(unknown.id())).isTrue();
        assertThat(deeds.counts()).isEqualTo(new Deeds.Counts(1000, 0, 1));
    }

    /** A failure that goes on for days tells many: its rollback is not done again. */
    @Test
    void theRollbackOfTheFailureUnderWayIsRememberedHoweverMuchIsTold() {
        Deed undone = begun("this one");
        deeds.ended(undone.id(), new Outcome(true, 1, "exit code 0"));
        for (int i = 0; i < 1000; i++) {
            Action page = new Action("page " + i, false, List.of("./page.sh"), null, null, null, 10);
            Alert alert = new Alert("checkout", Alert.Change.RECOVERED, "this one", AT, AT, List.of(), "");
            Deed deed = Deed.planned(page, alert, AT);
            deeds.begun(deed);
            deeds.ended(deed.id(), new Outcome(true, 1, "exit code 0"));
        }
        assertThat(deeds.has(undone.id())).isTrue();
    }
}
