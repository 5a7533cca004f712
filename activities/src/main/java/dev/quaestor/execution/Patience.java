package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.time.Instant;

/** Whether a breakage is worth another call of the same activity. */
@FunctionalInterface
interface Patience {

  /** The longest that a retry waits without a hint of the back end. */
  Duration USUAL_WAIT = Duration.ofMinutes(1);

  boolean covers(ConnectorException broke);

  /**
   * Whether another attempt, after the wait that the back end asks for, would end before the
   * activity's time is over. One that would not is never made: the server fails the activity at
   * once instead, and what this attempt has found would be lost.
   */
  static boolean leavesTime(ActivityInfo info, Instant now, ConnectorException broke) {
    var allowed = info.getScheduleToCloseTimeout();
    if (allowed.isZero()) {
      return true;
    }
    var over = Instant.ofEpochMilli(info.getScheduledTimestamp()).plus(allowed);
    var next = now.plus(broke.retryAfter().orElse(USUAL_WAIT)).plus(info.getStartToCloseTimeout());
    return next.isBefore(over);
  }
}
