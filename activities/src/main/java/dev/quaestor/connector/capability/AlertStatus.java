package dev.quaestor.connector.capability;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.connector.Capability;
import dev.quaestor.feed.AlertWord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people see of an alert at its source: how far it is, what it was, whose it is. */
public interface AlertStatus extends Capability {

  /**
   * How an alert stands.
   *
   * @param classification null where nobody has said any, or one that has no word here
   * @param classified whether anybody has said one, known here or not
   * @param assignedTo null for nobody
   * @param comments all texts, oldest first
   */
  record Standing(
      AlertWord.Status status,
      boolean classified,
      @Nullable Classification classification,
      @Nullable Determination determination,
      @Nullable String assignedTo,
      List<String> comments) {
    public Standing {
      comments = List.copyOf(comments);
    }
  }

  /** What is to be written; null for what stays as it is. */
  record Change(
      AlertWord.@Nullable Status status,
      @Nullable Classification classification,
      @Nullable Determination determination,
      @Nullable String assignTo,
      @Nullable String comment) {}

  /** Empty when there is no such alert. Reads only. */
  Optional<Standing> standing(String alertId);

  /**
   * Writes the change. Whoever calls it has looked before, and repeats it only after looking again:
   * a comment that is written twice stands there twice.
   */
  void write(String alertId, Change change);
}
