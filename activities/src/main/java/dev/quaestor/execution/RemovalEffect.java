package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.ItemRemoval;
import dev.quaestor.connector.capability.ItemRemoval.Look;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.OnDevice;
import java.time.Duration;

/**
 * Takes an item off a device, after its image was read there.
 *
 * @param own the mandate of this run: the look is a session of its own, found again under it
 * @param lookFor how long one attempt waits for the device to answer
 */
record RemovalEffect(ItemRemoval port, OnDevice item, Mandate own, Duration lookFor)
    implements AsynchronousEffect {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** A session takes from seconds to minutes, and all look-ups of a minute are counted. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** Who comes back is noticed within a minute. */
  private static final Duration AGAIN_WHEN_AWAY = Duration.ofSeconds(45);

  @Override
  public Preparation prepare() {
    var until = System.nanoTime() + lookFor.toNanos();
    var pause = FIRST_PAUSE;
    while (true) {
      switch (port.look(item, own)) {
        case Look.There there -> {
          return new Preparation.Ready(new Receipt.BeforeImage(there.image()));
        }
        case Look.Gone gone -> {
          return new Preparation.Refused(new Outcome.AlreadyInState(gone.sentence()));
        }
        case Look.Refused refused -> {
          return new Preparation.Refused(new Outcome.Failed(refused.code(), refused.sentence()));
        }
        case Look.UnderWay running -> {
          if (running.deviceAway() || System.nanoTime() > until) {
            // The look goes on without us; the next attempt finds it under the same mandate.
            throw new ConnectorException(
                Kind.DEVICE_AWAY,
                running.sentence(),
                null,
                running.deviceAway() ? AGAIN_WHEN_AWAY : AGAIN,
                null);
          }
          ActivityPause.pause(pause);
          var doubled = pause.multipliedBy(2);
          pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
      }
    }
  }

  @Override
  public Outcome begin(Mandate mandate, Receipt receipt) {
    if (!(receipt instanceof Receipt.BeforeImage before) || before.image() == null) {
      return new Outcome.Failed("NO_IMAGE", "what is needed to restore it was not recorded");
    }
    return settle(port.remove(item, before.image(), mandate), receipt);
  }

  @Override
  public Outcome done(Receipt receipt, String sentence) {
    return new Outcome.Succeeded(receipt, sentence);
  }
}
