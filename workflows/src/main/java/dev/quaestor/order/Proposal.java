package dev.quaestor.order;

import dev.quaestor.approval.ApprovalRequest;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingDetails;
import dev.quaestor.approval.Question;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.wire.IncomingSignal;
import io.temporal.common.converter.RawValue;
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

  private final String workflowId;
  private final @Nullable PolicySnapshot policy;
  private final List<LedgerEvent> unrecorded = new ArrayList<>();
  private @Nullable ApprovalRequest asked;
  private @Nullable Question question;

  /**
   * @param policy under which it is decided; null where no decision can count
   */
  Proposal(String workflowId, @Nullable PolicySnapshot policy) {
    this.workflowId = workflowId;
    this.policy = policy;
  }

  /** From here on it waits for a person. */
  void ask(ApprovalRequest request) {
    asked = request;
    question = Question.pending(request.actionId(), request.planHash(), request.expiresAt());
  }

  Optional<Decision> decided() {
    return Optional.ofNullable(question).filter(q -> !q.isPending()).map(Question::standing);
  }

  List<ApprovalRequest> pending() {
    return asked == null || !isPending() ? List.of() : List.of(asked);
  }

  void expired(Instant now) {
    if (question != null) {
      question = question.at(now);
    }
  }

  private boolean isPending() {
    return question != null && question.isPending();
  }

  DecisionAnswer decide(DecisionMessage message, Decision.Channel channel, Instant now) {
    var subjects = question == null ? List.<Question>of() : List.of(question);
    var ruling = ApprovalRules.rule(message, channel, workflowId, policy, subjects, now);
    ruling.decided().sequencedValues().forEach(this::settle);
    return ruling.answer();
  }

  /** Takes whatever comes: what cannot be used is recorded, and never fails the workflow. */
  void decideBySignal(@Nullable RawValue raw, Instant now) {
    var signal = new IncomingSignal(raw);
    var message = signal.as(DecisionMessage.class);
    var defect = DecisionMessage.defectOf(message);
    if (defect.isPresent()) {
      ignore("decide", signal, defect.get());
      return;
    }
    decide(message.orElseThrow(), Decision.Channel.SIGNAL, now)
        .withoutEffect()
        .ifPresent(why -> ignore("decide", signal, why));
  }

  void withdraw(@Nullable RawValue raw, Instant now) {
    var signal = new IncomingSignal(raw);
    var wish = signal.as(Withdrawal.class);
    var by = wish.map(Withdrawal::requestedBy).filter(name -> !name.isBlank());
    if (by.isEmpty()) {
      ignore("cancel", signal, "It does not say who wants it: requestedBy is needed");
    } else if (!isPending()) {
      ignore("cancel", signal, "Nothing is pending now");
    } else {
      settle(withdrawn(by.get(), wish.get().comment(), now));
    }
  }

  /** The workflow itself was cancelled. */
  void abandoned(Instant now) {
    if (isPending()) {
      settle(withdrawn("temporal", "Workflow cancelled", now));
    }
  }

  private void settle(Decision decision) {
    if (question != null) {
      question = question.decided(decision);
    }
  }

  private static Decision withdrawn(String by, @Nullable String comment, Instant now) {
    return new Decision.ByPerson(
        false,
        by,
        false,
        Decision.Channel.SIGNAL,
        comment == null ? "Withdrawn" : "Withdrawn: " + comment,
        null,
        now);
  }

  private void ignore(String message, IncomingSignal signal, String why) {
    unrecorded.add(
        new LedgerEvent.MessageIgnored(message, Decision.Channel.SIGNAL, signal.shown(), why));
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
    PendingDetails.append(page, pending());
    return page.toString();
  }
}
