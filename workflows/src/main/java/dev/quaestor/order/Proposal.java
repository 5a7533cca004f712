package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.Pasted;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PendingDetails;
import dev.quaestor.approval.Question;
import dev.quaestor.authority.Admission;
import dev.quaestor.authority.MessageKind;
import dev.quaestor.authority.Voucher;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.WhileWaiting;
import dev.quaestor.policy.PolicySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One action before an approver: what is asked, what stands on it, and what came that has not been
 * recorded yet. It never waits; whoever holds it does.
 */
final class Proposal {
  private static final int LONGEST = 300;

  private @Nullable PolicySnapshot policy;
  private final List<LedgerEvent> unrecorded = new ArrayList<>();
  private PendingAction.@Nullable Plea asked;
  private CaseKnowledge known = CaseKnowledge.none();
  private @Nullable Question question;

  /**
   * From here on it waits for a person.
   *
   * @param of what is known of the things it names
   * @param under the policy by which it is decided
   */
  void ask(
      PendingAction.Plea request, CaseKnowledge of, Question.Asking asking, PolicySnapshot under) {
    policy = under;
    asked = request;
    known = of;
    question = Question.of(request, of.placeOf(request.action()).orElse(null), asking);
  }

  Optional<Decision> decided() {
    return Optional.ofNullable(question).filter(q -> !q.isPending()).map(Question::standing);
  }

  List<PendingAction> pending() {
    return asked != null
            && question != null
            && question.standing() instanceof Decision.Pending pending
        ? List.of(PendingAction.of(asked.at(pending), known))
        : List.of();
  }

  /** When somebody is told that it waits, or it expires; empty once it is decided. */
  Optional<Instant> nextMoment() {
    return question != null && question.standing() instanceof Decision.Pending pending
        ? Optional.of(question.asking().next(pending))
        : Optional.empty();
  }

  /** A moment that was waited for has come. */
  void woken(Instant now) {
    if (question != null) {
      moved(question, question.at(now));
    }
  }

  /** What is told of it while it waits; how it is decided is told by whoever holds it. */
  private void moved(Question before, Question after) {
    question = after;
    if (after.isPending()) {
      unrecorded.addAll(
          WhileWaiting.between(
              after.actionId(), after.asking().terms(), before.standing(), after.standing()));
    }
  }

  private boolean isPending() {
    return question != null && question.isPending();
  }

  DecisionAnswer decide(
      DecisionMessage message, Voucher voucher, Decision.Channel channel, Instant now) {
    var subjects = question == null ? List.<Question>of() : List.of(question);
    var ruling = ApprovalRules.rule(message, voucher, channel, policy, subjects, now);
    ruling.decided().sequencedValues().forEach(this::settle);
    return ruling.answer();
  }

  /** Answers why nothing could be withdrawn, if so. */
  Optional<String> withdraw(Withdrawal wish, Voucher voucher, Instant now) {
    if (!isPending()) {
      return Optional.of("Nothing is pending");
    }
    return switch (Admission.of(voucher, MessageKind.WITHDRAW, wish.requestedBy(), unsigned())) {
      case Admission.Refused no -> Optional.of(no.sentence());
      case Admission.Admitted by -> {
        settle(withdrawn(by.author().name(), by.verified(), wish.comment(), now));
        yield Optional.empty();
      }
    };
  }

  @Nullable PolicySnapshot policy() {
    return policy;
  }

  private List<MessageKind> unsigned() {
    return policy == null ? List.of() : policy.policy().approvals().countsUnsigned();
  }

  /** The workflow itself was cancelled, which is nobody's withdrawal. */
  void abandoned(Instant now) {
    if (isPending()) {
      settle(new Decision.Superseded(null, Decision.Superseded.CANCELLED, now));
    }
  }

  private void settle(Decision decision) {
    if (question != null) {
      moved(question, question.decided(decision));
    }
  }

  private static Decision withdrawn(
      String by, boolean verified, @Nullable String comment, Instant now) {
    return new Decision.ByPerson(
        false,
        by,
        verified,
        Decision.Channel.REQUESTER,
        comment == null ? "Withdrawn" : "Withdrawn: " + comment,
        null,
        now);
  }

  void ignored(LedgerEvent message) {
    unrecorded.add(message);
  }

  boolean hasUnrecorded() {
    return !unrecorded.isEmpty();
  }

  List<LedgerEvent> takeUnrecorded() {
    var taken = List.copyOf(unrecorded);
    unrecorded.clear();
    return taken;
  }

  /** What the Temporal Web UI shows. */
  String details() {
    var page = new StringBuilder();
    if (question != null) {
      page.append("### ")
          .append(question.standing().status())
          .append('\n')
          .append(PendingDetails.code(ApprovalRules.describe(question.standing()), LONGEST))
          .append('\n');
    }
    PendingDetails.append(
        page,
        pending(),
        Pasted.under(policy == null ? null : policy.policy().approvals()),
        "./quaestor pending");
    return page.toString();
  }

  /** The same when it has been done. */
  String details(RemediationAction done, String because, Outcome outcome) {
    return details()
        + """
        ### %s
        - done: %s
        - why: %s
        - how it ended: %s
        """
            .formatted(
                outcome.execution(),
                PendingDetails.code(done.summary(), LONGEST),
                PendingDetails.code(because, LONGEST),
                PendingDetails.code(outcome.sentence(), LONGEST));
  }
}
