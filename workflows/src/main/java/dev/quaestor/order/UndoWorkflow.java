package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Takes one action back: {@code undo/<actionId>}, so that a second click joins the first. Fetches
 * the receipt, checks that the world still looks as the action left it, runs the inverse, verifies,
 * records.
 */
@WorkflowInterface
public interface UndoWorkflow {

  /** Which action, and who wants it back. */
  record Request(
      String actionId,
      String requestedBy,
      @Nullable String comment,
      java.time.Duration giveUpAfter) {}

  /**
   * @return how the inverse ended; {@link Outcome.Unsupported} says why the action is not undoable
   */
  @WorkflowMethod(name = "Undo")
  Outcome undo(Request request);
}
