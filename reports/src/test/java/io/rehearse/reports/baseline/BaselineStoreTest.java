package io.rehearse.reports.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehearse.reports.Sample;
import io.rehearse.reports.compare.Compared;
import io.rehearse.reports.compare.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineStoreTest {
    /** A file as the first version of the format wrote it; never changed. */
    private static final Path GOLDEN = Path.of("src/test/resources/golden/baselines");

    @TempDir
    private Path directory;

    private BaselineStore store;

    @BeforeEach
    void store() {
        store = new BaselineStore(directory);
    }

    @Test
    void whatIsWrittenIsJudgedLikeWhatWasMeasured() throws Exception {
        store.write(Kept.baseline());
        Baseline read = store.read("main", "steady").orElseThrow();
        assertThat(read.runs()).extracting(r -> r.provenance().run()).containsExactly("run-1", "run-2");
        assertThat(read.runs().get(0).provenance())
                .isEqualTo(Kept.baseline().runs().get(0).provenance());
        List<ComparableRun> candidate = List.of(Kept.run("run-9", new Sample()));
        Limits limits = new Limits(Method.product(), List.of());
        Compared measured = Comparisons.of("main", Kept.baseline().runs(), candidate, limits, "");
        Compared stored = Comparisons.of("main", read.runs(), candidate, limits, "");
        assertThat(measured.comparison().rows()).hasSize(16);
        assertThat(stored.json().toString()).isEqualTo(measured.json().toString());
        assertThat(read.runs().get(0).series().sessions())
                .isEqualTo(Kept.baseline().runs().get(0).series().sessions());
    }

    @Test
    void theSameRunsGiveTheSameFileInAnyOrder() throws Exception {
        store.write(Kept.baseline());
        String first = Files.readString(store.file("main", "steady"));
        List<ComparableRun> turned = new ArrayList<>(Kept.baseline().runs());
        java.util.Collections.reverse(turned);
        store.write(new Baseline("main", "steady", turned));
        assertThat(Files.readString(store.file("main", "steady"))).isEqualTo(first);
        assertThat(first.lines()).as("head, 2 runs with 3 steps each, end").hasSize(10);
    }

    @Test
    void addingARunChangesNoOtherLineThanTheLast() throws Exception {
        store.write(Kept.baseline());
        List<String> before = Files.readAllLines(store.file("main", "steady"));
        Baseline more = store.read("main", "steady").orElseThrow().with(Kept.run("run-3", new Sample()));
        store.write(more);
        List<String> after = Files.readAllLines(store.file("main", "steady"));
        assertThat(after.subList(0, 9)).isEqualTo(before.subList(0, 9));
        assertThat(after).hasSize(14);
        assertThat(store.read("main", "steady").orElseThrow().runs()).hasSize(3);
    }

    @Test
    void theSameRunIsNeverInABaselineTwice() {
        assertThat(Kept.baseline().with(Kept.run("run-2", new Sample())).runs()).hasSize(2);
    }

    @Test
    void aFileOfTheFirstVersionIsReadForEver() throws Exception {
        Baseline golden = new BaselineStore(GOLDEN).read("1-main", "steady").orElseThrow();
        assertThat(golden.runs()).extracting(r -> r.provenance().run()).containsExactly("run-1", "run-2");
        Baseline now = Kept.baseline();
        for (int i = 0; i < 2; i++) {
            assertThat(golden.runs().get(i).provenance())
                    .isEqualTo(now.runs().get(i).provenance());
            assertThat(golden.runs().get(i).series().steps())
                    .extracting(s -> s.step(), s -> s.counts())
                    .containsExactlyElementsOf(now.runs().get(i).series().steps().stream()
                            .map(s -> org.assertj.core.groups.Tuple.tuple(s.step(), s.counts()))
                            .toList());
        }
    }

    @Test
    void aHalfWrittenFileIsRefusedWhereverItEnds() throws Exception {
        store.write(Kept.baseline());
        Path file = store.file("main", "steady");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 1; length += Math.max(1, whole.length / 97)) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> store.read("main", "steady"))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(BaselineFormatException.class)
                    .hasMessageStartingWith(file + ":")
                    .hasMessageEndingWith("; the file is damaged or half written: take it back from version control,"
                            + " pull it again, or record it anew");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a negative count   | \"attempts\":[9 | \"attempts\":[-9 | 3 | attempts: found -9, expected a whole number, 0 or more",
                "not a number       | \"attempts\":[9 | \"attempts\":[NaN | 3 | expected an object of JSON",
                "a fraction         | \"attempts\":[9 | \"attempts\":[9.5 | 3 | attempts: found 9.5, expected a whole number, 0 or more",
                "too many failures  | \"failed\":[[5,1] | \"failed\":[[5,99] | 3 | failed attempts at 5 s: found 99, expected 0 to 10",
                "a second that is not there | \"failed\":[[5,1] | \"failed\":[[500,1] | 3 | failed: found 500, expected a second that attempts has",
                "a clock that stepped back | \"slices\":[[0, | \"slices\":[[7, | 3 | step Log in: found a slice that starts at 5 s, expected 12 s or later: time must not step back",
                "a broken histogram | HISTFAAA | x | 3 | expected a histogram in Base64",
                "no seconds         | \"seconds\":20 | \"seconds\":-20 | 2 | judged seconds: found -20, expected 0 or more",
                "another name       | \"baseline\":\"main\" | \"baseline\":\"other\" | 1 | found baseline 'other', expected 'main', as its place says",
                "another schema     | rehearse/baseline/1 | rehearse/run/1 | 1 | found schema rehearse/run/1, expected schema rehearse/baseline/1",
                "a missing line     | \"lines\":9 | \"lines\":8 | 10 | found {\"end\":true,\"lines\":8}, expected {\"end\":true,\"lines\":9}",
                "a merge conflict   | {\"run\":\"run-1\" | <<<<<<< main | 2 | expected an object of JSON",
                "an unknown line    | {\"run\":\"run-1\" | {\"ran\":\"run-1\" | 2 | expected a run, a step or the end"
            })
    void aDamagedFileIsRefusedWithFileAndLine(String what, String from, String to, int line, String message)
            throws Exception {
        store.write(Kept.baseline());
        Path file = store.file("main", "steady");
        String text = Files.readString(file);
        int at = text.indexOf(from);
        assertThat(at).as("'%s' is in the file", from).isNotNegative();
        Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
        assertThatThrownBy(() -> store.read("main", "steady"))
                .isInstanceOf(BaselineFormatException.class)
                .hasMessageStartingWith(file + ":" + line + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aNewerFormatIsRefusedByItsName() throws Exception {
        store.write(Kept.baseline());
        Path file = store.file("main", "steady");
        Files.writeString(file, Files.readString(file).replace("rehearse/baseline/1", "rehearse/baseline/2"));
        assertThatThrownBy(() -> store.read("main", "steady"))
                .hasMessage(
                        file + ":1: was written by a newer version of the tool (schema rehearse/baseline/2, this one"
                                + " reads rehearse/baseline/1); read it with that version, or record the baseline anew");
    }

    @Test
    void namesAndLoadsAreListedAndRemoved() throws Exception {
        assertThat(store.names()).isEmpty();
        store.write(Kept.baseline());
        store.write(new Baseline("main", "gate/ci ü", Kept.baseline().runs()));
        assertThat(store.names()).containsExactly("main");
        assertThat(store.loads("main")).containsExactly("gate/ci ü", "steady");
        assertThat(store.read("main", "gate/ci ü")).isPresent();
        store.remove("main", Optional.of("steady"));
        assertThat(store.loads("main")).containsExactly("gate/ci ü");
        store.remove("main", Optional.empty());
        assertThat(store.names()).isEmpty();
        assertThat(store.read("main", "steady")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"main, true", "before-cutover.2, true", "../main, false", ".git, false", "a/b, false", "'', false"})
    void aNameCannotLeaveTheDirectory(String name, boolean allowed) {
        assertThat(BaselineStore.isName(name)).isEqualTo(allowed);
    }
}
