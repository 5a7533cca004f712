package dev.quaestor.starter.view;

import dev.quaestor.action.Execution;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.ledger.GroupCount;
import dev.quaestor.starter.ledger.UndoState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.function.Predicate;

/**
 * How the actions of one request stand; every action counts in one place, {@code undone} aside.
 *
 * @param pending waiting for a decision
 * @param declined rejected, expired or superseded: never ran
 * @param running begun and not ended, or about to
 * @param waiting for a device or back end that is away
 * @param succeeded with those that were so already
 */
@Schema(name = "ActionGroup", description = "Counts of the actions that were ordered together")
public record GroupView(
    String groupId,
    long total,
    long pending,
    long declined,
    long running,
    long waiting,
    long succeeded,
    long partiallySucceeded,
    long failed,
    long unsupported,
    long undone) {

  public static GroupView of(String groupId, List<GroupCount> counts) {
    return new GroupView(
        groupId,
        sum(counts, c -> true),
        sum(counts, c -> c.decision() == DecisionStatus.PENDING),
        sum(counts, GroupView::isDeclined),
        sum(
            counts,
            c ->
                mayRun(c)
                    && (c.execution() == Execution.RUNNING
                        || c.execution() == Execution.NOT_STARTED)),
        sum(counts, c -> c.execution() == Execution.WAITING_FOR_RESOURCE),
        sum(counts, c -> c.execution().isGood()),
        sum(counts, c -> c.execution() == Execution.PARTIALLY_SUCCEEDED),
        sum(counts, c -> c.execution() == Execution.FAILED || c.execution() == Execution.UNKNOWN),
        sum(counts, c -> c.execution() == Execution.UNSUPPORTED),
        sum(counts, c -> c.undo() == UndoState.UNDONE));
  }

  private static boolean isDeclined(GroupCount count) {
    return switch (count.decision()) {
      case REJECTED, EXPIRED, SUPERSEDED -> true;
      case NOT_NEEDED, PENDING, APPROVED -> false;
    };
  }

  private static boolean mayRun(GroupCount count) {
    return !isDeclined(count) && count.decision() != DecisionStatus.PENDING;
  }

  private static long sum(List<GroupCount> counts, Predicate<GroupCount> which) {
    return counts.stream().filter(which).mapToLong(GroupCount::actions).sum();
  }
}
