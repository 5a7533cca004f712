package dev.quaestor.authority;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Who sent a signal, as Temporal itself says: a server with an authorizer writes beside each signal
 * whose credentials sent it, and workflow code cannot see that. Hosted by the starter on the task
 * queue {@code action-center}, with its own right to read histories.
 */
@ActivityInterface
public interface SenderActivities {

  /**
   * Looks a signal up in the history of the very run that asks. Reads only.
   *
   * @return nobody where the server does not say, or there is no such signal
   */
  @ActivityMethod(name = "FindSender")
  SignalSender sender(SignalSighting wanted);
}
