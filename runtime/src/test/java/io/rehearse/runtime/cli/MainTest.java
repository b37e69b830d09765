package io.rehearse.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The words of the command line: what is understood, what is told about the rest, and the exit codes. */
class MainTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rnu                          | rehearse: no command 'rnu'; did you mean 'run'?
            xyzzy                        | rehearse: no command 'xyzzy'; commands: %s
            run --evn new x.groovy       | rehearse run: unknown option '--evn'; did you mean '--env'?
            run --evn=new x.groovy       | rehearse run: unknown option '--evn'; did you mean '--env'?
            run a.groovy b.groovy        | rehearse run: one word too many: 'b.groovy'
            run                          | rehearse run: missing required parameter: 'FILE'
            run --set mode x.groovy      | rehearse run: value for option '--set' (NAME=VALUE) should be NAME=VALUE but was mode
            run --seed abc x.groovy      | rehearse run: invalid value for option '--seed': 'abc' is not a whole number
            run --duration 30 x.groovy   | rehearse run: invalid value for option '--duration': '30' is not a time: write a number with its unit, as in 500ms, 30s, 5min or 2h
            run absent.groovy            | rehearse run: there is no file absent.groovy; rehearse new DIR writes one to start from
            run --once --load a x.groovy | rehearse run: --once is a load of its own (one walk); leave out --load or --once
            run -v x.groovy              | rehearse run: -v shows every request and goes with --once; failures of a load are in errors.ndjson
            run --lanes 0 x.groovy       | rehearse run: --lanes is from 1 to 256, not 0
            run --json --quiet x.groovy  | rehearse run: --json and --quiet each say what to print; choose one
            shop --slw order=+1s         | rehearse shop: unknown word '--slw'; did you mean '--slow'? words are: --host, --port, --seed, --service-times, --slow, --fail, --reset, --hang, --stall
            shop --hostile --seed 2      | rehearse shop: --hostile is a server of its own and takes --port only; leave out --hostile or the words of the shop
            """)
    void whatIsNotUnderstoodIsToldWithWhatToWriteInstead(String words, String message) {
        CommandLineRun run = CommandLineRun.of(words.split(" "));
        assertThat(run.err().lines().findFirst()).hasValue(String.format(message, String.join(", ", commands())));
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void everyCommandHasHelpThatExplainsAllItsOptions() {
        for (String command : commands()) {
            CommandLineRun run = CommandLineRun.of(command, "--help");
            assertThat(run.exitCode()).as(command).isZero();
            assertThat(run.out())
                    .as(command)
                    .startsWith("Usage: rehearse " + command)
                    .contains("--help");
            Main.commandLine().getSubcommands().get(command).getCommandSpec().options().stream()
                    .filter(option -> !option.hidden())
                    .forEach(option -> assertThat(option.description())
                            .as(command + " " + option.longestName())
                            .isNotEmpty());
        }
    }

    @Test
    void withoutACommandThereIsHelpOnTheErrorStreamAndExitCodeTwo() {
        CommandLineRun run = CommandLineRun.of();
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err()).startsWith("Usage: rehearse");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void mistakesOfAScriptArePrintedAsTheLanguageRendersThem() throws IOException {
        Path script = Files.writeString(directory.resolve("wrong.groovy"), "jurney('A') { }\n");
        CommandLineRun run = CommandLineRun.of("validate", script.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(run.err())
                .contains("wrong.groovy:1:1")
                .contains("did you mean 'journey'?")
                .contains("exit code 2");
    }

    @Test
    void aValidScriptIsSummedUpInALine() {
        CommandLineRun run = CommandLineRun.of("validate", "../examples/shop/checkout.groovy");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .isEqualTo("checkout.groovy  valid: 1 journey, 3 steps, environment default, loads: default, steady,"
                        + " gate, canary, closed, twenty, search\n");
    }

    @Test
    void aReportOfWhatIsNoRunDirectoryIsAnErrorOfTheEnvironment() {
        CommandLineRun absent =
                CommandLineRun.of("report", directory.resolve("absent").toString());
        assertThat(absent.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(absent.err()).isEqualTo("rehearse report: there is no run directory " + directory + "/absent\n");
        CommandLineRun empty = CommandLineRun.of("report", directory.toString());
        assertThat(empty.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(empty.err()).contains("is no run directory: it has no run.json");
    }

    @Test
    void theCompletionScriptKnowsCommandsAndTheirOptions() {
        CommandLineRun run = CommandLineRun.of("generate-completion");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("rehearse").contains("--load").contains("doctor");
    }

    private static List<String> commands() {
        CommandLine line = Main.commandLine();
        return List.copyOf(line.getSubcommands().keySet());
    }
}
