package io.rehearse.runtime.response;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields with telling names are hidden wherever they stand; ↵ is CRLF. */
class MaskingTest {
    /** Hidden everywhere a short one would hide letters of all words, and nothing would be known of it all the same. */
    @Test
    void aSecretOfOneOrTwoCharactersIsHiddenWhereItStandsAlone() {
        Masking masking = Masking.of(List.of()).and(List.of("x", "4\"", "abc"));
        assertThat(masking.mask("expected 404, was x (anna:x) {\"p\":\"x\"} %78x 4%22 4\" xabcx"))
                .isEqualTo("expected 404, was *** (anna:***) {\"p\":\"***\"} %78x *** *** *********");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a=1&pass=x&b=2 | a=1&pass=***&b=2",
                "form-data; name=\"wpEditToken\"↵↵abc+\\↵--b | form-data; name=\"wpEditToken\"↵↵***↵--b",
                "form-data; name=\"token\"; filename=\"\"↵Content-Type: x/y↵↵abc↵--b | form-data; name=\"token\"; filename=\"\"↵Content-Type: x/y↵↵***↵--b",
                "form-data; name=\"text\"↵↵abc↵--b | form-data; name=\"text\"↵↵abc↵--b",
                "<input type=hidden name=\"wpLoginToken\" value=\"a+\\\"> | <input type=hidden name=\"wpLoginToken\" value=\"***\">",
                "<input value='a b' name='csrf_token'> | <input value=\"***\" name='csrf_token'>",
                "<input value=abc name=session><p>text | <input value=\"***\" name=session><p>text",
                "<input name=quantity value=3> | <input name=quantity value=3>",
            })
    void aTellingFieldIsHidden(String text, String masked) {
        assertThat(Masking.of(List.of()).mask(text.replace("↵", "\r\n"))).isEqualTo(masked.replace("↵", "\r\n"));
    }
}
