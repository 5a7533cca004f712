package dev.quaestor.analyzer.mail.looks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.entity.MailContent.Markup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each sign on a letter that is otherwise honest. */
class SignsTest {

  @Test
  void aServerThatCallsItselfAGreatProviderAndIsAnotherIsSeen() {
    assertThat(
            Letter.honest()
                .with(
                    "received: from yahoo.com (dsl-7.tailspin.example [198.51.100.7]) by"
                        + " mx.contoso.example with SMTP id QQ1122334455; Mon, 23 Nov 2026 08:00:05"
                        + " +0000")
                .codes())
        .contains("ROUTE_BORROWED_NAME");
  }

  @Test
  void aProvidersOwnServerIsNot() {
    assertThat(
            Letter.honest()
                .with(
                    "received: from web1.mail.yahoo.com (web1.mail.yahoo.com [198.51.100.7]) by"
                        + " mx.contoso.example with SMTP id QQ1122334455; Mon, 23 Nov 2026 08:00:05"
                        + " +0000")
                .codes())
        .doesNotContain("ROUTE_BORROWED_NAME");
  }

  @Test
  void aSenderAtAProviderWhoseServersNeverSawTheMailIsSeen() {
    assertThat(Letter.honest().from("Bo", "bo@hotmail.com").codes())
        .contains("ROUTE_NOT_OF_PROVIDER");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 23 Nov 2026 09:00:00 -1700 | DATE_IMPOSSIBLE",
        "Mon, 23 Nov 2026 09:00:00 +1475 | DATE_IMPOSSIBLE",
        "Tue, 24 Nov 2026 23:00:00 +0100 | DATE_AFTER_ARRIVAL",
        "Mon, 23 Nov 2026 09:00:00 | DATE_WITHOUT_ZONE"
      })
  void aDateThatCannotBeIsSeen(String date, String code) {
    assertThat(Letter.honest().with("date: " + date).codes()).contains(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mon, 23 Nov 2026 09:00:00 GMT",
        "Mon, 23 Nov 2026 22:00:00 +1400",
        "Sun, 1 Nov 2026 09:00:00 +0100"
      })
  void aDateThatCanBeIsNot(String date) {
    assertThat(Letter.honest().with("date: " + date).codes()).noneMatch(c -> c.startsWith("DATE_"));
  }

  @Test
  void halfOfOutlooksHeadersAreSeen() {
    var forged = Letter.honest().with("x-msmail-priority: High");
    assertThat(forged.codes()).contains("PROGRAM_NOT_OUTLOOK");
    assertThat(forged.with("x-mimeole: Produced By Microsoft MimeOLE V6.00").codes())
        .doesNotContain("PROGRAM_NOT_OUTLOOK");
  }

  @Test
  void anIdThatAServerHadToGiveIsSeen() {
    assertThat(Letter.honest().with("message-id: <20261123.4XyZaBcD12@mx.contoso.example>").codes())
        .contains("PROGRAM_GAVE_NO_ID");
    assertThat(Letter.honest().codes()).doesNotContain("PROGRAM_GAVE_NO_ID");
  }

  @Test
  void recipientsInAlphabeticalOrderAreSeen() {
    assertThat(
            Letter.honest()
                .with("to: marta@a.example, martin@b.example, martha@c.example, mart@d.example")
                .codes())
        .contains("ADDRESSED_BY_ALPHABET");
  }

  @Test
  void hiddenRecipientsAreSeen() {
    assertThat(Letter.honest().with("to: undisclosed-recipients:;").codes())
        .contains("ADDRESSED_UNDISCLOSED");
  }

  @ParameterizedTest
  @CsvSource({
    "ADV: cheap tyres, SUBJECT_LABELLED_AD",
    "Cheap tyres              qz71, SUBJECT_COUNTED",
    "Cheap tyres kf83hd92, SUBJECT_COUNTED",
    "ALL TYRES MUST GO, SUBJECT_CAPITALS",
    "Tyres from $ 9, SUBJECT_MONEY",
    "megan@contoso.example: tyres, SUBJECT_NAMES_ADDRESS"
  })
  void aSubjectIsKnownByItsForm(String subject, String code) {
    assertThat(Letter.honest().about(subject).codes()).contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "Re: Your order 2026-11",
    "Minutes of the 23rd",
    "iPhone 12 and MP3",
    "Version 0.9.5"
  })
  void anOrdinarySubjectIsNot(String subject) {
    assertThat(Letter.honest().with("in-reply-to: <1@x>").about(subject).codes())
        .noneMatch(c -> c.startsWith("SUBJECT_"));
  }

  @Test
  void aFormThatAsksForAPasswordIsSuspiciousAlone() {
    var form = Letter.honest().built(new Markup(0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 200));
    assertThat(form.looks())
        .anySatisfy(
            f -> {
              assertThat(f.code()).isEqualTo("ASKS_PASSWORD");
              assertThat(f.weight()).isGreaterThanOrEqualTo(40);
            });
  }

  @Test
  void wordsWithSomethingInvisibleInsideAreSeenAndRead() {
    var hidden =
        Letter.honest()
            .saying("Your acc\u200bount has been sus\u200bpended. Ver\u200bify your acc\u200bount.")
            .built(new Markup(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 200));
    assertThat(hidden.codes()).contains("HIDES_IN_WORDS").anyMatch(c -> c.startsWith("BAIT_"));
  }

  @Test
  void aPageThatDoesNotSayHowItIsWrittenIsSeen() {
    assertThat(Letter.honest().built(Letter.page()).with("content-type: text/html").codes())
        .contains("BUILT_UNDECLARED");
  }

  @Test
  void oneRemarkAboutMoneyIsNoTheme() {
    assertThat(Letter.honest().saying("The mortgage is signed.").weight()).isLessThan(10);
  }

  @Test
  void aStrangersFortuneIsSuspicious() {
    assertThat(
            Letter.honest()
                .saying(
                    "I am the next of kin of the late president. I need your urgent assistance to"
                        + " transfer the sum of ten million dollars, in strict confidence.")
                .looks())
        .anyMatch(f -> f.code().equals("SAYS_ADVANCE_FEE") && f.weight() >= 40);
  }

  @Test
  void aThreatToPublishIsSeen() {
    assertThat(
            Letter.honest()
                .saying(
                    "I hacked you and recorded your webcam. Send bitcoin, or I share the video with"
                        + " all your contacts.")
                .codes())
        .contains("SAYS_EXTORTION");
  }

  @Test
  void whoSpeaksForTheReadersOwnHouseIsSeen() {
    var staff =
        Letter.honest()
            .from("contoso.example Mail Admin", "it@tailspin.example")
            .saying("Your mailbox is almost full. Upgrade your mailbox here.");
    assertThat(staff.codes()).contains("OWN_HOUSE_WITH_BAIT");
    assertThat(staff.from("Mail Admin", "it@contoso.example").codes())
        .doesNotContain("OWN_HOUSE_WITH_BAIT", "OWN_HOUSE_SHOWN");
  }

  @Test
  void aSendersDomainAlmostLikeABrandsIsSeen() {
    assertThat(Letter.honest().from("Service", "a@paypall.com").codes())
        .contains("BRAND_DOMAIN_ALIKE");
  }

  @Test
  void baitIsKnownInOtherLanguages() {
    assertThat(
            Letter.honest()
                .saying("Ihr Konto wurde eingeschränkt. Bitte bestätigen Sie Ihre Daten.")
                .codes())
        .anyMatch(c -> c.startsWith("BAIT_"));
  }

  @Test
  void aLinkThatTellsWhoClicksCountsOnlyWithBait() {
    var link = "https://tailspin.example/in#megan@contoso.example";
    assertThat(Letter.honest().linking(link).codes()).doesNotContain("LINK_NAMES_READER");
    assertThat(
            Letter.honest()
                .linking(link)
                .saying("Your mailbox is full. Click here to avoid suspension of your account.")
                .codes())
        .contains("LINK_NAMES_READER");
  }
}
