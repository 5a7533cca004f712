package dev.quaestor.execution;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Preparation;
import dev.quaestor.action.Receipt;
import dev.quaestor.connector.capability.Mandate;

/**
 * One action tied to the port that can do it: look and record, act, see that it took effect.
 * Undoing is no part of it: that is the effect of the inverse action, made from the receipt.
 */
sealed interface Effect permits ImmediateEffect, AsynchronousEffect {

  /** Looks, changes nothing. */
  Preparation prepare();

  /**
   * Begins; where the back end answers at once, also verifies.
   *
   * @param receipt what {@link #prepare} recorded
   */
  Outcome begin(Mandate mandate, Receipt receipt);

  /** How far it is; once the back end has ended it, verified. */
  Outcome poll(String ticket, Receipt receipt);

  void cancel(String ticket, Mandate mandate);
}
