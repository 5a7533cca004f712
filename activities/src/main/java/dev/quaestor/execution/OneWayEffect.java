package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.capability.Asynchronous;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.text.Excerpt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What leaves nothing to go back to: scans, collections, the end of a process or of sessions, the
 * putting back of items and rules. The port itself sees to it that what it calls done is done.
 *
 * @param port null where the back end answers at once
 * @param name what people may call what it collects
 * @param sha256 of what must be collected; null where that is not known
 */
record OneWayEffect(
    @Nullable Asynchronous port,
    Function<Mandate, Progress> act,
    String name,
    @Nullable String sha256)
    implements AsynchronousEffect {
  private static final int MAX_NAME = 120;

  OneWayEffect(@Nullable Asynchronous port, Function<Mandate, Progress> act) {
    this(port, act, "", null);
  }

  @Override
  public Preparation prepare() {
    return new Preparation.Ready(new Receipt.None());
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    return settle(act.apply(mandate), receipt);
  }

  @Override
  public Outcome done(Receipt receipt, String sentence) {
    return new Outcome.Succeeded(new Receipt.None(), sentence);
  }

  @Override
  public Outcome collected(Receipt receipt, Progress.Collected collected) {
    if (sha256 != null && !sha256.equalsIgnoreCase(collected.sha256())) {
      return new Outcome.Failed(
          "HASH_DIFFERS", collected.sentence() + ", which is not the requested hash");
    }
    return new Outcome.Succeeded(
        new Receipt.Stored(collected.sha256(), collected.size(), fileName()), collected.sentence());
  }

  /** The name came with the evidence: no path and no trick of writing direction gets through. */
  private String fileName() {
    var plain = name.replaceAll("[^\\p{L}\\p{N} ._-]", "_").strip();
    var cut = Excerpt.head(plain, MAX_NAME);
    return cut.isEmpty() || cut.startsWith(".") ? "artifact" + cut : cut;
  }
}
