package dev.quaestor.analyzer.mail;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.findings;
import static dev.quaestor.analyzer.Fixtures.mail;
import static dev.quaestor.analyzer.Fixtures.named;
import static dev.quaestor.analyzer.Fixtures.reportedPhish;
import static dev.quaestor.analyzer.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Attachment;
import dev.quaestor.entity.MailMessage.Hop;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAnalyzersTest {
  private static final String ALL_PASS = "mx.contoso.example; spf=pass; dkim=pass; dmarc=pass";

  @Test
  void theReportedPhishIsMaliciousAndSoLooksItsLink() {
    var phish = reportedPhish();
    assertThat(verdict(named(phish), Context.empty())).isEqualTo(Verdict.MALICIOUS);
    assertThat(findings(named(phish), Context.empty()))
        .extracting(Finding::code)
        .contains(
            "DMARC_FAIL",
            "SPF_FAIL",
            "NAME_SHOWS_OTHER_ADDRESS",
            "LINK_DECEIVES",
            "NAME_HAS_TWO_EXTENSIONS");
    assertThat(
            verdict(named(new Url(phish.links().getFirst().target())), Context.empty()).isThreat())
        .isTrue();
  }

  @Test
  void aMailThatPassesAndCarriesNothingHasNoThreats() {
    var letter = mail("anna@partner.example", "Anna", List.of(), List.of(), ALL_PASS);
    assertThat(verdict(named(letter), Context.empty())).isEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void aNewsletterWithAllItsWeakSignalsIsNeitherSuspiciousNorCleared() {
    var newsletter =
        new MailMessage(
            null,
            "<2@x>",
            "megan@contoso.example",
            "news@shop.example",
            "Shop",
            "b@mailer.example",
            "answers@other.example",
            null,
            "News",
            null,
            List.of(new Link("www.shop.example", "https://click.mailer.example/x")),
            List.of(),
            List.of(ALL_PASS),
            List.of());
    assertThat(verdict(named(newsletter), Context.empty())).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void whatAnotherServerSaysIsNotBelievedAndThatIsSaid() {
    var forged = mail("a@evil.example", null, List.of(), List.of(), "evil.example; dmarc=pass");
    assertThat(findings(named(forged), Context.empty()))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.effect()).isEqualTo(Finding.Effect.INCONCLUSIVE);
              assertThat(f.sentence())
                  .contains("1 result that another server may have written was ignored");
            });
  }

  private static MailMessage passedOn(List<Hop> hops, String... authentication) {
    return new MailMessage(
        null,
        "<3@x>",
        "megan@contoso.example",
        "it@contoso.example",
        "IT",
        null,
        null,
        null,
        "Hello",
        null,
        List.of(),
        List.of(),
        List.of(authentication),
        List.of(),
        null,
        List.of(),
        hops);
  }

  private static List<String> saidOfTheSender(List<Hop> hops, String... authentication) {
    return findings(named(passedOn(hops, authentication)), Context.empty()).stream()
        .filter(f -> f.source().equals("mailAuthentication"))
        .map(Finding::code)
        .toList();
  }

  @Test
  void whatStandsBelowAStrangersReceivedIsNotOurs() {
    var came = List.of(new Hop("mx.contoso.example", 0), new Hop("mail.evil.example", 0));
    assertThat(saidOfTheSender(came, ALL_PASS)).containsExactly("SENDER_NOT_CHECKED");
    assertThat(saidOfTheSender(List.of(new Hop(null, 0)), ALL_PASS))
        .containsExactly("SENDER_NOT_CHECKED");
    assertThat(MailSenders.isConfirmed(passedOn(came, ALL_PASS), contoso())).isFalse();
  }

  @Test
  void whatOurServerSaidIsNotTakenBackBelowItsReceived() {
    var came = List.of(new Hop("mx.contoso.example", 1), new Hop("mail.evil.example", 1));
    assertThat(saidOfTheSender(came, "mx.contoso.example; spf=fail", ALL_PASS))
        .containsExactly("SPF_FAIL", "OWN_NAME_FORGED");
    assertThat(saidOfTheSender(came, "mx.contoso.example; none", ALL_PASS))
        .containsExactly("SENDER_NOT_CHECKED");
    assertThat(
            saidOfTheSender(
                List.of(new Hop("mx.contoso.example", 1)),
                "mx.contoso.example; spf=fail",
                ALL_PASS))
        .containsExactly("SPF_FAIL", "OWN_NAME_FORGED");
  }

  @Test
  void whatAnotherServerWroteBetweenPartsOurFields() {
    assertThat(
            saidOfTheSender(
                List.of(),
                "mx.contoso.example; spf=fail",
                "evil.example; dmarc=pass",
                "mx.contoso.example; dmarc=pass"))
        .contains("SPF_FAIL");
  }

  @Test
  void ourOwnServersHandTheMailOnAmongThemselves() {
    var came =
        List.of(
            new Hop("store.contoso.example", 0, "10.0.0.1"),
            new Hop("mx.contoso.example", 0, "203.0.113.9"),
            new Hop("mail.evil.example", 2));
    assertThat(
            saidOfTheSender(came, "mx.contoso.example; spf=fail", "mx.contoso.example; dmarc=fail"))
        .contains("DMARC_FAIL", "SPF_FAIL", "OWN_NAME_FORGED");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "10.0.0.1, true",
        "mx.contoso.example, true",
        "203.0.113.9, false",
        "mail.evil.example, false",
        "null, false",
      })
  void belowTheServerThatTookItFromAStrangerNothingIsOurs(String from, boolean believed) {
    var came =
        List.of(
            new Hop("mx.contoso.example", 0, from),
            new Hop("mx.contoso.example", 0, "198.51.100.9"));
    assertThat(MailSenders.isConfirmed(passedOn(came, ALL_PASS), contoso())).isEqualTo(believed);
    assertThat(saidOfTheSender(came, ALL_PASS).equals(List.of("SENDER_NOT_CHECKED")))
        .isEqualTo(!believed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example;"
            + " dmarc=pass header.from=evil.example",
        "spf=pass smtp.mailfrom=evil.example; dkim=pass header.d=evil.example; dmarc=none",
        "spf=pass smtp.mailfrom=\"a smtp.mailfrom=x@contoso.example b\"@evil.example; dkim=none",
        "spf=pass smtp.mailfrom=\"x@contoso.example\"@evil.example; dkim=none",
        "dkim=pass reason=\" header.d=contoso.example \" header.d=evil.example",
        "spf=pass; dkim=pass",
        "spf=none; dkim=none; dmarc=none header.from=contoso.example",
      })
  void whatPassedForAnotherNameVouchesForNobody(String results) {
    var mail = passedOn(List.of(), "mx.contoso.example; " + results);
    assertThat(findings(named(mail), Context.empty()))
        .filteredOn(f -> f.source().equals("mailAuthentication"))
        .extracting(Finding::code)
        .containsExactly("SENDER_NOT_CONFIRMED");
    assertThat(verdict(named(mail), Context.empty())).isEqualTo(Verdict.UNKNOWN);
    assertThat(MailSenders.isConfirmed(mail, contoso())).isFalse();
  }

  @Test
  void aStrangersSignatureMakesNoForgedNameGood() {
    assertThat(
            saidOfTheSender(
                List.of(),
                "mx.contoso.example; spf=fail smtp.mailfrom=contoso.example;"
                    + " dkim=pass header.d=evil.example"))
        .contains("SPF_FAIL", "OWN_NAME_FORGED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dmarc=pass header.from=contoso.example",
        "dkim=pass header.d=mail.contoso.example; dmarc=none",
      })
  void theSenderThatOurServerConfirmedIsNamed(String results) {
    assertThat(saidOfTheSender(List.of(), "mx.contoso.example; " + results))
        .containsExactly("SENDER_CONFIRMED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spf=pass smtp.mailfrom=contoso.example; dkim=none",
        "spf=pass; dkim=pass; dmarc=pass",
        "dmarc=fail header.from=contoso.example; dkim=pass header.d=contoso.example",
      })
  void whatIsNotSaidOfThatNameConfirmsNobody(String results) {
    assertThat(saidOfTheSender(List.of(), "mx.contoso.example; " + results))
        .isNotEmpty()
        .doesNotContain("SENDER_CONFIRMED");
  }

  @Test
  void ofSeveralAuthorsNoneIsConfirmed() {
    var one = passedOn(List.of(), "mx.contoso.example; dmarc=pass header.from=contoso.example");
    for (var other : List.of("a@evil.example", "b@contoso.example")) {
      var two =
          new MailMessage(
              null,
              "<3@x>",
              "megan@contoso.example",
              one.sender(),
              null,
              null,
              null,
              null,
              "Hello",
              null,
              List.of(),
              List.of(),
              one.authenticationResults(),
              List.of(),
              null,
              List.of(new MailMessage.Author(null, other)),
              List.of());
      assertThat(findings(named(two), Context.empty()))
          .extracting(Finding::code)
          .doesNotContain("SENDER_CONFIRMED");
    }
  }

  @Test
  void aResultHiddenInACommentIsNone() {
    var results =
        AuthenticationResults.parse(
            "Authentication-Results: mx.contoso.example 1 (dmarc=pass (nested \\) ; dkim=pass));"
                + " spf=SoftFail (x; dmarc=pass) smtp.mailfrom=a@b; dkim/1=fail header.d=b.example");
    assertThat(results.authservId()).isEqualTo("mx.contoso.example");
    assertThat(results.results())
        .extracting(r -> r.method() + "=" + r.value())
        .containsExactly("spf=softfail", "dkim=fail");
  }

  @Test
  void aHeaderThatNamesNobodyIsNobodys() {
    assertThat(AuthenticationResults.parse("spf=pass smtp.mailfrom=x; dkim=none").authservId())
        .isEmpty();
  }

  @Test
  void ourOwnNameForgedIsSuspiciousByItself() {
    var forged =
        mail(
            "ceo@contoso.example",
            "The boss",
            List.of(),
            List.of(),
            "mx.contoso.example; spf=fail; dmarc=fail");
    assertThat(verdict(named(forged), Context.empty())).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(MailSenders.own(forged, contoso())).isEmpty();
  }

  @Test
  void aBrokenDmarcAloneIsWhatMailingListsDo() {
    var list =
        mail("a@list.example", "List", List.of(), List.of(), "mx.contoso.example; dmarc=fail");
    assertThat(verdict(named(list), Context.empty()).isThreat()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Woodgrove Bank, a@evil.example, NAME_BORROWED",
    "it@contoso.example, a@evil.example, NAME_SHOWS_OTHER_ADDRESS",
    "IT, a@c0ntoso.example, SENDER_CONFUSABLE",
    "IT, a@contosso.example, SENDER_ONE_LETTER_OFF",
  })
  void aSenderThatPretendsIsNamed(String name, String sender, String code) {
    assertThat(findings(named(mail(sender, name, List.of(), List.of(), ALL_PASS)), Context.empty()))
        .extracting(Finding::code)
        .contains(code);
  }

  @ParameterizedTest
  @CsvSource({
    "invoice.pdf.exe, application/pdf, , NAME_HAS_TWO_EXTENSIONS",
    "invoice.pdf, application/pdf, application/x-msdownload, ATTACHMENT_PROGRAM_AS_DOCUMENT",
    "invoice.pdf, application/pdf, text/html, ATTACHMENT_PAGE_AS_DOCUMENT",
    "setup.js, text/plain, , ATTACHMENT_RUNS",
    "page.html, text/html, text/html, ATTACHMENT_PAGE",
    "sheet.xlsm, x, , ATTACHMENT_MACROS",
    "sheet.xlsx, x, application/vnd.ms-office.macroenabled, ATTACHMENT_MACROS",
    "a\u202efdp.exe, x, , NAME_TURNS_TEXT_DIRECTION",
    "'invoice.pdf             .exe', x, , NAME_HIDES_EXTENSION",
    "x.zip, application/zip, application/x-encrypted-zip, ATTACHMENT_ENCRYPTED",
  })
  void anAttachmentThatLiesIsNamed(String name, String declared, String detected, String code) {
    var attachment = new Attachment(name, declared, detected, null, 1L);
    assertThat(
            findings(
                named(mail("a@b.example", null, List.of(), List.of(attachment), ALL_PASS)),
                Context.empty()))
        .extracting(Finding::code)
        .contains(code);
  }

  @Test
  void hostileMailIsJudgedWithoutBreaking() {
    var huge = "\u0000\u202e<script>@(\"\\;".repeat(60_000);
    var hostile =
        new MailMessage(
            huge,
            huge,
            huge,
            huge,
            huge,
            huge,
            huge,
            huge,
            huge,
            null,
            List.of(
                new Link(huge, huge), new Link(null, "\u0000"), new Link("", "http://xn--\ud800/")),
            List.of(
                new Attachment(huge, huge, huge, huge, -1L),
                new Attachment(null, null, null, null, null),
                new Attachment("", "", "", "", 0L),
                new Attachment("....", null, null, null, null)),
            List.of(huge, "", ";", "(((((", "mx.contoso.example; " + huge, "\"", "a=b=c;;;="),
            List.of(huge, ""));
    var findings = findings(named(hostile), Context.empty());
    assertThat(findings).allSatisfy(f -> assertThat(f.sentence()).hasSizeLessThan(3000));
  }

  @Test
  void nullsEverywhereAreJudgedWithoutBreaking() {
    var bare =
        new MailMessage(
            null, "<x>", null, null, null, null, null, null, null, null, null, null, null, null);
    assertThat(verdict(named(bare), Context.empty())).isEqualTo(Verdict.UNKNOWN);
  }
}
