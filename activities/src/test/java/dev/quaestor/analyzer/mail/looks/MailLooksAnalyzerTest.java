package dev.quaestor.analyzer.mail.looks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.entity.MailContent.Markup;
import dev.quaestor.evidence.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one way of looking says is in the other tests; here is how it comes together. */
class MailLooksAnalyzerTest {
  private static final String SALES =
      "ACT NOW!!! Earn $5,000 per week from home. 100% risk-free, money-back guarantee. To be removed"
          + " from our mailing list, reply with REMOVE in the subject. You receive this e-mail"
          + " because you opted in with one of our partners. Lowest mortgage rates, bad credit OK.";

  private static Letter newsletter() {
    return Letter.honest()
        .from("Fabrikam News", "news@fabrikam.example")
        .about("This week's offers!")
        .saying(SALES)
        .built(Letter.page())
        .with("content-type: text/html; charset=utf-8");
  }

  @Test
  void anHonestLetterHasNothingAgainstIt() {
    assertThat(Letter.honest().looks()).allMatch(f -> f.weight() <= 0);
  }

  @Test
  void aMailOfWhichOnlyASummaryIsKnownIsNotLookedAt() {
    assertThat(
            new MailLooksAnalyzer(Fixtures.contoso())
                .analyze(Fixtures.named(Fixtures.reportedPhish()), Context.empty()))
        .isEmpty();
  }

  @Test
  void whoSellsOpenlyIsNotSuspicious() {
    assertThat(newsletter().weight()).isLessThan(40);
  }

  @Test
  void theSameInDisguiseIsSuspicious() {
    var disguised =
        newsletter()
            .with("date: Mon, 23 Nov 2026 09:00:00 -1700")
            .with("x-mailer: kJ4hG7fD2sA9pO3x");
    assertThat(disguised.weight()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void manyWeakSignsAreNoProof() {
    var everything =
        newsletter()
            .about("ADV: FREE CASH!!! $$$        xk39fj2a")
            .from("", "win4you99x7@hotmail.com")
            .with("date: Mon, 23 Nov 2026 09:00:00 -1700")
            .with("to: undisclosed-recipients:;")
            .with("x-mailer: kJ4hG7fD2sA9pO3x")
            .with("message-id: <>")
            .built(new Markup(0, 1, 1, 1, 0, 1, 3, 3, 1, 900, 9, 9, 200));
    assertThat(everything.weight()).isBetween(40, 99);
    assertThat(everything.looks()).allMatch(f -> f.weight() < 60);
  }

  @Test
  void ofOneFamilyOnlyTheStrongestCounts() {
    var codes = Letter.honest().about("LAST CHANCE, ALL MUST GO: $99!").saying("Hello").codes();
    assertThat(codes).filteredOn(c -> c.startsWith("SUBJECT_")).containsExactly("SUBJECT_CAPITALS");
  }

  private static Letter phish() {
    return Letter.honest()
        .from("PayPal Service", "service@fabrikam.example")
        .about("Re: Your account has been limited")
        .saying(
            "Dear customer, we noticed unusual activity. Your account has been suspended."
                + " Please verify your account information within 24 hours. Click here.")
        .linking("http://pay.tailspin.example/verify?unsubscribe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in-reply-to: <1@contoso.example>",
        "references: <1@contoso.example> <2@contoso.example>",
        "list-id: <news.fabrikam.example>",
        "list-post: <mailto:news@fabrikam.example>",
        "list-unsubscribe: <https://fabrikam.example/u>",
        "mailing-list: contact news@fabrikam.example",
        "x-beenthere: news@fabrikam.example",
        "precedence: bulk",
        "auto-submitted: auto-replied",
        "received-spf: pass (mx.contoso.example)",
        "authentication-results: mx.contoso.example; dmarc=pass",
        "arc-authentication-results: i=1; mx.contoso.example; dmarc=pass",
        "x-spam-status: No",
        "user-agent: Mozilla Thunderbird",
      })
  void whatAMailSaysForItselfChangesNothing(String header) {
    assertThat(phish().with(header).looks()).isEqualTo(phish().looks());
    assertThat(newsletter().with(header).looks()).isEqualTo(newsletter().looks());
  }

  @Test
  void aServerOnTheWayThatIsTheSendersOwnChangesNothing() {
    var forged =
        phish()
            .with(
                "received: from mail.paypal.com (mail.paypal.com [203.0.113.9]) by mx.contoso.example"
                    + " with ESMTP id 4XyZaBcD12; Mon, 23 Nov 2026 08:00:05 +0000");
    assertThat(forged.looks()).isEqualTo(phish().looks());
  }

  @Test
  void aListThatOurOwnServerConfirmedWeighsALittle() {
    var list = "list-id: Fabrikam news <news.fabrikam.example>";
    var confirmed =
        newsletter()
            .with(list)
            .believed("mx.contoso.example; dkim=pass header.d=fabrikam.example; dmarc=none");
    assertThat(confirmed.codes()).contains("LIST_CONFIRMED");
    assertThat(confirmed.codes()).containsAll(newsletter().codes());
    assertThat(newsletter().weight() - confirmed.weight()).isBetween(1, 20);
    assertThat(
            newsletter()
                .with(list)
                .believed("mx.contoso.example; dkim=pass header.d=tailspin.example")
                .codes())
        .doesNotContain("LIST_CONFIRMED");
    assertThat(
            newsletter()
                .with(list)
                .believed("mx.tailspin.example; dkim=pass header.d=fabrikam.example")
                .codes())
        .doesNotContain("LIST_CONFIRMED");
  }

  @Test
  void everyWriterOfSeveralIsJudged() {
    var two = phish().from("PayPal", "service@paypal.com").alsoFrom(null, "a@fabrikam.example");
    assertThat(two.codes()).contains("BRAND_PHISH");
    var second = phish().from("A", "a@fabrikam.example").alsoFrom("PayPal", "service@paypal.com");
    assertThat(second.codes()).contains("BRAND_PHISH");
  }

  @Test
  void aBrandAsASenderWhomNobodyConfirmedIsSuspiciousOnlyWhenItLeadsElsewhere() {
    var forged = phish().from("PayPal", "service@paypal.com");
    assertThat(forged.codes()).contains("BRAND_UNCONFIRMED");
    assertThat(forged.verdict()).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(forged.believed("mx.contoso.example; dmarc=pass header.from=paypal.com").codes())
        .doesNotContain("BRAND_UNCONFIRMED");
  }

  @Test
  void baitWithoutAHookIsANotice() {
    var notice =
        Letter.honest()
            .from("Mail Admin", "admin@contoso.example")
            .saying("Your mailbox is almost full. Please reduce your mailbox size today.");
    assertThat(notice.looks())
        .filteredOn(f -> f.code().startsWith("BAIT_"))
        .allMatch(f -> f.weight() <= 10);
    assertThat(notice.linking("http://tailspin.example/").looks())
        .filteredOn(f -> f.code().startsWith("BAIT_"))
        .anyMatch(f -> f.weight() > 10);
  }

  @Test
  void whatSpeaksForAMailNeverMakesItClean() {
    var warning =
        phish()
            .from("PayPal Service", "service@paypal.com")
            .believed("mx.contoso.example; spf=pass; dkim=pass; dmarc=pass");
    assertThat(warning.codes()).contains("SENDER_CONFIRMED");
    assertThat(warning.verdict()).isNotEqualTo(Verdict.NO_THREATS_FOUND);
  }

  @Test
  void mailThatShowsNoWayIsNotPunishedForIt() {
    assertThat(Letter.honest().withoutHeaders().looks()).isEmpty();
  }

  @Test
  void aPhishThatSpeaksForABrandAndLeadsElsewhereIsMalicious() {
    assertThat(phish().codes()).contains("BRAND_PHISH");
    assertThat(phish().verdict()).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void theSameFromTheBrandItselfIsNotThePhish() {
    var warning =
        Letter.honest()
            .from("PayPal Service", "service@paypal.com")
            .about("New sign-in to your account")
            .saying("We noticed unusual sign-in activity. Please confirm your account details.")
            .linking("https://www.paypal.com/signin")
            .believed("mx.contoso.example; spf=pass; dkim=pass; dmarc=pass");
    assertThat(warning.codes()).contains("SENDER_CONFIRMED").noneMatch(c -> c.startsWith("BRAND_"));
    assertThat(warning.verdict().isThreat()).isFalse();
  }

  @Test
  void talkingOfABrandIsNoOffence() {
    var talk =
        Letter.honest().about("Paying by PayPal").saying("Shall I pay you by PayPal or in cash?");
    assertThat(talk.weight()).isLessThanOrEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((((((((((((((((((((((((((((((",
        "received: from",
        "to: ,,,,@@@@<<<>>>",
        "date: \u0000\u0007 +99999999",
        "message-id: \ud800"
      })
  void nothingInAHeaderBreaksIt(String header) {
    var field = header.contains(": ") ? header : "received: " + header;
    assertThat(Letter.honest().with(field).saying("\ud800\u0000<script>").looks()).isNotNull();
  }

  @Test
  void longTextIsLookedAtWithinASecond() {
    var long_ = ("your account will be suspend verify click aaaaa " + "a.".repeat(50)).repeat(60);
    var started = System.nanoTime();
    Letter.honest().saying(long_).about("x ".repeat(500)).looks();
    assertThat(System.nanoTime() - started).isLessThan(5_000_000_000L);
  }

  @Test
  void everyFindingNamesItsSource() {
    assertThat(newsletter().looks())
        .isNotEmpty()
        .allSatisfy(f -> assertThat(f.source()).isEqualTo("mailLooks"))
        .allSatisfy(f -> assertThat(List.of("", " ")).doesNotContain(f.sentence()));
  }
}
