package dev.quaestor.starter.view;

import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.Question;
import dev.quaestor.approval.Quorum;
import dev.quaestor.authority.Admission;
import dev.quaestor.authority.Person;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody's approval would count, as far as the ledger knows: the workflow alone says so.
 */
final class Entitlement {
  private Entitlement() {}

  /**
   * Why it would not.
   *
   * @param signInAgain whether it would, once the person has signed in again
   */
  record Refusal(String sentence, boolean signInAgain) {
    static Refusal of(String sentence) {
      return new Refusal(sentence, false);
    }
  }

  /** Why it would not; empty when it would. */
  static Optional<Refusal> refusal(
      ActionRow row, PendingAction.@Nullable Place place, Caller caller) {
    var area = caller.mayNotDecideBecause(row.area());
    if (area.isPresent()) {
      return area.map(Refusal::of);
    }
    var author = caller.author();
    if (!Question.isInRemitOf(author, row.area(), place)) {
      return Optional.of(Refusal.of("This decision is for an approver of the group of its device"));
    }
    if (row.decision().given().stream().anyMatch(a -> a.by().mayBe(author.person()))) {
      return Optional.of(Refusal.of("You have approved this already, and one person counts once"));
    }
    var terms = row.plan().terms();
    var asking =
        new Question.Asking(
            row.asked(),
            row.createdAt(),
            row.plan().requestedBy() != null,
            terms == null ? List.<Person>of() : terms.authors());
    DecisionAnswer.@Nullable Result flaw =
        Quorum.flaw(asking, new Admission.Admitted(author, true), Instant.now());
    return flaw == null
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                ApprovalRules.sentence(flaw, asking), flaw == DecisionAnswer.Result.SIGN_IN_AGAIN));
  }
}
