package io.rehearse.runtime.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a form sends, case by case of the HTML standard; the body of a POST is compared as it goes over the wire. */
class HtmlFormTest {

    /** Left: what stands in the form (↵ is a line break). Right: what is sent if nobody touches it. */
    @ParameterizedTest(name = "{0} sends {1}")
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "<input name=a value=1><input name=b value='x y&z'>                              | a=1&b=x+y%26z",
                "<input name=a>                                                                  | a=",
                "<input type=hidden name=token value='a+\\'>                                     | token=a%2B%5C",
                "<input value=1><input name='' value=2>                                          | ''",
                "<input name=a value=1 disabled><input name=b value=2 readonly>                  | b=2",
                "<input type=checkbox name=a><input type=checkbox name=b checked>                | b=on",
                "<input type=checkbox name=a value=1 checked><input type=checkbox name=a value=2 checked> | a=1&a=2",
                "<input type=radio name=a value=1><input type=radio name=a value=2 checked>      | a=2",
                "<input type=radio name=a value=1 checked><input type=radio name=a value=2 checked> | a=2",
                "<input type=radio name=a value=1>                                               | ''",
                "<select name=a><option>one<option value=2>two</select>                          | a=one",
                "<select name=a><option disabled>one<option value=2>two</select>                 | a=2",
                "<select name=a><option value=1><option value=2 selected></select>               | a=2",
                "<select name=a><option value=1 selected><option value=2 selected></select>      | a=2",
                "<select name=a size=3><option value=1><option value=2></select>                 | ''",
                "<select name=a multiple><option value=1 selected><option value=2><option value=3 selected></select> | a=1&a=3",
                "<select name=a><optgroup disabled><option value=1></optgroup><option value=2></select> | a=2",
                "<textarea name=a>↵first↵second</textarea>                                       | a=first%0D%0Asecond",
                "<textarea name=a>&lt;b&gt; &amp;amp;</textarea>                                 | a=%3Cb%3E+%26amp%3B",
                "<fieldset disabled><legend><input name=a value=1></legend><input name=b value=2></fieldset> | a=1",
                "<fieldset disabled><fieldset><input name=b value=2></fieldset></fieldset><input name=c value=3> | c=3",
                "<datalist id=l><input name=a value=1></datalist><input name=b value=2 list=l>   | b=2",
                "<input type=button name=a value=1><input type=reset name=b><button type=button name=c></button> | ''",
                "<input type=hidden name=_charset_>                                              | _charset_=UTF-8",
                "<input type=file name=a>                                                        | a=",
                "<input name='ä' value='ö €'>                                                    | %C3%A4=%C3%B6+%E2%82%AC",
                "<input name=a value=1><p><input name=b value=2>                                 | a=1&b=2",
            })
    void whatIsSentIsWhatABrowserSends(String controls, String sent) {
        assertThat(body(form("<form method=post>" + controls.replace('↵', '\n') + "</form>")
                        .submit("", List.of(), () -> 1)))
                .isEqualTo(sent == null ? "" : sent);
    }

    @ParameterizedTest(name = "pressing {0} sends {1}")
    @CsvSource({
        "'',a=1&save=Save",
        "save,a=1&save=Save",
        "preview,a=1&preview=Show",
        "go,a=1&go.x=0&go.y=0",
        "do=delete,a=1&do=delete",
        "do,a=1&do=keep",
        "plain,a=1&plain=",
    })
    void onlyThePressedButtonIsSent(String pressed, String sent) {
        HtmlForm form = form("<form method=post><input name=a value=1><button name=off disabled>x</button>"
                + "<input type=submit name=save value=Save><button name=preview value=Show></button>"
                + "<input type=image name=go><button name=do value=keep></button><button name=do value=delete></button>"
                + "<button name=plain>text</button></form>");
        assertThat(body(form.submit(pressed, List.of(), () -> 1))).isEqualTo(sent);
    }

    @Test
    void aFormWithoutAButtonIsSentToo() {
        assertThat(body(form("<form method=post><input name=a value=1></form>").submit("", List.of(), () -> 1)))
                .isEqualTo("a=1");
    }

    /** Given as name=value, several of them separated by commas; a name alone leaves the field out. */
    @ParameterizedTest(name = "{0} sends {1}")
    @CsvSource({
        "'text=x y','text=x+y&token=t&box=1&colour=red&many=1&size=s'",
        "'text','token=t&box=1&colour=red&many=1&size=s'",
        "'text=','text=&token=t&box=1&colour=red&many=1&size=s'",
        "'text=1,text=2','text=1&text=2&token=t&box=1&colour=red&many=1&size=s'",
        "'box','text=old&token=t&colour=red&many=1&size=s'",
        "'agree=true','text=old&token=t&box=1&agree=on&colour=red&many=1&size=s'",
        "'box=false','text=old&token=t&colour=red&many=1&size=s'",
        "'colour=blue','text=old&token=t&box=1&colour=blue&many=1&size=s'",
        "'many=2,many=3','text=old&token=t&box=1&colour=red&many=2&many=3&size=s'",
        "'size=l','text=old&token=t&box=1&colour=red&many=1&size=l'",
        "'token=other','text=old&token=other&box=1&colour=red&many=1&size=s'",
    })
    void whatIsFilledInTakesThePlaceOfWhatIsThere(String given, String sent) {
        assertThat(body(rich().submit("", fields(given), () -> 1))).isEqualTo(sent);
    }

    private static HtmlForm rich() {
        return form("<form method=post><input name=text value=old><input type=hidden name=token value=t>"
                + "<input type=checkbox name=box value=1 checked><input type=checkbox name=agree>"
                + "<input type=radio name=colour value=red checked><input type=radio name=colour value=blue>"
                + "<select name=many multiple><option selected>1<option>2<option>3</select>"
                + "<select name=size><option value=s>small<option value=l>large<option value=x disabled></select>"
                + "<input name=locked disabled><input type=file name=photo disabled></form>");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "txt=1 | the form 'form' has no field 'txt'; fields: text, token, box, agree, colour, many, size; the page has no buttons",
                "locked=1 | the form 'form': the field 'locked' is disabled, so a browser does not send it",
                "colour=green | the form 'form': the field 'colour' cannot be 'green'; choices: red, blue",
                "size=x | the form 'form': the field 'size' cannot be 'x'; choices: s, l",
                "many=4 | the form 'form': the field 'many' cannot be '4'; choices: 1, 2, 3",
            })
    void whatAUserCannotDoIsSaid(String given, String message) {
        assertThatThrownBy(() -> rich().submit("", fields(given), () -> 1))
                .isInstanceOf(NotOnPage.class)
                .hasMessage(message);
    }

    @Test
    void aButtonThatIsNotThereIsSaidWithThoseThatAre() {
        assertThatThrownBy(() -> form("<form><button name=save></button><button name=x disabled></button></form>")
                        .submit("wpSave", List.of(), () -> 1))
                .hasMessage("the form 'form' has no button 'wpSave'; buttons: save, x");
    }

    @Test
    void aFileIsNotText() {
        assertThatThrownBy(() ->
                        form("<form><input type=file name=photo></form>").submit("", fields("photo=a.png"), () -> 1))
                .hasMessage("the form 'form': the field 'photo' takes a file, not text");
    }

    /** Controls elsewhere on the page belong to the form their form attribute names, and to no other. */
    @Test
    void theFormAttributeDecides() {
        HtmlPage page = page("<input name=a value=1 form=f><form id=f method=post><input name=b value=2>"
                + "<input name=c value=3 form=g></form><form id=g><input name=d value=4 form=f></form>");
        assertThat(body(page.form("#f").submit("", List.of(), () -> 1))).isEqualTo("a=1&b=2&d=4");
    }

    /** Old pages put forms around rows of tables, where HTML does not allow them. */
    @Test
    void aFormThatIsNestedWrongKeepsItsFields() {
        HtmlPage page = page("<table><form id=f method=post><tr><td><input name=a value=1></td></tr>"
                + "<tr><td><input type=submit name=b value=2></td></tr></form></table>");
        assertThat(body(page.form("#f").submit("", List.of(), () -> 1))).isEqualTo("a=1&b=2");
    }

    @Test
    void aFormOfGetPutsItsFieldsIntoTheQueryInPlaceOfWhatIsThere() {
        FormRequest request = form("<form action='/search?old=1#top'><input name=q value='a b'></form>")
                .submit("", List.of(), () -> 1);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.reference()).isEqualTo("/search?q=a+b");
        assertThat(request.body()).isEmpty();
    }

    @Test
    void theButtonMaySayWhereToAndHow() {
        FormRequest request =
                form("<form action=/a method=post><button name=x formaction=/b formmethod=get></button></form>")
                        .submit("x", List.of(), () -> 1);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.reference()).isEqualTo("/b?x=");
    }

    @Test
    void aMultipartFormIsWrittenInParts() {
        FormRequest request = form("<form method=post enctype=multipart/form-data><input name='a\"b' value='x'>"
                        + "<textarea name=t>1\n2</textarea><input type=file name=f></form>")
                .submit("", List.of(), () -> 0xabc);
        String boundary = "----rehearse0000000000000abc";
        assertThat(request.contentType()).isEqualTo("multipart/form-data; boundary=" + boundary);
        assertThat(body(request))
                .isEqualTo("--" + boundary + "\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\nx\r\n"
                        + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n1\r\n2\r\n"
                        + "--" + boundary + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n\r\n"
                        + "--" + boundary + "--\r\n");
    }

    @Test
    void aBoundaryStandsInNoValue() {
        long[] bits = {1, 1, 2};
        int[] drawn = new int[1];
        FormRequest request = form("<form method=post enctype=multipart/form-data>"
                        + "<input name=a value='x ----rehearse0000000000000001'></form>")
                .submit("", List.of(), () -> bits[drawn[0]++]);
        assertThat(request.contentType()).endsWith("0000000000000002");
    }

    @Test
    void plainTextFormsExistToo() {
        assertThat(body(form("<form method=post enctype=text/plain><input name=a value='1 2'></form>")
                        .submit("", List.of(), () -> 1)))
                .isEqualTo("a=1 2\r\n");
    }

    @Test
    void aPageInAnotherCharsetIsAnsweredInIt() {
        byte[] page = "<meta charset=windows-1252><form method=post><input name=a value='ä €'><input name=b></form>"
                .getBytes(Charset.forName("windows-1252"));
        HtmlForm form = HtmlPage.parse(page, page.length, "text/html").form("form");
        assertThat(body(form.submit("", fields("b=☃"), () -> 1))).isEqualTo("a=%E4+%80&b=%26%239731%3B");
    }

    @Test
    void theCharsetOfTheHeaderComesFirst() {
        byte[] page = "<meta charset=windows-1252><form method=post><input name=a value='ä'></form>"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(body(HtmlPage.parse(page, page.length, "text/html; charset=\"utf-8\"")
                        .form("form")
                        .submit("", List.of(), () -> 1)))
                .isEqualTo("a=%C3%A4");
        assertThat(HtmlPage.parse(page, page.length, "text/html; charset=nonsense")
                        .form("form"))
                .isNotNull();
    }

    private static HtmlForm form(String html) {
        return page(html).form("form");
    }

    static HtmlPage page(String html) {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        return HtmlPage.parse(bytes, bytes.length, "text/html; charset=UTF-8");
    }

    private static String body(FormRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    private static List<FormField> fields(String given) {
        List<FormField> fields = new ArrayList<>();
        for (String one : given.split(",")) {
            String[] parts = one.split("=", 2);
            List<String> values = new ArrayList<>();
            fields.stream()
                    .filter(field -> field.name().equals(parts[0]))
                    .forEach(field -> values.addAll(field.values()));
            fields.removeIf(field -> field.name().equals(parts[0]));
            values.addAll(Arrays.asList(parts).subList(1, parts.length));
            fields.add(new FormField(parts[0], values));
        }
        return fields;
    }
}
