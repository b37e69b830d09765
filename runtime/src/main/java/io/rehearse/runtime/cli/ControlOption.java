package io.rehearse.runtime.cli;

import io.rehearse.journeys.environment.Environment;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What else is on the way to the target, so that our own network is told from it: command line, variable, environment file. */
final class ControlOption {
    private static final String NAME = "--control";

    @Option(
            names = NAME,
            paramLabel = "URL",
            description =
                    "Something else on the way to the target: what fails while it takes no connection was not observed;"
                            + " wins over control: of the environment.")
    private String given;

    /**
     * @param origin who said so
     */
    record Control(URI url, String origin) {
        @Override
        public String toString() {
            return url + " (" + origin + ")";
        }
    }

    /**
     * The first that has one.
     *
     * @param environments those that are walked; the judged one last
     */
    Optional<Control> of(List<Environment> environments) {
        if (given != null) {
            return Optional.of(new Control(url(given, NAME), NAME));
        }
        return ofEnvironment(environments.get(environments.size() - 1));
    }

    /** What an environment alone says. */
    static Optional<Control> ofEnvironment(Environment environment) {
        return environment
                .control()
                .map(said -> new Control(
                        url(said.text(), said.place().isEmpty() ? said.origin() : said.place() + "  control"),
                        said.origin()));
    }

    private static URI url(String text, String where) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && url.getScheme() != null && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException notAUrl) {
            throw Failure.invalid(
                    where + " '" + text + "': expected a URL, as https://10.0.0.1; " + notAUrl.getReason());
        }
        throw Failure.invalid(
                where + " '" + text.replaceAll("//[^/]*@", "//***@") + "': expected a URL, as https://10.0.0.1");
    }
}
