package dev.quaestor.policy;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the messages of a plan are in which of its clusters, by the ids by which {@link
 * MailCluster.Member#is} tells them.
 */
final class CoveredMail {
  private final Map<Id, Integer> firstCluster = new HashMap<>();
  private final Map<Id, List<Integer>> messages = new HashMap<>();

  /** One of a message's ids, in its mailbox, before one kind of action. */
  private record Id(String type, String mailbox, boolean ofNetwork, String id) {}

  CoveredMail(List<PlannedAction> plan) {
    for (var i = 0; i < plan.size(); i++) {
      var position = i;
      var type = plan.get(i).action().type();
      switch (plan.get(i).action().target()) {
        case MailCluster cluster ->
            members(type, cluster).forEach(id -> firstCluster.putIfAbsent(id, position));
        case MailMessage message ->
            ids(type, message)
                .forEach(id -> messages.computeIfAbsent(id, x -> new ArrayList<>()).add(position));
        default -> {}
      }
    }
  }

  /** The first cluster that holds what this acts on; empty for what is no message. */
  OptionalInt clusterOf(PlannedAction planned) {
    return planned.action().target() instanceof MailMessage message
        ? ids(planned.action().type(), message)
            .filter(firstCluster::containsKey)
            .mapToInt(firstCluster::get)
            .min()
        : OptionalInt.empty();
  }

  /** The messages that this holds, in the order of the plan; none for what is no cluster. */
  SortedSet<Integer> messagesIn(PlannedAction planned) {
    var held = new TreeSet<Integer>();
    if (planned.action().target() instanceof MailCluster cluster) {
      members(planned.action().type(), cluster)
          .forEach(id -> held.addAll(messages.getOrDefault(id, List.of())));
    }
    return held;
  }

  private static Stream<Id> members(ActionType type, MailCluster cluster) {
    return cluster.messages().stream()
        .flatMap(m -> ids(type, m.mailbox(), m.internetMessageId(), m.networkMessageId()));
  }

  private static Stream<Id> ids(ActionType type, MailMessage message) {
    return ids(type, message.recipient(), message.internetMessageId(), message.networkMessageId());
  }

  private static Stream<Id> ids(
      ActionType type,
      @Nullable String mailbox,
      @Nullable String internetId,
      @Nullable String networkId) {
    if (mailbox == null) {
      return Stream.of();
    }
    var folded = folded(mailbox);
    return Stream.concat(
        Stream.ofNullable(internetId).map(id -> new Id(type.name(), folded, false, id)),
        Stream.ofNullable(networkId).map(id -> new Id(type.name(), folded, true, folded(id))));
  }

  /** Equal for what {@link String#equalsIgnoreCase} takes for equal. */
  private static String folded(String text) {
    var folded = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> folded.append(Character.toLowerCase(Character.toUpperCase((char) c))));
    return folded.toString();
  }
}
