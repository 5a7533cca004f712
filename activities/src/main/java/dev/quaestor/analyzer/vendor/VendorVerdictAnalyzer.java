package dev.quaestor.analyzer.vendor;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Evidence.ReportedVerdict;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.text.Excerpt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the alert itself says.
 *
 * <table>
 *   <caption>Weights</caption>
 *   <tr><td>Malicious</td><td>100</td><td>the vendor looked at the thing itself; it stands unless
 *       somebody else knows better</td></tr>
 *   <tr><td>an analyst's Malicious</td><td>100</td><td>said to have been missed; where the analyst
 *       may not act, it waits</td></tr>
 *   <tr><td>Suspicious</td><td>50</td><td>Suspicious by itself, and Malicious only together with
 *       something as heavy</td></tr>
 *   <tr><td>No threats found</td><td>-20</td><td>a look at one moment: outweighs one weak signal,
 *       never a strong one</td></tr>
 *   <tr><td>blocked, prevented</td><td>40</td><td>without a verdict: the sensor was sure enough to
 *       stop it, which is a suspicion and no judgement</td></tr>
 *   <tr><td>detected</td><td>20</td><td>without a verdict: Defender marks everything so that took
 *       part, also the system's own rundll32, so it cannot be enough for anything</td></tr>
 * </table>
 */
public final class VendorVerdictAnalyzer implements Analyzer {
  private static final int MALICIOUS = 100;
  private static final int SUSPICIOUS = 50;
  private static final int CLEAN = -20;
  private static final int STOPPED = 40;
  private static final int DETECTED = 20;

  /** A mail filter's "phish" without high confidence is a suspicion, spam is a nuisance. */
  private static final int PHISH = 60;

  private static final int SPAM = 30;

  private static final Set<EntityKind> JUDGED_BY_DETECTION =
      EnumSet.of(EntityKind.FILE, EntityKind.PROCESS);

  @Override
  public Set<EntityKind> kinds() {
    return EnumSet.allOf(EntityKind.class);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    var threat = threat(evidence);
    var reported = evidence.reported();
    var words = new ArrayList<Finding>();
    for (var word : reported == null ? List.<ReportedVerdict>of() : reported.words()) {
      var verdict = verdict(evidence, word);
      if (verdict != null) {
        words.add(verdict.saidBy(word.remit()));
      }
    }
    var heaviest = words.stream().mapToInt(Finding::weight).max().orElse(Integer.MIN_VALUE);
    return threat != null && threat.weight() > heaviest
        ? List.of(threat.saidBy(evidence.remit()))
        : List.copyOf(words);
  }

  private static @Nullable Finding verdict(Evidence evidence, ReportedVerdict reported) {
    var source = source(reported);
    return switch (reported.verdict()) {
      case MALICIOUS ->
          source.equals(ReportedVerdict.ANALYST)
              ? Finding.weighs(
                  source, "ANALYST_MALICIOUS", MALICIOUS, "An analyst says that it is malicious.")
              : Finding.weighs(
                  source, "VENDOR_MALICIOUS", MALICIOUS, "The alert calls it malicious.");
      case SUSPICIOUS ->
          Finding.weighs(source, "VENDOR_SUSPICIOUS", SUSPICIOUS, "The alert calls it suspicious.");
      case NO_THREATS_FOUND ->
          Finding.weighs(
              source, "VENDOR_CLEAN", CLEAN, "The alert's vendor found no threat in it.");
      case UNKNOWN -> detection(evidence, reported, source);
      case null -> detection(evidence, reported, source);
    };
  }

  private static @Nullable Finding detection(
      Evidence evidence, ReportedVerdict reported, String source) {
    var status = reported.detectionStatus();
    if (status == null || !JUDGED_BY_DETECTION.contains(evidence.entity().kind())) {
      return null;
    }
    return switch (status.strip().toLowerCase(Locale.ROOT)) {
      case "blocked", "prevented" ->
          Finding.weighs(
              source, "VENDOR_STOPPED", STOPPED, "The sensor stopped it without giving a verdict.");
      case "detected" ->
          Finding.weighs(
              source,
              "VENDOR_DETECTED",
              DETECTED,
              "The sensor detected it without giving a verdict.");
      default -> null;
    };
  }

  /** The worst of the threats that a mail filter named. */
  private static @Nullable Finding threat(Evidence evidence) {
    if (!(evidence.entity() instanceof MailMessage mail)) {
      return null;
    }
    int weight = 0;
    var worst = "";
    for (var threat : mail.threats()) {
      var name = threat.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
      var weighs =
          name.contains("malware") || name.contains("malicious") || name.contains("high")
              ? MALICIOUS
              : name.contains("phish") ? PHISH : name.contains("spam") ? SPAM : 0;
      if (weighs > weight) {
        weight = weighs;
        worst = name;
      }
    }
    var reported = evidence.reported();
    var source = reported == null ? "vendor" : source(reported);
    return weight == 0
        ? null
        : Finding.weighs(
            source,
            "VENDOR_MAIL_THREAT",
            weight,
            "The mail filter names a threat in it: " + Excerpt.head(worst, 40) + ".");
  }

  private static String source(ReportedVerdict reported) {
    return reported.source().isBlank() ? "vendor" : reported.source();
  }

  /** Whether the vendor looked and found nothing, so that somebody at least knows the thing. */
  public static boolean cleared(Evidence evidence) {
    var reported = evidence.reported();
    return reported != null && reported.verdict() == Verdict.NO_THREATS_FOUND;
  }
}
