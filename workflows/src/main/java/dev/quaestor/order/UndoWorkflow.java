package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * Takes one action back: {@code undo/<actionId>}, so that a second click joins the first. Has it
 * let go in the ledger, which says whether others want the same state; checks that the world still
 * looks as the action left it, runs the inverse, verifies, records.
 */
@WorkflowInterface
public interface UndoWorkflow {

  /**
   * Which action is wanted back.
   *
   * @param signature a starter's seal over it, in the name of whoever wants it; without one it does
   *     nothing
   */
  record Request(String actionId, @Nullable String comment, @Nullable String signature)
      implements SignedMessage<Request> {
    @Override
    public MessageKind kind() {
      return MessageKind.UNDO;
    }

    @Override
    public Request signed(String seal) {
      return new Request(actionId, comment, seal);
    }
  }

  /**
   * Takes it back, where a starter vouches that whoever wants it may act in the action's area.
   *
   * @return how the inverse ended; {@link Outcome.HeldByOthers} and {@link Outcome.ChangedSince}
   *     when it was left as it is, {@link Outcome.Unsupported} says why the action is not undoable
   */
  @WorkflowMethod(name = "Undo")
  Outcome undo(Request request);
}
