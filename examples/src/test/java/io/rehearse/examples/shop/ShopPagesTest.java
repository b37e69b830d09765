package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShopPagesTest {
    private static final String LOGIN = "/index.php?title=Special:UserLogin";
    private static final String EDIT = "/index.php?title=Guestbook&action=edit";
    private static final String SUBMIT = "/index.php?title=Guestbook&action=submit";

    private Shop shop;
    private Visit visit;

    @BeforeEach
    void open() throws Exception {
        shop = Visit.started("--service-times", "off");
        visit = new Visit(shop.port());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void theWholeFormJourneyWorks() throws Exception {
        HttpResponse<String> form = visit.get(LOGIN);
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("shop_session=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(form.body()).contains("<form id=\"loginform\" name=\"userlogin\" method=\"post\"");

        HttpResponse<String> login =
                visit.form(LOGIN, "wpName=anna&wpPassword=blue-kettle-17&wpLoginToken=" + token(form, "wpLoginToken"));
        assertThat(login.statusCode()).isEqualTo(302);
        assertThat(login.headers().firstValue("Location")).hasValue(EDIT);

        HttpResponse<String> edit = visit.get(EDIT);
        assertThat(edit.body()).doesNotContain("id=\"loginform\"").contains("<form id=\"editform\"", "anna");

        HttpResponse<String> saved = visit.post(
                SUBMIT,
                "multipart/form-data; boundary=xyz",
                part("wpTextbox1", "Hello <b>Ünni</b>") + part("wpEditToken", rawToken(edit, "wpEditToken"))
                        + part("wpSave", "Save page") + "--xyz--\r\n");
        assertThat(saved.statusCode()).isEqualTo(302);
        assertThat(saved.headers().firstValue("Location")).hasValue("/index.php?title=Guestbook");

        HttpResponse<String> page = visit.get("/index.php?title=Guestbook");
        assertThat(page.body()).contains("<div id=\"content\">Hello &lt;b&gt;Ünni&lt;/b&gt;</div>");

        String logout =
                Visit.found(page.body(), "href=\"([^\"]*action=logout[^\"]*)\"").replace("&amp;", "&");
        HttpResponse<String> bye = visit.get(logout);
        assertThat(bye.statusCode()).isEqualTo(200);
        assertThat(bye.body()).contains("You are logged out.");
        assertThat(visit.get(EDIT).statusCode()).isEqualTo(403);
    }

    @Test
    void aWrongPasswordShowsTheFormAgain() throws Exception {
        String token = token(visit.get(LOGIN), "wpLoginToken");
        HttpResponse<String> answer = visit.form(LOGIN, "wpName=anna&wpPassword=wrong&wpLoginToken=" + token);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("id=\"loginform\"", "Wrong name or password.");
        assertThat(token(answer, "wpLoginToken")).isEqualTo(token);
    }

    @Test
    void aFormWithoutItsTokenOrItsCookieIsRefused() throws Exception {
        String token = token(visit.get(LOGIN), "wpLoginToken");
        String fields = "wpName=anna&wpPassword=blue-kettle-17";
        assertThat(visit.form(LOGIN, fields).statusCode()).isEqualTo(403);
        assertThat(visit.form(LOGIN, fields + "&wpLoginToken=guessed").statusCode())
                .isEqualTo(403);
        // the token ends in "+\": sent as it stands, the plus means a space
        assertThat(visit.form(LOGIN, fields + "&wpLoginToken=" + token.replace("%2B", "+"))
                        .statusCode())
                .isEqualTo(403);
        Visit withoutCookie = new Visit(shop.port());
        assertThat(withoutCookie.form(LOGIN, fields + "&wpLoginToken=" + token).statusCode())
                .isEqualTo(403);
    }

    @Test
    void editingNeedsALoggedInUserAndTheTokenOfTheSession() throws Exception {
        assertThat(visit.get(EDIT).statusCode()).isEqualTo(403);
        String before = token(visit.get(LOGIN), "wpLoginToken");
        assertThat(visit.form(SUBMIT, "wpTextbox1=x&wpSave=1&wpEditToken=" + before)
                        .statusCode())
                .isEqualTo(403);
        logIn();
        assertThat(visit.form(SUBMIT, "wpTextbox1=x&wpSave=1&wpEditToken=" + before)
                        .statusCode())
                .isEqualTo(403);
        assertThat(visit.get("/index.php?title=Guestbook").body()).contains("Write something nice.");
    }

    @Test
    void previewShowsTheTextAndSavesNothing() throws Exception {
        logIn();
        String token = token(visit.get(EDIT), "wpEditToken");
        HttpResponse<String> preview =
                visit.form(SUBMIT, "wpTextbox1=a%26b&wpPreview=Show+preview&wpEditToken=" + token);
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body())
                .contains("<div id=\"preview\">a&amp;b</div>", "<form id=\"editform\"", "\na&amp;b</textarea>");
        assertThat(visit.get("/index.php?title=Guestbook").body()).contains("Write something nice.");
    }

    @Test
    void aFormWithoutAButtonOrATextIsRefused() throws Exception {
        logIn();
        String token = token(visit.get(EDIT), "wpEditToken");
        assertThat(visit.form(SUBMIT, "wpTextbox1=x&wpEditToken=" + token).statusCode())
                .isEqualTo(400);
        assertThat(visit.form(SUBMIT, "wpSave=1&wpEditToken=" + token).statusCode())
                .isEqualTo(400);
    }

    @Test
    void loggingOutNeedsTheToken() throws Exception {
        logIn();
        assertThat(visit.get("/index.php?title=Special:UserLogout&action=logout")
                        .statusCode())
                .isEqualTo(403);
        assertThat(visit.get(EDIT).statusCode()).isEqualTo(200);
    }

    @Test
    void titlesAreEscapedWhereverTheyStand() throws Exception {
        HttpResponse<String> page = visit.get("/index.php?title=" + encode("<script>\"&'"));
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains("<h1>&lt;script&gt;&quot;&amp;&#39;</h1>", "title=%3Cscript%3E%22%26%27&amp;action=edit")
                .doesNotContain("<script>");
    }

    @Test
    void aFormThatCannotBeReadIsRefused() throws Exception {
        assertThat(visit.post(SUBMIT, "multipart/form-data", "x").statusCode()).isEqualTo(400);
        assertThat(visit.post(SUBMIT, "text/plain", "x").statusCode()).isEqualTo(415);
        assertThat(visit.delete(LOGIN).statusCode()).isEqualTo(405);
    }

    private void logIn() throws Exception {
        String token = token(visit.get(LOGIN), "wpLoginToken");
        visit.form(LOGIN, "wpName=anna&wpPassword=blue-kettle-17&wpLoginToken=" + token);
    }

    private static String token(HttpResponse<String> page, String field) {
        return encode(rawToken(page, field));
    }

    private static String rawToken(HttpResponse<String> page, String field) {
        return Visit.found(page.body(), "<input type=\"hidden\" name=\"" + field + "\" value=\"([^\"]+)\">");
    }

    private static String part(String name, String value) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
