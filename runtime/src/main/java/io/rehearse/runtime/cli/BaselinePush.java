package io.rehearse.runtime.cli;

import io.rehearse.reports.baseline.BaselineArchive;
import io.rehearse.reports.baseline.BaselineStore;
import io.rehearse.runtime.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a baseline where a team can take it from. */
@Command(
        name = "push",
        description = {
            "Put a baseline into an object store, as one archive with its checksum: PUT URL/NAME.zip, PUT"
                    + " URL/NAME.zip.sha256.",
            "Credentials come from REHEARSE_STORE_TOKEN, or REHEARSE_STORE_USER and REHEARSE_STORE_PASSWORD, or the"
                    + " whole header from",
            "REHEARSE_STORE_AUTHORIZATION."
        })
final class BaselinePush implements Callable<Integer> {
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
        BaselineStore store = baselines.store();
        List<String> loads = BaselineShow.loads(store, name, Optional.empty());
        byte[] archive = BaselineArchive.pack(store, name);
        try (ObjectStore objects = StoreOptions.open(url)) {
            objects.put(name + ".zip", archive);
            objects.put(
                    name + ".zip.sha256", (BaselineArchive.sha256(archive) + "\n").getBytes(StandardCharsets.US_ASCII));
            spec.commandLine()
                    .getOut()
                    .println("pushed " + name + " (" + String.join(", ", loads) + ", " + Keeping.size(archive.length)
                            + ") to " + objects.address(name + ".zip"));
        }
        return ExitCode.OK;
    }
}
