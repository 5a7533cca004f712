package dev.quaestor.approval;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.entity.MailMessage;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pcollections.TreePMap;

/**
 * The messages on which a case's own actions have left nothing to do for another action of the same
 * kind: clusters overlap, and what one yes has moved, the next yes does not. Pure: from what the
 * actions recorded.
 */
public final class MovedMail {
  private static final MovedMail NONE = new MovedMail(TreePMap.empty());

  /** By how many actions there is nothing left to do for the next one, and by how many moves. */
  private record Count(int there, int moved) {
    static final Count ZERO = new Count(0, 0);

    Count plus(int more, boolean isMove) {
      return new Count(there + more, moved + (isMove ? more : 0));
    }
  }

  private final TreePMap<Spot, Count> counts;

  private MovedMail(TreePMap<Spot, Count> counts) {
    this.counts = counts;
  }

  /** One message, before actions of one kind. */
  public record Spot(ActionType type, String part, EntityKey message) implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER =
        Comparator.comparing(Spot::message).thenComparing(Spot::type).thenComparing(Spot::part);

    private static Spot of(RemediationAction action, EntityKey message) {
      return new Spot(action.type(), action.part(), message);
    }

    /** What an action is about, as far as is known which messages these are. */
    public static List<Spot> about(RemediationAction action) {
      return MovedMail.about(action).stream().map(m -> of(action, m)).toList();
    }

    @Override
    public int compareTo(Spot other) {
      return ORDER.compare(this, other);
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

  /** The same after one more; nothing but what was done to messages counts. */
  public MovedMail with(Done done) {
    return counting(done, 1);
  }

  /** The same after that one, which was counted, has been taken back. */
  public MovedMail without(Done done) {
    return counting(done, -1);
  }

  private MovedMail counting(Done done, int more) {
    var now = counts;
    for (var message : messages(done)) {
      switch (message.result()) {
        case MOVED -> now = counting(now, spot(done, message), more, true);
        case ALREADY_THERE, GONE -> now = counting(now, spot(done, message), more, false);
        case PENDING, NEVER_SEEN, CHANGED_SINCE, FAILED, OUT_OF_SIGHT -> {}
      }
    }
    return now == counts ? this : new MovedMail(now);
  }

  private static TreePMap<Spot, Count> counting(
      TreePMap<Spot, Count> counts, Spot spot, int more, boolean isMove) {
    var count = counts.getOrDefault(spot, Count.ZERO).plus(more, isMove);
    return count.equals(Count.ZERO) ? counts.minus(spot) : counts.plus(spot, count);
  }

  private static List<Receipt.MovedMessage> messages(Done done) {
    return done.action() instanceof EmailAction.OnMessages
            && done.receipt() instanceof Receipt.Messages recorded
        ? recorded.messages()
        : List.of();
  }

  private static Spot spot(Done done, Receipt.MovedMessage message) {
    return Spot.of(
        done.action(),
        new MailCluster.Member(message.mailbox(), null, message.internetMessageId(), null).key());
  }

  /** Where such a run may have left nothing to do. */
  public static List<Spot> touchedBy(Done done) {
    return messages(done).stream().map(m -> spot(done, m)).distinct().toList();
  }

  public static MovedMail by(List<Done> all) {
    var moved = NONE;
    for (var done : all) {
      moved = moved.with(done);
    }
    return moved;
  }

  public static MovedMail none() {
    return NONE;
  }

  /** Whether a yes to it would change nothing, as far as is known which messages these are. */
  public boolean covers(RemediationAction action) {
    return rest(action).all();
  }

  Rest rest(RemediationAction action) {
    var about = about(action);
    var isWhole = !(action.target() instanceof MailCluster cluster) || cluster.listsAll();
    var done = new HashSet<EntityKey>();
    var ours = true;
    for (var message : about) {
      var count = counts.getOrDefault(Spot.of(action, message), Count.ZERO);
      if (count.there > 0) {
        done.add(message);
        ours &= count.moved > 0;
      }
    }
    return new Rest(
        Set.copyOf(done), ours, isWhole && !about.isEmpty() && done.size() == about.size());
  }

  private static List<EntityKey> about(RemediationAction action) {
    if (action.target() instanceof MailCluster cluster) {
      return cluster.messages().stream().map(MailCluster.Member::key).distinct().toList();
    }
    return action.target() instanceof MailMessage message ? List.of(message.key()) : List.of();
  }
}
