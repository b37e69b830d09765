package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Journey;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a walk starts with: the published examples of each function, and the same walk for the same seed. */
class LetsTest {
    private static final long NOW = 1_795_598_999_123L;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "now()                          | TEXT 2026-11-25T09:29:59.123Z",
                "now().iso()                    | TEXT 2026-11-25T09:29:59.123Z",
                "now().minus(1.h).iso()         | TEXT 2026-11-25T08:29:59.123Z",
                "now().plus(30.min).millis()    | NUMBER 1795600799123",
                "now().seconds()                | NUMBER 1795598999",
                "sequence('order')              | NUMBER 8",
                "sha256('abc')                  | TEXT ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "md5('abc')                     | TEXT 900150983cd24fb0d6963f7d28e17f72",
                "hmacSha256('Jefe', 'what do ya want for nothing?') | TEXT 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "hmacSha256('', '')             | TEXT b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
                "base64('foobar')               | TEXT Zm9vYmFy",
                "\"n ${vars.first}\"            | TEXT n 8",
                "sha256(vars.first)             | TEXT 2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3",
                "random.number(5, 5)            | NUMBER 5",
                "random.pick(['x'])             | TEXT x",
            })
    void eachFunctionGivesWhatItsStandardSays(String function, String value) throws Exception {
        Script script = let("first: sequence('n'), x: " + function);
        fill(script, 42, 7);
        assertThat(script.shown("x")).isEqualTo(value);
    }

    @Test
    void whatIsDrawnFollowsTheSeedAndTheWalk() throws Exception {
        for (String function : new String[] {"uuid()", "random.number(1, 1000000)", "random.text(12)"}) {
            Script script = let("x: " + function);
            assertThat(drawn(script, 1, 5)).isEqualTo(drawn(script, 1, 5));
            assertThat(drawn(script, 1, 5)).isNotEqualTo(drawn(script, 1, 6)).isNotEqualTo(drawn(script, 2, 5));
        }
        Script two = let("a: uuid(), b: uuid()");
        fill(two, 1, 5);
        assertThat(two.shown("a")).isNotEqualTo(two.shown("b"));
    }

    @Test
    void whatIsDrawnLooksAsItShould() throws Exception {
        assertThat(drawn(let("x: uuid()"), 1, 5))
                .matches("TEXT [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(drawn(let("x: random.text(1000)"), 1, 5)).matches("TEXT [a-z0-9]{1000}");
        Script dice = let("x: random.number(1, 6), y: random.pick(['a', 'b'])");
        Set<String> faces = new TreeSet<>();
        Set<String> sides = new TreeSet<>();
        for (int walk = 0; walk < 200; walk++) {
            faces.add(drawn(dice, 1, walk));
            sides.add(dice.shown("y"));
        }
        assertThat(faces).containsExactly("NUMBER 1", "NUMBER 2", "NUMBER 3", "NUMBER 4", "NUMBER 5", "NUMBER 6");
        assertThat(sides).containsExactly("TEXT a", "TEXT b");
    }

    @Test
    void aNameThatTellsIsMasked() throws Exception {
        Script script = let("apiKey: uuid(), order: uuid()");
        fill(script, 1, 1);
        assertThat(script.value("apiKey").isSecret()).isTrue();
        assertThat(script.value("order").isSecret()).isFalse();
    }

    private Script let(String values) throws Exception {
        return Script.of(directory, "journey('A') { target 'shop'; let " + values + "; step('S') { get '/' } }\n");
    }

    private static String drawn(Script script, long seed, long arrival) {
        fill(script, seed, arrival);
        return script.shown("x");
    }

    private static void fill(Script script, long seed, long arrival) {
        Journey journey = script.plan().journeys().get(0);
        new Lets(seed).fill(journey, script.values, arrival, NOW);
    }
}
