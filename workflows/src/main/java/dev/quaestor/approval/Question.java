package dev.quaestor.approval;

import dev.quaestor.action.Area;
import dev.quaestor.authority.Author;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An action that could be decided, in a case or as a proposal: what was shown of it and what stands
 * on it. It moves through these doors only, and what is decided stays decided.
 *
 * @param area whose approvers may decide it
 * @param place where it is done; null for what is done on no device
 */
public record Question(
    String actionId,
    Area area,
    PendingAction.@Nullable Place place,
    String planHash,
    Decision standing) {

  /** It waits for a person until then. */
  public static Question of(PendingAction asked) {
    return new Question(
        asked.actionId(),
        asked.area(),
        asked.device(),
        asked.planHash(),
        new Decision.Pending(asked.expiresAt()));
  }

  /** Whether somebody may decide it where it is done. */
  boolean isInRemitOf(Author author) {
    return place == null
        ? author.remit().coversOffDevices(area)
        : author.remit().coversOnDevice(area, place.group());
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
    return new Question(actionId, area, place, planHash, decision);
  }
}
