package io.rehearse.runtime.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Storing what should not be stored, for a reason. */
final class ForceOptions {
    @Option(names = "--force", description = "Store runs whose generator is not trusted, too; needs --reason.")
    private boolean force;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; every later output shows it.")
    private String reason;

    /** Empty without {@code --force}. */
    Optional<String> reason() {
        boolean given = reason != null && !reason.isBlank();
        if (force != given) {
            throw Failure.invalid("--force and --reason \"why these runs are good enough\" go together");
        }
        return force ? Optional.of(reason.strip()) : Optional.empty();
    }
}
