package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsTest {
    @ParameterizedTest(name = "{0}: {1} ms become {2} ms")
    @CsvSource({
        "order=+200ms, 90,   290",
        "order=x1.2,   90,   108",
        "order=x0,     90,     0",
        "order=+10%,   90,    99",
        "all=+10%,     90,    99",
        "order=+1.5s,  90, 1 590",
        "login=+200ms, 90,    90",
    })
    void slowChangesTheServiceTime(String word, long millis, String expected) {
        long slowed = faults("--slow", word).slowed(Endpoint.ORDER, millis * 1_000_000);
        assertThat(slowed).isEqualTo(Long.parseLong(expected.replace(" ", "")) * 1_000_000);
    }

    @Test
    void aLaterWordOfTheSameKindReplacesTheEarlierForItsEndpoint() {
        Faults faults = faults("--slow", "all=+10%", "--slow=order=+5ms");
        assertThat(faults.slowed(Endpoint.ORDER, 100)).isEqualTo(5_000_100);
        assertThat(faults.slowed(Endpoint.LOGIN, 100)).isEqualTo(110);
    }

    @Test
    void eachShareHitsItsShareOfTheRequestsAndOnlyItsEndpoint() {
        Faults faults = faults("--fail", "order=10%", "--reset", "order=5%", "--hang", "order=2.5%");
        long n = 40_000;
        // standard error of a share p: √(p(1−p)/n), at most 0.15 points here
        assertThat(share(n, i -> faults.fails(1, Endpoint.ORDER, i))).isCloseTo(0.1, within(0.006));
        assertThat(share(n, i -> faults.resets(1, Endpoint.ORDER, i))).isCloseTo(0.05, within(0.006));
        assertThat(share(n, i -> faults.hangs(1, Endpoint.ORDER, i))).isCloseTo(0.025, within(0.006));
        assertThat(share(n, i -> faults.fails(1, Endpoint.LOGIN, i))).isZero();
    }

    @Test
    void theSameSeedHitsTheSameRequests() {
        Faults faults = faults("--fail", "order=50%");
        assertThat(hits(faults, 1)).isEqualTo(hits(faults, 1)).isNotEqualTo(hits(faults, 2));
    }

    @Test
    void everythingAndNothingAreShares() {
        assertThat(share(1_000, i -> faults("--fail", "order=100%").fails(1, Endpoint.ORDER, i)))
                .isEqualTo(1);
        assertThat(share(1_000, i -> faults("--fail", "order=0%").fails(1, Endpoint.ORDER, i)))
                .isZero();
    }

    @Test
    void stallsAddUp() {
        assertThat(faults("--stall", "1s@10s", "--stall", "250ms@1m").stalls())
                .containsExactly(
                        new Faults.Stall(1_000_000_000L, 10_000_000_000L),
                        new Faults.Stall(250_000_000L, 60_000_000_000L));
    }

    @Test
    void faultsArePrintedAsTheWordsTheyWereReadFrom() {
        assertThat(faults("--slow=login=+200ms", "--fail", "order=1%"))
                .hasToString("--slow login=+200ms --fail order=1%");
        assertThat(Faults.NONE).hasToString("");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --slwo order=x2      | unknown word '--slwo'; did you mean '--slow'? words are: --slow, --fail, --reset, --hang, --stall
            slow                 | unknown word 'slow'; words are: --slow, --fail, --reset, --hang, --stall
            --fail               | --fail: expected a value after it, found nothing
            --fail --slow all=x2 | --fail: expected a value after it, found '--slow'
            --slow ordr=x2       | --slow ordr=x2: no endpoint 'ordr'; did you mean 'order'? endpoints are: login, list, search, order, status, delete, page, all
            --slow health=x2     | --slow health=x2: no endpoint 'health'; endpoints are: login, list, search, order, status, delete, page, all
            --slow 200ms         | --slow 200ms: expected ENDPOINT=+200ms, found '200ms'; write for example --slow order=+200ms
            --slow order=200ms   | --slow order=200ms: expected a time, a percentage or a factor to add, found 'order=200ms'; write +200ms, +10% or x1.2 (a factor is at most 1000)
            --slow order=+200    | --slow order=+200: expected a time, found '200'; write it with its unit, as in 200ms, 1.5s or 2min, up to 60min
            --slow order=+61min  | --slow order=+61min: expected a time, found '61min'; write it with its unit, as in 200ms, 1.5s or 2min, up to 60min
            --slow order=x1001   | --slow order=x1001: expected a time, a percentage or a factor to add, found 'order=x1001'; write +200ms, +10% or x1.2 (a factor is at most 1000)
            --fail order=1       | --fail order=1: expected a percentage from 0% to 100%, found 'order=1'; write for example --fail order=1%
            --hang order=101%    | --hang order=101%: expected a percentage from 0% to 100%, found 'order=101%'; write for example --hang order=1%
            --reset order=-1%    | --reset order=-1%: expected a percentage from 0% to 100%, found 'order=-1%'; write for example --reset order=1%
            --stall 1s           | --stall 1s: expected LENGTH@START, found '1s'; write --stall 1s@10s for one second, ten seconds from now
            --stall 1s@ten       | --stall 1s@ten: expected a time, found 'ten'; write it with its unit, as in 200ms, 1.5s or 2min, up to 60min
            """)
    void aWrongWordIsNamedWithARemedy(String words, String message) {
        assertThatThrownBy(() -> faults(words.split(" ")))
                .isInstanceOf(InvalidWordException.class)
                .hasMessage(message);
    }

    private static Faults faults(String... words) {
        return Faults.parse(List.of(words));
    }

    private static double share(long n, java.util.function.LongPredicate hit) {
        return LongStream.range(0, n).filter(hit).count() / (double) n;
    }

    private static List<Long> hits(Faults faults, long seed) {
        return LongStream.range(0, 100)
                .filter(i -> faults.fails(seed, Endpoint.ORDER, i))
                .boxed()
                .toList();
    }
}
