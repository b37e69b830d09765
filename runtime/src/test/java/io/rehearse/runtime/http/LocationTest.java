package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.runtime.driver.Plans;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where references lead, by the examples of RFC 3986, 5.4, and what makes none of them a broken request. */
class LocationTest {
    private static final Endpoint PAGE = Endpoint.of(
            Plans.target(URI.create("http://a.example"), Plans.shared(1)), new InetSocketAddress("127.0.0.1", 1));

    private static Location resolve(String reference) {
        return Location.resolve(PAGE, "/b/c/d;p?q", reference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                // normal examples
                "g -> /b/c/g",
                "./g -> /b/c/g",
                "g/ -> /b/c/g/",
                "/g -> /g",
                "?y -> /b/c/d;p?y",
                "g?y -> /b/c/g?y",
                "#s -> /b/c/d;p?q",
                "g#s -> /b/c/g",
                "g?y#s -> /b/c/g?y",
                ";x -> /b/c/;x",
                "g;x -> /b/c/g;x",
                "g;x?y#s -> /b/c/g;x?y",
                "'' -> /b/c/d;p?q",
                ". -> /b/c/",
                "./ -> /b/c/",
                ".. -> /b/",
                "../ -> /b/",
                "../g -> /b/g",
                "../.. -> /",
                "../../ -> /",
                "../../g -> /g",
                // abnormal examples
                "../../../g -> /g",
                "../../../../g -> /g",
                "/./g -> /g",
                "/../g -> /g",
                "g. -> /b/c/g.",
                ".g -> /b/c/.g",
                "g.. -> /b/c/g..",
                "..g -> /b/c/..g",
                "./../g -> /b/g",
                "./g/. -> /b/c/g/",
                "g/./h -> /b/c/g/h",
                "g/../h -> /b/c/h",
                "g;x=1/./y -> /b/c/g;x=1/y",
                "g;x=1/../y -> /b/c/y",
                "g?y/./x -> /b/c/g?y/./x",
                "g?y/../x -> /b/c/g?y/../x",
                "g#s/../x -> /b/c/g",
                // our own
                "/?http://b/ -> /?http://b/",
                "a:b/c?x -> only http and https are followed, not a",
            })
    void aRelativeReferenceIsResolvedAgainstItsPage(String reference, String expected) {
        Location location = resolve(reference);

        if (location.problem() != null) {
            assertThat(location.problem()).isEqualTo(expected);
        } else {
            assertThat(location.path()).isEqualTo(expected);
            assertThat(location.host()).isEqualTo("a.example");
            assertThat(location.port()).isEqualTo(80);
            assertThat(location.secure()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://b.example,            false, b.example, 80,   /",
        "HTTPS://B.Example/X,         true,  b.example, 443,  /X",
        "//b.example:8080/x?y=1,      false, b.example, 8080, /x?y=1",
        "http://b.example?x=/../y,    false, b.example, 80,   /?x=/../y",
        "https://user:pw@b.example/x, true,  b.example, 443,  /x",
        "http://[::1]:8080/x,         false, [::1],     8080, /x",
        "http://b.example:/x,         false, b.example, 80,   /x",
        "http://b.example/a/../b/./c, false, b.example, 80,   /b/c",
        "http://b.example#x/y,        false, b.example, 80,   /"
    })
    void anAbsoluteReferenceNamesItsOrigin(String reference, boolean secure, String host, int port, String path) {
        assertThat(resolve(reference)).isEqualTo(new Location(secure, host, port, path, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "javascript:alert(1) -> only http and https are followed, not javascript",
                "file:///etc/passwd -> only http and https are followed, not file",
                "ftp://b.example/ -> only http and https are followed, not ftp",
                "http:/x -> an absolute URL without a host",
                "https:x -> an absolute URL without a host",
                "http:///x -> not a host",
                "http://b example/x -> not a host",
                "http://b.example%0d%0a/x -> not a host",
                "http://[::1/x -> not a host",
                "http://b.example:0/x -> not a port",
                "http://b.example:65536/x -> not a port",
                "http://b.example:8o/x -> not a port",
                "http://b.example:-1/x -> not a port",
            })
    void whatLeadsNowhereSaysWhy(String reference, String problem) {
        assertThat(resolve(reference).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a b",
                "/a\tb",
                "/a HTTP/1.1\r\nX: y",
                "/a\nb",
                "/a\0b",
                "/\u007f",
                "/caf\u00e9",
                "/?q=a b\"<>\\^`{|}",
                "x y/../z",
                "//b.example/a b"
            })
    void nothingOfAReferenceBreaksARequestLine(String reference) {
        assertThat(resolve(reference).path()).matches("/[!-~]*").doesNotContain("\"", "<", ">", "\\");
    }
}
