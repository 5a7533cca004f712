package dev.quaestor.connector;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A back end could not be asked, or answered that it could not. The message names the operation and
 * the back end's own error code, never a credential and never a body.
 */
public final class ConnectorException extends RuntimeException {

  /** What went wrong, and so what may cure it. */
  public enum Kind {
    /** Too many calls; come again after {@link ConnectorException#retryAfter()}. */
    THROTTLED,
    /** Not reachable, or broken on its side. */
    DOWN,
    /** It refuses our credentials or our rights. */
    UNAUTHORIZED,
    /** It refuses this very request and will again. */
    REJECTED,
    /** The thing asked for is not there. */
    NOT_FOUND,
    /** It answered something that makes no sense, or too much of it. */
    MALFORMED_ANSWER,
    /** The device concerned is offline; the back end itself is well. */
    DEVICE_AWAY
  }

  private final Kind kind;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  public ConnectorException(
      Kind kind,
      String message,
      @Nullable String code,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public ConnectorException(Kind kind, String message) {
    this(kind, message, null, null, null);
  }

  public Kind kind() {
    return kind;
  }

  /** The back end's own error code, when it gave one. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** How long the back end wants to be left alone, when it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
