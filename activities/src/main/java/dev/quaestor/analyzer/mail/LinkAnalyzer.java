package dev.quaestor.analyzer.mail;

import dev.quaestor.analyzer.AnalysisSettings;
import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.analyzer.host.Domains;
import dev.quaestor.analyzer.host.LinkText;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mail by the worst of its links, and not by their sum: a newsletter has fifty. One link makes a
 * mail Suspicious at most.
 */
public final class LinkAnalyzer implements Analyzer {
  private static final String SOURCE = "mailLinks";
  private static final int MOST = 60;
  private static final int LEAST = 10;

  /** As many as intake takes of one mail. */
  private static final int LINKS_READ = 500;

  private static final int SHAPE_COUNTS = 40;
  private static final int MANY_LINKS = 6;
  private static final int COUNTS_CLICKS = 5;

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
    return Stream.concat(worst(mail).stream(), unread(mail).stream()).toList();
  }

  private static Optional<Finding> unread(MailMessage mail) {
    return mail.links().size() <= LINKS_READ
        ? Optional.empty()
        : Optional.of(
            Finding.blind(
                SOURCE,
                "MORE_LINKS_THAN_READ",
                "Only %2$d of its %1$d links were examined."
                    .formatted(mail.links().size(), LINKS_READ)));
  }

  private Optional<Finding> worst(MailMessage mail) {
    var counter = clickCounter(mail);
    return mail.links().stream()
        .limit(LINKS_READ)
        .map(link -> judge(link, counter))
        .max(Comparator.comparingInt(LinkAnalyzer::sum))
        .filter(worst -> sum(worst) >= LEAST)
        .map(
            worst ->
                Finding.weighs(
                    SOURCE,
                    "LINK_DECEIVES",
                    Math.min(MOST, sum(worst)),
                    "Its worst link: "
                        + String.join(" ", worst.stream().map(Finding::sentence).toList())));
  }

  /**
   * The site that most links of a mail lead to. Who counts clicks leads all of them through one
   * site; a phish has one lure among links to the real site.
   */
  private static Optional<String> clickCounter(MailMessage mail) {
    var sites =
        mail.links().stream()
            .limit(LINKS_READ)
            .map(link -> Domains.registrableOf(link.target()))
            .flatMap(Optional::stream)
            .collect(Collectors.groupingBy(site -> site, Collectors.counting()));
    var all = sites.values().stream().mapToLong(Long::longValue).sum();
    return all < MANY_LINKS
        ? Optional.empty()
        : sites.entrySet().stream()
            .filter(site -> site.getValue() * 3 >= all * 2)
            .map(Map.Entry::getKey)
            .findFirst();
  }

  private List<Finding> judge(Link link, Optional<String> counter) {
    var findings = new ArrayList<>(UrlJudgement.judge(link.target(), settings));
    // A mail has many links, and alarm words in one of them are mostly what it is about.
    findings.removeIf(f -> f.code().equals(UrlJudgement.SHAPE) && f.weight() < SHAPE_COUNTS);
    LinkText.misnames(link)
        .ifPresent(
            shown ->
                findings.add(
                    Finding.weighs(
                        SOURCE,
                        "LINK_TEXT_MISNAMES",
                        counter.equals(Domains.registrableOf(link.target()))
                            ? COUNTS_CLICKS
                            : UrlAnalyzer.MISLEADING_TEXT,
                        "Its text names %s, but it leads elsewhere.".formatted(shown))));
    return findings;
  }

  private static int sum(List<Finding> findings) {
    return findings.stream().mapToInt(Finding::weight).sum();
  }
}
