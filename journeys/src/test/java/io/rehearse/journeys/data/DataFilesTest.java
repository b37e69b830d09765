package io.rehearse.journeys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehearse.journeys.error.ScriptErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    @TempDir
    Path directory;

    @Test
    void aByteOrderMarkQuotesAndEmptyLinesAreRead() throws IOException {
        Feeder feeder = csv("\uFEFFname,note\r\nann,\"a, \"\"b\"\"\"\r\n\r\nbob,ü\r\n");
        assertThat(feeder.columns()).containsExactly("name", "note");
        assertThat(feeder.rows()).isEqualTo(2);
        assertThat(new String(feeder.row(0)[1], StandardCharsets.UTF_8)).isEqualTo("a, \"b\"");
        assertThat(new String(feeder.row(1)[1], StandardCharsets.UTF_8)).isEqualTo("ü");
    }

    @Test
    void whatIsWrongIsToldWithItsLine() throws IOException {
        assertThat(errorsOf("a,b\n1,2\n3\n4,5,6\n"))
                .isEqualTo("d.csv:3  1 values for 2 columns (a, b)\nd.csv:4  3 values for 2 columns (a, b)");
        assertThat(errorsOf("a,a\n1,2\n")).isEqualTo("d.csv:1  column 'a' is there twice");
        assertThat(errorsOf("a,\n1,2\n")).isEqualTo("d.csv:1  column 2 has no name");
        assertThat(errorsOf("a,b\n")).isEqualTo("d.csv  no rows below the header line");
        assertThat(errorsOf("")).isEqualTo("d.csv  no rows");
    }

    @Test
    void jsonLinesKeepTheTypeOfTheirValues() throws IOException {
        Path file = directory.resolve("d.jsonl");
        Files.writeString(
                file, "{\"a\":\"x\",\"b\":1.50,\"c\":true,\"d\":[1]}\n{\"d\":[],\"c\":false,\"b\":2,\"a\":\"y\"}\n");
        Feeder feeder = JsonLines.read("d.jsonl", file, Feeder.Order.CIRCULAR);
        assertThat(feeder.columns()).containsExactly("a", "b", "c", "d");
        assertThat(feeder.kind(0, 0)).isEqualTo(Value.Kind.TEXT);
        assertThat(feeder.kind(0, 1)).isEqualTo(Value.Kind.NUMBER);
        assertThat(feeder.kind(0, 2)).isEqualTo(Value.Kind.BOOLEAN);
        assertThat(feeder.kind(1, 3)).isEqualTo(Value.Kind.JSON);
        assertThat(new String(feeder.row(0)[1], StandardCharsets.UTF_8)).isEqualTo("1.50");
        assertThat(new String(feeder.row(1)[0], StandardCharsets.UTF_8)).isEqualTo("y");
    }

    @Test
    void aJsonLineWithOtherMembersIsAnError() throws IOException {
        Path file = directory.resolve("d.jsonl");
        Files.writeString(file, "{\"a\":1}\n{\"b\":1}\n[1]\n");
        ScriptErrors errors =
                catchThrowableOfType(ScriptErrors.class, () -> JsonLines.read("d.jsonl", file, Feeder.Order.CIRCULAR));
        assertThat(errors.getMessage())
                .isEqualTo("d.jsonl:2  members b; the first line has a\nd.jsonl:3  not a JSON object");
    }

    private String errorsOf(String content) {
        return catchThrowableOfType(ScriptErrors.class, () -> csv(content)).getMessage();
    }

    private Feeder csv(String content) throws IOException {
        Path file = directory.resolve("d.csv");
        Files.writeString(file, content);
        return DataFiles.csv("d.csv", file, Feeder.Order.CIRCULAR);
    }
}
