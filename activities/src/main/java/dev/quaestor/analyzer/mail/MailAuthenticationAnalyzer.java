package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.vendor.VendorVerdictAnalyzer;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * SPF, DKIM and DMARC as our own server found them.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>DMARC failed</td><td>30</td><td>mailing lists and forwarders break it every day</td></tr>
 *   <tr><td>SPF failed as well</td><td>10</td><td>mostly the same fact seen twice</td></tr>
 *   <tr><td>no DMARC: SPF failed, softly</td><td>15, 10</td><td>says nothing of the name in From</td></tr>
 *   <tr><td>no DMARC: DKIM failed</td><td>10</td><td>a footer added on the way is enough</td></tr>
 *   <tr><td>our own name forged</td><td>30 more</td><td>we know where our own mail comes from</td></tr>
 *   <tr><td>passed</td><td>0</td><td>whoever registers a domain can pass, so it clears nobody; and
 *       what passed for another name than From's leaves the sender unknown</td></tr>
 * </table>
 */
public final class MailAuthenticationAnalyzer implements Analyzer {
  private static final String SOURCE = "mailAuthentication";
  private static final int DMARC_FAIL = 30;
  private static final int SPF_FAIL_TOO = 10;
  private static final int SPF_FAIL = 15;
  private static final int SPF_SOFTFAIL = 10;
  private static final int DKIM_FAIL = 10;
  private static final int OWN_NAME_FORGED = 30;

  private static final int NAME_SHOWN = 100;

  private final AnalysisSettings settings;

  public MailAuthenticationAnalyzer(AnalysisSettings settings) {
    this.settings = settings;
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof MailMessage mail)) {
      return List.of();
    }
    var authentication = MailAuthentication.of(mail, context.settings(mail, settings));
    if (!authentication.known()) {
      return List.of(nobodyChecked(evidence, mail, authentication));
    }
    var findings = new ArrayList<Finding>();
    if (authentication.says("dmarc", "fail")) {
      add(
          findings,
          "DMARC_FAIL",
          DMARC_FAIL,
          "The sender is not who the mail claims (dmarc=fail).");
      if (authentication.says("spf", "fail")) {
        add(
            findings,
            "SPF_FAIL",
            SPF_FAIL_TOO,
            "The sending server is not allowed to send for its domain (spf=fail).");
      }
    } else if (!authentication.saysAnything("dmarc")) {
      withoutDmarc(authentication, findings);
    }
    if (authentication.forged() && MailSenders.domains(mail).stream().anyMatch(settings::owns)) {
      add(
          findings,
          "OWN_NAME_FORGED",
          OWN_NAME_FORGED,
          "It claims to come from the organisation itself, but does not.");
    }
    if (findings.isEmpty()) {
      findings.add(foundNothing(evidence, mail, authentication));
    }
    return findings;
  }

  private static Finding foundNothing(
      Evidence evidence, MailMessage mail, MailAuthentication authentication) {
    if (mail.otherAuthors().isEmpty() && authentication.namesFrom()) {
      return Finding.nothing(
          SOURCE,
          Finding.SENDER_CONFIRMED,
          "Our mail server confirmed that it is from %s."
              .formatted(Excerpt.head(MailSenders.domains(mail).getFirst(), NAME_SHOWN)));
    }
    if (authentication.vouchesForFrom()) {
      return Finding.nothing(
          SOURCE,
          "AUTHENTICATION_UNREMARKABLE",
          "Our mail server found nothing against the sender's domain.");
    }
    var sentence = "Nothing that our mail server checked confirms the sender that the mail shows.";
    return VendorVerdictAnalyzer.cleared(evidence)
        ? Finding.nothing(SOURCE, "SENDER_NOT_CONFIRMED", sentence)
        : Finding.inconclusive(SOURCE, "SENDER_NOT_CONFIRMED", sentence);
  }

  private static void withoutDmarc(MailAuthentication authentication, List<Finding> findings) {
    if (authentication.says("spf", "fail")) {
      add(
          findings,
          "SPF_FAIL",
          SPF_FAIL,
          "The sending server is not allowed to send for its domain (spf=fail).");
    } else if (authentication.says("spf", "softfail")) {
      add(
          findings,
          "SPF_SOFTFAIL",
          SPF_SOFTFAIL,
          "The sending server is probably not allowed to send for its domain (spf=softfail).");
    }
    if (authentication.says("dkim", "fail") && !authentication.isSignedByFrom()) {
      add(findings, "DKIM_FAIL", DKIM_FAIL, "The mail's signature is not valid (dkim=fail).");
    }
  }

  private Finding nobodyChecked(
      Evidence evidence, MailMessage mail, MailAuthentication authentication) {
    var unread = mail.content() == null && mail.authenticationResults().isEmpty();
    var why =
        unread
            ? "The message itself was not read, so it is not known what mail servers "
                + "found out about its sender"
            : settings.authservIds().isEmpty()
                ? "No mail server is configured whose authentication results are trusted"
                : "The mail has no authentication results that are certain to be from "
                    + "one of our servers";
    var ignored =
        authentication.ignored() == 0
            ? "."
            : "; %s ignored."
                .formatted(
                    Counted.of(
                        authentication.ignored(),
                        "result that another server may have written was",
                        "results that other servers may have written were"));
    return VendorVerdictAnalyzer.cleared(evidence)
        ? Finding.nothing(SOURCE, "SENDER_NOT_CHECKED", why + ignored)
        : Finding.inconclusive(SOURCE, "SENDER_NOT_CHECKED", why + ignored);
  }

  private static void add(List<Finding> findings, String code, int weight, String sentence) {
    findings.add(Finding.weighs(SOURCE, code, weight, sentence));
  }
}
