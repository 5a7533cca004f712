package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore.Lane;

/** Tells one receiver what is new in a lane, in words of its own. */
public interface Teller {

  /**
   * Until all is told, a message fails or it has to wait.
   *
   * @throws InterruptedException when this process is to end; a message may have been taken
   */
  void deliver(Lane lane) throws InterruptedException;

  /** A defect of ours must not make a loop that never rests. */
  void failedToTell(Lane lane);
}
