package dev.quaestor.lookup;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Asking back ends. Reads only: calling it twice changes nothing. */
@ActivityInterface
public interface LookupActivities {

  /**
   * Asks the configured connectors.
   *
   * @return {@link LookupAnswer.Refused} when no connector can answer or the back end refuses the
   *     question itself
   * @throws io.temporal.failure.ApplicationFailure of a retryable {@link
   *     dev.quaestor.wire.FailureType} while a back end is down or throttles
   */
  @ActivityMethod(name = "LookUp")
  LookupAnswer lookUp(LookupRequest request);
}
