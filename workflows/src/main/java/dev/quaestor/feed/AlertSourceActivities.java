package dev.quaestor.feed;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Reading alerts where they arise, on the worker. Reads only: calling it twice changes nothing. */
@ActivityInterface
public interface AlertSourceActivities {

  /**
   * Everything that changed in a stretch of time, or in the first part of it where it is too much
   * for one answer.
   *
   * @return {@link AlertsRead.NotRead} when the source is away, throttles, refuses us or is not
   *     configured on the worker: that is for the next round, and no failure of the activity
   */
  @ActivityMethod(name = "ReadAlerts")
  AlertsRead read(AlertQuery query);
}
