package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.BaselineArchive;
import io.rehearse.runtime.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a baseline from where a team keeps it. */
@Command(
        name = "pull",
        description = {
            "Take a baseline from an object store, where push put it. It takes the place of the one that is there,"
                    + " whole or not at all.",
            "Credentials as with push."
        })
final class BaselinePull implements Callable<Integer> {
    private static final int CHECKSUM_BYTES_MAX = 1000;

    @Parameters(index = "0", paramLabel = "NAME", description = "The baseline.")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "The store, for example https://store.example/baselines.")
    private String url;

    @Mixin
    private BaselineOptions baselines;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String object = BaselineOptions.name(name) + ".zip";
        try (ObjectStore objects = StoreOptions.open(url)) {
            String expected =
                    new String(objects.get(object + ".sha256", CHECKSUM_BYTES_MAX), StandardCharsets.US_ASCII).strip();
            byte[] archive = objects.get(object, BaselineArchive.BYTES_MAX);
            String found = BaselineArchive.sha256(archive);
            if (!found.equals(expected)) {
                throw Failure.environment(
                        objects.address(object) + " has checksum " + found + ", expected "
                                + (expected.matches("[0-9a-f]{64}")
                                        ? expected
                                        : "64 hex digits in " + object + ".sha256")
                                + ": it is damaged, or was being pushed; nothing was changed, pull again",
                        null);
            }
            List<String> loads = BaselineArchive.unpack(archive, baselines.store(), name);
            spec.commandLine()
                    .getOut()
                    .println("pulled " + name + " (" + String.join(", ", loads) + ", " + Keeping.size(archive.length)
                            + ") from " + objects.address(object));
        }
        return ExitCode.OK;
    }
}
