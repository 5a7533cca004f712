package dev.quaestor.analyzer.url;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.UrlParts;
import dev.quaestor.analyzer.vendor.VendorVerdictAnalyzer;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A URL by its looks. Unremarkable looks are no proof of innocence: unless the site is our own or
 * one that everybody uses, the URL stays Unknown.
 */
public final class UrlAnalyzer implements Analyzer {
  /** Honest senders count clicks through another site, too. */
  public static final int MISLEADING_TEXT = 20;

  private final AnalysisSettings settings;

  public UrlAnalyzer(AnalysisSettings settings) {
    this.settings = settings;
  }

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.URL);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    if (!(evidence.entity() instanceof Url url)) {
      return List.of();
    }
    var findings = new ArrayList<>(UrlJudgement.judge(url.value(), settings));
    if (isMisleading(evidence, context)) {
      findings.add(
          Finding.weighs(
              UrlJudgement.SOURCE,
              "URL_SHOWN_AS_ANOTHER",
              MISLEADING_TEXT,
              "A mail presents this URL under the name of another site."));
    }
    if (url.value().length() > UrlParts.MAX_LENGTH || url.value().indexOf('…') >= 0) {
      // No browser writes an ellipsis: it stands where somebody cut.
      findings.add(
          Finding.blind(
              UrlJudgement.SOURCE,
              "URL_CUT",
              "The URL is longer than is examined, so it is not known where its end leads."));
    }
    findings.add(standing(evidence, url));
    return findings;
  }

  private static boolean isMisleading(Evidence evidence, Context context) {
    var from = evidence.foundFrom();
    return context.misleadingTexts().containsKey(evidence.key())
        || (from != null
            && from.value().startsWith("mail:")
            && evidence.roles().contains(Role.SUSPICIOUS));
  }

  /** Whether anybody knows the site at all. */
  private Finding standing(Evidence evidence, Url url) {
    var host = Domains.hostOf(url.value()).orElse("");
    if (settings.owns(host)) {
      return Finding.nothing(
          UrlJudgement.SOURCE, "SITE_OWN", "The site belongs to the organisation.");
    }
    if (Domains.leadsToWellKnown(url.value())) {
      return Finding.nothing(
          UrlJudgement.SOURCE, "SITE_POPULAR", "The site is one of the most widely used.");
    }
    var sentence = "Nobody knows the site, which is neither a good nor a bad sign.";
    return VendorVerdictAnalyzer.cleared(evidence)
        ? Finding.nothing(UrlJudgement.SOURCE, "SITE_NOT_KNOWN", sentence)
        : Finding.inconclusive(UrlJudgement.SOURCE, "SITE_NOT_KNOWN", sentence);
  }
}
