package dev.quaestor.starter.retention;

import org.jspecify.annotations.Nullable;

/** A round that cannot go on. The message says why, without a full stop. */
public final class RetentionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RetentionFailure(String why, @Nullable Throwable cause) {
    super(why, cause);
  }

  public String why() {
    return String.valueOf(getMessage());
  }
}
