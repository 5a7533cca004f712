package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.UrlBlocking;
import dev.quaestor.entity.Url;

/** Blocks a URL, keeping the entry that stood there. */
record BlockEffect(UrlBlocking port, Url url) implements ImmediateEffect {

  @Override
  public Preparation prepare() {
    var before = port.entry(url);
    if (before.isPresent() && before.get().blocks()) {
      return new Preparation.Refused(new Outcome.AlreadyInState(already(before.get())));
    }
    return new Preparation.Ready(
        new Receipt.BlockEntry(before.map(UrlBlocking.Entry::image).orElse(null), false));
  }

  private static String already(UrlBlocking.Entry entry) {
    return entry.until() == null
        ? "the URL is already blocked"
        : "the URL is already blocked until " + entry.until() + ", when that block lapses";
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    var progress = port.block(url, mandate);
    if (progress instanceof Progress.Failed failed) {
      return new Outcome.Failed(failed.code(), failed.sentence());
    }
    var listed =
        ConnectorException.sinceActing(
            () -> port.entry(url).filter(UrlBlocking.Entry::blocks).isPresent());
    if (progress instanceof Progress.Unseen && !listed) {
      return new Outcome.Unknown(receipt, progress.sentence());
    }
    return listed
        ? new Outcome.Succeeded(receipt, "the block is listed: " + progress.sentence())
        : new Outcome.Unknown(receipt, "the block was accepted, but it is not listed");
  }
}
