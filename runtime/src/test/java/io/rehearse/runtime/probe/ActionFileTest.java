package io.rehearse.runtime.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionFileTest {
    @TempDir
    private Path directory;

    private List<Action> read(String json) throws IOException {
        return ActionFile.read(
                Files.writeString(directory.resolve("a.json"), json), Map.of("KEY", "k1", "URL", "http://c"));
    }

    @Test
    void secretsComeFromTheEnvironment() throws IOException {
        assertThat(read("{\"actions\":[{\"name\":\"page\",\"webhook\":\"pagerduty\",\"secret\":\"${KEY}\"},"
                        + "{\"name\":\"chat\",\"webhook\":\"slack\",\"url\":\"${URL}/x\",\"timeoutSeconds\":5},"
                        + "{\"name\":\"undo\",\"exec\":[\"./rollback.sh\",\"now\"],\"rollback\":true}]}"))
                .containsExactly(
                        new Action(
                                "page",
                                false,
                                List.of(),
                                Action.Template.PAGERDUTY,
                                "https://events.pagerduty.com/v2/enqueue",
                                "k1",
                                10),
                        new Action("chat", false, List.of(), Action.Template.SLACK, "http://c/x", null, 5),
                        new Action("undo", true, List.of("./rollback.sh", "now"), null, null, null, 10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}| at the top: no list 'actions': expected {\"actions\": [ … ]}",
                "{\"actions\":[{}]}| action 1: name '': expected 1 to 40 letters, digits, '.', '_' or '-'",
                "{\"actions\":[{\"name\":\"a\"}]}"
                        + "| action 'a': expected either \"exec\": [program, arguments…] or \"webhook\": a template",
                "{\"actions\":[{\"name\":\"a\",\"exec\":[]}]}| action 'a': exec is empty: expected [program, arguments…]",
                "{\"actions\":[{\"name\":\"a\",\"exce\":[]}]}| action 'a': unknown word 'exce': expected one of exec, name,"
                        + " rollback, secret, timeoutSeconds, url, webhook",
                "{\"actions\":[{\"name\":\"a\",\"webhook\":\"teams\"}]}"
                        + "| action 'a': webhook 'teams': expected one of json, slack, pagerduty, alertmanager",
                "{\"actions\":[{\"name\":\"a\",\"webhook\":\"slack\"}]}| action 'a': no url: expected \"url\": \"https://…\"",
                "{\"actions\":[{\"name\":\"a\",\"webhook\":\"slack\",\"url\":\"${NONE}\"}]}"
                        + "| action 'a': the environment has no variable NONE: set it",
                "{\"actions\":[{\"name\":\"a\",\"webhook\":\"pagerduty\"}]}"
                        + "| action 'a': no routing key: expected \"secret\": \"${PAGERDUTY_ROUTING_KEY}\"",
                "{\"actions\":[{\"name\":\"a\",\"exec\":[\"x\"],\"timeoutSeconds\":0}]}"
                        + "| action 'a': timeoutSeconds 0: expected 1 to 600",
                "{\"actions\":[{\"name\":\"a\",\"exec\":[\"x\"]},{\"name\":\"a\",\"exec\":[\"x\"]}]}"
                        + "| action 'a': occurs twice: give each action a name of its own"
            })
    void whatIsWrongIsSaidWithItsPlace(String json, String message) {
        assertThatThrownBy(() -> read(json)).hasMessage(directory.resolve("a.json") + ", " + message);
    }
}
