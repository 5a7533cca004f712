package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Url;
import org.jspecify.annotations.Nullable;

/**
 * Takes a block away.
 *
 * @param before the entry to put back; null for none
 */
record UnblockEffect(UrlBlocking port, Url url, @Nullable String before)
    implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    var blocked = port.entry(url).filter(UrlBlocking.Entry::stands).isPresent();
    return blocked || before != null
        ? new Preparation.Ready(new Receipt.None())
        : new Preparation.Refused(new Outcome.AlreadyInState("the URL is not blocked"));
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    var progress = port.unblock(url, before, mandate);
    if (progress instanceof Progress.Failed failed) {
      return new Outcome.Failed(failed.code(), failed.sentence());
    }
    var listed =
        ConnectorException.sinceActing(
            () -> port.entry(url).filter(UrlBlocking.Entry::stands).isPresent());
    if (listed) {
      return new Outcome.Unknown(receipt, "the block was removed, but one is still listed");
    }
    return progress instanceof Progress.Already
        ? new Outcome.AlreadyInState(progress.sentence())
        : new Outcome.Succeeded(new Receipt.None(), progress.sentence());
  }
}
