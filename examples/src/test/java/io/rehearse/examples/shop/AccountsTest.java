package io.rehearse.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AccountsTest {
    @Test
    void theUsersAreThoseOfTheFileThatTheJourneysFeedFrom() throws Exception {
        byte[] fed = Files.readAllBytes(Path.of("shop", "users.csv"));
        assertThat(Accounts.class.getResourceAsStream("users.csv").readAllBytes())
                .isEqualTo(fed);
        long lines = new String(fed, StandardCharsets.UTF_8).lines().count();
        assertThat(Accounts.bundled().size()).isEqualTo((int) lines - 1).isGreaterThanOrEqualTo(20);
    }

    @Test
    void onlyTheRightPasswordOfAKnownUserIsAccepted() {
        Accounts accounts = Accounts.bundled();
        assertThat(accounts.accepts("anna", "blue-kettle-17")).isTrue();
        assertThat(accounts.accepts("anna", "north-wind-42")).isFalse();
        assertThat(accounts.accepts("nobody", "blue-kettle-17")).isFalse();
        assertThat(accounts.accepts(null, null)).isFalse();
        assertThat(accounts.accepts("anna", null)).isFalse();
    }

    @Test
    void quotedFieldsMayHoldCommasQuotesAndLineBreaks() {
        Accounts accounts = Accounts.read("username,password\r\n\"a,b\",\"say \"\"x\"\"\nplease\"\r\nc,d");
        assertThat(accounts.accepts("a,b", "say \"x\"\nplease")).isTrue();
        assertThat(accounts.accepts("c", "d")).isTrue();
    }

    @Test
    void aFileWithOtherColumnsOrAUserTwiceIsRefused() {
        assertThatThrownBy(() -> Accounts.read("user,pass\na,b"))
                .hasMessage("users.csv: expected the columns username,password");
        assertThatThrownBy(() -> Accounts.read("username,password\na,b\na,c"))
                .hasMessage("users.csv: expected a new name and a password, found a");
    }
}
