package dev.quaestor.starter.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.starter.DecisionResult;
import dev.quaestor.starter.access.Caller;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.ActionTold;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an approver needs to know before deciding.
 *
 * @param reasons the findings that led there, the gravest first; the case has all of them
 * @param impact whom and what it touches, as far as that is known
 * @param whoMayDecide one sentence
 * @param ifNobodyAnswers what happens then, and when, one sentence
 * @param mayDecide whether the token of this call may approve it
 * @param mayNotDecideBecause why it may not; absent when it may
 * @param wouldBe what an approval would be answered with; absent when it would count
 * @param mayReject whether the token of this call may reject it: one rejection by anybody who may
 *     decide ends it
 * @param approvals what it takes to approve it, and what there is of it
 * @param reminders who is told while nobody answers, as far as that is yet to come
 * @param elsewhere the other cases in which the same waits, no more than 20 of them; deciding this
 *     one decides them where the verdict and the gate are the same
 */
@Schema(name = "PendingFacts", description = "What an approver needs to know before deciding")
public record PendingView(
    List<ReasonView> reasons,
    UndoView undo,
    ImpactView impact,
    String whoMayDecide,
    String ifNobodyAnswers,
    boolean mayDecide,
    @Nullable String mayNotDecideBecause,
    DecisionResult.@Nullable Result wouldBe,
    boolean mayReject,
    ApprovalsView approvals,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReminderView> reminders,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PendingAction.Elsewhere> elsewhere) {

  /**
   * What it takes to approve it.
   *
   * @param rule the policy's approval rule that says so; absent where none does
   * @param needed how many different people
   * @param given who has approved it so far
   * @param roles roles of which each of them must hold one
   * @param notAuthor whether those do not count whose own word led to it
   * @param signedInWithin how long ago they may have signed in, ISO 8601; absent where it does not
   *     matter
   */
  @Schema(name = "PendingApprovals")
  public record ApprovalsView(
      @Nullable String rule,
      int needed,
      List<GivenView> given,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roles,
      boolean notAuthor,
      @Nullable String signedInWithin) {
    static ApprovalsView of(PendingAction.Approvals asked) {
      return new ApprovalsView(
          asked.rule(),
          asked.needed(),
          asked.given().stream().map(g -> new GivenView(g.by(), g.at(), g.comment())).toList(),
          asked.roles(),
          asked.notAuthor(),
          asked.signedInWithin() == null ? null : asked.signedInWithin().toString());
    }
  }

  /** Somebody who has approved it. */
  @Schema(name = "PendingApproval")
  public record GivenView(String by, Instant at, @Nullable String comment) {}

  /**
   * Somebody is told that it still waits.
   *
   * @param to names; absent for those who may decide
   */
  @Schema(name = "PendingReminder")
  public record ReminderView(
      Instant at, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> to) {}

  /**
   * One finding.
   *
   * @param on the piece of evidence that it is about, as people call it
   * @param verdict that piece's
   */
  @Schema(name = "PendingReason")
  public record ReasonView(
      String on, Verdict verdict, String source, String sentence, int weight) {}

  /**
   * Whether it could be taken back once it is done.
   *
   * @param sentence how, and what that does not give back; or why not
   */
  @Schema(name = "PendingUndo")
  public record UndoView(boolean possible, String sentence) {}

  /** Whether it may be approved once the person has signed in again. */
  public boolean signInAgain() {
    return wouldBe == DecisionResult.Result.SIGN_IN_AGAIN;
  }

  /**
   * @param row what the action is, with whose word led to it
   */
  static PendingView of(ActionRow row, PendingAction asked, ActionTold told, Caller by) {
    @Nullable Entitlement refusal = Entitlement.refusal(row, asked.device(), by).orElse(null);
    return new PendingView(
        asked.reasons().stream()
            .map(r -> new ReasonView(r.on(), r.verdict(), r.source(), r.sentence(), r.weight()))
            .toList(),
        new UndoView(asked.undo().possible(), asked.undo().sentence()),
        ImpactView.of(asked, told),
        asked.whoMayDecide(),
        asked.ifNobodyAnswers(),
        refusal == null,
        refusal == null ? null : refusal.sentence(),
        refusal == null ? null : refusal.result(),
        refusal == null || refusal.result() != DecisionResult.Result.NOT_ALLOWED,
        ApprovalsView.of(asked.approvals()),
        asked.reminders().stream().map(n -> new ReminderView(n.at(), n.to())).toList(),
        asked.elsewhere());
  }
}
