package dev.quaestor.call;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.wire.FailureType;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a call brought nothing, as far as it decides what is done next.
 *
 * @param mayHaveActed whether the back end may have taken it, whatever it answered
 * @param leftAlone for how long the back end wants to be left alone
 */
record Reason(
    String code, String sentence, boolean worthWaiting, boolean mayHaveActed, Duration leftAlone) {
  static final Reason STOPPED =
      new Reason(
          "STOPPED",
          "It was stopped before anything was begun; nothing was changed",
          false,
          false,
          Duration.ZERO);

  static final Reason STOPPED_UNSEEN =
      new Reason(
          "STOPPED",
          "It was stopped when the back end may have taken it already",
          false,
          true,
          Duration.ZERO);

  static final Reason STOPPED_ON_THE_WAY =
      new Reason(
          "STOPPED", "It was stopped before the back end finished", false, true, Duration.ZERO);

  private static Reason of(ApplicationFailure known) {
    return new Reason(
        known.getType(),
        known.getOriginalMessage(),
        worthWaiting(known.getType()),
        FailureType.LOST_SIGHT.name().equals(known.getType()),
        Objects.requireNonNullElse(known.getNextRetryDelay(), Duration.ZERO));
  }

  Reason beforeActing() {
    return new Reason(code, sentence, worthWaiting, false, leftAlone);
  }

  Reason afterBegin() {
    return new Reason(code, sentence, worthWaiting, true, leftAlone);
  }

  Outcome.Unfinished waiting(String untilWhen) {
    return new Outcome.Unfinished("", true, sentence).saying(untilWhen);
  }

  String saying(String more) {
    return sentence + ": " + more;
  }

  Outcome asFailed() {
    return new Outcome.Failed(code, sentence);
  }

  /** What may be in force has not failed. */
  Outcome ofActing(boolean begun, @Nullable Receipt receipt) {
    return mayHaveActed || begun ? new Outcome.Unknown(receipt, sentence) : asFailed();
  }

  static Reason of(ActivityFailure failure) {
    if (failure.getCause() instanceof ApplicationFailure known) {
      return of(known);
    }
    return failure.getCause() instanceof TimeoutFailure timeout
        ? fromTimeout(timeout)
        : new Reason(
            "INTERNAL", "The action could not be carried out", false, false, Duration.ZERO);
  }

  /** A retry limit in time ends as a timeout around the last real failure. */
  private static Reason fromTimeout(TimeoutFailure timeout) {
    return timeout.getCause() instanceof ApplicationFailure last
        ? of(last)
        : new Reason(
            "NO_ANSWER",
            "No worker or back end answered in time",
            true,
            wasTakenUp(timeout),
            Duration.ZERO);
  }

  /** A worker that took it up and was not heard of again may have acted. */
  private static boolean wasTakenUp(TimeoutFailure timeout) {
    return timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
        || timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_HEARTBEAT
        || (timeout.getCause() instanceof TimeoutFailure attempt && wasTakenUp(attempt));
  }

  private static boolean worthWaiting(String type) {
    for (var known : FailureType.values()) {
      if (known.name().equals(type)) {
        return known.retryable();
      }
    }
    return false;
  }
}
