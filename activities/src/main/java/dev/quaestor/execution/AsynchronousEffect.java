package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Asynchronous;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import org.jspecify.annotations.Nullable;

/** What back ends may take their time over: it is come back to with their ticket. */
sealed interface AsynchronousEffect extends Effect
    permits SwitchEffect, RemovalEffect, OneWayEffect {

  /** Null where the back end answers at once. */
  @Nullable Asynchronous port();

  /** What it is worth that the back end says done. */
  Outcome done(Receipt receipt, String sentence);

  /** The same, where it brought something into the vault. */
  default Outcome collected(Receipt receipt, Progress.Collected collected) {
    return done(receipt, collected.sentence());
  }

  /** What the back end says, as an outcome. */
  default Outcome settle(Progress progress, Receipt receipt) {
    return switch (progress) {
      case Progress.InProgress running ->
          new Outcome.Unfinished(running.ticket(), running.deviceAway(), running.sentence());
      case Progress.Failed failed -> new Outcome.Failed(failed.code(), failed.sentence());
      case Progress.Already already -> new Outcome.AlreadyInState(already.sentence());
      case Progress.Unseen unseen -> new Outcome.Unknown(receipt, unseen.sentence());
      case Progress.Done done ->
          ConnectorException.sinceActing(() -> done(receipt, done.sentence()));
      case Progress.Collected collected -> collected(receipt, collected);
    };
  }

  @Override
  default Outcome poll(String ticket, Receipt receipt) {
    var port = port();
    if (port == null) {
      throw new ConnectorException(Kind.NOT_FOUND, "this action returns no ticket");
    }
    return settle(port.poll(ticket), receipt);
  }

  @Override
  default void cancel(String ticket, Mandate mandate) {
    var port = port();
    if (port != null) {
      port.cancel(ticket, mandate);
    }
  }
}
