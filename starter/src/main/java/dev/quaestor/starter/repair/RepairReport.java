package dev.quaestor.starter.repair;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was missing in the ledger, and what became of it.
 *
 * @param read how many runs of workflows were read
 * @param found what was missing, by case; what belongs to none by its workflow
 * @param policies what there is to say about revisions of the policy
 * @param unread runs whose history could not be read, and why
 */
public record RepairReport(
    long read, List<Found> found, List<String> policies, List<String> unread) {
  public RepairReport {
    found = List.copyOf(found);
    policies = List.copyOf(policies);
    unread = List.copyOf(unread);
  }

  /**
   * What was missing of one case, or of one workflow outside any.
   *
   * @param investigationId null outside any case
   * @param opened whether the case itself was missing
   * @param events how many events histories have that were missing
   * @param problem why not all of it could be recorded again; null when it could, or was not tried
   */
  public record Found(
      @Nullable String investigationId,
      String workflowId,
      boolean opened,
      long events,
      @Nullable String problem) {}

  public long events() {
    return found.stream().mapToLong(Found::events).sum();
  }

  public long opened() {
    return found.stream().filter(Found::opened).count();
  }

  /** Those that are recorded again for all that can be told. */
  public long recorded() {
    return found.stream().filter(f -> f.problem() == null).mapToLong(Found::events).sum();
  }

  /** Whether nothing stands in the way of a ledger that has all that histories have. */
  public boolean isWhole() {
    return unread.isEmpty() && found.stream().allMatch(f -> f.problem() == null);
  }
}
