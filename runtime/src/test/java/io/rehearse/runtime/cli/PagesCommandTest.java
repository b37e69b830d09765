package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.shop.Endpoint;
import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journey over HTML forms with hidden tokens and cookies, from the command line against the shop's pages. */
class PagesCommandTest {
    private static final String JOURNEY = """
            journey('Guest book') {
                target 'shop'
                feed csv('users.csv'), circular
                step('Log-in page') { get '/index.php?title=Special:UserLogin' }
                step('Log in') { submit 'form[name=userlogin]', wpName: vars.username, wpPassword: vars.password }
                step('Edit') { submit '#editform', button: 'wpSave', wpTextbox1: "Hello ${vars.username}" }
                step('Log out') { follow 'a[href*="action=logout"]'; expect { body.contains 'You are logged out' } }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void loggingInEditingAndLoggingOutTakesTenLines() throws IOException {
        assertThat(JOURNEY.lines().count()).isLessThanOrEqualTo(10);
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")))) {
            CommandLineRun run = run(shop, JOURNEY + "load('all') { walks 50, users: 5 }\n");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(shop.counts().answers(Endpoint.PAGE, 403)).isZero();
            assertThat(shop.counts().answers(Endpoint.PAGE, 302)).isEqualTo(100);
        }
    }

    @Test
    void theTokensOfThePagesAreOnNoScreenAndInNoFile() throws IOException {
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")))) {
            CommandLineRun run = run(shop, JOURNEY, "--once", "-v");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .contains("name=\"wpEditToken\"")
                    .contains("logoutToken=***")
                    .doesNotContainPattern("[0-9a-f]{16}\\+\\\\")
                    .doesNotContainPattern("[0-9a-f]{16}(%2B|\\+)(%5C|\\\\)");
        }
    }

    @Test
    void aMisspeltFieldIsToldWithTheFieldsOfTheForm() throws IOException {
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")))) {
            CommandLineRun run = run(shop, JOURNEY.replace("wpTextbox1:", "wpTextbox:"), "--once");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAIL);
            assertThat(Files.readString(directory.resolve("run/errors.ndjson")))
                    .contains("NO_MATCH")
                    .contains(
                            "the form '#editform' has no field 'wpTextbox'; fields: wpTextbox1, wpSummary, wpMinoredit,"
                                    + " wpEditToken; buttons: wpSave, wpPreview");
        }
    }

    private CommandLineRun run(Shop shop, String script, String... options) throws IOException {
        int port = shop.start();
        Path file = Files.writeString(directory.resolve("book.groovy"), script);
        Files.copy(Path.of("../examples/shop/users.csv"), directory.resolve("users.csv"));
        List<String> words = new java.util.ArrayList<>(List.of(
                "run", file.toString(), "--target", "shop=http://127.0.0.1:" + port, "--out", directory + "/run"));
        words.addAll(List.of(options));
        return CommandLineRun.of(words.toArray(String[]::new));
    }
}
