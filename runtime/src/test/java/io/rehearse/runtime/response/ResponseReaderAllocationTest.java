package io.rehearse.runtime.response;

import static io.rehearse.runtime.response.Scripted.STATUS;
import static io.rehearse.runtime.response.Scripted.TIME;
import static io.rehearse.runtime.response.Scripted.check;
import static io.rehearse.runtime.response.Scripted.first;
import static io.rehearse.runtime.response.Scripted.json;
import static io.rehearse.runtime.response.Scripted.number;
import static io.rehearse.runtime.response.Scripted.picked;
import static io.rehearse.runtime.response.Scripted.reader;
import static io.rehearse.runtime.response.Scripted.save;
import static io.rehearse.runtime.response.Scripted.step;
import static io.rehearse.runtime.response.Scripted.template;
import static io.rehearse.runtime.response.Scripted.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.rehearse.journeys.data.Value;
import io.rehearse.journeys.data.Value.Kind;
import io.rehearse.journeys.plan.Check.Verb;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.Step;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseReaderAllocationTest {
    private static final int CALLS = 10_000;

    /** What the measuring itself may take, for all calls together: far below one object a call. */
    private static final long NOISE_BYTES = 4_096;

    @Test
    void aGoodAnswerIsReadWithoutAllocation() {
        Step step = step(
                List.of(
                        number(STATUS, Verb.IS, "201"),
                        check(json("order", "state"), Verb.IS, "CONFIRMED"),
                        check(first(json("order", "lines", -1, "item")), Verb.IS, template("item-", 1), false, ""),
                        number(json("order", "total"), Verb.ABOVE, "19.5"),
                        check(json("error"), Verb.ABSENT, ""),
                        number(TIME, Verb.BELOW, "800")),
                List.of(
                        save(0, first(json("token"))),
                        save(2, picked(json("order", "lines", "*", "item"), Pick.RANDOM))));
        Answer answer = Answer.of(
                        201,
                        "{\"token\":\"a\\u0062c\",\"order\":{\"state\":\"CONFIRMED\",\"total\":20.25,"
                                + "\"lines\":[{\"item\":\"item-6\"},{\"item\":\"item-7\"}]}}")
                .after(12_345_678);
        ResponseReader reader = reader(step);
        Value[] values = values();
        values[1].set(Kind.NUMBER, "7");
        for (int i = 0; i < 5 * CALLS; i++) {
            assertThat(reader.read(step, answer, values, i)).isNull();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int failed = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            failed += reader.read(step, answer, values, i) == null ? 0 : 1;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(failed).isZero();
        assertThat(allocated).as("bytes in %d calls", CALLS).isLessThan(NOISE_BYTES);
        assertThat(values[0].text()).isEqualTo("abc");
    }
}
