package dev.quaestor.approval;

import java.util.List;

/** What became of a decision, one answer for each action it named. */
public record DecisionAnswer(List<Item> items) {
  public DecisionAnswer {
    items = List.copyOf(items);
  }

  /**
   * One action's answer.
   *
   * @param decision what stands on the action now, whoever decided it
   * @param sentence for people
   */
  public record Item(String actionId, Result result, Decision decision, String sentence) {}

  /** Whether a decision counted. */
  public enum Result {
    ACCEPTED,
    /** The very same decision came again; it counted the first time. */
    REPEATED,
    /** Somebody else, or time, was first. */
    ALREADY_DECIDED,
    /** The plan is no longer the one that was shown. */
    STALE_PLAN,
    UNKNOWN_ACTION,
    /** It names no approver. */
    NO_APPROVER,
    /** It carries no signature and the policy wants one. */
    UNSIGNED,
    /** Its signature is not the starter's. */
    BAD_SIGNATURE
  }
}
