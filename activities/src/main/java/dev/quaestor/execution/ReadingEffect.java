package dev.quaestor.execution;

import dev.quaestor.connector.capability.Asynchronous;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.remediation.Outcome;
import dev.quaestor.remediation.Preparation;
import dev.quaestor.remediation.Receipt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scans and collections: they leave nothing to go back to.
 *
 * @param sha256 of what must be collected; null where that is not known
 */
record ReadingEffect(Asynchronous port, Function<Mandate, Progress> act, @Nullable String sha256)
    implements Effect {

  @Override
  public Preparation prepare() {
    return new Preparation.Ready(new Receipt.None());
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    return settle(act.apply(mandate));
  }

  @Override
  public Outcome poll(String ticket, Receipt receipt) {
    return settle(port.poll(ticket));
  }

  @Override
  public void cancel(String ticket, Mandate mandate) {
    port.cancel(ticket, mandate);
  }

  private Outcome settle(Progress progress) {
    return switch (progress) {
      case Progress.InProgress running ->
          new Outcome.Unfinished(running.ticket(), running.deviceAway(), running.sentence());
      case Progress.Failed failed -> new Outcome.Failed(failed.code(), failed.sentence());
      case Progress.Already already -> new Outcome.AlreadyInState(already.sentence());
      case Progress.Done done -> new Outcome.Succeeded(new Receipt.None(), done.sentence());
      case Progress.Collected collected -> collected(collected);
    };
  }

  private Outcome collected(Progress.Collected collected) {
    if (sha256 != null && !sha256.equalsIgnoreCase(collected.sha256())) {
      return new Outcome.Failed(
          "HASH_DIFFERS", collected.sentence() + ", which is not the hash that was asked for");
    }
    return new Outcome.Succeeded(new Receipt.None(), collected.sentence());
  }
}
