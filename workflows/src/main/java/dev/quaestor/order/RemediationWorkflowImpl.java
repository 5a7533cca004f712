package dev.quaestor.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.authority.Admission;
import dev.quaestor.call.DeadlineTimer;
import dev.quaestor.call.IncomingMessages;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.call.OrderAdmission;
import dev.quaestor.call.RemediationRun;
import dev.quaestor.call.UndoRun;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailCluster;
import dev.quaestor.evidence.Assessment;
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
  private final Order order;
  private final Proposal proposal = new Proposal();
  private final IncomingMessages incoming = new IncomingMessages();
  private final LedgerStream ledger;

  /** Messages may arrive before the first line of {@link #remediate}. */
  @WorkflowInit
  public RemediationWorkflowImpl(Order order) {
    this.order = order;
    this.ledger = LedgerStream.ofThisRun(order.investigationId());
  }

  @Override
  public Outcome remediate(Order ignoredSeeConstructor) {
    return RemediationRun.toTheEnd(this::taken);
  }

  private Outcome taken(BooleanSupplier cancelled) {
    var terms = LedgerStream.actionCenter().terms(order.actionId());
    if (terms.known()) {
      return OrderAdmission.refused("Remediation", order, "An action with this id already exists");
    }
    var voucher = incoming.voucherOf(order);
    return switch (OrderAdmission.of(order, voucher, terms.policy())) {
      case Admission.Refused no -> OrderAdmission.refused("Remediation", order, no);
      case Admission.Admitted by -> {
        var under = new Terms(by, terms.policy());
        yield mayRun(under) ? ordered(under, cancelled) : propose(under, cancelled);
      }
    };
  }

  /** In whose name, and under which policy. */
  private record Terms(Admission.Admitted by, PolicySnapshot policy) {
    String name() {
      return by.author().name();
    }
  }

  /** Whoever may not order it proposes it, whatever the order says. */
  private boolean mayRun(Terms terms) {
    var type = order.action().type();
    return !order.proposed()
        && order.undoes() == null
        && terms.by().verified()
        && (terms.by().author().remit().covers(type.area())
            || terms.policy().policy().manual().analysts().contains(type));
  }

  /**
   * What its own back end speaks against is asked once more, with what it says: whoever ordered it
   * by a name or hash may not have known. What cannot be done ends as it would have.
   */
  private Outcome ordered(Terms terms, BooleanSupplier cancelled) {
    var type = order.action().type();
    if (!isLookedAtFirst() || type.onlyReads() || type.isInverse()) {
      return runAtOnce(terms, order.action(), cancelled);
    }
    return switch (Feasibility.of(order, terms.policy(), now())) {
      case Feasibility.Impossible no -> runAtOnce(terms, order.action(), cancelled);
      case Feasibility.Possible yes ->
          yes.asksFirst()
              ? decideOn(terms, yes, cancelled)
              : runAtOnce(terms, yes.action(), cancelled);
    };
  }

  /** A file, and a cluster that somebody lists; what a search in the explorer lists is its word. */
  private boolean isLookedAtFirst() {
    return order.action().target() instanceof FileArtifact
        || (order.action().target() instanceof MailCluster
            && order.source() != ActionSource.EXPLORER_ACTION);
  }

  private Outcome runAtOnce(Terms terms, RemediationAction action, BooleanSupplier cancelled) {
    var ordered =
        new Decision.ByPerson(
            true,
            terms.name(),
            terms.by().verified(),
            Decision.Channel.REQUESTER,
            order.comment(),
            null,
            now());
    ledger.record(
        planned(
            terms,
            action,
            Gate.AUTOMATIC,
            "Ordered by " + terms.name(),
            PlanHash.of(action, "ORDERED", 0),
            ordered,
            null));
    return carryOut(terms, action, cancelled);
  }

  private Outcome propose(Terms terms, BooleanSupplier cancelled) {
    return switch (checked(terms, Feasibility.of(order, terms.policy(), now()))) {
      case Feasibility.Impossible no -> {
        ledger.record(
            asked(terms, no.action(), because(terms), new Decision.NotNeeded(), no.because()));
        yield new Outcome.Unsupported(no.because());
      }
      case Feasibility.Possible yes -> decideOn(terms, yes, cancelled);
    };
  }

  /** The same, unless what it is to be done to or by is nowhere to be found. */
  private Feasibility checked(Terms terms, Feasibility found) {
    return switch (found) {
      case Feasibility.Impossible no -> no;
      case Feasibility.Possible yes ->
          order.undoes() != null
              ? yes
              : RemediationRun.refusal(command(terms, yes.action()))
                  .<Feasibility>map(why -> new Feasibility.Impossible(yes.action(), why))
                  .orElse(yes);
    };
  }

  private RemediationActivities.Command command(Terms terms, RemediationAction action) {
    return new RemediationActivities.Command(
        order.actionId(), order.investigationId(), action, comment(terms), null);
  }

  private Outcome decideOn(Terms terms, Feasibility.Possible wanted, BooleanSupplier cancelled) {
    ask(terms, wanted);
    return carryOutIfApproved(terms, wanted.action(), awaitDecision(cancelled), cancelled);
  }

  private void ask(Terms terms, Feasibility.Possible wanted) {
    var action = wanted.action();
    var now = now();
    var expiresAt = now.plus(terms.policy().policy().approvals().expireAfter());
    var planned =
        asked(terms, action, wanted.minding(because(terms)), new Decision.Pending(expiresAt), null)
            .seeing(wanted.seen());
    ledger.record(planned);
    proposal.ask(
        PendingAction.of(
            new PendingAction.Plea(
                order.actionId(),
                action,
                wanted.verdict(),
                PendingAction.PROPOSAL,
                planned.because(),
                wanted.seen().stream().map(Assessment::key).toList(),
                planned.planHash(),
                now,
                expiresAt),
            CaseKnowledge.of(wanted.seen())),
        terms.policy());
  }

  private LedgerEvent.ActionPlanned asked(
      Terms terms,
      RemediationAction action,
      String because,
      Decision decision,
      @Nullable String unsupported) {
    var hash = PlanHash.of(action, "PROPOSED", terms.policy().revision());
    return planned(terms, action, Gate.APPROVAL, because, hash, decision, unsupported);
  }

  private String because(Terms terms) {
    var by = (mayRun(terms) ? "Ordered by " : "Proposed by ") + terms.name();
    return order.undoes() == null ? by : "%s: undoes %s".formatted(by, order.undoes());
  }

  private LedgerEvent.ActionPlanned planned(
      Terms terms,
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
        terms.name(),
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
      Terms terms, RemediationAction action, Decision decision, BooleanSupplier cancelled) {
    var outcome =
        decision instanceof Decision.ByPerson by && by.approved()
            ? carryOut(terms, action, cancelled)
            : new Outcome.Failed(
                NOT_APPROVED, "It never ran: it was " + ApprovalRules.describe(decision));
    // A second decision that came by signal meanwhile counted for nothing, and is on record.
    proposal.takeUnrecorded().forEach(ledger::record);
    return outcome;
  }

  private Outcome carryOut(Terms terms, RemediationAction action, BooleanSupplier cancelled) {
    var undoes = order.undoes();
    var outcome =
        undoes == null ? act(terms, action, cancelled) : takeBack(terms, undoes, cancelled);
    Workflow.setCurrentDetails(proposal.details(action, because(terms), outcome));
    return outcome;
  }

  /** What was proposed takes another action back, and its end is the end of that as well. */
  private Outcome takeBack(Terms terms, String undoes, BooleanSupplier cancelled) {
    var outcome =
        UndoRun.run(
            new LedgerEvent.UndoRequested(
                undoes, order.actionId(), terms.name(), order.comment(), terms.by().verified()),
            comment(terms),
            terms.policy().policy().limits().giveUpAfter(),
            cancelled,
            new UndoRun.Listener() {
              @Override
              public void tell(@Nullable String investigationId, LedgerEvent event) {
                ledger.record(investigationId, event);
              }

              @Override
              public void waits(Outcome.Unfinished outcome) {
                progressed(outcome);
              }
            });
    progressed(outcome);
    return outcome;
  }

  private String comment(Terms terms) {
    return order.comment() == null ? "Ordered by " + terms.name() : order.comment();
  }

  private Outcome act(Terms terms, RemediationAction action, BooleanSupplier cancelled) {
    var run =
        new RemediationRun(
            terms.policy().policy().limits().giveUpAfter(),
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

              @Override
              public void over(List<UndoBrief.Ending> ends, Outcome how) {
                UndoRun.over(order.actionId(), ends, how, ledger::record);
              }
            });
    var outcome = run.run(command(terms, action));
    progressed(outcome);
    return outcome;
  }

  private void progressed(Outcome outcome) {
    ledger.record(new LedgerEvent.ActionProgressed(order.actionId(), outcome));
  }

  @Override
  public DecisionAnswer decide(DecisionMessage decision) {
    var voucher = incoming.voucherOf(decision);
    return proposal.decide(decision, voucher, Decision.Channel.UPDATE, now());
  }

  @Override
  public void refuseUnusable(DecisionMessage decision) {
    IncomingMessages.refuseUnusable(decision);
  }

  @Override
  public void decideBySignal(RawValue decision) {
    incoming
        .decide(
            decision, (m, voucher) -> proposal.decide(m, voucher, Decision.Channel.SIGNAL, now()))
        .ifPresent(proposal::ignored);
  }

  @Override
  public void withdraw(RawValue message) {
    incoming
        .hear(
            "cancel",
            message,
            Withdrawal.class,
            Withdrawal::defectOf,
            (wish, voucher) -> proposal.withdraw(wish, voucher, now()))
        .ifPresent(proposal::ignored);
  }

  @Override
  public List<PendingAction> pendingActions() {
    return proposal.pending();
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
