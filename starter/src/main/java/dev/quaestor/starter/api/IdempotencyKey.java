package dev.quaestor.starter.api;

import dev.quaestor.approval.PlanHash;
import dev.quaestor.starter.access.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Idempotency-Key}: any text of at most 200 characters. The same caller's same
 * key is the same request; another caller's equal key is another request, and says nothing of it.
 */
final class IdempotencyKey {
  static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 200;

  private IdempotencyKey() {}

  /** An id made from the key, or a random one when there is none. */
  static String idOf(@Nullable String key, Caller caller, String what) {
    if (key == null) {
      return UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    }
    if (key.isEmpty() || key.length() > LONGEST) {
      throw new ProblemException(
          ApiProblem.badField(HEADER, "must have 1 to %d characters".formatted(LONGEST)));
    }
    // By the id, which has no line break: two callers of one name are two.
    return PlanHash.shortId(String.join("\n", what, caller.id(), key));
  }
}
