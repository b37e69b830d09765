package io.rehearse.runtime.cli;

import io.rehearse.examples.hostile.HostileServer;
import io.rehearse.examples.shop.InvalidWordException;
import io.rehearse.examples.shop.Shop;
import io.rehearse.examples.shop.ShopSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs the demo shop until it is told to stop. Its words are those of {@link ShopSettings}. */
@Command(
        name = "shop",
        description = "Run the demo shop, a small server to practise on, until Ctrl-C.",
        customSynopsis = {
            "rehearse shop [--port N] [--host ADDRESS] [--seed N] [--service-times on|off] [FAULT]...",
            "rehearse shop --hostile [--port N]"
        },
        footer = {
            "",
            "Faults (ENDPOINT is login, list, search, order, status, delete, page or all):",
            "  --slow ENDPOINT=+200ms     or x1.2, or +10%%",
            "  --fail ENDPOINT=1%%         answered 503",
            "  --reset ENDPOINT=1%%        connection reset instead of an answer",
            "  --hang ENDPOINT=1%%         never answered",
            "  --stall 1s@10s             the whole shop stands still for 1 s, 10 s from now",
            "While it runs: curl --data-binary '--fail order=1%%' http://127.0.0.1:PORT/admin/faults",
            "               curl http://127.0.0.1:PORT/admin/counts"
        })
final class ShopCommand implements Callable<Integer> {
    @Option(
            names = "--hostile",
            description = "Instead of the shop a server that does what servers must not; GET / lists it.")
    private boolean hostile;

    @Option(names = "--until-stdin-closes", hidden = true)
    private boolean untilStdinCloses;

    @Unmatched
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ShopSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        if (hostile) {
            if (!settings.equals(ShopSettings.defaults().withPort(settings.port()))) {
                throw Failure.invalid("--hostile is a server of its own and takes --port only; leave out "
                        + "--hostile or the words of the shop");
            }
            try (HostileServer server = new HostileServer(settings.port())) {
                out.println("hostile server listening on http://127.0.0.1:" + server.port()
                        + "  (GET / lists what it does)");
                waitForEnd();
            }
            return ExitCode.OK;
        }
        try (Shop shop = new Shop(settings)) {
            int port = shop.start();
            out.println("shop listening on http://" + settings.host() + ":" + port);
            waitForEnd();
        }
        return ExitCode.OK;
    }

    private void waitForEnd() throws IOException, InterruptedException {
        if (untilStdinCloses) {
            // Ctrl-C reaches every process of the terminal; whoever started us decides when we end
            Signals.ignoreInterrupt();
            waitForEnd(System.in);
        } else {
            new CountDownLatch(1).await();
        }
    }

    private ShopSettings settings() {
        try {
            return ShopSettings.parse(words);
        } catch (InvalidWordException wrong) {
            throw Failure.invalid(wrong.getMessage());
        }
    }

    private static void waitForEnd(InputStream in) throws IOException {
        byte[] ignored = new byte[256];
        while (in.read(ignored) >= 0) {
            continue;
        }
    }
}
