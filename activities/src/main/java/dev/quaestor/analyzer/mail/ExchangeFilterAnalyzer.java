package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Exchange Online's filter wrote into a message that was read in our own tenant. It is a
 * vendor's word, and weighs what the same word weighs in an alert. It only incriminates: a mail
 * that the filter let through is why somebody asks.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>malware, phishing with high confidence</td><td>100</td><td>as in an alert</td></tr>
 *   <tr><td>phishing, somebody impersonated</td><td>60</td><td>a suspicion</td></tr>
 *   <tr><td>spam, by category or by an SCL of 5 and more; spoofed</td><td>30</td><td>a nuisance</td></tr>
 *   <tr><td>compauth failed</td><td>30</td><td>as DMARC; 10 where DMARC failed, too: mostly the
 *       same fact</td></tr>
 * </table>
 */
public final class ExchangeFilterAnalyzer implements Analyzer {
  private static final String SOURCE = "exchangeOnline";
  private static final int CERTAIN = 100;
  private static final int SUSPECTED = 60;
  private static final int SPAM = 30;
  private static final int COMPAUTH = 30;
  private static final int COMPAUTH_TOO = 10;
  private static final int SCL_OF_SPAM = 5;

  private final AnalysisSettings settings;

  public ExchangeFilterAnalyzer(AnalysisSettings settings) {
    this.settings = settings;
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_MESSAGE);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    var word = context.tenantMail().get(evidence.key());
    if (word == null || !(evidence.entity() instanceof MailMessage mail)) {
      return List.of();
    }
    var findings = new ArrayList<Finding>();
    var weight = weight(word.category());
    var level = word.spamConfidence();
    if (weight > 0) {
      findings.add(
          Finding.weighs(
              SOURCE,
              "FILTER_CATEGORY",
              weight,
              "Exchange Online's filter assigned it the category %s.".formatted(word.category())));
    } else if (level != null && level >= SCL_OF_SPAM) {
      findings.add(
          Finding.weighs(
              SOURCE,
              "FILTER_SPAM",
              SPAM,
              "Exchange Online's filter gave it a spam confidence level of %d.".formatted(level)));
    }
    var authentication = MailAuthentication.of(mail, context.settings(mail, settings));
    if (authentication.says("compauth", "fail", "softfail")) {
      findings.add(
          Finding.weighs(
              SOURCE,
              "COMPAUTH_FAIL",
              authentication.says("dmarc", "fail") ? COMPAUTH_TOO : COMPAUTH,
              "Exchange Online does not believe that it comes from the sender (compauth=fail)."));
    }
    return findings;
  }

  private static int weight(@Nullable String category) {
    return switch (category) {
      case null -> 0;
      case "MALW", "AMP", "HPHSH", "HPHISH" -> CERTAIN;
      case "PHSH", "PHISH", "DIMP", "GIMP", "UIMP", "BIMP" -> SUSPECTED;
      case "SPM", "HSPM", "OSPM", "SPOOF" -> SPAM;
      default -> 0;
    };
  }
}
