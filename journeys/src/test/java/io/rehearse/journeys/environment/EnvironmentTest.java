package io.rehearse.journeys.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.rehearse.journeys.error.ScriptError;
import io.rehearse.journeys.error.ScriptErrors;
import io.rehearse.journeys.plan.Limits;
import io.rehearse.journeys.plan.Route;
import io.rehearse.journeys.plan.Target;
import io.rehearse.journeys.plan.Target.Connections.Policy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir
    Path directory;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectory(directory.resolve("env"));
        write("base", """
                targets:
                  shop:
                    url: http://old.example:8080
                    headers: {X-Env: base}
                    connections: {policy: perUser, connectTimeout: 500ms}
                params:
                  rate: 10/s
                  pause: 1s
                secrets:
                  fromVariable: env:SHOP_PASSWORD
                  fromFile: file:secret.txt
                  literal: plain
                """);
        write("new", """
                extends: base
                targets:
                  shop:
                    url: https://new.example
                    allow: true
                params:
                  rate: 20/s
                """);
        Files.writeString(directory.resolve("env/secret.txt"), "from the file\n");
    }

    @Test
    void theUpperLayerWinsKeyByKey() {
        Target shop = load("new", Map.of()).target("shop", 0).orElseThrow();
        assertThat(shop.url()).isEqualTo(URI.create("https://new.example"));
        assertThat(shop.headers()).containsExactly(Map.entry("X-Env", "base"));
        assertThat(shop.connections().policy()).isEqualTo(Policy.PER_USER);
        assertThat(shop.connections().connectTimeoutNanos()).isEqualTo(500_000_000L);
        assertThat(shop.allowed()).isTrue();
    }

    @Test
    void theWayToATargetIsReadAndTheProxysPasswordIsASecret() throws IOException {
        write("routed", """
                targets:
                  shop:
                    url: https://shop.example
                    connectTo: '[::1]:8443'
                    source: 10.0.0.1, fe80::1
                    proxy: socks5://ann:p%40ss@proxy.example:1080
                    tls: {serverName: other.example}
                  given: {url: http://a.example, proxy: 'env:PROXY', connectTo: 10.0.0.7}
                """);
        Environment environment = load("routed", Map.of("PROXY", "http://10.0.0.9:3128"));
        Target shop = environment.target("shop", 0).orElseThrow();
        Target given = environment.target("given", 0).orElseThrow();

        assertThat(shop.route().connectTo()).contains(new Route.Place("::1", 8443));
        assertThat(shop.route().sources()).containsExactly("10.0.0.1", "fe80::1");
        assertThat(shop.route().proxy())
                .contains(new Route.Proxy(
                        Route.Proxy.Kind.SOCKS5, new Route.Place("proxy.example", 1080), "ann", "p@ss"));
        assertThat(shop.tls().serverName()).contains("other.example");
        assertThat(Environment.secrets(shop))
                .containsExactly(entry("proxy password", "p@ss"), entry("proxy login", "ann:p@ss"));
        assertThat(shop.toString()).contains("socks5://proxy.example:1080").doesNotContain("p@ss");
        assertThat(given.route().proxy())
                .contains(new Route.Proxy(Route.Proxy.Kind.HTTP, new Route.Place("10.0.0.9", 3128), "", ""));
        assertThat(given.route().connectTo()).contains(new Route.Place("10.0.0.7", 0));
    }

    @Test
    void aWayThatIsNotUnderstoodIsToldWithoutThePassword() throws IOException {
        write("wrong", """
                targets:
                  a: {url: 'http://a.example', connectTo: 'a:99999'}
                  b: {url: 'http://a.example', source: eth0}
                  c: {url: 'http://a.example', proxy: 'https://ann:hidden@p:1'}
                  d: {url: 'http://a.example', proxy: 'env:NO_SUCH'}
                """);
        Environment environment = load("wrong", Map.of());

        for (String[] row : new String[][] {
            {"a", "connectTo is a host, or host:port, not 'a:99999'"},
            {"b", "source is one or more addresses of this machine, like 10.0.0.1, 10.0.0.2, not 'eth0'"},
            {
                "c",
                "proxy is http://host:port or socks5://host:port, with user:password@ before the host if it asks for"
                        + " them, percent-encoded; or env:NAME of a variable that says so"
            },
            {"d", "proxy: environment variable NO_SUCH is not set"}
        }) {
            assertThatThrownBy(() -> environment.target(row[0], 0))
                    .isInstanceOfSatisfying(
                            ScriptErrors.class,
                            wrong -> assertThat(wrong.errors())
                                    .extracting(ScriptError::message)
                                    .containsExactly(row[1]));
        }
    }

    @Test
    void aValueComesFromTheCommandLineThenTheVariableThenTheFile() {
        Environment environment = Environment.load(
                new Inputs(
                        Optional.of("new"),
                        Map.of("a", "1"),
                        Map.of("shop", "http://127.0.0.1:1"),
                        Map.of("REHEARSE_A", "2", "REHEARSE_RATE", "30/s", "REHEARSE_MAX_USERS", "5")),
                directory);
        assertThat(environment.parameter("a")).contains(new Environment.Given("1", "--set", ""));
        assertThat(environment.parameter("rate")).contains(new Environment.Given("30/s", "REHEARSE_RATE", ""));
        assertThat(environment.parameter("maxUsers")).contains(new Environment.Given("5", "REHEARSE_MAX_USERS", ""));
        assertThat(environment.parameter("pause"))
                .contains(new Environment.Given("1s", "environment new", "env/base.yaml:8"));
        assertThat(environment.parameter("other")).isEmpty();
        assertThat(environment.target("shop", 0).orElseThrow().url()).isEqualTo(URI.create("http://127.0.0.1:1"));
        Map<String, String> variable = Map.of("REHEARSE_TARGET_SHOP", "http://127.0.0.1:2");
        assertThat(load("new", variable).target("shop", 0).orElseThrow().url())
                .isEqualTo(URI.create("http://127.0.0.1:2"));
    }

    @Test
    void secretsComeFromVariablesFilesOrTheEnvironmentItself() {
        Environment environment = load("new", Map.of("SHOP_PASSWORD", "from the variable"));
        assertThat(environment.secret("fromVariable")).isEqualTo("from the variable");
        assertThat(environment.secret("fromFile")).isEqualTo("from the file");
        assertThat(environment.secret("literal")).isEqualTo("plain");
        assertThatThrownBy(() -> load("new", Map.of()).secret("fromVariable"))
                .hasMessage("secret 'fromVariable': environment variable SHOP_PASSWORD is not set (env/base.yaml:10)");
        assertThatThrownBy(() -> environment.secret("literl"))
                .hasMessage("no secret 'literl' in environment 'new'; did you mean 'literal'?; write under secrets: in"
                        + " env/new.yaml: literl: env:NAME or file:PATH");
    }

    @Test
    void aKeyThatIsNotUnderstoodIsAnError() throws IOException {
        write("wrong", "target:\n  shop: {}\ntargets:\n  shop:\n    urll: x\n    tls: {insecur: true}\n");
        assertThat(errorsOf("wrong")).isEqualTo("""
                        env/wrong.yaml:1:1  unknown key 'target'; did you mean 'targets'? (keys: extends, targets, params, secrets, oauth2, control)
                        env/wrong.yaml:5:5  unknown key 'urll'; did you mean 'url'? (keys: url, embedded, headers, tls, connections, connectTo, source, proxy, limits, allow)
                        env/wrong.yaml:6:11  unknown key 'insecur'; did you mean 'insecure'? (keys: insecure, ca, certificate, key, serverName, resumption)""");
    }

    @Test
    void limitsAreThoseOfTheTargetAndHaveAnEndThemselves() throws IOException {
        write("limited", """
                extends: lower
                targets:
                  shop: {limits: {body: 64 MB, cookies: 500}}
                """);
        write("lower", """
                targets:
                  shop: {url: 'http://a.example', limits: {body: 1 MB, headerLine: 32kB}}
                  huge: {url: 'http://a.example', limits: {body: 1 GB, headerLine: 32, cookies: 10 kB, headerLines: 0}}
                  none: {url: 'http://a.example', limits: 64 MB}
                """);
        Environment environment = load("limited", Map.of());
        assertThat(environment.target("shop", 0).orElseThrow().limits())
                .isEqualTo(new Limits(64_000_000, 64_000, 32_000, 200, 500));
        assertThat(errorsOf(() -> environment.target("huge", 0))).isEqualTo("""
                        env/lower.yaml:3:44  the limit body is a size like 500 kB, 256 MB at most, not '1 GB'
                        env/lower.yaml:3:56  the limit headerLine is a size like 500 kB, 16 MB at most, not '32'
                        env/lower.yaml:3:72  the limit cookies is a number, 10000 at most, not '10 kB'
                        env/lower.yaml:3:88  the limit headerLines is a number, 100000 at most, not '0'""");
        assertThat(errorsOf(() -> environment.target("none", 0)))
                .isEqualTo("env/lower.yaml:4:35  limits have names, like {body: 64 MB}, not '64 MB'");
        write("misspelt", "targets: {shop: {url: 'http://a.example', limits: {bdy: 1 MB}}}\n");
        assertThat(errorsOf("misspelt"))
                .isEqualTo("env/misspelt.yaml:1:52  unknown key 'bdy'; did you mean 'body'? (keys: body, headers,"
                        + " headerLine, headerLines, cookies)");
    }

    @Test
    void aMissingEnvironmentNamesThoseThatAreThere() {
        assertThat(errorsOf("nwe"))
                .isEqualTo("env/nwe.yaml  no environment 'nwe'; did you mean 'new'?; environments: base, new beside the"
                        + " script or in the working directory");
    }

    @Test
    void layersThatExtendEachOtherAreAnError() throws IOException {
        write("one", "extends: two\n");
        write("two", "extends: one\n");
        assertThat(errorsOf("one")).startsWith("env/two.yaml:1:1  environments extend each other in a circle");
    }

    private String errorsOf(String name) {
        return errorsOf(() -> load(name, Map.of()));
    }

    private static String errorsOf(ThrowingCallable reading) {
        return catchThrowableOfType(ScriptErrors.class, reading).getMessage();
    }

    private Environment load(String name, Map<String, String> variables) {
        return Environment.load(new Inputs(Optional.of(name), Map.of(), Map.of(), variables), directory);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(directory.resolve("env/" + name + ".yaml"), content);
    }
}
