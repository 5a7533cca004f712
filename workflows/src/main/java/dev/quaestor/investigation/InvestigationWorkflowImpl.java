package dev.quaestor.investigation;

import dev.quaestor.alert.AlertMessage;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.authority.Author;
import dev.quaestor.call.DeadlineTimer;
import dev.quaestor.call.EvidenceCalls;
import dev.quaestor.call.IncomingMessages;
import dev.quaestor.call.LedgerStream;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.indicator.IndicatorQuery;
import dev.quaestor.ledger.ActionCenterActivities;
import dev.quaestor.wire.PayloadSize;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Time, messages and calls; what to do next is {@link InvestigationState#next}'s to say. */
public final class InvestigationWorkflowImpl implements InvestigationWorkflow {

  /**
   * The answer holds the pieces again with what was found of them and what they lead to: the
   * question may take a fourth of what an answer may.
   */
  private static final long ASKED_AT_ONCE = PayloadSize.MOST / 4;

  private final ActionCenterActivities actionCenter = LedgerStream.actionCenter();

  private final EvidenceCalls looking = new EvidenceCalls();

  /** The alert of the start, until it has been heard: a case that waits for days holds it once. */
  private @Nullable AlertMessage first;

  private final boolean searchable;
  private final boolean namesHidden;
  private final DeadlineTimer deadline =
      new DeadlineTimer("Pending actions expire, or evidence is examined again");
  private final CaseFile file;
  private final CaseMessages messages;
  private final LedgerFeed ledger;
  private final CaseRemediation remediation;
  private final CurrentDetails details = new CurrentDetails();
  private @Nullable CaseSearchAttributes told;
  private @Nullable Instant endedAt;

  /** A run that begins with a long history must not hand the case on before it has done a thing. */
  private boolean hasLooked;

  /** What the run was started for is in the case. */
  private boolean begun;

  /** Nothing that comes any more would be seen. */
  private boolean sealed;

  private final CancellationScope own = CancellationScope.current();

  /**
   * Messages may arrive before the first line of {@link #investigate}: there is a state from the
   * start.
   */
  @WorkflowInit
  public InvestigationWorkflowImpl(InvestigationStart start) {
    this.first = start.alert();
    this.searchable = start.searchAttributes();
    this.namesHidden = start.namesHidden();
    this.file = new CaseFile(carriedBy(start).orElseGet(InvestigationWorkflowImpl::begin));
    this.ledger = new LedgerFeed(actionCenter, file);
    this.messages = new CaseMessages(file, ledger, start.policy());
    this.remediation = new CaseRemediation(file, ledger);
  }

  /** Anybody can write a case into a start: it is believed only of the run before this one. */
  private static Optional<InvestigationState> carriedBy(InvestigationStart start) {
    return Workflow.getInfo()
        .getContinuedExecutionRunId()
        .flatMap(r -> Optional.ofNullable(start.carried()));
  }

  /**
   * The id is of this chain of runs alone, whatever a start says. The run's id stands in its
   * history; the workflow's does not, so that a replay may not know it.
   */
  private static InvestigationState begin() {
    var info = Workflow.getInfo();
    return InvestigationState.begin(
        InvestigationStart.caseOf(info.getFirstExecutionRunId()),
        Instant.ofEpochMilli(info.getRunStartedTimestampMillis()));
  }

  @Override
  public InvestigationReport investigate(InvestigationStart ignoredSeeConstructor) {
    own.getCancellationRequest().thenApply(this::stopCancelled);
    // Detached: an activity that waits while the workflow is cancelled would throw, and with it the
    // end of the case would be lost.
    Workflow.newDetachedCancellationScope(
            () -> {
              hearFirst();
              runUntilClosed();
              goOnWithWhatCameLate();
            })
        .run();
    return report();
  }

  /** A cancellation of the workflow itself ends the case in nobody's name. */
  private String stopCancelled(String reason) {
    file.fold(InvestigationState::abandoned);
    return reason;
  }

  private InvestigationState state() {
    return file.state();
  }

  /**
   * Whoever vouches for an alert is asked before the case opens in somebody's name. What else comes
   * meanwhile joins it.
   */
  private void hearFirst() {
    var alert = first;
    first = null;
    if (alert != null) {
      messages.first(alert);
    }
    begun = true;
    Workflow.await(Workflow::isEveryHandlerFinished);
    messages.forgetPolicy();
  }

  /** The next case, under the same id, of the alerts that this one did not look at any more. */
  private void goOnWithWhatCameLate() {
    sealed = true;
    state()
        .following(CaseFile.now())
        .ifPresent(
            next -> continueAs(new InvestigationStart(null, searchable, namesHidden, null, next)));
  }

  private static void continueAs(InvestigationStart next) {
    Workflow.newContinueAsNewStub(InvestigationWorkflow.class).investigate(next);
  }

  private void runUntilClosed() {
    while (true) {
      switch (state().next()) {
        case Step.Hear hear -> hear(hear.alertId(), hear.content());
        case Step.Open open -> open();
        case Step.Examine examine -> {
          if (mustMakeRoom()) {
            goOnInNewRun();
          } else {
            examine(examine.batch());
          }
        }
        case Step.Plan plan -> file.fold(InvestigationState::planned);
        case Step.Act act -> remediation.act(act.actions());
        case Step.RollBack rollBack -> remediation.rollBack(rollBack.newestFirst());
        case Step.Wait wait -> await(wait.deadline());
        case Step.Close close -> {
          // What was accepted and is still being heard is not lost to the end.
          Workflow.await(Workflow::isEveryHandlerFinished);
          if (close.equals(state().next())) {
            close(close);
            return;
          }
        }
      }
    }
  }

  private void hear(String alertId, String content) {
    var body = AlertBody.read(actionCenter.alert(content), content);
    file.fold(
        (s, now) ->
            s.heard(alertId, content, body.orElseGet(() -> AlertBody.missing(alertId)), now));
  }

  private void open() {
    showDetails();
    var policy = actionCenter.open(LedgerFeed.opening(state()));
    file.fold((s, now) -> s.opened(policy, now));
  }

  private void examine(List<Evidence> waiting) {
    hasLooked = true;
    var batch = PayloadSize.prefix(waiting, ASKED_AT_ONCE);
    file.fold((s, now) -> s.examining(batch, now));
    var limits = state().pinned().policy().limits();
    var since = state().startedAt().minus(limits.searchBack());
    var closely = state().evidence().playbook(batch, limits, state().startedAt());
    var request =
        new ExaminationRequest(state().investigationId(), batch, since).with(closely.orElse(null));
    file.inBackground(
        () -> {
          var examinations = looking.at(request);
          var matches = indicatorsOn(examinations);
          file.fold((s, now) -> s.examined(examinations, matches, now));
        });
  }

  /** After the look-up and not before: an alert may know a file by its name alone. */
  private List<IndicatorMatch> indicatorsOn(List<Examination> examinations) {
    return state().pinned().indicators()
        ? actionCenter.indicators(
            new IndicatorQuery(
                state().investigationId(), examinations.stream().map(Examination::entity).toList()))
        : List.of();
  }

  private void await(Optional<Instant> until) {
    deadline.arm(until);
    ledger.flushWhenDue();
    show();
    if (mayContinueAsNew()) {
      continueAsItIs();
    }
    var seen = state();
    Workflow.await(() -> state() != seen || deadline.isDue() || file.isDefective());
    file.throwDefect();
    if (deadline.isDue()) {
      deadline.disarm();
      file.fold(InvestigationState::woken);
    }
  }

  /**
   * Nothing may be on its way: an answer to a run that is over would be lost. However heavy the
   * case is, its history carries a claim on it.
   */
  private boolean mayContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        && !own.isCancelRequested()
        && state().isIdle()
        && !ledger.isFlushing()
        && state().outbox().unsent().isEmpty()
        && Workflow.isEveryHandlerFinished();
  }

  /**
   * A case that grows is never idle by itself: before it looks at more it makes a moment at which
   * it is. What is done on devices may take days, and is not waited for.
   */
  private boolean mustMakeRoom() {
    return hasLooked
        && Workflow.getInfo().isContinueAsNewSuggested()
        && !own.isCancelRequested()
        && !state().actions().anyInFlight();
  }

  /** Lets in what is on its way, tells the ledger all, and hands the case on as it then is. */
  private void goOnInNewRun() {
    deadline.disarm();
    Workflow.await(() -> state().evidence().examining().isEmpty() || file.isDefective());
    do {
      file.throwDefect();
      ledger.flushAll();
      Workflow.await(Workflow::isEveryHandlerFinished);
    } while (!state().outbox().unsent().isEmpty());
    // A wish to stop it may have come in meanwhile: then this run ends it.
    if (mayContinueAsNew()) {
      continueAsItIs();
    }
  }

  private void continueAsItIs() {
    continueAs(new InvestigationStart(null, searchable, namesHidden, null, state()));
  }

  private void close(Step.Close end) {
    deadline.disarm();
    file.fold((s, now) -> s.closed(end, now));
    endedAt = CaseFile.now();
    show();
    do {
      ledger.flushAll();
      Workflow.await(Workflow::isEveryHandlerFinished);
    } while (!state().outbox().unsent().isEmpty());
  }

  private void show() {
    showDetails();
    // The dearest row that a case writes on a Temporal server, and what is on its way changes it
    // again at once: said only when something waits, and at the end.
    if (searchable && state().isResting()) {
      tellSearch(CaseSearchAttributes.of(state(), namesHidden));
    }
  }

  private void showDetails() {
    details.anew(state()).ifPresent(Workflow::setCurrentDetails);
  }

  private void tellSearch(CaseSearchAttributes view) {
    if (!view.equals(told)) {
      view.upsert();
      told = view;
    }
  }

  @Override
  public AlertReceipt addAlert(AlertMessage alert) {
    Workflow.await(() -> begun);
    return messages.alert(alert);
  }

  @Override
  public void refuseAlertWhenClosing(AlertMessage message) {
    refuseUnfoldable(message);
    if (!state().hasHeard(message.alert()) && (sealed || (state().isEnding() && !hasRoom()))) {
      throw ApplicationFailure.newNonRetryableFailure(CLOSING, CLOSING);
    }
    if (!state().isEnding()) {
      CaseMessages.refuseWithoutRoom(state(), message.alert());
    }
  }

  /**
   * Whether the next run can be handed one more alert. A run that was cancelled has no next one,
   * whatever it asks for.
   */
  private boolean hasRoom() {
    return !own.isCancelRequested() && PayloadSize.of(state().late()) <= PayloadSize.MOST / 4;
  }

  /**
   * What the handler could not fold would fail the workflow task for ever, because an accepted
   * update stays in the history: anybody may send one, so it is tried here first.
   */
  private void refuseUnfoldable(AlertMessage message) {
    try {
      // What intake makes of any alert is small beside what it names.
      if (PayloadSize.of(message.alert().withoutBody()) > PayloadSize.ALERT) {
        throw new IllegalArgumentException("it is larger than an alert may be");
      }
      state().alerted(message.alert(), Author.unknown("nobody"), CaseFile.now());
    } catch (RuntimeException unusable) {
      throw ApplicationFailure.newNonRetryableFailure(
          "It is not an alert that can be investigated", "INVALID_ALERT");
    }
  }

  @Override
  public DecisionAnswer decide(DecisionMessage message) {
    return messages.decide(message, Decision.Channel.UPDATE);
  }

  @Override
  public void refuseUnusable(DecisionMessage message) {
    IncomingMessages.refuseUnusable(message);
  }

  @Override
  public void decideBySignal(RawValue raw) {
    messages.decideBySignal(raw);
  }

  @Override
  public void cancel(RawValue raw) {
    messages.cancel(raw);
  }

  @Override
  public void classify(RawValue raw) {
    messages.classify(raw);
  }

  @Override
  public void takenBack() {
    remediation.takenBack();
  }

  @Override
  public InvestigationReport report() {
    return PayloadCut.report(state().report(endedAt));
  }

  @Override
  public List<PendingAction> pendingActions() {
    return PayloadCut.requests(state().requests());
  }
}
