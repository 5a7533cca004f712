package dev.quaestor.starter.ocsf;

import java.util.Arrays;
import java.util.List;

/**
 * What an event is about, as the {@code type} of its CloudEvent says it. A subscriber names these,
 * whole or with {@code *} for the end.
 */
public enum Topic {
  INVESTIGATION_STARTED("dev.quaestor.investigation.started"),
  INVESTIGATION_UPDATED("dev.quaestor.investigation.updated"),
  INVESTIGATION_CLOSED("dev.quaestor.investigation.closed"),
  APPROVAL_REQUESTED("dev.quaestor.approval.requested"),
  /** One approval of several that it takes. */
  APPROVAL_GIVEN("dev.quaestor.approval.given"),
  /** Nobody has answered yet; for those who may decide. */
  APPROVAL_REMINDER("dev.quaestor.approval.reminder"),
  /** Nobody has answered yet; for whom the policy names. */
  APPROVAL_ESCALATED("dev.quaestor.approval.escalated"),
  APPROVAL_DECIDED("dev.quaestor.approval.decided"),
  /** Begun, not ended: it runs, or waits for a device or a back end. */
  ACTION_RUNNING("dev.quaestor.action.running"),
  ACTION_SUCCEEDED("dev.quaestor.action.succeeded"),
  ACTION_PARTIALLY_SUCCEEDED("dev.quaestor.action.partially_succeeded"),
  ACTION_FAILED("dev.quaestor.action.failed"),
  ACTION_UNSUPPORTED("dev.quaestor.action.unsupported"),
  UNDO_REQUESTED("dev.quaestor.action.undo_requested"),
  UNDO_RUNNING("dev.quaestor.action.undo_running"),
  ACTION_UNDONE("dev.quaestor.action.undone"),
  UNDO_FAILED("dev.quaestor.action.undo_failed"),
  /** Let go of, and left as it is for those who want it so. */
  UNDO_HELD_BY_OTHERS("dev.quaestor.action.undo_held_by_others"),
  /** Left as it is, because somebody else has changed it since. */
  UNDO_CHANGED_SINCE("dev.quaestor.action.undo_changed_since");

  private final String wireName;

  Topic(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /**
   * Whether a subscriber's pattern names it.
   *
   * @param pattern a wire name, or its beginning and {@code *}
   */
  public boolean matches(String pattern) {
    return pattern.endsWith("*")
        ? wireName.startsWith(pattern.substring(0, pattern.length() - 1))
        : wireName.equals(pattern);
  }

  /** Whether any topic is named by the pattern. */
  public static boolean anyMatches(String pattern) {
    return Arrays.stream(values()).anyMatch(t -> t.matches(pattern));
  }

  public static List<String> wireNames() {
    return Arrays.stream(values()).map(Topic::wireName).toList();
  }
}
