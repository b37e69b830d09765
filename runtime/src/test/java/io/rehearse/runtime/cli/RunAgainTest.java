package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that a report offers makes the same run again: of the same file, with the same values, against the same server. */
class RunAgainTest {
    @TempDir
    Path directory;

    @Test
    void fileTargetsAndValuesOfTheCommandLineAreInTheCommand() throws Exception {
        Path script = Files.writeString(directory.resolve("my look.groovy"), """
                param 'words', 'tea'
                journey('Look') {
                    target 'shop'
                    step('Gone') { get "/gone/${param('words')}" }
                }
                load('default') { hold 1.perSecond, 1.s }
                """);
        Path out = directory.resolve("run");
        try (Shop shop = new Shop(ShopSettings.parse(List.of("--service-times", "off")))) {
            String place = "127.0.0.1:" + shop.start();
            CommandLineRun.of(
                    "run",
                    script.toString(),
                    "--once",
                    "--out",
                    out.toString(),
                    "--set",
                    "words=green tea",
                    "--target",
                    "shop=http://" + place,
                    "--connect-to",
                    "shop=" + place);

            assertThat(out.resolve("summary.md"))
                    .content()
                    .contains("After a fix, run it again: `rehearse run '" + script + "' --target shop=http://" + place
                            + " --connect-to shop=" + place + " --set 'words=green tea' --once`");
        }
    }
}
