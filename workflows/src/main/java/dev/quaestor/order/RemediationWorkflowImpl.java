package dev.quaestor.order;

import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.approval.ApprovalRequest;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.call.DeadlineTimer;
import dev.quaestor.call.IncomingMessages;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.call.RemediationRun;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.UndoBrief;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PolicySnapshot;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A manual action: recorded as ordered or as proposed, decided if so, run, recorded as it ended.
 */
public final class RemediationWorkflowImpl implements RemediationWorkflow {
  private static final String PROPOSAL = "proposal";

  private final Order order;
  private final Proposal proposal;
  private final LedgerStream ledger;

  /** Messages may arrive before the first line of {@link #remediate}. */
  @WorkflowInit
  public RemediationWorkflowImpl(Order order) {
    this.order = order;
    this.proposal = new Proposal(Workflow.getInfo().getWorkflowId(), order.approvalUnder());
    this.ledger = LedgerStream.ofThisRun(order.investigationId());
  }

  @Override
  public Outcome remediate(Order ignoredSeeConstructor) {
    return RemediationRun.toTheEnd(
        cancelled -> {
          var policy = order.approvalUnder();
          return policy == null ? runAtOnce(cancelled) : propose(policy, cancelled);
        });
  }

  private Outcome runAtOnce(BooleanSupplier cancelled) {
    var ordered =
        new Decision.ByPerson(
            true,
            order.requestedBy(),
            true,
            Decision.Channel.REQUESTER,
            order.comment(),
            null,
            now());
    ledger.record(
        planned(
            order.action(),
            Gate.AUTOMATIC,
            "Ordered by " + order.requestedBy(),
            PlanHash.of(order.action(), "ORDERED", 0),
            ordered,
            null));
    return carryOut(order.action(), cancelled);
  }

  private Outcome propose(PolicySnapshot policy, BooleanSupplier cancelled) {
    return switch (Feasibility.of(order, policy, now())) {
      case Feasibility.Impossible no -> {
        ledger.record(asked(order.action(), policy, new Decision.NotNeeded(), no.because()));
        yield new Outcome.Unsupported(no.because());
      }
      case Feasibility.Possible yes -> {
        ask(yes.action(), yes.verdict(), policy);
        yield carryOutIfApproved(yes.action(), awaitDecision(cancelled), cancelled);
      }
    };
  }

  private void ask(RemediationAction action, Verdict verdict, PolicySnapshot policy) {
    var now = now();
    var expiresAt = now.plus(policy.policy().approvals().expireAfter());
    var planned = asked(action, policy, new Decision.Pending(expiresAt), null);
    ledger.record(planned);
    proposal.ask(
        new ApprovalRequest(
            order.actionId(),
            action.type(),
            action.summary(),
            action.target(),
            verdict,
            PROPOSAL,
            planned.because(),
            planned.planHash(),
            now,
            expiresAt));
  }

  private LedgerEvent.ActionPlanned asked(
      RemediationAction action,
      PolicySnapshot policy,
      Decision decision,
      @Nullable String unsupported) {
    var because =
        order.undoes() == null
            ? "Proposed by " + order.requestedBy()
            : "Proposed by %s: takes %s back".formatted(order.requestedBy(), order.undoes());
    var hash = PlanHash.of(action, "PROPOSED", policy.revision());
    return planned(action, Gate.APPROVAL, because, hash, decision, unsupported);
  }

  private LedgerEvent.ActionPlanned planned(
      RemediationAction action,
      Gate gate,
      String because,
      String planHash,
      Decision decision,
      @Nullable String unsupported) {
    return new LedgerEvent.ActionPlanned(
        order.actionId(),
        action,
        order.source(),
        gate,
        null,
        because,
        null,
        planHash,
        decision,
        order.requestedBy(),
        order.comment(),
        unsupported,
        order.undoes(),
        order.group(),
        List.of());
  }

  private Decision awaitDecision(BooleanSupplier cancelled) {
    var deadline = new DeadlineTimer("The proposal expires");
    deadline.arm(Optional.of(proposal.pending().getFirst().expiresAt()));
    Workflow.setCurrentDetails(proposal.details());
    while (proposal.decided().isEmpty()) {
      Workflow.await(
          () ->
              proposal.decided().isPresent()
                  || proposal.hasUnrecorded()
                  || deadline.isDue()
                  || cancelled.getAsBoolean());
      if (cancelled.getAsBoolean()) {
        proposal.abandoned(now());
      } else if (deadline.isDue()) {
        proposal.expired(now());
      }
      proposal.takeUnrecorded().forEach(ledger::record);
    }
    deadline.disarm();
    Workflow.setCurrentDetails(proposal.details());
    var decision = proposal.decided().orElseThrow();
    ledger.record(new LedgerEvent.ActionDecided(order.actionId(), decision));
    return decision;
  }

  private Outcome carryOutIfApproved(
      RemediationAction action, Decision decision, BooleanSupplier cancelled) {
    var outcome =
        decision instanceof Decision.ByPerson by && by.approved()
            ? carryOut(action, cancelled)
            : new Outcome.Failed(
                NOT_APPROVED, "It never ran: it was " + ApprovalRules.describe(decision));
    // A second decision that came by signal meanwhile counted for nothing, and is on record.
    proposal.takeUnrecorded().forEach(ledger::record);
    return outcome;
  }

  private Outcome carryOut(RemediationAction action, BooleanSupplier cancelled) {
    var undoes = order.undoes();
    if (undoes != null
        && LedgerStream.actionCenter().brief(undoes) instanceof UndoBrief.NotUndoable no) {
      var moot = new Outcome.Unsupported(no.because());
      ledger.record(new LedgerEvent.ActionProgressed(order.actionId(), moot));
      return moot;
    }
    if (undoes != null) {
      ledger.record(
          new LedgerEvent.UndoRequested(
              undoes, order.actionId(), order.requestedBy(), order.comment()));
    }
    var run =
        new RemediationRun(
            order.giveUpAfter(),
            cancelled,
            new RemediationRun.Listener() {
              @Override
              public void prepared(Receipt receipt) {
                ledger.record(new LedgerEvent.ActionPrepared(order.actionId(), receipt));
              }

              @Override
              public void unfinished(Outcome.Unfinished outcome) {
                progressed(outcome);
              }
            });
    var outcome =
        run.run(
            new RemediationActivities.Command(
                order.actionId(),
                order.investigationId(),
                action,
                order.comment() == null ? "Ordered by " + order.requestedBy() : order.comment(),
                null));
    progressed(outcome);
    return outcome;
  }

  /** The end of what takes something back is the end of that as well. */
  private void progressed(Outcome outcome) {
    ledger.record(new LedgerEvent.ActionProgressed(order.actionId(), outcome));
    if (order.undoes() != null) {
      ledger.record(new LedgerEvent.UndoProgressed(order.undoes(), order.actionId(), outcome));
    }
  }

  @Override
  public DecisionAnswer decide(DecisionMessage decision) {
    return proposal.decide(decision, Decision.Channel.UPDATE, now());
  }

  @Override
  public void refuseUnusable(DecisionMessage decision) {
    IncomingMessages.refuseUnusable(decision);
  }

  @Override
  public void decideBySignal(RawValue decision) {
    IncomingMessages.decide(decision, m -> proposal.decide(m, Decision.Channel.SIGNAL, now()))
        .ifPresent(proposal::ignored);
  }

  @Override
  public void withdraw(RawValue message) {
    IncomingMessages.cancel(
            message,
            Withdrawal.class,
            Withdrawal::requestedBy,
            wish -> proposal.withdraw(wish, now()))
        .ifPresent(proposal::ignored);
  }

  @Override
  public List<ApprovalRequest> pendingActions() {
    return proposal.pending();
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
