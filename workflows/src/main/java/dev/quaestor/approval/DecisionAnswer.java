package dev.quaestor.approval;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What became of a decision, one answer for each action it named. */
public record DecisionAnswer(List<Item> items) {
  public DecisionAnswer {
    items = List.copyOf(items);
  }

  private static final int MOST_TOLD = 20;

  /**
   * Why the decision, or a part of it, changed nothing; empty when all of it counted. For those who
   * sent it by signal and get no answer.
   */
  public Optional<String> withoutEffect() {
    if (items.isEmpty()) {
      return Optional.of("Nothing is pending");
    }
    var without =
        items.stream()
            .filter(i -> !i.result().counts())
            .map(i -> i.actionId() + ": " + i.sentence())
            .limit(MOST_TOLD)
            .collect(Collectors.joining("; "));
    return without.isEmpty() ? Optional.empty() : Optional.of(without);
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
    /** It counts, and others must approve as well before anything is done. */
    MORE_NEEDED,
    /** The very same decision came again; it counted the first time. */
    REPEATED,
    /** Somebody else, or time, was first. */
    ALREADY_DECIDED,
    /** The same person approved it before, and one person counts once. */
    ALREADY_APPROVED,
    /** The plan is no longer the one that was shown. */
    STALE_PLAN,
    UNKNOWN_ACTION,
    /** It names no approver. */
    NO_APPROVER,
    /** It carries no signature and the policy wants one. */
    UNSIGNED,
    /** Its signature is not that of a starter the worker knows. */
    BAD_SIGNATURE,
    /** Whoever decides may not act in the action's area. */
    NOT_ALLOWED,
    /** Whoever decides proposed it, or said what led to it. */
    FOUR_EYES,
    /** Whoever decides holds none of the roles that it takes. */
    ROLE_NEEDED,
    /** Whoever decides has not signed in recently enough. */
    SIGN_IN_AGAIN;

    /** Whether it changed anything. */
    public boolean counts() {
      return this == ACCEPTED || this == MORE_NEEDED;
    }
  }
}
