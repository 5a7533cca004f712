package dev.quaestor.starter.view;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Execution;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.Around;
import dev.quaestor.starter.ledger.UndoState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What else there is about the thing that an action is done to.
 *
 * @param waiting what else waits on it or on its device, no more than ten
 * @param earlier what was decided on it before, the latest first, no more than five
 */
@Schema(name = "ActionSurroundings")
public record AroundView(List<Other> waiting, List<Other> earlier) {

  /**
   * Another action.
   *
   * @param decidedBy the person, or {@code Automation} where nobody was needed
   * @param comment the decision's
   */
  @Schema(name = "OtherAction")
  public record Other(
      String actionId,
      ActionType type,
      String title,
      String summary,
      @Nullable String investigationId,
      @Nullable String investigationTitle,
      DecisionStatus decision,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String comment,
      Execution execution,
      UndoState undo,
      Instant createdAt) {
    static Other of(ActionRow row) {
      ActionRow.@Nullable Of of = row.of();
      return new Other(
          row.actionId(),
          row.type(),
          row.type().title(),
          row.summary(),
          row.investigationId(),
          of == null ? null : of.title(),
          row.decision().status(),
          ActionView.decidedBy(row),
          row.decision().decidedAt(),
          row.decision().comment(),
          row.execution().status(),
          row.undo().state(),
          row.createdAt());
    }
  }

  static AroundView of(Around around) {
    return new AroundView(
        around.waiting().stream().map(Other::of).toList(),
        around.earlier().stream().map(Other::of).toList());
  }
}
