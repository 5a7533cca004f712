package dev.quaestor.starter.view;

import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.Question;
import dev.quaestor.approval.Quorum;
import dev.quaestor.authority.Admission;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody's approval would not count, as far as the ledger knows: the workflow alone says so.
 *
 * @param result what the approval would be answered with
 * @param sentence for people
 */
record Entitlement(DecisionResult.Result result, String sentence) {

  /** Empty when it would count. */
  static Optional<Entitlement> refusal(
      ActionRow row, PendingAction.@Nullable Place place, Caller caller) {
    var area = caller.mayNotDecideBecause(row.area());
    if (area.isPresent()) {
      return Optional.of(new Entitlement(DecisionResult.Result.NOT_ALLOWED, area.get()));
    }
    var author = caller.author();
    if (!Question.isInRemitOf(author, row.area(), place)) {
      return Optional.of(
          new Entitlement(
              DecisionResult.Result.NOT_ALLOWED,
              "This decision is for an approver of the group of its device"));
    }
    if (row.decision().given().stream().anyMatch(a -> a.by().mayBe(author.person()))) {
      return Optional.of(
          new Entitlement(
              DecisionResult.Result.ALREADY_APPROVED,
              "You have approved this already, and one person counts once"));
    }
    var terms = row.plan().terms();
    var asking =
        new Question.Asking(
            row.asked(),
            row.createdAt(),
            row.plan().requestedBy() != null,
            terms == null ? List.of() : terms.authors());
    DecisionAnswer.@Nullable Result flaw =
        Quorum.flaw(asking, new Admission.Admitted(author, true), Instant.now());
    return flaw == null
        ? Optional.empty()
        : Optional.of(new Entitlement(result(flaw), ApprovalRules.sentence(flaw, asking)));
  }

  private static DecisionResult.Result result(DecisionAnswer.Result flaw) {
    return switch (flaw) {
      case FOUR_EYES -> DecisionResult.Result.FOUR_EYES;
      case ROLE_NEEDED -> DecisionResult.Result.ROLE_NEEDED;
      case SIGN_IN_AGAIN -> DecisionResult.Result.SIGN_IN_AGAIN;
      case ACCEPTED,
          MORE_NEEDED,
          REPEATED,
          ALREADY_DECIDED,
          ALREADY_APPROVED,
          STALE_PLAN,
          UNKNOWN_ACTION,
          NO_APPROVER,
          UNSIGNED,
          BAD_SIGNATURE,
          NOT_ALLOWED ->
          DecisionResult.Result.NOT_ALLOWED;
    };
  }
}
