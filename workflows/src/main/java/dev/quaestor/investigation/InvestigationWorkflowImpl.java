package dev.quaestor.investigation;

import dev.quaestor.actioncenter.ActionCenterActivities;
import dev.quaestor.actioncenter.CaseOpening;
import dev.quaestor.actioncenter.LedgerBatch;
import dev.quaestor.actioncenter.LedgerEvent;
import dev.quaestor.actioncenter.LedgerStream;
import dev.quaestor.alert.Alert;
import dev.quaestor.approval.ApprovalRequest;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.UnexaminedBatch;
import dev.quaestor.policy.Policy;
import dev.quaestor.remediation.Outcome;
import dev.quaestor.remediation.Receipt;
import dev.quaestor.remediation.RemediationActivities;
import dev.quaestor.remediation.RemediationRun;
import dev.quaestor.wire.TaskQueues;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Time, messages and calls; what to do next is {@link InvestigationState#next}'s to say. */
public final class InvestigationWorkflowImpl implements InvestigationWorkflow {

  private static final int FLUSHED_AT_ONCE = 100;

  private final ActionCenterActivities actionCenter = LedgerStream.actionCenter();

  /**
   * Two minutes for fifty look-ups on a slow tenant. After the last attempt what could not be
   * looked at is blind, and the case goes on without it.
   */
  private final EvidenceActivities evidence =
      Workflow.newActivityStub(
          EvidenceActivities.class,
          ActivityOptions.newBuilder()
              .setTaskQueue(TaskQueues.EVIDENCE)
              .setStartToCloseTimeout(Duration.ofMinutes(2))
              .setScheduleToCloseTimeout(Duration.ofMinutes(15))
              .setRetryOptions(
                  RetryOptions.newBuilder()
                      .setInitialInterval(Duration.ofMillis(500))
                      .setMaximumInterval(Duration.ofSeconds(30))
                      .setMaximumAttempts(EvidenceActivities.ATTEMPTS)
                      .build())
              .build());

  private final InvestigationStart start;
  private final DeadlineTimer deadline = new DeadlineTimer();
  private InvestigationState state;
  private boolean flushing;
  private @Nullable RuntimeException defect;
  private @Nullable SearchView told;
  private @Nullable Instant endedAt;

  /**
   * Messages may arrive before the first line of {@link #investigate}: there is a state from the
   * start.
   */
  @WorkflowInit
  public InvestigationWorkflowImpl(InvestigationStart start) {
    this.start = start;
    this.state =
        start.carried() != null
            ? start.carried()
            : InvestigationState.begin(start.investigationId(), start.startedBy(), now());
    if (start.alert() != null) {
      state = state.alerted(start.alert(), now());
    }
  }

  @Override
  public InvestigationReport investigate(InvestigationStart ignoredSeeConstructor) {
    try {
      runUntilClosed();
    } catch (CanceledFailure cancelled) {
      // A cancellation of the workflow itself is a wish to stop without rollback; its last lines
      // must run.
      state = state.cancelled(new CancelMessage("temporal", "Workflow cancelled", false), now());
      Workflow.newDetachedCancellationScope(this::runUntilClosed).run();
    }
    return report();
  }

  private void runUntilClosed() {
    while (true) {
      switch (state.next()) {
        case Step.Open open -> open();
        case Step.Examine examine -> examine(examine.batch());
        case Step.Plan plan -> state = state.planned(now());
        case Step.Act act -> act(act.actions());
        case Step.RollBack rollBack -> rollBack(rollBack.newestFirst());
        case Step.Wait wait -> await(wait.deadline());
        case Step.Close close -> {
          close(close);
          return;
        }
      }
    }
  }

  private void open() {
    var info = Workflow.getInfo();
    var policy =
        actionCenter.open(
            new CaseOpening(
                state.investigationId(),
                info.getWorkflowId(),
                info.getRunId(),
                state.title(),
                state.severity(),
                state.startedBy(),
                state.startedAt()));
    state = state.opened(policy);
  }

  private void examine(List<Evidence> batch) {
    state = state.examining(batch, now());
    var since = state.startedAt().minus(policy().limits().searchBack());
    var request = new ExaminationRequest(state.investigationId(), batch, since);
    inBackground(
        () -> {
          // Not in one expression: it would fold into the state from before the wait.
          var examinations = examinationsOf(request);
          state = state.examined(examinations, now());
        });
  }

  private List<Examination> examinationsOf(ExaminationRequest request) {
    try {
      return UnexaminedBatch.completed(request.evidence(), evidence.examine(request));
    } catch (ActivityFailure nobodyCould) {
      return UnexaminedBatch.of(request.evidence());
    }
  }

  /**
   * Detached, because a cancelled workflow must finish what it has begun; and a defect in it must
   * stop the workflow where everybody sees it, and not vanish in a promise that nobody reads.
   */
  private void inBackground(Functions.Proc work) {
    Workflow.newDetachedCancellationScope(
            () ->
                Async.procedure(work)
                    .handle(
                        (done, failure) -> {
                          defect = failure == null ? defect : failure;
                          return done;
                        }))
        .run();
  }

  private void act(List<CaseAction> actions) {
    state = state.begun(actions, now());
    for (var action : actions) {
      inBackground(() -> carryOut(action));
    }
  }

  private void carryOut(CaseAction action) {
    var id = action.actionId();
    var run =
        new RemediationRun(
            policy().limits().giveUpAfter(),
            () -> state.isStopped(),
            new RemediationRun.Listener() {
              @Override
              public void prepared(Receipt receipt) {
                state = state.prepared(id, receipt, now());
              }

              @Override
              public void unfinished(Outcome.Unfinished outcome) {
                state = state.progressed(id, outcome, now());
              }
            });
    var outcome =
        run.run(
            new RemediationActivities.Command(
                id, state.investigationId(), action.action(), commentOn(action), null));
    state = state.progressed(id, outcome, now());
  }

  private String commentOn(CaseAction action) {
    return "Investigation %s, rule %s".formatted(state.investigationId(), action.plan().ruleId());
  }

  /** One after the other: what was done last stands on what was done before. */
  private void rollBack(List<CaseAction> newestFirst) {
    state = state.rollingBack(now());
    var wish = Objects.requireNonNull(state.course().cancel());
    var by = Objects.requireNonNullElse(wish.requestedBy(), "unknown");
    Workflow.newDetachedCancellationScope(
            () -> newestFirst.forEach(action -> undo(action, by, wish.comment())))
        .run();
  }

  private void undo(CaseAction action, String by, @Nullable String comment) {
    var undoId = "undo-" + action.actionId();
    tell(new LedgerEvent.UndoRequested(action.actionId(), undoId, by, comment));
    var run =
        new RemediationRun(
            policy().limits().giveUpAfter(),
            () -> false,
            new RemediationRun.Listener() {
              @Override
              public void prepared(Receipt receipt) {}

              @Override
              public void unfinished(Outcome.Unfinished outcome) {
                tell(new LedgerEvent.UndoProgressed(action.actionId(), undoId, outcome));
              }
            });
    var outcome =
        run.run(
            new RemediationActivities.Command(
                undoId,
                state.investigationId(),
                action.inverse().orElseThrow(),
                "Rollback of investigation " + state.investigationId(),
                null));
    tell(new LedgerEvent.UndoProgressed(action.actionId(), undoId, outcome));
  }

  private void tell(LedgerEvent event) {
    state = state.undoing(event, now());
    flushWhenDue();
  }

  private void await(Optional<Instant> until) {
    deadline.arm(until);
    flushWhenDue();
    show();
    if (mayContinueAsNew()) {
      var next =
          new InvestigationStart(
              start.investigationId(), null, start.startedBy(), start.searchAttributes(), state);
      Workflow.newContinueAsNewStub(InvestigationWorkflow.class).investigate(next);
    }
    var seen = state;
    Workflow.await(() -> state != seen || deadline.isDue() || defect != null);
    if (defect != null) {
      throw defect;
    }
    if (deadline.isDue()) {
      deadline.disarm();
      state = state.expired(now());
    }
  }

  /** Nothing may be on its way: an answer to a run that is over would be lost. */
  private boolean mayContinueAsNew() {
    return Workflow.getInfo().isContinueAsNewSuggested()
        && state.isIdle()
        && !flushing
        && state.outbox().unsent().isEmpty()
        && Workflow.isEveryHandlerFinished();
  }

  private void close(Step.Close end) {
    deadline.disarm();
    state = state.closed(end, now());
    endedAt = now();
    show();
    Workflow.await(() -> !flushing || defect != null);
    // A message that is refused while the last events are recorded adds one more.
    while (!state.outbox().unsent().isEmpty()) {
      flush();
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
  }

  private void flushWhenDue() {
    // What ended goes along with what follows, unless nothing follows for long.
    var due = state.outbox().urgent() || state.isResting();
    if (due && !state.outbox().unsent().isEmpty() && !flushing && state.policy() != null) {
      flushing = true;
      inBackground(this::flush);
    }
  }

  /** What there is now, in pieces that stay far below the 2 MiB of a payload. */
  private void flush() {
    flushing = true;
    state = state.flushing();
    var upTo = state.outbox().lastSeq();
    var entries = state.outbox().next(FLUSHED_AT_ONCE, upTo);
    while (!entries.isEmpty()) {
      actionCenter.record(
          new LedgerBatch(state.investigationId(), state.investigationId(), entries));
      state = state.sent(entries.getLast().seq());
      entries = state.outbox().next(FLUSHED_AT_ONCE, upTo);
    }
    flushing = false;
  }

  private void show() {
    Workflow.setCurrentDetails(
        CurrentDetails.render(report(), pendingActions(), state.course().notice()));
    // While evidence is being looked at the search attributes are about to change anyway.
    if (start.searchAttributes() && state.evidence().examining().isEmpty()) {
      tellSearch(SearchView.of(state));
    }
  }

  private void tellSearch(SearchView view) {
    if (!view.equals(told)) {
      view.upsert();
      told = view;
    }
  }

  @Override
  public AlertReceipt addAlert(Alert alert) {
    var joined = !state.alerts().isEmpty();
    state = state.alerted(alert, now());
    return new AlertReceipt(state.investigationId(), alert.alertId(), joined);
  }

  @Override
  public void refuseAlertWhenClosing(Alert alert) {
    refuseUnfoldable(alert);
    if (state.course().closing() && !state.knows(alert.alertId())) {
      throw ApplicationFailure.newNonRetryableFailure(CLOSING, CLOSING);
    }
  }

  /**
   * What the handler could not fold would fail the workflow task for ever, because an accepted
   * update stays in the history: anybody may send one, so it is tried here first.
   */
  private void refuseUnfoldable(Alert alert) {
    try {
      state.alerted(alert, now());
    } catch (RuntimeException unusable) {
      throw ApplicationFailure.newNonRetryableFailure(
          "It is not an alert that can be investigated", "INVALID_ALERT");
    }
  }

  @Override
  public DecisionAnswer decide(DecisionMessage message) {
    return decide(message, Decision.Channel.UPDATE);
  }

  private DecisionAnswer decide(DecisionMessage message, Decision.Channel channel) {
    var decided = state.decided(message, channel, Workflow.getInfo().getWorkflowId(), now());
    state = decided.state();
    return decided.answer();
  }

  @Override
  public void decideBySignal(RawValue raw) {
    var signal = new IncomingSignal(raw);
    var message = signal.as(DecisionMessage.class);
    if (message.isEmpty()) {
      ignore(
          "decide",
          signal,
          "It is not a decision: actionIds and verdict APPROVE or REJECT are needed");
      return;
    }
    var defective = message.get().defect();
    if (defective.isPresent()) {
      ignore("decide", signal, defective.get());
      return;
    }
    var answer = decide(message.get(), Decision.Channel.SIGNAL);
    if (answer.items().isEmpty()) {
      ignore("decide", signal, "Nothing is pending now");
    }
    var without =
        answer.items().stream()
            .filter(i -> i.result() != DecisionAnswer.Result.ACCEPTED)
            .map(i -> i.actionId() + ": " + i.sentence())
            .limit(20)
            .collect(Collectors.joining("; "));
    if (!without.isEmpty()) {
      ignore("decide", signal, without);
    }
  }

  @Override
  public void refuseUnusable(DecisionMessage message) {
    message
        .defect()
        .ifPresent(
            d -> {
              throw ApplicationFailure.newNonRetryableFailure(d, "INVALID_DECISION");
            });
  }

  @Override
  public void cancel(RawValue raw) {
    var signal = new IncomingSignal(raw);
    var wish = signal.as(CancelMessage.class);
    if (wish.isEmpty() || wish.get().requestedBy() == null || wish.get().requestedBy().isBlank()) {
      ignore("cancel", signal, "It does not say who wants it: requestedBy is needed");
    } else if (state.isStopped() || state.course().closing()) {
      ignore("cancel", signal, "The investigation is ending already");
    } else {
      state = state.cancelled(wish.get(), now());
    }
  }

  private void ignore(String message, IncomingSignal signal, String why) {
    state = state.ignored(message, Decision.Channel.SIGNAL, signal.shown(), why, now());
  }

  @Override
  public InvestigationReport report() {
    return state.report(endedAt);
  }

  @Override
  public List<ApprovalRequest> pendingActions() {
    return state.actions().pending().stream()
        .map(
            a ->
                new ApprovalRequest(
                    a.actionId(),
                    a.action().type(),
                    a.action().summary(),
                    a.action().target(),
                    a.plan().verdict(),
                    a.plan().ruleId(),
                    a.plan().because(),
                    a.planHash(),
                    a.plannedAt(),
                    ((Decision.Pending) a.decision()).expiresAt()))
        .toList();
  }

  private Policy policy() {
    return Objects.requireNonNull(state.policy(), "the case is not open yet").policy();
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }
}
