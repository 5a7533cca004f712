package dev.quaestor.starter.api;

import java.io.IOException;

/** A body went over its limit while it was read. */
final class BodyTooLarge extends IOException {
  private final long limit;

  BodyTooLarge(long limit) {
    super("the body is larger than %d bytes".formatted(limit));
    this.limit = limit;
  }

  long limit() {
    return limit;
  }
}
