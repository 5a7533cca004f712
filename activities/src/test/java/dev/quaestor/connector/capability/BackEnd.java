package dev.quaestor.connector.capability;

import dev.quaestor.connector.Connector;

/** What a connector is tried on, and what is really so there. */
public interface BackEnd {
  /** The connector in front of it. */
  Connector connector();

  /**
   * All that the back end itself would show of what is so and of what it was told to do: equal to
   * what it was before as long as nobody has done anything. What it was merely asked is not in it.
   */
  Object state();

  /** From now on it answers nobody. */
  void goAway();

  /** What it is told to do next it does, and its answer is lost on its way. */
  void loseNextAnswer();

  /** It answers again. Called after each test, too. */
  void comeBack();
}
