package dev.quaestor.starter.intake;

import static dev.quaestor.starter.intake.Samples.entities;
import static dev.quaestor.starter.intake.Samples.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Author;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a mail names, as a reader's program shows it. */
class MailAddressesTest {

  private static MailMessage read(String mail) {
    return entities(one(mail), MailMessage.class).getFirst();
  }

  private static MailMessage file(String name) throws IOException {
    try (var stream = MailAddressesTest.class.getResourceAsStream("/mail/" + name)) {
      return entities(one(Objects.requireNonNull(stream).readAllBytes()), MailMessage.class)
          .getFirst();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PayPal, Inc <a@x.example>|PayPal, Inc|a@x.example",
        "boss@contoso.example <a@x.example>|boss@contoso.example|a@x.example",
        "\"boss@contoso.example\" <a@x.example>|boss@contoso.example|a@x.example",
        "boss@contoso.example<a@x.example>|boss@contoso.example|a@x.example",
        "a@x.example (Anna)||a@x.example",
        "A@X.Example||a@x.example",
        "<@relay.example,@b.example:a@x.example>||a@x.example",
        "\"a b\"@x.example||ab@x.example",
        "<PayPal>|PayPal|",
        "PayPal a@x.example|PayPal|a@x.example",
        "\"PayPal <a@x.example>|PayPal|a@x.example",
        "PayPal <a@x.example|PayPal|a@x.example",
        "<<a@x.example>>||a@x.example",
        "=?utf-8?B?UGF5UGFsIDxhQHguZXhhbXBsZT4=?=|PayPal|a@x.example",
        "=?utf-8?Q?M=C3=BCller?= =?utf-8?Q?_&_S=C3=B6hne?= <a@x.example>|Müller & Söhne|a@x.example",
        "a@[203.0.113.9]||a@[203.0.113.9]",
        "Staff: a@x.example;||a@x.example",
        "Undisclosed: ;||",
      })
  void theSenderIsWhoAnAnswerGoesTo(String from, String name, String address) {
    var mail = read("From: " + from + "\nMessage-ID: <1@x.example>\n\nHello");
    assertThat(mail.sender()).isEqualTo(address);
    assertThat(mail.senderName()).isEqualTo(name);
    assertThat(mail.otherAuthors()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b@partner.example\0.evil.example",
        "b@partner.example\1.evil.example",
        "b@partner.example\013.evil.example",
        "b@partner.example\u007f.evil.example",
        "b@partner.example\u0085.evil.example",
        "<b@partner.example\0.evil.example>",
        "B <b@partner.example\1.evil.example>",
        "b@partner.example\0",
        "=?utf-8?Q?b=40partner.example=00.evil.example?=",
        "=?utf-8?Q?b=40partner.example=0A.evil.example?=",
        "\"b\0\"@partner.example",
      })
  void anAddressWithControlCharactersIsNone(String from) {
    var mail = read("From: " + from + "\nMessage-ID: <1@x.example>\n\nHello");
    assertThat(mail.authors()).isNotEmpty().extracting(Author::address).containsOnlyNulls();
  }

  @Test
  void anAddressThatIsNoneHidesBehindNoOther() {
    var mail =
        read(
            "From: a@partner.example, b@partner.example\0.evil.example\n"
                + "Message-ID: <1@x.example>\n\nHello");
    assertThat(mail.authors())
        .extracting(Author::address)
        .containsExactly("a@partner.example", null);
  }

  @Test
  void everybodyWhomFromNamesIsKept() {
    var two = read("From: PayPal <s@paypal.com>, <evil@x.example>\n\nHello");
    assertThat(two.sender()).isEqualTo("s@paypal.com");
    assertThat(two.otherAuthors()).containsExactly(new Author(null, "evil@x.example"));
    var fields = read("From: A <a@x.example>\nFrom: PayPal <s@paypal.com>\n\nHello");
    assertThat(fields.otherAuthors()).containsExactly(new Author("PayPal", "s@paypal.com"));
    assertThat(read("From: a@x.example b@y.example\n\nHello").authors()).hasSize(2);
    assertThat(read("From: <a@x.example> <b@y.example>\n\nHello").authors()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "one.eml, news@shop.com, a@b.example",
    "ascii.eml, news@shop.com, a@b.example",
    "realde.eml, info@mueller-soehne.de, a@b.example",
    "to.eml, news@shop.com, juergen@contoso.com",
    "from-address-as-name.eml, do-not-reply@attacker.example, meg@contoso.example",
  })
  void lettersBeyondAsciiCutNoAddress(String name, String sender, String recipient)
      throws IOException {
    assertThat(file(name).sender()).isEqualTo(sender);
    assertThat(file(name).recipient()).isEqualTo(recipient);
  }

  @Test
  void anAddressShownAsANameStaysAName() throws IOException {
    assertThat(file("from-address-as-name.eml").senderName())
        .isEqualTo("purchasing@partner.example");
  }

  @Test
  void ofTooManyRecipientsNoneIsCutInTwo() {
    var many = "anna.with.a.long.name@contoso.example, ".repeat(3000);
    var mail = read("From: a@x.example\nTo: " + many + "b@contoso.example\n\nHello");
    assertThat(mail.recipient()).isEqualTo("anna.with.a.long.name@contoso.example");
  }

  @ParameterizedTest
  @CsvSource({"(", "<", "\"", "<@a", "'", ":", "=?utf-8?b?", "@"})
  void aFieldOfOneLetterOnlyIsReadQuickly(String letter) {
    var started = System.nanoTime();
    read("From: a@x.example\nTo: " + letter.repeat(60_000) + "\n\nHello");
    assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
  }
}
