package dev.quaestor.starter.ledger;

import dev.quaestor.action.Receipt;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.text.Storable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What it would take to undo an action, or in words why it cannot be done. */
final class UndoBriefing {
  private final JdbcClient jdbc;
  private final ActionQueries actions;

  UndoBriefing(JdbcClient jdbc, ActionQueries actions) {
    this.jdbc = jdbc;
    this.actions = actions;
  }

  /**
   * @param caller the workflow id of the undo that asks; null for anybody else. An undo that has
   *     recorded its request already must not be refused because of itself, nor because of an
   *     earlier run of the same id that was killed: Temporal runs an id once at a time.
   */
  UndoBrief brief(String actionId, @Nullable String caller) {
    Optional<ActionRow> found = actions.find(actionId);
    if (found.isEmpty()) {
      return no("there is no action " + actionId);
    }
    ActionRow action = found.get();
    return switch (action.undo().state()) {
      case UNDONE ->
          no(
              "it was undone already"
                  + onBehalfOf(action.undo())
                  + ", at "
                  + action.undo().changedAt());
      case RUNNING ->
          isOwn(actionId, caller)
              ? byExecution(action)
              : no("an undo of it is running already" + onBehalfOf(action.undo()));
      case NOT_UNDOABLE, AVAILABLE, FAILED -> byExecution(action);
    };
  }

  private static String onBehalfOf(ActionRow.UndoView undo) {
    return undo.requestedBy() == null ? "" : ", asked for by " + undo.requestedBy();
  }

  private boolean isOwn(String actionId, @Nullable String caller) {
    if (caller == null) {
      return false;
    }
    return jdbc.sql("select undo_stream from action where action_id = ?")
        .param(Storable.of(actionId))
        .query(String.class)
        .optional()
        .filter(stream -> stream.equals(caller) || stream.startsWith(caller + "/"))
        .isPresent();
  }

  private UndoBrief byExecution(ActionRow action) {
    String sentence =
        action.execution().sentence() == null ? "" : ": " + action.execution().sentence();
    return switch (action.execution().status()) {
      case NOT_STARTED -> no(neverRan(action.decision()));
      case RUNNING -> no("it is still running" + sentence);
      case WAITING_FOR_RESOURCE -> no("it has not ended, it waits" + sentence);
      case FAILED -> no("it failed, so there is nothing to take back" + sentence);
      case UNSUPPORTED -> no("it never ran, because nothing here can do it" + sentence);
      case ALREADY_IN_STATE -> no("it changed nothing" + sentence);
      case SUCCEEDED, PARTIALLY_SUCCEEDED -> byReceipt(action);
    };
  }

  private static String neverRan(ActionRow.DecisionView decision) {
    return switch (decision.status()) {
      case PENDING -> "it never ran: it still waits for a decision";
      case REJECTED -> "it never ran: " + decision.decidedBy() + " rejected it";
      case EXPIRED -> "it never ran: nobody decided in time";
      case SUPERSEDED -> "it never ran: a newer plan took its place";
      case APPROVED, NOT_NEEDED -> "it has not run yet";
    };
  }

  private UndoBrief byReceipt(ActionRow action) {
    String title = action.type().title();
    Optional<String> never = action.type().notUndoableBecause();
    if (never.isPresent()) {
      return no(never.get());
    }
    Optional<Receipt> receipt = receipt(action.actionId());
    if (receipt.isEmpty()) {
      return no("no receipt of it is recorded, so nobody knows how it was before");
    }
    if (!receipt.get().changed()) {
      return no("it changed nothing, so there is nothing to take back");
    }
    if (action.action().inverse(receipt.get()).isEmpty()) {
      return no("\"" + title + "\" has no inverse for what this run did");
    }
    return new UndoBrief.Undoable(action.action(), receipt.get(), action.investigationId());
  }

  private Optional<Receipt> receipt(String actionId) {
    return jdbc.sql("select receipt from action where action_id = ? and receipt is not null")
        .param(actionId)
        .query((row, n) -> Columns.value(row, "receipt", Receipt.class))
        .optional();
  }

  private static UndoBrief no(String because) {
    return new UndoBrief.NotUndoable(because);
  }
}
