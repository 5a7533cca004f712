package dev.quaestor.approval;

import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.SignedMessage;
import dev.quaestor.text.PersonsWord;
import dev.quaestor.wire.Exact;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A decision as it travels, by update or signal: short enough to paste in the Temporal Web UI.
 *
 * @param actionIds which; {@code ["*"]} means all that is pending now
 * @param verdict {@code APPROVE} or {@code REJECT}
 * @param approver who decides; a decision by nobody is none
 * @param planHash what the approver was shown: the hash of the one action, or of all those named
 *     together ({@link PlanHash}); null binds to the action ids alone
 * @param decisionId a name for this decision, so that a repeat is known
 * @param signature a starter's seal over it ({@link dev.quaestor.authority.Seal}); null for none
 */
@Exact
public record DecisionMessage(
    List<String> actionIds,
    Choice verdict,
    @Nullable String approver,
    @Nullable String comment,
    @Nullable String planHash,
    @Nullable String decisionId,
    @Nullable String signature)
    implements SignedMessage<DecisionMessage> {
  @Override
  public MessageKind kind() {
    return MessageKind.DECIDE;
  }

  @Override
  public DecisionMessage signed(String seal) {
    return new DecisionMessage(actionIds, verdict, approver, comment, planHash, decisionId, seal);
  }

  /** Yes or no. */
  public enum Choice {
    APPROVE,
    REJECT
  }

  /** All that is pending now. */
  public static final String ALL = "*";

  public DecisionMessage {
    actionIds = actionIds == null ? List.of() : List.copyOf(actionIds);
  }

  private static final int MOST_ACTIONS = 500;
  private static final int LONGEST_WORD = 320;

  /** What is wrong with it before anything is looked up; empty when it can be judged. */
  public Optional<String> defect() {
    if (actionIds.isEmpty()) {
      return Optional.of("actionIds is missing or empty");
    }
    if (actionIds.size() > MOST_ACTIONS) {
      return Optional.of("actionIds names more than " + MOST_ACTIONS + " actions");
    }
    // A message that was read from JSON may lack what the type promises.
    if (Optional.ofNullable(verdict).isEmpty()) {
      return Optional.of("verdict must be APPROVE or REJECT");
    }
    var words = Stream.of(orEmpty(planHash), orEmpty(decisionId));
    if (Stream.concat(actionIds.stream(), words).anyMatch(n -> n.length() > LONGEST_WORD)) {
      return Optional.of("an id or hash is longer than " + LONGEST_WORD + " characters");
    }
    return PersonsWord.flaw("approver", approver, comment);
  }

  /** The same of what came by signal, which may be no decision at all. */
  public static Optional<String> defectOf(Optional<DecisionMessage> read) {
    return read.isEmpty()
        ? Optional.of(
            "It is not a decision: actionIds and a verdict of APPROVE or REJECT are required")
        : read.get().defect();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
