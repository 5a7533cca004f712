package dev.quaestor.order;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.action.RemediationActivities;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.approval.Question;
import dev.quaestor.approval.Quorum;
import dev.quaestor.approval.Terms;
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
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PolicySnapshot;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
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
        var under = new Under(by, terms.policy());
        yield mayRun(under) ? ordered(under, cancelled) : propose(under, cancelled);
      }
    };
  }

  /** In whose name, and under which policy. */
  private record Under(Admission.Admitted by, PolicySnapshot policy) {
    String name() {
      return by.author().name();
    }
  }

  /** Whoever may not order it proposes it, whatever the order says. */
  private boolean mayRun(Under under) {
    var type = order.action().type();
    return !order.proposed()
        && order.undoes() == null
        && under.by().verified()
        && (under.by().author().remit().coversOffDevices(type.area()) || isForAnalysts(under));
  }

  private boolean isForAnalysts(Under under) {
    return under.policy().policy().manual().analysts().contains(order.action().type());
  }

  /**
   * What its own back end speaks against is asked once more, with what it says: whoever ordered it
   * by a name or hash may not have known. What cannot be done ends as it would have.
   */
  private Outcome ordered(Under under, BooleanSupplier cancelled) {
    var asWritten = Feasibility.Possible.asWritten(order.action());
    if (!isLookedAtFirst() && !goesByTheDevice(under)) {
      return runOrAsk(under, asWritten, cancelled);
    }
    return switch (Feasibility.of(order, under.policy(), now())) {
      case Feasibility.Impossible no -> runOrAsk(under, asWritten, cancelled);
      case Feasibility.Possible yes ->
          runOrAsk(under, isLookedAtFirst() ? yes : yes.onlyLocated(), cancelled);
    };
  }

  /** An order is one yes of whoever gives it, as far as theirs counts. */
  private Outcome runOrAsk(Under under, Feasibility.Possible wanted, BooleanSupplier cancelled) {
    var asking = asking(under, wanted, ApprovalRule.Source.ORDERED);
    var place = CaseKnowledge.of(wanted.seen()).placeOf(wanted.action()).orElse(null);
    var mayDecide = Question.isInRemitOf(under.by().author(), wanted.action().type().area(), place);
    var counts = Quorum.flaw(asking, under.by(), now()) == null;
    return !wanted.asksFirst()
            && counts
            && asking.terms().need() == 1
            && (mayDecide
                || (isForAnalysts(under)
                    && (place == null || under.by().author().remit().reaches(place.group()))))
        ? runAtOnce(under, wanted, cancelled)
        : decideOn(
            under,
            wanted,
            asking,
            mayDecide && counts && !wanted.asksFirst() ? List.of(own(under)) : List.of(),
            cancelled);
  }

  private Approval own(Under under) {
    return new Approval(under.by().author().person(), order.comment(), null, now());
  }

  private Question.Asking asking(
      Under under, Feasibility.Possible wanted, ApprovalRule.Source source) {
    var asked =
        new Terms(under.policy().policy(), CaseKnowledge.of(wanted.seen()), null)
            .of(wanted.action(), wanted.verdict(), source);
    return new Question.Asking(asked, now(), true, List.of(under.by().author().person()));
  }

  /** Whether it matters in which group its device is. */
  private boolean goesByTheDevice(Under under) {
    return CaseKnowledge.keyOfDevice(order.action().target()).isPresent()
        && (under.by().author().remit().groups() != null
            || under.policy().policy().approvals().rules().stream()
                .anyMatch(r -> !r.deviceGroups().isEmpty()));
  }

  /** A file, and a cluster that somebody lists; what a search in the explorer lists is its word. */
  private boolean isLookedAtFirst() {
    var type = order.action().type();
    return !type.onlyReads()
        && !type.isInverse()
        && (order.action().target() instanceof FileArtifact
            || (order.action().target() instanceof MailCluster
                && order.source() != ActionSource.EXPLORER_ACTION));
  }

  private Outcome runAtOnce(Under under, Feasibility.Possible wanted, BooleanSupplier cancelled) {
    var ordered =
        new Decision.ByPerson(
            true,
            under.name(),
            under.by().verified(),
            Decision.Channel.REQUESTER,
            order.comment(),
            null,
            now());
    // With where it is, as far as that was asked: whoever is confined there must see what they did.
    ledger.record(
        planned(
                under,
                wanted.action(),
                Gate.AUTOMATIC,
                "Ordered by " + under.name(),
                PlanHash.of(wanted.action(), "ORDERED", 0, wanted.connector()),
                ordered,
                null)
            .seeing(wanted.seen())
            .through(wanted.connector()));
    return carryOut(under, wanted, cancelled);
  }

  private Outcome propose(Under under, BooleanSupplier cancelled) {
    return switch (checked(under, Feasibility.of(order, under.policy(), now()))) {
      case Feasibility.Impossible no -> {
        ledger.record(
            asked(
                under,
                Feasibility.Possible.asWritten(no.action()),
                because(under),
                new Decision.NotNeeded(),
                no.because()));
        yield new Outcome.Unsupported(no.because());
      }
      case Feasibility.Possible yes ->
          decideOn(
              under, yes, asking(under, yes, ApprovalRule.Source.PROPOSED), List.of(), cancelled);
    };
  }

  /** The same, unless what it is to be done to or by is nowhere to be found. */
  private Feasibility checked(Under under, Feasibility found) {
    return switch (found) {
      case Feasibility.Impossible no -> no;
      case Feasibility.Possible yes ->
          order.undoes() != null
              ? yes
              : RemediationRun.refusal(command(under, yes))
                  .<Feasibility>map(why -> new Feasibility.Impossible(yes.action(), why))
                  .orElse(yes);
    };
  }

  private RemediationActivities.Command command(Under under, Feasibility.Possible wanted) {
    return new RemediationActivities.Command(
            order.actionId(), order.investigationId(), wanted.action(), comment(under), null)
        .through(wanted.connector());
  }

  private Outcome decideOn(
      Under under,
      Feasibility.Possible wanted,
      Question.Asking asking,
      List<Approval> given,
      BooleanSupplier cancelled) {
    ask(under, wanted, asking, given);
    return carryOutIfApproved(under, wanted, awaitDecision(cancelled), cancelled);
  }

  private void ask(
      Under under, Feasibility.Possible wanted, Question.Asking asking, List<Approval> given) {
    var action = wanted.action();
    var expiresAt = asking.since().plus(under.policy().policy().approvals().expireAfter());
    var pending = new Decision.Pending(expiresAt, given, 0);
    var planned =
        asked(under, wanted, wanted.minding(because(under)), pending, null)
            .seeing(wanted.seen())
            .on(asking.terms(), asking.authors());
    ledger.record(planned);
    proposal.ask(
        new PendingAction.Plea(
            order.actionId(),
            action,
            wanted.verdict(),
            PendingAction.PROPOSAL,
            planned.because(),
            wanted.seen().stream().map(Assessment::key).toList(),
            planned.planHash(),
            asking.since(),
            pending,
            asking.terms(),
            wanted.connector()),
        CaseKnowledge.of(wanted.seen()),
        asking,
        under.policy());
  }

  private LedgerEvent.ActionPlanned asked(
      Under under,
      Feasibility.Possible wanted,
      String because,
      Decision decision,
      @Nullable String unsupported) {
    var hash =
        PlanHash.of(wanted.action(), "PROPOSED", under.policy().revision(), wanted.connector());
    return planned(under, wanted.action(), Gate.APPROVAL, because, hash, decision, unsupported)
        .through(wanted.connector());
  }

  private String because(Under under) {
    var by = (mayRun(under) ? "Ordered by " : "Proposed by ") + under.name();
    return order.undoes() == null ? by : "%s: undoes %s".formatted(by, order.undoes());
  }

  private LedgerEvent.ActionPlanned planned(
      Under under,
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
        under.name(),
        order.comment(),
        unsupported,
        order.undoes(),
        order.group(),
        List.of());
  }

  private Decision awaitDecision(BooleanSupplier cancelled) {
    var deadline = new DeadlineTimer("Somebody is reminded of the proposal, or it expires");
    while (proposal.decided().isEmpty()) {
      deadline.arm(proposal.nextMoment());
      Workflow.setCurrentDetails(proposal.details());
      Workflow.await(
          () ->
              proposal.decided().isPresent()
                  || proposal.hasUnrecorded()
                  || deadline.isDue()
                  || cancelled.getAsBoolean());
      if (cancelled.getAsBoolean()) {
        proposal.abandoned(now());
      } else if (deadline.isDue()) {
        proposal.woken(now());
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
      Under under, Feasibility.Possible wanted, Decision decision, BooleanSupplier cancelled) {
    var outcome =
        decision instanceof Decision.ByPerson by && by.approved()
            ? carryOut(under, wanted, cancelled)
            : new Outcome.Failed(
                NOT_APPROVED, "It never ran: it was " + ApprovalRules.describe(decision));
    // A second decision that came by signal meanwhile counted for nothing, and is on record.
    proposal.takeUnrecorded().forEach(ledger::record);
    return outcome;
  }

  private Outcome carryOut(Under under, Feasibility.Possible wanted, BooleanSupplier cancelled) {
    var undoes = order.undoes();
    var outcome =
        undoes == null ? act(under, wanted, cancelled) : takeBack(under, undoes, cancelled);
    Workflow.setCurrentDetails(proposal.details(wanted.action(), because(under), outcome));
    return outcome;
  }

  /** What was proposed takes another action back, and its end is the end of that as well. */
  private Outcome takeBack(Under under, String undoes, BooleanSupplier cancelled) {
    var outcome =
        UndoRun.run(
            new LedgerEvent.UndoRequested(
                undoes, order.actionId(), under.name(), order.comment(), under.by().verified()),
            comment(under),
            under.policy().policy().limits().giveUpAfter(),
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

  private String comment(Under under) {
    return order.comment() == null ? "Ordered by " + under.name() : order.comment();
  }

  private Outcome act(Under under, Feasibility.Possible wanted, BooleanSupplier cancelled) {
    var run =
        new RemediationRun(
            under.policy().policy().limits().giveUpAfter(),
            cancelled,
            new RemediationRun.Listener() {
              @Override
              public void prepared(Receipt receipt, @Nullable String connector) {
                ledger.record(new LedgerEvent.ActionPrepared(order.actionId(), receipt, connector));
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
    var outcome = run.run(command(under, wanted));
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
            decision,
            proposal.policy(),
            (m, voucher) -> proposal.decide(m, voucher, Decision.Channel.SIGNAL, now()))
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
