package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import java.time.Duration;

/** Waiting within an activity. */
final class ActivityPause {
  private ActivityPause() {}

  /**
   * @throws ConnectorException DOWN when the worker stops meanwhile, so that another one takes over
   */
  static void pause(Duration wait) {
    if (wait.isZero()) {
      return;
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ConnectorException(Kind.DOWN, "the worker stops");
    }
  }
}
