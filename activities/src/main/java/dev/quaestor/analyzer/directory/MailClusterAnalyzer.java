package dev.quaestor.analyzer.directory;

import dev.quaestor.analyzer.Analyzer;
import dev.quaestor.analyzer.Context;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A cluster says how many there are; whether they are bad is for the message they are like. */
final class MailClusterAnalyzer implements Analyzer {
  private static final int MOST_CRITERIA = 4;
  private static final int LONGEST = 80;

  @Override
  public Set<EntityKind> kinds() {
    return Set.of(EntityKind.MAIL_CLUSTER);
  }

  @Override
  public List<Finding> analyze(Evidence evidence, Context context) {
    return evidence.entity() instanceof MailCluster cluster
        ? List.of(
            Finding.nothing(
                "mailSearch",
                "CLUSTER_COUNTED",
                "The cluster has %s; those that are listed are in %s. They share %s."
                    .formatted(
                        Counted.of(cluster.count(), "similar message", "similar messages"),
                        Counted.of(
                            cluster.messages().stream()
                                .map(m -> m.mailbox().toLowerCase(Locale.ROOT))
                                .distinct()
                                .count(),
                            "mailbox",
                            "mailboxes"),
                        cluster.criteria().stream()
                            .limit(MOST_CRITERIA)
                            .map(c -> c.field() + " \"" + Excerpt.of(c.value(), LONGEST) + "\"")
                            .collect(Collectors.joining(" and ")))))
        : List.of();
  }
}
