package dev.quaestor.approval;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages on which a case's own actions have left nothing to do for another action of the same
 * kind: clusters overlap, and what one yes has moved, the next yes does not. Pure: from what the
 * actions recorded.
 */
public final class MovedMail {
  private static final MovedMail NONE = new MovedMail(List.of());

  private final Map<Kind, Set<EntityKey>> there = new LinkedHashMap<>();
  private final Map<Kind, Set<EntityKey>> moved = new LinkedHashMap<>();

  private record Kind(ActionType type, String part) {
    static Kind of(RemediationAction action) {
      return new Kind(action.type(), action.part());
    }
  }

  /** An action that has run, and that nobody has taken back. */
  public record Done(RemediationAction action, Receipt receipt) {}

  /**
   * Of the messages that an action is about.
   *
   * @param there those on which it would change nothing
   * @param ours whether the case itself has moved all of these
   * @param all whether it would change nothing at all
   */
  record Rest(Set<EntityKey> there, boolean ours, boolean all) {}

  private MovedMail(List<Done> all) {
    for (var done : all) {
      if (done.action() instanceof EmailAction.OnMessages
          && done.receipt() instanceof Receipt.Messages recorded) {
        recorded.messages().forEach(m -> add(Kind.of(done.action()), m));
      }
    }
  }

  private void add(Kind kind, Receipt.MovedMessage message) {
    var key =
        new MailCluster.Member(message.mailbox(), null, message.internetMessageId(), null).key();
    switch (message.result()) {
      case MOVED -> {
        there.computeIfAbsent(kind, k -> new HashSet<>()).add(key);
        moved.computeIfAbsent(kind, k -> new HashSet<>()).add(key);
      }
      case ALREADY_THERE, GONE -> there.computeIfAbsent(kind, k -> new HashSet<>()).add(key);
      case PENDING, NEVER_SEEN, CHANGED_SINCE, FAILED, OUT_OF_SIGHT -> {}
    }
  }

  public static MovedMail by(List<Done> all) {
    return all.isEmpty() ? NONE : new MovedMail(all);
  }

  public static MovedMail none() {
    return NONE;
  }

  /** Whether a yes to it would change nothing, as far as is known which messages these are. */
  public boolean covers(RemediationAction action) {
    return rest(action).all();
  }

  Rest rest(RemediationAction action) {
    var kind = Kind.of(action);
    var known = there.getOrDefault(kind, Set.of());
    var about = about(action);
    var isWhole = !(action.target() instanceof MailCluster cluster) || cluster.listsAll();
    var done = new HashSet<>(about);
    done.retainAll(known);
    return new Rest(
        Set.copyOf(done),
        moved.getOrDefault(kind, Set.of()).containsAll(done),
        isWhole && !about.isEmpty() && done.size() == about.size());
  }

  private static List<EntityKey> about(RemediationAction action) {
    if (action.target() instanceof MailCluster cluster) {
      return cluster.messages().stream().map(MailCluster.Member::key).distinct().toList();
    }
    return action.target() instanceof MailMessage message ? List.of(message.key()) : List.of();
  }
}
