package io.rehearse.runtime.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a journey, its environment and a CI workflow to start from. */
@Command(
        name = "new",
        description = "Write a journey, an environment and a CI workflow to start from. Nothing is overwritten.")
final class NewCommand implements Callable<Integer> {
    /** Copied as they are from beside this class. A name without its leading dot: archives of sources often lose those. */
    private static final List<String> FILES =
            List.of("journey.groovy", "users.csv", "env/default.yaml", "github/workflows/rehearse.yaml");

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where; created if it is not there. The working directory if left out.")
    private Path directory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (String name : FILES) {
            if (Files.exists(file(name))) {
                throw Failure.invalid(file(name) + " is there already; nothing was written");
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        for (String name : FILES) {
            Files.createDirectories(file(name).toAbsolutePath().getParent());
            try (InputStream text = NewCommand.class.getResourceAsStream("new/" + name)) {
                Files.write(file(name), text.readAllBytes());
            }
            out.println("wrote " + file(name));
        }
        out.println();
        out.println("next  rehearse run " + file("journey.groovy") + " --once -v    one user, every request shown");
        out.println("      rehearse run " + file("journey.groovy") + "              15 s of load on the demo shop");
        return ExitCode.OK;
    }

    private Path file(String name) {
        return directory.resolve(name.startsWith("github/") ? "." + name : name).normalize();
    }
}
