package dev.quaestor.investigation;

import dev.quaestor.actioncenter.ActionSource;
import dev.quaestor.actioncenter.LedgerEvent;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.EvidenceActivities;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.DeviceGroups;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.remediation.Area;
import dev.quaestor.remediation.Outcome;
import dev.quaestor.remediation.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one investigation knows, as a value. {@link #next} decides; every other method folds
 * something that happened and returns the state after it, with what the ledger is to be told in its
 * {@link Outbox}. It is what a run that continues as new hands on.
 */
public record InvestigationState(
    String investigationId,
    String startedBy,
    Instant startedAt,
    @Nullable PolicySnapshot policy,
    List<CaseAlert> alerts,
    EvidenceBoard evidence,
    ActionBoard actions,
    Course course,
    Outbox outbox) {

  static InvestigationState begin(String investigationId, String startedBy, Instant now) {
    return new InvestigationState(
        investigationId,
        startedBy,
        now,
        null,
        List.of(),
        EvidenceBoard.empty(),
        ActionBoard.empty(),
        Course.beginning(),
        Outbox.empty());
  }

  // ---- decide

  /** The next thing to do. */
  Step next() {
    if (policy == null) {
      return alerts.isEmpty() && !isStopped() ? new Step.Wait(Optional.empty()) : new Step.Open();
    }
    if (course.cancel() != null) {
      return ending(
          new Step.Close(
              InvestigationStatus.TERMINATED_BY_USER,
              "Stopped by " + course.cancel().requestedBy()));
    }
    if (isSuppressed(policy)) {
      return ending(
          new Step.Close(
              InvestigationStatus.SUPPRESSED,
              "The device groups concerned have no automated response"));
    }
    if (evidence.full()) {
      return ending(
          new Step.Close(
              InvestigationStatus.TERMINATED_BY_SYSTEM,
              "It grew beyond " + policy.policy().limits().maxEntities() + " entities"));
    }
    var batch = evidence.toExamine(EvidenceActivities.BATCH_SIZE);
    if (!batch.isEmpty()) {
      return new Step.Examine(batch);
    }
    if (evidence.examining().isEmpty() && evidence.replan()) {
      return new Step.Plan();
    }
    var runnable = actions.runnable();
    if (!runnable.isEmpty()) {
      return new Step.Act(runnable);
    }
    return isSettled()
        ? EndStatus.of(evidence.pieces(), actions.all())
        : new Step.Wait(actions.nextDeadline());
  }

  private Step ending(Step.Close close) {
    if (actions.anyInFlight() || !evidence.examining().isEmpty()) {
      return new Step.Wait(Optional.empty());
    }
    return course.cancel() != null && course.cancel().rollback() && !course.rolledBack()
        ? new Step.RollBack(actions.undoable())
        : close;
  }

  private boolean isSettled() {
    return evidence.examining().isEmpty() && actions.all().stream().allMatch(CaseAction::isSettled);
  }

  /** Every device that the case names belongs to a group that wants no automated response. */
  private boolean isSuppressed(PolicySnapshot pinned) {
    var groups = new DeviceGroups(pinned.policy());
    var devices =
        evidence.pieces().stream()
            .map(a -> a.evidence().entity())
            .filter(Device.class::isInstance)
            .map(Device.class::cast)
            .toList();
    return !devices.isEmpty()
        && actions.all().isEmpty()
        && devices.stream().allMatch(d -> groups.levelOf(d) == AutomationLevel.NONE);
  }

  boolean isStopped() {
    return course.cancel() != null;
  }

  boolean isIdle() {
    return !actions.anyInFlight() && evidence.examining().isEmpty();
  }

  /**
   * Nothing is on its way that will be there in a moment: whoever looks now must see all there is.
   */
  boolean isResting() {
    return evidence.examining().isEmpty()
        && actions.all().stream()
            .filter(CaseAction::isInFlight)
            .allMatch(a -> a.outcome() instanceof Outcome.Unfinished);
  }

  // ---- fold

  boolean knows(String alertId) {
    return alerts.stream().anyMatch(a -> a.alertId().equals(alertId));
  }

  InvestigationState alerted(Alert alert, Instant now) {
    if (knows(alert.alertId())) {
      return this;
    }
    var named = evidence.named(alert.evidence());
    var joined = Stream.concat(alerts.stream(), Stream.of(CaseAlert.of(alert))).toList();
    return with(joined)
        .with(policy == null ? named : named.limited(policy.policy().limits()))
        .tell(
            this,
            now,
            // It goes along with what looking at it brings.
            false,
            List.of(
                new LedgerEvent.AlertAdded(
                    alert.alertId(),
                    alert.source(),
                    alert.title(),
                    alert.severity(),
                    alert.techniques(),
                    alert.createdAt())));
  }

  InvestigationState opened(PolicySnapshot pinned) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        pinned,
        alerts,
        evidence.limited(pinned.policy().limits()),
        actions,
        course,
        outbox);
  }

  InvestigationState examining(List<Evidence> batch, Instant now) {
    return with(evidence.handedOut(batch)).tell(this, now, false, List.of());
  }

  InvestigationState examined(List<Examination> examinations, Instant now) {
    var after = evidence.examined(examinations, pinned().policy().limits());
    var changed =
        after.changedSince(evidence).stream().map(LedgerEvent.EvidenceAssessed::new).toList();
    return with(after).tell(this, now, false, changed);
  }

  InvestigationState planned(Instant now) {
    var wanted = Planner.plan(pinned().policy(), severity(), evidence.pieces());
    var after =
        actions.replanned(
            wanted,
            new ActionBoard.Planning(
                investigationId,
                pinned().revision(),
                pinned().policy().approvals().expireAfter(),
                now));
    var known = actions.all().stream().map(CaseAction::actionId).toList();
    var events = new ArrayList<LedgerEvent>();
    after.all().stream()
        .filter(a -> !known.contains(a.actionId()))
        .forEach(a -> events.add(planned(a)));
    events.addAll(decisionsSince(actions, after));
    return with(evidence.planned()).with(after).tell(this, now, true, events);
  }

  private static LedgerEvent planned(CaseAction a) {
    var plan = a.plan();
    return new LedgerEvent.ActionPlanned(
        a.actionId(),
        plan.action(),
        plan.action().type().area() == Area.EMAIL
            ? ActionSource.AUTOMATED_EMAIL_ACTION
            : ActionSource.AUTOMATED_DEVICE_ACTION,
        plan.gate(),
        plan.ruleId(),
        plan.because(),
        plan.verdict(),
        a.planHash(),
        a.decision(),
        null,
        null,
        a.outcome() instanceof Outcome.Unsupported u ? u.sentence() : null,
        null,
        null,
        plan.evidence());
  }

  private static List<LedgerEvent> decisionsSince(ActionBoard before, ActionBoard after) {
    var events = new ArrayList<LedgerEvent>();
    for (var a : after.all()) {
      before
          .find(a.actionId())
          .filter(b -> !b.decision().equals(a.decision()))
          .ifPresent(b -> events.add(new LedgerEvent.ActionDecided(a.actionId(), a.decision())));
    }
    return events;
  }

  /** An answer for the approver, and the state after it. */
  record Decided(InvestigationState state, DecisionAnswer answer) {}

  Decided decided(
      DecisionMessage message, Decision.Channel channel, String workflowId, Instant now) {
    var current = expired(now);
    var ruling =
        ApprovalRules.rule(
            message,
            channel,
            workflowId,
            policy,
            current.actions.all().stream()
                .map(a -> new ApprovalRules.Subject(a.actionId(), a.planHash(), a.decision()))
                .toList(),
            now);
    if (ruling.decided().isEmpty()) {
      return new Decided(current, ruling.answer());
    }
    var after = current.actions.decided(ruling.decided());
    return new Decided(
        current
            .with(after)
            .with(current.course.noting(null))
            .tell(current, now, true, decisionsSince(current.actions, after)),
        ruling.answer());
  }

  InvestigationState expired(Instant now) {
    var after = actions.expired(now);
    return after.equals(actions)
        ? this
        : with(after).tell(this, now, true, decisionsSince(actions, after));
  }

  InvestigationState begun(List<CaseAction> handedOut, Instant now) {
    return with(actions.begun(handedOut)).tell(this, now, false, List.of());
  }

  InvestigationState prepared(String actionId, Receipt receipt, Instant now) {
    return with(actions.replace(actionId, a -> a.prepared(receipt)))
        .tell(this, now, false, List.of(new LedgerEvent.ActionPrepared(actionId, receipt)));
  }

  /**
   * Somebody wants to see at once that an action waits; that it ended may go along with what
   * follows.
   */
  InvestigationState progressed(String actionId, Outcome outcome, Instant now) {
    return with(actions.replace(actionId, a -> a.progressed(outcome)))
        .tell(
            this,
            now,
            outcome instanceof Outcome.Unfinished,
            List.of(new LedgerEvent.ActionProgressed(actionId, outcome)));
  }

  InvestigationState cancelled(CancelMessage wish, Instant now) {
    if (isStopped()) {
      return this;
    }
    var by = Objects.requireNonNullElse(wish.requestedBy(), "unknown");
    var no =
        new Decision.ByPerson(false, by, false, Decision.Channel.SIGNAL, wish.comment(), null, now);
    var after = actions.stopped(no);
    var events = new ArrayList<LedgerEvent>();
    events.add(new LedgerEvent.CancelRequested(by, wish.comment(), wish.rollback()));
    events.addAll(decisionsSince(actions, after));
    return with(after)
        .with(course.cancelled(new CancelMessage(by, wish.comment(), wish.rollback())))
        .tell(this, now, true, events);
  }

  InvestigationState rollingBack(Instant now) {
    return with(course.rollingBack()).tell(this, now, false, List.of());
  }

  /** Something about an undo inside the case. */
  InvestigationState undoing(LedgerEvent event, Instant now) {
    return tell(this, now, true, List.of(event));
  }

  InvestigationState ignored(
      String message, Decision.Channel channel, String what, String why, Instant now) {
    return with(course.noting("A " + message + " message at " + now + " did nothing: " + why))
        .tell(
            this, now, true, List.of(new LedgerEvent.MessageIgnored(message, channel, what, why)));
  }

  InvestigationState closed(Step.Close end, Instant now) {
    var after = actions.dropped(now);
    var events = new ArrayList<LedgerEvent>();
    evidence.pieces().stream()
        .filter(a -> !a.examined())
        .forEach(a -> events.add(new LedgerEvent.EvidenceAssessed(a)));
    events.addAll(decisionsSince(actions, after));
    events.add(new LedgerEvent.StatusChanged(end.status(), end.because()));
    return with(after).with(course.closingAs(end)).tell(this, now, true, events);
  }

  InvestigationState sent(long seq) {
    return with(outbox.sent(seq));
  }

  /** A flush was begun: what is urgent is on its way. */
  InvestigationState flushing() {
    return with(outbox.calm());
  }

  // ---- read

  private PolicySnapshot pinned() {
    return Objects.requireNonNull(policy, "the case is not open yet");
  }

  Severity severity() {
    return alerts.stream()
        .map(CaseAlert::severity)
        .reduce(Severity.INFORMATIONAL, Severity::orHigher);
  }

  String title() {
    return alerts.isEmpty() ? "Investigation" : alerts.getFirst().title();
  }

  Verdict verdict() {
    return evidence.pieces().stream()
        .map(dev.quaestor.evidence.Assessment::verdict)
        .reduce((a, b) -> a.compareTo(b) >= 0 ? a : b)
        .orElse(Verdict.UNKNOWN);
  }

  InvestigationReport report(@Nullable Instant endedAt) {
    return InvestigationReport.of(this, endedAt);
  }

  // ---- with

  /** Appends what happened, and what follows from it: states of the case and of its evidence. */
  private InvestigationState tell(
      InvestigationState before,
      Instant now,
      boolean urgent,
      List<? extends LedgerEvent> happened) {
    var events = new ArrayList<LedgerEvent>(happened);
    for (var a : evidence.pieces()) {
      var status = actions.remediationStatus(a.key());
      if (status != before.actions.remediationStatus(a.key())) {
        events.add(new LedgerEvent.RemediationStatusChanged(a.key().value(), status));
      }
    }
    var courseNow = course.now(evidence, actions);
    if (courseNow.status() != before.course.status() && !course.closing()) {
      events.add(new LedgerEvent.StatusChanged(courseNow.status(), courseNow.because()));
    }
    return with(courseNow).with(outbox.with(now, urgent, events));
  }

  private InvestigationState with(List<CaseAlert> changed) {
    return new InvestigationState(
        investigationId, startedBy, startedAt, policy, changed, evidence, actions, course, outbox);
  }

  private InvestigationState with(EvidenceBoard changed) {
    return new InvestigationState(
        investigationId, startedBy, startedAt, policy, alerts, changed, actions, course, outbox);
  }

  private InvestigationState with(ActionBoard changed) {
    return new InvestigationState(
        investigationId, startedBy, startedAt, policy, alerts, evidence, changed, course, outbox);
  }

  private InvestigationState with(Course changed) {
    return new InvestigationState(
        investigationId, startedBy, startedAt, policy, alerts, evidence, actions, changed, outbox);
  }

  private InvestigationState with(Outbox changed) {
    return new InvestigationState(
        investigationId, startedBy, startedAt, policy, alerts, evidence, actions, course, changed);
  }
}
