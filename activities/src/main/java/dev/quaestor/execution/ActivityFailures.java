package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The one place where breakage becomes a failure that workflows know. */
public final class ActivityFailures {
  /** A message in a history is for people and stays there for years: it is kept short. */
  private static final int MAX_MESSAGE = 500;

  private ActivityFailures() {}

  /** What a kind of breakage is called in histories. */
  public static FailureType type(ConnectorException.Kind kind) {
    return switch (kind) {
      case THROTTLED -> FailureType.THROTTLED;
      case DOWN -> FailureType.BACK_END_DOWN;
      case UNAUTHORIZED -> FailureType.UNAUTHORIZED;
      case REJECTED -> FailureType.REJECTED;
      case NOT_FOUND -> FailureType.NOT_FOUND;
      case OUT_OF_REACH -> FailureType.OUT_OF_REACH;
      case MALFORMED_ANSWER -> FailureType.MALFORMED_ANSWER;
      case DEVICE_AWAY -> FailureType.RESOURCE_AWAY;
    };
  }

  /** Retryable as its type says; a hint of the back end is the delay before the next attempt. */
  public static ApplicationFailure of(ConnectorException failed) {
    return failure(
        type(failed.kind()), String.valueOf(failed.getMessage()), failed.retryAfter().orElse(null));
  }

  /**
   * @param nextDelay null to leave it to the retry options
   */
  public static ApplicationFailure failure(
      FailureType type, String message, @Nullable Duration nextDelay) {
    var failure =
        ApplicationFailure.newBuilder()
            .setType(type.name())
            .setMessage(Excerpt.head(message, MAX_MESSAGE))
            .setNonRetryable(!type.retryable());
    // Zero would be a retry without any pause, over and over.
    if (nextDelay != null && nextDelay.isPositive()) {
      failure.setNextRetryDelay(nextDelay);
    }
    return failure.build();
  }
}
