package dev.quaestor.feed;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Saying in an alert, at its source, what its case came to; on the worker. */
@ActivityInterface
public interface AlertStatusActivities {

  /**
   * Looks at the alert and writes what is not there yet. What a person has set there stays as it
   * is. Calling it again writes nothing, also when nobody knows whether the call before did.
   *
   * @return {@link AlertTold.NotSaid} when the source is away, throttles or refuses it: that is no
   *     failure of the activity
   */
  @ActivityMethod(name = "TellAlert")
  AlertTold tell(AlertWord word);
}
