package dev.quaestor.analyzer.directory;

import dev.quaestor.connector.capability.MailboxRules.Breadth;
import dev.quaestor.connector.capability.MailboxRules.Fate;
import dev.quaestor.connector.capability.MailboxRules.KnownRule;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.evidence.VerdictRules;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a mailbox rule says of whoever made it: intruders forward mail out, and hide from its owner
 * what would give them away. People do each of it, too, so no rule is Malicious by itself.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>forwards outside</td><td>50</td><td>Suspicious: worth a person's look</td></tr>
 *   <tr><td>takes all mail out of sight</td><td>50</td><td>nobody reads nothing at all</td></tr>
 *   <tr><td>takes mail on money or alarms out of sight</td><td>40</td><td>20 of certain senders: a
 *       shop's invoices are deleted by many</td></tr>
 *   <tr><td>destroys it</td><td>20 more</td><td>deleting is enough for most</td></tr>
 *   <tr><td>hides it where nobody looks</td><td>15 more</td><td>deleting is simpler</td></tr>
 *   <tr><td>marks as read what it takes away</td><td>15 more</td><td>no count betrays it</td></tr>
 *   <tr><td>files mail on money or alarms, or all mail, as read</td><td>25</td><td>some tidy up so</td></tr>
 * </table>
 */
public final class RuleJudgement {
  static final String SOURCE = "mailboxRules";

  private static final int FORWARDS_OUTSIDE = 50;
  private static final int ALL_MAIL = 50;
  private static final int TELLING_WORDS = 40;
  private static final int TELLING_WORDS_OF_SENDERS = 20;
  private static final int DESTROYS = 20;
  private static final int HIDES = 15;
  private static final int AS_READ = 15;
  private static final int FILES_AS_READ = 25;

  /** With forwarding still less than a certainty. */
  private static final int MOST = 49;

  /** What intruders are after, and by what their victims or others would warn of them. */
  private static final List<String> TELLING =
      List.of(
          "invoice",
          "payment",
          "payroll",
          "remittance",
          "wire",
          "transfer",
          "bank",
          "iban",
          "purchase order",
          "password",
          "passcode",
          "credential",
          "hack",
          "phish",
          "scam",
          "fraud",
          "virus",
          "malware",
          "compromis",
          "security",
          "suspicious",
          "unusual",
          "unauthori",
          "verif",
          "sign-in",
          "mfa",
          "helpdesk",
          "help desk",
          "rechnung",
          "zahlung",
          "passwort",
          "sicherheit",
          "facture",
          "virement",
          "factura");

  private final Forwarding forwarding;

  public RuleJudgement(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  /** Whether there is nothing in it that anybody would have to look at. */
  public boolean isHarmless(KnownRule known) {
    return VerdictRules.conclude(judge(known)) == Verdict.NO_THREATS_FOUND;
  }

  List<Finding> judge(KnownRule known) {
    var rule = known.rule();
    if (!rule.enabled()) {
      return List.of(Finding.nothing(SOURCE, "RULE_OFF", "The rule is disabled."));
    }
    var findings = new ArrayList<>(sending(rule));
    handling(known).ifPresent(findings::add);
    return findings.isEmpty()
        ? List.of(
            Finding.nothing(
                SOURCE,
                "RULE_STAYS_INSIDE",
                "The rule sends nothing outside the organisation, and what else it does is usual."))
        : findings;
  }

  /** Where it sends mail, as far as that speaks against it. */
  List<Finding> sending(MailboxRule rule) {
    var findings = new ArrayList<Finding>();
    var outside = forwarding.outside(rule);
    if (!outside.isEmpty()) {
      findings.add(
          Finding.weighs(
              SOURCE,
              "RULE_FORWARDS_OUTSIDE",
              FORWARDS_OUTSIDE,
              "The rule forwards mail to %s outside the organisation, such as %s."
                  .formatted(Counted.of(outside.size(), "address", "addresses"), first(outside))));
    }
    var unresolved = forwarding.unresolved(rule);
    if (!unresolved.isEmpty()) {
      findings.add(
          Finding.inconclusive(
              SOURCE,
              "RULE_RECIPIENT_UNRESOLVED",
              "The rule forwards mail to %s that may be outside the organisation: %s."
                  .formatted(
                      Counted.of(unresolved.size(), "recipient", "recipients"),
                      first(unresolved))));
    }
    return findings;
  }

  private static Optional<Finding> handling(KnownRule known) {
    var telling = known.words().stream().filter(RuleJudgement::isTelling).toList();
    return switch (known.fate()) {
      case STAYS -> Optional.empty();
      case UNKNOWN ->
          Optional.of(
              Finding.inconclusive(
                  SOURCE,
                  "RULE_FOLDER_UNKNOWN",
                  "The rule moves mail to a folder that could not be found."));
      case FILED ->
          known.marksRead() && (known.breadth() == Breadth.EVERYTHING || !telling.isEmpty())
              ? Optional.of(hides(known, "moves to another folder", telling, FILES_AS_READ))
              : Optional.empty();
      case HIDDEN ->
          Optional.of(hides(known, "hides in a folder that hardly anyone opens", telling, HIDES));
      case DELETED ->
          Optional.of(hides(known, "deletes", telling, 0)).filter(finding -> finding.weight() > 0);
      case DESTROYED -> Optional.of(hides(known, "permanently deletes", telling, DESTROYS));
    };
  }

  private static Finding hides(KnownRule known, String how, List<String> telling, int weight) {
    var sum =
        known.fate() == Fate.FILED
            ? weight
            : weight + breadth(known, telling) + (known.marksRead() ? AS_READ : 0);
    var which =
        known.breadth() == Breadth.EVERYTHING
            ? "all mail"
            : telling.isEmpty() ? "some mail" : "mail that mentions " + quoted(telling);
    return Finding.weighs(
        SOURCE,
        "RULE_HIDES_MAIL",
        Math.min(MOST, sum),
        "The rule %s %s%s."
            .formatted(how, which, known.marksRead() ? " and marks it as read" : ""));
  }

  private static int breadth(KnownRule known, List<String> telling) {
    return switch (known.breadth()) {
      case EVERYTHING -> ALL_MAIL;
      case SENDERS -> telling.isEmpty() ? 0 : TELLING_WORDS_OF_SENDERS;
      case SOME -> telling.isEmpty() ? 0 : TELLING_WORDS;
    };
  }

  private static boolean isTelling(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    return TELLING.stream().anyMatch(lower::contains);
  }

  private static String quoted(List<String> words) {
    return "\""
        + Excerpt.of(words.getFirst(), 40)
        + "\""
        + (words.size() == 1 ? "" : " and others");
  }

  private static String first(List<String> addresses) {
    return Excerpt.head(addresses.getFirst(), 100);
  }
}
