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

  /** Whether it counted; COUNTED decides it. */
  public enum Result {
    COUNTED,
    /** It counts, and others must approve as well: it still waits. */
    MORE_NEEDED,
    /** Somebody else, or time, was first; or it never needed a decision. */
    ALREADY_DECIDED,
    /** The plan is not the one that was shown. */
    STALE_PLAN,
    /** The same action in another case, which asks it for other reasons and waits on. */
    OTHER_PLAN,
    UNKNOWN_ACTION,
    /** It is not in the caller's area. */
    NOT_ALLOWED,
    /** The caller has approved it before, and one person counts once. */
    ALREADY_APPROVED,
    /** The caller proposed it, or said what led to it. */
    FOUR_EYES,
    /** The caller holds none of the roles that it takes. */
    ROLE_NEEDED,
    /** The caller has not signed in recently enough. */
    SIGN_IN_AGAIN,
    /** The workflow has ended, or did not take the signature. */
    NOT_TAKEN,
    /** Temporal or its workflow did not answer in time: it may still count. */
    NO_ANSWER;

    /** Whether it changed anything. */
    public boolean counts() {
      return this == COUNTED || this == MORE_NEEDED;
    }
  }
}
