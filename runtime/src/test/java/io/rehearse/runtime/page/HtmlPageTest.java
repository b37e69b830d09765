package io.rehearse.runtime.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forms and links are found, or the message says what is there instead. */
class HtmlPageTest {
    @Test
    void aFormIsFoundByItselfOrByWhatIsInIt() {
        HtmlPage page = HtmlFormTest.page("<form><input name=a></form><form id=second><p class=x>text</p></form>");
        assertThat(page.form("#second")).isNotNull();
        assertThat(page.form(".x")).isNotNull();
    }

    @Test
    void aFormThatIsNotThereIsSaidWithThoseThatAre() {
        HtmlPage page = HtmlFormTest.page(
                "<form id=loginform name=userlogin></form><form action='/search\u001b[1m'></form><form></form>");
        assertThatThrownBy(() -> page.form("#edit"))
                .hasMessage("no form matches '#edit'; forms: form#loginform[name=userlogin], form to /search [1m,"
                        + " form to the page itself");
        assertThatThrownBy(() -> HtmlFormTest.page("<p>Not found").form("#edit"))
                .hasMessage("no form matches '#edit'; the page has no forms");
    }

    @Test
    void aLinkIsFoundBySelectorAndByRelation() {
        HtmlPage page = HtmlFormTest.page("<a name=top>x</a><a href=' /a?x=1&amp;y=2\n'>a</a>"
                + "<a rel='nofollow NEXT' href=/b>b</a><link rel=prev href=/c>");
        assertThat(page.link("a")).isEqualTo("/a?x=1&y=2");
        assertThat(page.link("a:contains(b)")).isEqualTo("/b");
        assertThat(page.linkOfRelation("next")).isEqualTo("/b");
        assertThat(page.linkOfRelation("Prev")).isEqualTo("/c");
    }

    @Test
    void aLinkThatIsNotThereIsSaidWithWhatIs() {
        HtmlPage page = HtmlFormTest.page("<p id=x>text</p><a href=/a rel=next>a</a>");
        assertThatThrownBy(() -> page.link("a.out")).hasMessage("no link matches 'a.out'; links: /a");
        assertThatThrownBy(() -> page.link("#x")).hasMessage("'#x' matches <p>, which is no link: it has no href");
        assertThatThrownBy(() -> page.linkOfRelation("last")).hasMessage("no link has rel=last; relations: next");
    }

    @Test
    void listsInMessagesAreShort() {
        HtmlPage page = HtmlFormTest.page("<a href=/" + "x".repeat(500) + "></a><a href=/1></a>".repeat(1)
                + java.util.stream.IntStream.range(0, 100)
                        .mapToObj(i -> "<a href=/" + i + "></a>")
                        .collect(java.util.stream.Collectors.joining()));
        assertThatThrownBy(() -> page.link("b"))
                .satisfies(thrown ->
                        assertThat(thrown.getMessage()).hasSizeLessThan(250).endsWith("… (101)"));
    }

    @Test
    void anyBytesMakeAPage() {
        byte[] junk = new byte[100_000];
        new Random(1).nextBytes(junk);
        assertThat(HtmlPage.parse(junk, junk.length, "image/png").select("form"))
                .isEmpty();
        assertThat(HtmlPage.parse(new byte[0], 0, "").base()).isEmpty();
        String deep = "<div>".repeat(100_000) + "<form id=f>";
        assertThat(HtmlFormTest.page(deep).form("#f")).isNotNull();
    }
}
