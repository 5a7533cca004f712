package dev.quaestor.starter;

import org.jspecify.annotations.Nullable;

/** Temporal did not do what was asked, and it is not known that it will not. */
public final class TemporalException extends RuntimeException {

  /** What a caller can do about it. */
  public enum Kind {
    /** No way to the server: come again later. */
    UNREACHABLE,
    /** The server took the request and no worker answered in time; it may still be done. */
    NO_ANSWER,
    /** The investigation was ending the whole time: send it again. */
    CLOSING,
    /**
     * A worker heard what this starter signed and does not believe it, as when a clock is wrong or
     * a key is not known: nothing was done, and another starter may be believed.
     */
    NOT_BELIEVED,
    /** The server refuses the request itself: a defect, or a server set up otherwise. */
    REFUSED
  }

  private final Kind kind;

  TemporalException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
