package dev.quaestor.call;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Taking one action back, the same for a case that rolls back and for an undo that a person wants:
 * what takes it back runs as any action, under an id of its own, and is told at the action that it
 * takes back.
 */
public final class UndoRun {
  private UndoRun() {}

  /**
   * @param inverse what takes it back, named by the undo's id
   * @param stopped whether nobody wants it any longer; looked at only while it waits
   */
  public static Outcome run(
      LedgerEvent.UndoRequested wish,
      RemediationActivities.Command inverse,
      Duration giveUpAfter,
      BooleanSupplier stopped,
      Consumer<LedgerEvent> ledger) {
    ledger.accept(wish);
    var listener =
        new RemediationRun.Listener() {
          @Override
          public void prepared(Receipt receipt) {
            // An inverse leaves nothing to go back to.
          }

          @Override
          public void unfinished(Outcome.Unfinished outcome) {
            ledger.accept(progressed(wish, outcome));
          }
        };
    var outcome = new RemediationRun(giveUpAfter, stopped, listener).run(inverse);
    ledger.accept(progressed(wish, outcome));
    return outcome;
  }

  private static LedgerEvent progressed(LedgerEvent.UndoRequested wish, Outcome outcome) {
    return new LedgerEvent.UndoProgressed(wish.actionId(), wish.undoId(), outcome);
  }
}
