package dev.quaestor.approval;

import dev.quaestor.action.Area;
import java.time.Instant;

/**
 * An action that could be decided, in a case or as a proposal: what was shown of it and what stands
 * on it. It moves through these doors only, and what is decided stays decided.
 *
 * @param area whose approvers may decide it
 */
public record Question(String actionId, Area area, String planHash, Decision standing) {

  /** It waits for a person until then. */
  public static Question pending(String actionId, Area area, String planHash, Instant expiresAt) {
    return new Question(actionId, area, planHash, new Decision.Pending(expiresAt));
  }

  public boolean isPending() {
    return standing instanceof Decision.Pending;
  }

  /** What stands on it by now: no answer in time is no. */
  public Question at(Instant now) {
    return standing instanceof Decision.Pending p && !p.expiresAt().isAfter(now)
        ? decided(new Decision.Expired(now))
        : this;
  }

  public Question decided(Decision decision) {
    if (!isPending()) {
      throw new IllegalStateException(
          "action %s cannot be decided: %s".formatted(actionId, standing.status()));
    }
    return new Question(actionId, area, planHash, decision);
  }
}
