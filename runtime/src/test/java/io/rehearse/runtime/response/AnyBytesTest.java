package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehearse.journeys.plan.Extraction;
import io.rehearse.journeys.plan.Extraction.Pick;
import io.rehearse.journeys.plan.JsonPath;
import io.rehearse.journeys.plan.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of a body whatever its bytes are: charsets, byte order marks, numbers, depth, entities. */
class AnyBytesTest {
    @TempDir
    Path directory;

    private final Extractor extractor = new Extractor(1);
    private final Found found = new Found();

    private String find(Answer answer, Reader reader) {
        extractor.of(answer, 0);
        Extraction all = new Extraction(reader, Pick.FIRST, Optional.empty(), false, reader.text());
        return extractor.find(all, 0, found) ? found.text(found.length()) : "nothing: " + extractor.problem();
    }

    private static Reader json(String path) {
        return new Reader.Json(JsonPath.parse(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE"})
    void theContentTypeSaysTheCharset(String charset) {
        byte[] body = "{\"name\":\"Zoë\"}".getBytes(Charset.forName(charset));
        Answer answer = Answer.of(200, body).header("Content-Type", "application/json; charset=" + charset);
        assertThat(find(answer, json("$.name"))).isEqualTo("Zoë");
        assertThat(find(answer, json("$['name','none']"))).isEqualTo("Zoë");
        assertThat(find(answer, new Reader.Regex(Pattern.compile("\"(Z[^\"]+)\""))))
                .isEqualTo("Zoë");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() {
        Answer answer = Answer.of(200, "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(find(answer, json("$.a"))).isEqualTo("1");
        assertThat(find(answer, json("$[?@ == 1]"))).isEqualTo("1");
        assertThat(find(answer, new Reader.Body())).isEqualTo("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.10", "1E400", "-0", "0.1e-7", "12345678901234567890.123456789", "1e999999999"})
    void aNumberStaysAsItIsWritten(String number) {
        Answer answer = Answer.of(200, "{\"n\":" + number + "}");
        assertThat(find(answer, json("$.n"))).isEqualTo(number);
        assertThat(find(answer, json("$['n','none']"))).isEqualTo(number);
        assertThat(find(answer, json("$[?@ != 'x']"))).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"x":{"id":1},"id":2}           | $.id   | 2
            {"x":[{"id":1}],"y":{"id":3}}   | $.id   | nothing: null
            {"id":null}                     | $.id   | nothing: null
            {"a":{"id":null,"b":{"id":7}}}  | $.a.id | nothing: null
            {"a":"{\\"id\\":1}","b":{"id":2}} | $.b.id | 2
            """)
    void aKeyMatchesAtItsDepthAndNullIsMissing(String body, String path, String value) {
        assertThat(find(Answer.of(200, body), json(path))).isEqualTo(value);
    }

    /** No entity is expanded a billion times, and none is fetched. */
    @Test
    void entitiesOfXmlAreNotExpanded() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret.txt"), "s3cr3t of this machine");
        String laughs = "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
                + "<!ENTITY f SYSTEM \"" + secret.toUri() + "\">]><r><p>&b;</p><q>&f;</q><s>a &amp; b</s></r>";
        Answer answer = Answer.of(200, laughs).header("Content-Type", "application/xml");
        assertThat(find(answer, new Reader.Css("p", Optional.empty()))).isEqualTo("&b;");
        assertThat(find(answer, new Reader.Css("q", Optional.empty()))).isEqualTo("&f;");
        assertThat(find(answer, new Reader.Css("s", Optional.empty()))).isEqualTo("a & b");
    }

    @Test
    void noBytesMakeAReaderFail() {
        List<Reader> readers = List.of(
                json("$..a"),
                json("$[?@.a == 'x' || length(@) > 1]"),
                json("$['a',0]"),
                new Reader.Regex(Pattern.compile("a(.)")),
                new Reader.Css("a[href]", Optional.of("href")),
                new Reader.Body(),
                new Reader.Link("next"));
        String[] types = {"application/json", "text/html; charset=utf-16", "text/plain; charset=\"", "text/xml"};
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            for (int i = 0; i < body.length; i++) {
                if (random.nextInt(3) > 0) {
                    body[i] = (byte) "{}[]\"\\ax:,0123.e-<>/=&; ".charAt(random.nextInt(24));
                }
            }
            Answer answer = Answer.of(200, body).header("Content-Type", types[seed % types.length]);
            for (Reader reader : readers) {
                assertThat(find(answer, reader)).isNotNull();
            }
        }
    }
}
