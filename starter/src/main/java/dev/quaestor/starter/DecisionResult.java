package dev.quaestor.starter;

import dev.quaestor.starter.ledger.ActionRow;
import org.jspecify.annotations.Nullable;

/**
 * What became of a person's decision on one action.
 *
 * @param action as it now stands; null when there is none of that id
 * @param sentence for people
 */
public record DecisionResult(
    String actionId, Result result, @Nullable ActionRow action, String sentence) {

  /** Whether it counted. */
  public enum Result {
    COUNTED,
    /** Somebody else, or time, was first; or it never needed a decision. */
    ALREADY_DECIDED,
    /** The plan is not the one that was shown. */
    STALE_PLAN,
    UNKNOWN_ACTION,
    /** It is not in the caller's area. */
    NOT_ALLOWED,
    /** The workflow has ended, or did not take the signature. */
    NOT_TAKEN,
    /** Temporal or its workflow did not answer in time: it may still count. */
    NO_ANSWER
  }
}
