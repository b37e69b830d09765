package io.rehearse.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.FromPage;
import io.rehearse.journeys.plan.Reader;
import io.rehearse.journeys.plan.Request;
import io.rehearse.journeys.plan.Step;
import io.rehearse.journeys.plan.Template;
import io.rehearse.runtime.driver.Outcome;
import io.rehearse.runtime.driver.Plans;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that a page says, as they go over the wire: where to, with which headers, and what happens if they cannot. */
class PageRequestTest {

    @ParameterizedTest(name = "action=\"{0}\" on {1} is {2}")
    @CsvSource({
        "/save,/a/page?x=1,/save",
        "save,/a/page?x=1,/a/save",
        "../save,/a/b/page,/a/save",
        "?y=2,/a/page?x=1,/a/page?y=2",
        "'',/a/page?x=1,/a/page?x=1",
        "' /save ',/a/page,/save",
        "/sä ve#top,/a,/s%C3%A4%20ve",
        "http://HOST/deep/,/a,/deep/",
        "//HOST/other,/a,/other",
    })
    void anActionIsResolvedAgainstThePage(String action, String page, String sent) throws Exception {
        try (RawServer server = answering("<form method=post action='" + action + "'><input name=a value=1></form>")) {
            Walk walk = Walk.once(server.url(), Walk.get(page), submit("form"));
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.requests.get(1))
                    .startsWith("POST " + sent + " HTTP/1.1\r\n")
                    .contains("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n")
                    .endsWith("\r\n\r\na=1");
        }
    }

    @ParameterizedTest(name = "base {0} and link {1} is {2}")
    @CsvSource({
        "/x/,y,/x/y",
        "x/y/,z,/a/x/y/z",
        "http://HOST/q/,y,/q/y",
        "/x/,/y,/y",
        "http://elsewhere.example/,http://HOST/y,/y",
    })
    void aPageMaySayWhatItsReferencesAreRelativeTo(String base, String link, String sent) throws Exception {
        try (RawServer server = answering("<base href='" + base + "'><a href='" + link + "'>x</a>")) {
            Walk walk = Walk.once(server.url(), Walk.get("/a/page"), follow("a"));
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.requests.get(1)).startsWith("GET " + sent + " HTTP/1.1\r\n");
        }
    }

    @Test
    void thePageIsNamedAsRefererUnlessTheScriptNamesAnother() throws Exception {
        try (RawServer server = answering("<a href='/next'>x</a>")) {
            Request other = new Request(
                    "FOLLOW",
                    Template.of("a"),
                    List.of(Walk.header("Referer", "http://other/")),
                    List.of(),
                    Optional.empty(),
                    true,
                    Optional.of(new FromPage.Follow("a")));
            Walk.once(server.url(), Walk.get("/a?b=c"), follow("a"), Walk.step(2, other));
            assertThat(server.requests.get(0)).doesNotContain("Referer");
            assertThat(server.requests.get(1)).contains("\r\nReferer: " + server.url() + "/a?b=c\r\n");
            assertThat(server.requests.get(2))
                    .contains("\r\nReferer: http://other/\r\n")
                    .doesNotContain("/a?b=c");
        }
    }

    @Test
    void aFieldTakesTheValueOfAVariable() throws Exception {
        try (RawServer server =
                answering("<p>7</p><form method=post action=/><input name=a><input name=b value=2></form>")) {
            Request request = submitting(new FromPage.Submit(
                    "form",
                    Optional.empty(),
                    List.of(new FromPage.Field(
                            "a", List.of(Walk.template(Walk.text("x "), Walk.slot(0, Template.Encoding.RAW)))))));
            Step page = Walk.saving(Walk.get("/"), Walk.save(0, new Reader.Regex(Pattern.compile("<p>(.)</p>"))));
            Walk.run(
                    List.of(Plans.plan(
                            Plans.target(server.url(), Plans.shared(1)),
                            Plans.walks(1, 1),
                            Walk.journey(List.of("seven"), page, Walk.step(1, request)))),
                    Walk::resolved);
            assertThat(server.requests.get(1)).endsWith("\r\n\r\na=x+7&b=2");
        }
    }

    @Test
    void whatIsNotOnThePageIsSaidWithThePage() throws Exception {
        try (RawServer server = answering("<form id=login><input name=user></form>")) {
            Walk walk = Walk.once(server.url(), Walk.get("/wiki?a=b"), submit("#edit"));
            assertThat(walk.steps().get(1).outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(walk.steps().get(1).message())
                    .isEqualTo("on the page \"/wiki?a=b\": no form matches '#edit'; forms: form#login");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void aFieldThatIsNotThereIsSaidWithThoseThatAre() throws Exception {
        try (RawServer server = answering("<form><input name=user><button name=go></button></form>")) {
            Request request = submitting(new FromPage.Submit(
                    "form", Optional.empty(), List.of(new FromPage.Field("usr", List.of(Template.of("ann"))))));
            Walk walk = Walk.once(server.url(), Walk.get("/"), Walk.step(1, request));
            assertThat(walk.steps().get(1).outcome()).isEqualTo(Outcome.NO_MATCH);
            assertThat(walk.steps().get(1).message())
                    .isEqualTo("on the page \"/\": the form 'form' has no field 'usr'; fields: user; buttons: go");
        }
    }

    @Test
    void aHostThatIsNoTargetIsNotGoneTo() throws Exception {
        try (RawServer server =
                answering("<a id=out href='https://elsewhere.example/x'>x</a><a id=mail href='mailto:a@b'>y</a>")) {
            Walk out = Walk.once(server.url(), Walk.get("/"), follow("#out"));
            assertThat(out.steps().get(1).outcome()).isEqualTo(Outcome.SCRIPT_ERROR);
            assertThat(out.steps().get(1).message())
                    .isEqualTo(
                            "on the page \"/\": elsewhere.example is no target of this plan; name it as a target to go there");
            assertThat(Walk.once(server.url(), Walk.get("/"), follow("#mail"))
                            .steps()
                            .get(1)
                            .message())
                    .isEqualTo("on the page \"/\": only http and https are followed, not mailto");
        }
    }

    /** RFC 8288: an answer that is no page can say what comes next as well. */
    @ParameterizedTest(name = "{0} leads to {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "</items?page=2>; rel=\"next\" | /items?page=2",
                "</items?page=0>; rel=prev, </items?page=2>; title=\"a, b\"; rel=next | /items?page=2",
                "<?page=3>; REL=\"last NEXT\" | /items?page=3",
            })
    void aRelationMayStandInTheLinkHeader(String header, String sent) throws Exception {
        try (RawServer server =
                RawServer.always("HTTP/1.1 200 OK\r\nLink: " + header + "\r\nContent-Length: 2\r\n\r\n{}")) {
            Walk walk =
                    Walk.once(server.url(), Walk.get("/items?page=1"), from(new FromPage.FollowRelation("next"), 1));
            assertThat(walk.outcomes()).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(server.requests.get(1)).startsWith("GET " + sent + " HTTP/1.1\r\n");
        }
    }

    @Test
    void onlyAPageThatTheNextStepNeedsIsKept() {
        Step first = Walk.get("/");
        Step second = Walk.step(1, Walk.request("GET", Template.of("/b")));
        Step third = submit("form", 2);
        assertThat(KeptPages.of(Plans.plan(
                        Plans.target(URI.create("http://127.0.0.1:1"), Plans.shared(1)),
                        Plans.walks(1, 1),
                        Plans.journey(0, 1, first, second, third))))
                .containsExactly(second);
    }

    private static RawServer answering(String page) throws Exception {
        return new RawServer(peer -> {
            String request = peer.request();
            while (request != null) {
                String host = request.replaceFirst("(?s).*?\r\nHost: (.*?)\r\n.*", "$1");
                byte[] html = page.replace("HOST", host).getBytes(StandardCharsets.UTF_8);
                peer.answer("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\nContent-Length: "
                        + html.length + "\r\n\r\n" + new String(html, StandardCharsets.ISO_8859_1));
                request = peer.request();
            }
        });
    }

    private static Step submit(String form) {
        return submit(form, 1);
    }

    private static Step submit(String form, int index) {
        return from(new FromPage.Submit(form, Optional.empty(), List.of()), index);
    }

    private static Step follow(String link) {
        return from(new FromPage.Follow(link), 1);
    }

    private static Step from(FromPage page, int index) {
        return Walk.step(index, submitting(page));
    }

    private static Request submitting(FromPage page) {
        return new Request("SUBMIT", Template.of("x"), List.of(), List.of(), Optional.empty(), true, Optional.of(page));
    }
}
