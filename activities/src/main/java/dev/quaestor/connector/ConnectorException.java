package dev.quaestor.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
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
    /** It does not serve what the thing would be in: whether it is there, nobody can tell. */
    OUT_OF_REACH,
    /** It answered something that makes no sense, or too much of it. */
    MALFORMED_ANSWER,
    /** The device concerned is offline; the back end itself is well. */
    DEVICE_AWAY
  }

  /** Ours, and in no answer: a back end's code comes with a refusal. */
  private static final String TOO_LARGE = "ANSWER_TOO_LARGE";

  private final Kind kind;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;
  private final @Nullable String said;
  private final boolean ofPart;
  private final boolean acted;

  public ConnectorException(
      Kind kind,
      String message,
      @Nullable String code,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    this(kind, message, code, retryAfter, cause, null, false, false);
  }

  private ConnectorException(
      Kind kind,
      @Nullable String message,
      @Nullable String code,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      @Nullable String said,
      boolean ofPart,
      boolean acted) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
    this.said = said;
    this.ofPart = ofPart;
    this.acted = acted;
  }

  public ConnectorException(Kind kind, String message) {
    this(kind, message, null, null, null);
  }

  /** The answer is larger than we take; a smaller question may be answered. */
  public static ConnectorException tooLarge(String message) {
    return new ConnectorException(Kind.MALFORMED_ANSWER, message, TOO_LARGE, null, null);
  }

  /** Whether it answered too much. */
  public boolean isTooLarge() {
    return kind == Kind.MALFORMED_ANSWER && TOO_LARGE.equals(code);
  }

  public Kind kind() {
    return kind;
  }

  /** The back end's own error code, when it gave one. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** The same with the back end's own words. */
  public ConnectorException saying(@Nullable String words) {
    return new ConnectorException(
        kind, getMessage(), code, retryAfter, getCause(), words, ofPart, acted);
  }

  /** The same of one part of the back end only, as a mailbox: it says nothing of the others. */
  public ConnectorException ofPart() {
    return new ConnectorException(
        kind, getMessage(), code, retryAfter, getCause(), said, true, acted);
  }

  /** Whether it is about one part of the back end only. */
  public boolean isOfPart() {
    return ofPart || kind == Kind.OUT_OF_REACH;
  }

  /** What looks at what has been done: when that breaks, it is done all the same. */
  public static <T> T sinceActing(Supplier<T> look) {
    try {
      return look.get();
    } catch (ConnectorException broke) {
      throw broke.afterActing();
    }
  }

  /** The same once the back end has taken what changes it, or may have. */
  public ConnectorException afterActing() {
    return new ConnectorException(
        kind, getMessage(), code, retryAfter, getCause(), said, ofPart, true);
  }

  /** Whether what was to be done may be in force, whatever the kind. */
  public boolean mayHaveActed() {
    return acted;
  }

  /** Whether the same may be answered when it is asked again, unlike what is refused. */
  public boolean isPassing() {
    return switch (kind) {
      case THROTTLED, DOWN, UNAUTHORIZED, DEVICE_AWAY -> true;
      case REJECTED, NOT_FOUND, OUT_OF_REACH, MALFORMED_ANSWER -> false;
    };
  }

  /**
   * The back end's own words, bounded and on one line. They may quote what was sent, so they are
   * for the person who asked, never for a log.
   */
  public Optional<String> said() {
    return Optional.ofNullable(said);
  }

  /** How long the back end wants to be left alone, when it said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
