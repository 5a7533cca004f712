package dev.quaestor.analyzer.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.analyzer.Fixtures;
import dev.quaestor.connector.capability.MailboxRules.Breadth;
import dev.quaestor.connector.capability.MailboxRules.Fate;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a mailbox rule by what it does. */
class RuleJudgementTest {
  private static final RuleJudgement JUDGEMENT =
      new RuleJudgement(new Forwarding(Fixtures.contoso()));

  private static MailboxRule to(String mailbox, String... recipients) {
    return new MailboxRule(mailbox, "r1", "..", true, List.of(recipients));
  }

  private static List<Finding> sendingTo(String recipient) {
    return JUDGEMENT.judge(KnownRule.sending(to("megan@contoso.example", recipient)));
  }

  private static KnownRule handling(Fate fate, boolean read, Breadth breadth, String... words) {
    return new KnownRule(to("megan@contoso.example"), fate, read, breadth, List.of(words));
  }

  private static Verdict verdict(List<Finding> findings) {
    return VerdictRules.conclude(findings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop@evil.example",
        "SMTP:drop@evil.example",
        "mallory_evil.example#EXT#@contoso.example",
        "first_last_evil.example#ext#@contoso.onmicrosoft.com"
      })
  void whatGoesOutsideIsSuspiciousAndSoIsWhatGoesToAGuest(String recipient) {
    assertThat(verdict(sendingTo(recipient))).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(sendingTo(recipient))
        .singleElement()
        .matches(f -> f.code().equals("RULE_FORWARDS_OUTSIDE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/o=ExchangeLabs/ou=Group/cn=Recipients/cn=abc-contact",
        "IMCEAEX-_o=ExchangeLabs_ou=Group_cn=Recipients_cn=abc@contoso.example",
        "A Contact",
        "#EXT#@contoso.example"
      })
  void whomNobodyCanResolveIsUnknown(String recipient) {
    assertThat(verdict(sendingTo(recipient))).isEqualTo(Verdict.UNKNOWN);
    assertThat(sendingTo(recipient))
        .singleElement()
        .matches(f -> f.code().equals("RULE_RECIPIENT_UNRESOLVED"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lee@contoso.example",
        "lee@sales.contoso.example",
        "lee_contoso.example#EXT#@partner.example"
      })
  void whatStaysInsideIsHarmless(String recipient) {
    assertThat(verdict(sendingTo(recipient))).isEqualTo(Verdict.NO_THREATS_FOUND);
    assertThat(JUDGEMENT.isHarmless(KnownRule.sending(to("megan@contoso.example", recipient))))
        .isTrue();
  }

  @Test
  void anotherTenantBesideOneIsOutside() {
    var rule = to("megan@contoso.onmicrosoft.com", "drop@evil.onmicrosoft.com");

    assertThat(verdict(JUDGEMENT.judge(KnownRule.sending(rule)))).isEqualTo(Verdict.SUSPICIOUS);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETED, false, EVERYTHING, '', SUSPICIOUS",
    "DESTROYED, false, EVERYTHING, '', SUSPICIOUS",
    "HIDDEN, false, EVERYTHING, '', SUSPICIOUS",
    "DELETED, true, SOME, Invoice overdue, SUSPICIOUS",
    "DELETED, false, SOME, password, SUSPICIOUS",
    "HIDDEN, true, SOME, have you been hacked, SUSPICIOUS",
    "DESTROYED, false, SENDERS, '', UNKNOWN",
    "DELETED, false, SENDERS, invoice, UNKNOWN",
    "DELETED, true, SENDERS, '', UNKNOWN",
    "HIDDEN, false, SOME, newsletter, UNKNOWN",
    "FILED, true, SOME, invoice, UNKNOWN",
    "FILED, true, EVERYTHING, '', UNKNOWN",
    "UNKNOWN, false, SOME, newsletter, UNKNOWN",
    "DELETED, false, SENDERS, '', NO_THREATS_FOUND",
    "DELETED, false, SOME, newsletter, NO_THREATS_FOUND",
    "FILED, false, SOME, invoice, NO_THREATS_FOUND",
    "FILED, true, SENDERS, '', NO_THREATS_FOUND",
    "STAYS, true, EVERYTHING, '', NO_THREATS_FOUND"
  })
  void whatHidesMailIsWeighedByItsBreadthItsWordsAndWhetherItIsMarkedAsRead(
      Fate fate, boolean read, Breadth breadth, String word, Verdict verdict) {
    var known =
        word.isEmpty() ? handling(fate, read, breadth) : handling(fate, read, breadth, word);

    assertThat(verdict(JUDGEMENT.judge(known))).isEqualTo(verdict);
  }

  @Test
  void aRuleThatForwardsAndHidesIsNoCertainty() {
    var both =
        new KnownRule(
            to("megan@contoso.example", "drop@evil.example"),
            Fate.DESTROYED,
            true,
            Breadth.EVERYTHING,
            List.of());

    assertThat(verdict(JUDGEMENT.judge(both))).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(JUDGEMENT.judge(both))
        .extracting(Finding::sentence)
        .contains("The rule permanently deletes all mail and marks it as read.");
  }

  @Test
  void aRuleThatIsSwitchedOffDoesNothing() {
    var off =
        new MailboxRule("megan@contoso.example", "r1", "..", false, List.of("drop@evil.example"));

    assertThat(verdict(JUDGEMENT.judge(KnownRule.sending(off))))
        .isEqualTo(Verdict.NO_THREATS_FOUND);
  }
}
