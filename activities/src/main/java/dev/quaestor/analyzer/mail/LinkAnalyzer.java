package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.url.LinkText;
import dev.quaestor.analyzer.url.UrlAnalyzer;
import dev.quaestor.analyzer.url.UrlJudgement;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailMessage.Link;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A mail by the worst of its links, and not by their sum: a newsletter has fifty. One link makes a
 * mail Suspicious at most.
 */
public final class LinkAnalyzer implements Analyzer {
  private static final String SOURCE = "mailLinks";
  private static final int MOST = 60;
  private static final int LEAST = 10;
  private static final int LINKS_READ = 200;

  private final AnalysisSettings settings;

  public LinkAnalyzer(AnalysisSettings settings) {
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
    return mail.links().stream()
        .limit(LINKS_READ)
        .map(this::judge)
        .max(Comparator.comparingInt(LinkAnalyzer::sum))
        .filter(worst -> sum(worst) >= LEAST)
        .map(
            worst ->
                Finding.weighs(
                    SOURCE,
                    "LINK_DECEIVES",
                    Math.min(MOST, sum(worst)),
                    "Of its links the worst: "
                        + String.join(" ", worst.stream().map(Finding::sentence).toList())))
        .stream()
        .toList();
  }

  private List<Finding> judge(Link link) {
    var findings = new ArrayList<>(UrlJudgement.judge(link.target(), settings));
    LinkText.misnames(link)
        .ifPresent(
            shown ->
                findings.add(
                    Finding.weighs(
                        SOURCE,
                        "LINK_TEXT_MISNAMES",
                        UrlAnalyzer.MISLEADING_TEXT,
                        "Its text names %s, and it leads elsewhere.".formatted(shown))));
    return findings;
  }

  private static int sum(List<Finding> findings) {
    return findings.stream().mapToInt(Finding::weight).sum();
  }
}
