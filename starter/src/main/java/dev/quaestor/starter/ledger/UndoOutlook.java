package dev.quaestor.starter.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the undo of an action would come to.
 *
 * @param notBecause why it cannot be undone; null where it can
 * @param holders who else wants what it brought about, the first first
 * @param instances others of its case and type that could be undone too
 */
public record UndoOutlook(
    ActionRow action, @Nullable String notBecause, List<Other> holders, List<ActionRow> instances) {

  /**
   * Somebody else who wants the same to stay.
   *
   * @param since when it was done, or found done
   */
  public record Other(
      String actionId,
      @Nullable String investigationId,
      @Nullable String investigationTitle,
      Instant since) {
    static Other of(ActionRow row) {
      ActionRow.@Nullable Of of = row.of();
      return new Other(
          row.actionId(),
          row.investigationId(),
          of == null ? null : of.title(),
          Objects.requireNonNullElse(row.execution().finishedAt(), row.createdAt()));
    }
  }

  public UndoOutlook {
    holders = List.copyOf(holders);
    instances = List.copyOf(instances);
  }
}
