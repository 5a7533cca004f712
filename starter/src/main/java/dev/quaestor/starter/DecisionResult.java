package dev.quaestor.starter;

import dev.quaestor.starter.ledger.ActionRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a person's decision on one action.
 *
 * @param action as it now stands; null when there is none of that id
 * @param sentence for people
 * @param elsewhere what became of it for the same action in other cases, if it counted here
 */
public record DecisionResult(
    String actionId,
    Result result,
    @Nullable ActionRow action,
    String sentence,
    List<DecisionResult> elsewhere) {

  public DecisionResult {
    elsewhere = List.copyOf(elsewhere);
  }

  public DecisionResult(
      String actionId, Result result, @Nullable ActionRow action, String sentence) {
    this(actionId, result, action, sentence, List.of());
  }

  DecisionResult andElsewhere(List<DecisionResult> others) {
    return new DecisionResult(actionId, result, action, sentence, others);
  }

  /** Whether it counted. */
  public enum Result {
    COUNTED,
    /** Somebody else, or time, was first; or it never needed a decision. */
    ALREADY_DECIDED,
    /** The plan is not the one that was shown. */
    STALE_PLAN,
    /** The same action in another case, which asks it for other reasons and waits on. */
    OTHER_PLAN,
    UNKNOWN_ACTION,
    /** It is not in the caller's area. */
    NOT_ALLOWED,
    /** The workflow has ended, or did not take the signature. */
    NOT_TAKEN,
    /** Temporal or its workflow did not answer in time: it may still count. */
    NO_ANSWER
  }
}
