package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.Journeys;
import io.rehearse.journeys.environment.Inputs;
import io.rehearse.journeys.plan.Plan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers copy becomes a journey that can be read, with the secrets left out. */
class ImportCommandTest {
    /** As Chromium copies it, and one as a person writes it. */
    private static final String COMMANDS = """
            curl 'https://shop.example:8443/api/login?from=%2Fcart' \\
              -H 'accept: application/json' \\
              -H 'content-type: application/json' \\
              -b 'sid=c0ffee; theme=dark' \\
              -H 'sec-ch-ua: "Chromium";v="156"' \\
              -H 'user-agent: Mozilla/5.0' \\
              --data-raw $'{"user":"ann","password":"it\\'s blue","remember":true,"tries":1.50,"tags":["a",null],"more":{},"note":"wrapped, please"}' --compressed ;
            curl -sS -XPUT "https://shop.example:8443/api/cart" -H "Authorization: Bearer eyJ0" -H 'X-Trace:' -d 'item=i-17&item=i 18&note=%C3%A9&api_key=k3y' -m 5
            # the same again
            curl https://shop.example:8443/api/cart -X PUT -u ann:s3cret -k -F 'picture=@me.png;type=image/png' -F text=hello
            """;

    @TempDir
    Path directory;

    @Test
    void aStepForEachCommandAndNoSecret() throws IOException {
        Files.writeString(directory.resolve("commands.txt"), COMMANDS);
        CommandLineRun run = CommandLineRun.of(
                "import", "curl", directory.resolve("commands.txt").toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        // Imported from curl. env/default.yaml beside it says:
                        //   targets: {web: {url: 'https://shop.example:8443'}}
                        //   secrets: {sid: env:SID, theme: env:THEME, password: env:PASSWORD, token: env:TOKEN, apiKey: env:API_KEY, password2: env:PASSWORD2}
                        // certificates were not looked at (-k): that is tls: {insecure: true} of the target, if it must be
                        journey('Imported') {
                            target 'web'

                            step('POST /api/login') {
                                post '/api/login?from=%2Fcart'
                                cookie sid: secret('sid'), theme: secret('theme')
                                header 'accept', 'application/json'
                                json user: 'ann',
                                    password: secret('password'),
                                    remember: true,
                                    tries: 1.50,
                                    tags: ['a', null],
                                    more: [:],
                                    note: 'wrapped, please'
                            }

                            step('PUT /api/cart') {
                                put '/api/cart'
                                auth bearer(secret('token'))
                                form item: ['i-17', 'i 18'], note: 'é', api_key: secret('apiKey')
                                timeout 5.s
                            }

                            step('PUT /api/cart, 2') {
                                put '/api/cart'
                                auth basic('ann', secret('password2'))
                                form picture: file('me.png', type: 'image/png'), text: 'hello'
                            }
                        }
                        """);

        Files.write(directory.resolve("me.png"), new byte[3]);
        Path script = Files.writeString(directory.resolve("imported.groovy"), run.out());
        Files.writeString(
                Files.createDirectories(directory.resolve("env")).resolve("default.yaml"),
                run.out()
                        .lines()
                        .skip(1)
                        .limit(2)
                        .map(line -> line.substring(5))
                        .reduce("", (a, b) -> a + b + "\n"));
        Plan plan = Journeys.compile(
                script,
                new Inputs(
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        Map.of(
                                "SID",
                                "1",
                                "THEME",
                                "2",
                                "PASSWORD",
                                "3",
                                "TOKEN",
                                "4",
                                "API_KEY",
                                "5",
                                "PASSWORD2",
                                "6")));
        assertThat(plan.steps()).hasSize(3);
        assertThat(plan.secretNames()).contains("sid", "apiKey");
        assertThat(plan.steps().get(1).request().method()).isEqualTo("PUT");
    }

    @Test
    void aBodyThatIsNeitherJsonNorAFormStaysAsItIs() {
        assertThat(importing("curl http://a/x -H 'Content-Type: text/xml' --data-binary '<a b=\"c\">\n</a>'"))
                .contains("post '/x'\n", "body type: 'text/xml', '<a b=\"c\">\\n</a>'\n");
        assertThat(importing("curl http://a/x --json '[1, {\"a\": \"it\\u0027s $x\"}]'"))
                .contains("json([1, [a: 'it\\'s $x']])");
        assertThat(importing("curl -G http://a/x?q=1 -d 'r=2 3'")).contains("get '/x?q=1&r=2%203'\n");
        assertThat(importing("curl 'http://ann:s3cret@a/x?page=1&api_key=k%203y'"))
                .contains("get '/x'\n        query page: '1', api_key: secret('apiKey')\n")
                .contains("auth basic('ann', secret('password'))\n")
                .doesNotContain("s3cret", "3y");
        assertThat(importing("curl a/x -I")).contains("url: 'http://a'").contains("head '/x'\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        curl http://a/ --foo                | curl option --foo is not known here; leave it out of the command, and write by hand what it stands for
        curl http://a/ -H                   | curl option -H has no value; was the command copied whole?
        curl "http://a/                     | a quote " is not closed; was the command copied whole?
        wget http://a/                      | 'wget' is no command of curl; each command begins with curl
        curl -v                             | a command of curl without a URL; was it copied whole?
        curl http://a/ http://b/            | one command with two URLs, http://a/ and http://b/; write two commands
        curl http://a/ ; curl http://b/     | two targets, http://a and http://b; a journey has one: import the commands for each by themselves
        curl ftp://a/                       | 'ftp://a/' is no http or https URL
        curl http://a/ -X PURGE             | a journey has no word for PURGE; its words are get, post, put, patch, delete, head, options
        curl http://a/ -d @file             | the body is the file file, which is not read here; write it out: -d 'text'
        curl http://a/ -F name              | curl option -F 'name': expected name=value or name=@file
        # nothing                           | there is no command in it; expected curl … as a browser copies it (Copy as cURL)
        """)
    void whatCannotBeReadIsTold(String commands, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("c"), commands);
        CommandLineRun run = CommandLineRun.of("import", "curl", file.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("rehearse import: " + file + ": " + message + "\n");
    }

    @Test
    void aFileThatIsNotThere() {
        CommandLineRun run = CommandLineRun.of("import", "curl", "nowhere");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("rehearse import: there is no file nowhere; - reads the commands from standard input\n");
    }

    /** Read from standard input. */
    private static String importing(String commands) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(commands.getBytes(StandardCharsets.UTF_8)));
        try {
            CommandLineRun run = CommandLineRun.of("import", "curl", "-");
            assertThat(run.exitCode()).as(run.err()).isZero();
            return run.out();
        } finally {
            System.setIn(before);
        }
    }
}
