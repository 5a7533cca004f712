package dev.quaestor.execution;

import dev.quaestor.action.ActionType;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.capability.MailSearch.Similar;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Withheld;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster says how many there are; whether they are bad is for the message they are like. How far
 * its list is what a search of the mail has shown, and how far only what somebody says of it: on
 * somebody's word nothing happens without a person.
 */
final class ClusterSight {
  private static final int MOST_CRITERIA = 4;
  private static final int LONGEST = 80;

  private static final List<ActionType> ON_CLUSTERS =
      Stream.of(ActionType.values())
          .filter(type -> type.targets().contains(EntityKind.MAIL_CLUSTER))
          .toList();

  private ClusterSight() {}

  /** Empty for whatever is no cluster. */
  static Optional<Finding> finding(Evidence evidence, BatchFacts gathered) {
    return evidence.entity() instanceof MailCluster cluster
        ? Optional.of(
            merelyTold(evidence, cluster, gathered)
                .map(why -> Finding.inconclusive("mailSearch", "CLUSTER_NOT_SEARCHED", why + "."))
                .orElseGet(
                    () ->
                        isAskedAlone(evidence)
                            ? Finding.inconclusive(
                                "mailSearch", "CLUSTER_COUNTED", counted(cluster))
                            : Finding.nothing("mailSearch", "CLUSTER_COUNTED", counted(cluster))))
        : Optional.empty();
  }

  /** For an order, and in no case: nothing that it grew from is judged, and so neither is it. */
  private static boolean isAskedAlone(Evidence evidence) {
    return evidence.alertIds().isEmpty() && evidence.depth() == 0;
  }

  /** That whoever decides is told of it, and that somebody does decide. */
  static List<Withheld> withheld(Evidence evidence, BatchFacts gathered) {
    return evidence.entity() instanceof MailCluster cluster
        ? merelyTold(evidence, cluster, gathered).stream()
            .flatMap(why -> ON_CLUSTERS.stream().map(type -> Withheld.unlessAgreed(type, why)))
            .toList()
        : List.of();
  }

  private static Optional<String> merelyTold(
      Evidence evidence, MailCluster cluster, BatchFacts gathered) {
    // What looking at a message has led to is what a search brought.
    if (evidence.depth() > 0 && gathered.alikeTo(cluster.key()).isEmpty()) {
      return Optional.empty();
    }
    if (cluster.searchable().isEmpty()) {
      return Optional.of(
          "It was not searched: no back end can search mail by %s. Its messages are only those that it was named with, whatever they are"
              .formatted(fields(cluster)));
    }
    var similar = gathered.similar(cluster.key());
    return switch (similar.together()) {
      case Lookup.Known<Similar> found ->
          similar.unheard() == null
              ? partly(cluster)
              : Optional.of(
                  "It was searched only in part: one of the back ends that hold mail could not be asked");
      case Lookup.NotThere<Similar> none -> partly(cluster);
      case Lookup.CouldNotLook<Similar> unanswered ->
          Optional.of(
              "It could not be searched. Its messages are only those that it was named with, whatever they are");
      case Lookup.NobodyToAsk<Similar> unasked ->
          Optional.of(
              "Nobody can search the mail for it. Its messages are only those that it was named with, whatever they are");
    };
  }

  private static Optional<String> partly(MailCluster cluster) {
    return cluster.unsearchable().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "It was searched only in part: no back end can search mail by %s. Of the messages that it was named with, %s"
                    .formatted(
                        fields(cluster), Counted.of(cluster.messages().size(), "shares", "share"))
                + " the rest: "
                + shared(cluster.searchable()));
  }

  private static String fields(MailCluster cluster) {
    return cluster.unsearchable().stream()
        .limit(MOST_CRITERIA)
        .map(field -> "\"" + Excerpt.of(field, LONGEST) + "\"")
        .collect(Collectors.joining(" or "));
  }

  private static String counted(MailCluster cluster) {
    return "The cluster has %s; those that are listed are in %s. They share %s."
        .formatted(
            Counted.of(cluster.count(), "similar message", "similar messages"),
            Counted.of(
                cluster.messages().stream()
                    .map(m -> m.mailbox().toLowerCase(Locale.ROOT))
                    .distinct()
                    .count(),
                "mailbox",
                "mailboxes"),
            shared(cluster.criteria()));
  }

  private static String shared(List<MailCluster.Criterion> criteria) {
    return criteria.stream()
        .limit(MOST_CRITERIA)
        .map(c -> c.field() + " \"" + Excerpt.of(c.value(), LONGEST) + "\"")
        .collect(Collectors.joining(" and "));
  }
}
