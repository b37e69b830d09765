package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Limits;
import io.rehearse.runtime.driver.Plans;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cookies a session sends where (RFC 6265), and that a server cannot fill its memory with them. */
class CookiesTest {
    private static Endpoint endpoint(String url) {
        return Endpoint.of(
                Plans.target(URI.create(url), Plans.shared(1)), InetSocketAddress.createUnresolved("127.0.0.1", 1));
    }

    private static String sent(Cookies cookies, String url) {
        URI to = URI.create(url);
        Bytes path = new Bytes(64);
        path.add(to.getRawPath());
        int end = path.length;
        cookies.addLine(path, endpoint(to.getScheme() + "://" + to.getRawAuthority()), 0, end);
        return path.text().substring(end).replaceFirst("^Cookie: ", "").strip();
    }

    private static void receive(Cookies cookies, String url, String header) {
        URI from = URI.create(url);
        cookies.receive(header, endpoint(from.getScheme() + "://" + from.getRawAuthority()), from.getRawPath());
    }

    @ParameterizedTest(name = "{1} from {0} is \"{3}\" to {2}")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
            http://shop.example/          | a=1                              | http://shop.example/x             | a=1
            http://shop.example/          | a=1                              | http://www.shop.example/          |
            http://shop.example/          | a=1                              | http://other.example/             |
            http://www.shop.example/      | a=1; Domain=shop.example         | http://shop.example/              | a=1
            http://www.shop.example/      | a=1; Domain=.shop.example        | http://api.shop.example/          | a=1
            http://www.shop.example/      | a=1; Domain=other.example        | http://other.example/             |
            http://www.shop.example/      | a=1; Domain=api.shop.example     | http://api.shop.example/          |
            http://shop.co.uk/            | a=1; Domain=co.uk                | http://other.co.uk/               |
            http://shop.com/              | a=1; Domain=com                  | http://other.com/                 |
            http://shop.example/cart/add  | a=1                              | http://shop.example/cart/pay      | a=1
            http://shop.example/cart/add  | a=1                              | http://shop.example/              |
            http://shop.example/          | a=1; Path=/cart                  | http://shop.example/cart/x        | a=1
            http://shop.example/          | a=1; Path=/cart                  | http://shop.example/cartoon       |
            https://shop.example/         | a=1; Secure                      | https://shop.example/             | a=1
            https://shop.example/         | a=1; Secure                      | http://shop.example/              |
            https://127.0.0.1/            | a=1; Secure                      | http://127.0.0.1/                 |
            https://localhost/            | a=1; Secure                      | http://localhost/                 |
            http://shop.example/          | a=1; Max-Age=0                   | http://shop.example/              |
            http://shop.example/          | a=1; Max-Age=-1                  | http://shop.example/              |
            http://shop.example/          | a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT | http://shop.example/    |
            http://shop.example/          | a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT | http://shop.example/ | a=1
            http://shop.example/          | a="x, y\\\\z"; Path=/            | http://shop.example/              | a="x, y\\\\z"
            http://shop.example/          | a=b=c==                          | http://shop.example/              | a=b=c==
            http://shop.example/          | =1                               | http://shop.example/              |
            http://shop.example/          | nothing                          | http://shop.example/              |
            """)
    void aCookieGoesWhereItBelongs(String from, String header, String to, String line) {
        Cookies cookies = new Cookies();
        receive(cookies, from, header);
        assertThat(sent(cookies, to)).isEqualTo(line == null ? "" : line);
    }

    @Test
    void theSameCookieIsReplacedAndTheLongerPathComesFirst() {
        Cookies cookies = new Cookies();
        receive(cookies, "http://shop.example/", "a=1; Path=/");
        receive(cookies, "http://shop.example/", "b=2; Path=/");
        receive(cookies, "http://shop.example/", "c=3; Path=/cart");
        receive(cookies, "http://shop.example/", "a=4; Path=/");
        assertThat(sent(cookies, "http://shop.example/cart")).isEqualTo("c=3; a=4; b=2");
        receive(cookies, "http://shop.example/", "a=; Path=/; Max-Age=0");
        assertThat(sent(cookies, "http://shop.example/cart")).isEqualTo("c=3; b=2");
    }

    @Test
    void aFullJarLetsGoOfTheOldest() {
        Cookies cookies = new Cookies();
        for (int i = 0; i < Limits.DEFAULT.cookies(); i++) {
            receive(cookies, "http://shop.example/", "n" + i + "=v; Path=/");
        }
        receive(cookies, "http://shop.example/", "long=1; Path=/cart");
        receive(cookies, "http://shop.example/", "newest=2; Path=/");
        assertThat(sent(cookies, "http://shop.example/cart").split("; "))
                .hasSize(Limits.DEFAULT.cookies())
                .contains("long=1", "newest=2", "n2=v")
                .doesNotContain("n0=v", "n1=v");
    }

    @Test
    void numberAndSizeAreBounded() {
        Cookies cookies = new Cookies();
        for (int i = 0; i < 1_000; i++) {
            receive(cookies, "http://shop.example/", "n" + i + "=v; Path=/");
        }
        receive(cookies, "http://shop.example/", "large=" + "v".repeat(Cookies.COOKIE_BYTES_MAX) + "; Path=/");
        assertThat(sent(cookies, "http://shop.example/").split("; "))
                .hasSize(Limits.DEFAULT.cookies())
                .contains("n999=v")
                .noneMatch(cookie -> cookie.startsWith("large"));
    }
}
