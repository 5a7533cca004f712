package dev.quaestor.investigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quaestor.action.Area;
import dev.quaestor.action.Outcome;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertSize;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.ApprovalRules;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.approval.Pasted;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.approval.PlanHash;
import dev.quaestor.approval.Question;
import dev.quaestor.approval.Terms;
import dev.quaestor.authority.Admission;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Person;
import dev.quaestor.authority.Voucher;
import dev.quaestor.board.ActionBoard;
import dev.quaestor.board.AnalystWord;
import dev.quaestor.board.CaseAction;
import dev.quaestor.board.EvidenceBoard;
import dev.quaestor.board.Expansion;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.ApprovalRule;
import dev.quaestor.policy.Planner;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.PayloadSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one investigation knows, as a value. {@link #next} decides; every other method folds
 * something that happened and returns the state after it, with what the ledger is to be told in its
 * {@link Outbox}. It is what a run that continues as new hands on.
 *
 * @param late alerts that came after the end was decided: they are the next case
 */
public record InvestigationState(
    String investigationId,
    String startedBy,
    Instant startedAt,
    @Nullable PolicySnapshot policy,
    List<CaseAlert> alerts,
    EvidenceBoard evidence,
    ActionBoard actions,
    CaseStatus course,
    Outbox outbox,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LateAlert> late) {

  public InvestigationState {
    // What is empty is not written.
    late = late == null ? List.of() : List.copyOf(late);
  }

  /** Who started it, until an alert says so. */
  private static final String NOBODY = "nobody";

  static InvestigationState begin(String investigationId, Instant startedAt) {
    return new InvestigationState(
        investigationId,
        NOBODY,
        startedAt,
        null,
        List.of(),
        EvidenceBoard.empty(),
        ActionBoard.empty(),
        CaseStatus.beginning(),
        Outbox.empty(),
        List.of());
  }

  /** The case of what came too late for this one, once this one has ended; empty without any. */
  Optional<InvestigationState> following(Instant now) {
    return late.isEmpty()
        ? Optional.empty()
        : Optional.of(
            late.stream()
                .reduce(
                    begin(followingId(), now),
                    (next, l) -> next.begunWith(l.alert(), l.by(), now),
                    (one, other) -> other));
  }

  /** What the case of late alerts is called. */
  String followingId() {
    return "inv-" + PlanHash.shortId(investigationId + "\nfollowing");
  }

  // ---- decide

  /** The next thing to do. */
  Step next() {
    return NextStep.of(this);
  }

  boolean isStopped() {
    return course.stop() != null;
  }

  /** No person's wish and no alert changes its course any more. */
  boolean isEnding() {
    return isStopped() || course.closing();
  }

  /**
   * Whether it can take in what that alert says and stay within its limits. The first alert of a
   * case always has room; before the policy is known, its default counts. What is yet to be fetched
   * counts as if all of it were new.
   */
  boolean hasRoomFor(Alert alert) {
    if (alerts.isEmpty()) {
      return true;
    }
    var most = policy == null ? Policy.Limits.MAX_ENTITIES : policy.policy().limits().maxEntities();
    var apart =
        Stream.concat(
                Stream.ofNullable(alert.version().size()),
                alerts.stream().flatMap(CaseAlert::apart))
            .toList();
    var pieces = apart.stream().mapToLong(AlertSize::pieces).sum();
    var told =
        alerts.stream().mapToLong(CaseAlert::told).sum()
            + apart.stream().mapToLong(AlertSize::told).sum();
    return !evidence.full()
        && !actions.full()
        && evidence.sizeWith(alert.evidence()) + pieces <= most
        && told + CaseAlert.weight(alert) <= PayloadSize.told(most);
  }

  boolean isIdle() {
    return !actions.anyInFlight() && evidence.examining().isEmpty();
  }

  /**
   * Nothing is on its way that will be there in a moment: whoever looks now must see all there is.
   */
  boolean isResting() {
    return evidence.examining().isEmpty() && actions.allInFlightWait();
  }

  // ---- fold

  boolean knows(String alertId) {
    return alerts.stream().anyMatch(a -> a.alertId().equals(alertId));
  }

  /** Whether this very word of it was heard. */
  boolean hasHeard(Alert alert) {
    return alerts.stream().anyMatch(a -> a.hasSaid(alert));
  }

  /** What the case calls it, and what of it stands; empty before it has come. */
  Optional<CaseAlert> alert(Alert alert) {
    return alerts.stream().filter(a -> a.is(alert)).findFirst();
  }

  /**
   * A new alert joins; a new version of one takes the place of what it said before. What comes
   * after the end was decided is kept for the next case.
   *
   * @param by who stands behind it: what rests on it runs by itself only where they may act,
   *     whatever it says of that, and of its sender, itself
   */
  InvestigationState alerted(Alert message, Author by, Instant now) {
    var sent = message.sentBy(by.id());
    if (hasHeard(sent)) {
      return this;
    }
    return isEnding() ? with(new LateAlert(sent, by)) : joined(sent, by, now);
  }

  /** The alert that the run was started for, which no wish to stop it comes before. */
  InvestigationState begunWith(Alert message, Author by, Instant now) {
    var sent = message.sentBy(by.id());
    return hasHeard(sent) ? this : joined(sent, by, now);
  }

  private InvestigationState joined(Alert sent, Author by, Instant now) {
    var before = alert(sent);
    var alert = sent.named(before.map(CaseAlert::alertId).orElseGet(() -> freeName(sent)));
    var stands =
        before
            .map(a -> a.revised(alert, by))
            .orElseGet(() -> CaseAlert.of(sent, by).called(alert.alertId()));
    var all =
        before.isPresent()
            ? alerts.stream().map(a -> a.is(sent) ? stands : a).toList()
            : Stream.concat(alerts.stream(), Stream.of(stands)).toList();
    var said = alert.evidence().stream().map(e -> e.saidBy(by.remit())).toList();
    var after = startedBy(by).with(all).with(evidence.named(said, before.isPresent()));
    var added = CaseEvents.alerted(alert, stands, by);
    var event = before.isPresent() ? LedgerEvent.AlertRevised.of(added) : added;
    if (policy != null) {
      after = after.under(policy.policy(), now);
      if (after.weighsOtherwiseThan(this)) {
        after = after.with(after.evidence.toPlanAnew());
      }
    }
    // It goes along with what looking at it brings.
    return after.tell(this, now, false, List.of(event));
  }

  /** What is as grave as rules go by, and what it takes to approve, is another matter now. */
  private boolean weighsOtherwiseThan(InvestigationState before) {
    return severity() != before.severity()
        || Stream.of(Area.values()).anyMatch(a -> severityIn(a) != before.severityIn(a));
  }

  /** What an alert names that was too large to be sent along, in its turn. */
  InvestigationState heard(String alertId, String content, List<Evidence> named, Instant now) {
    var said = alerts.stream().filter(a -> a.alertId().equals(alertId)).findFirst().orElseThrow();
    var evidenceOf = named.stream().map(e -> e.namedBy(alertId).saidBy(said.remit())).toList();
    // A word that a later one has overtaken adds to it and takes nothing back.
    var restated = said.contents().size() > 1 && said.contents().getLast().equals(content);
    var after =
        with(alerts.stream().map(a -> a.equals(said) ? a.heard(content, evidenceOf) : a).toList())
            .with(evidence.named(evidenceOf, restated));
    return policy == null
        ? after
        : after.under(policy.policy(), now).tell(this, now, false, List.of());
  }

  /** Another sender's alert may have its id: one name in a case is one alert's. */
  private String freeName(Alert alert) {
    var name = alert.alertId();
    for (int i = 2; knows(name); i++) {
      name = alert.alertId() + "~" + i;
    }
    return name;
  }

  InvestigationState opened(PolicySnapshot pinned, Instant now) {
    var after =
        new InvestigationState(
                investigationId,
                startedBy,
                startedAt,
                pinned,
                alerts,
                evidence,
                actions,
                course,
                outbox,
                late)
            .under(pinned.policy(), now);
    return after.tell(this, now, false, List.of());
  }

  /** As the policy has it: within its limits, without what it excludes or suppresses. */
  private InvestigationState under(Policy rules, Instant now) {
    return with(alerts.stream().map(a -> a.under(rules, evidence::namedBy, now)).toList())
        .with(evidence.under(rules));
  }

  InvestigationState examining(List<Evidence> batch, Instant now) {
    return with(evidence.handedOut(batch)).tell(this, now, false, List.of());
  }

  /**
   * @param matches what the organisation's own list says of them
   */
  InvestigationState examined(
      List<Examination> examinations, List<IndicatorMatch> matches, Instant now) {
    var after = evidence.examined(examinations, matches, pinned().policy(), now);
    return with(after).tell(this, now, false, CaseEvents.assessed(after.changedSince(evidence)));
  }

  /**
   * What the policy wants now, and what waits to be followed to many devices. A plan with more
   * actions than a case may have ends the case instead.
   */
  InvestigationState planned(Instant now) {
    var rules = pinned().policy();
    var wanted =
        new ArrayList<>(Planner.plan(rules, severity(), this::severityIn, evidence.pieces()));
    wanted.addAll(Expansion.plans(evidence, rules, severity()));
    var terms = new Terms(rules, evidence.knowledge(), severity());
    wanted.replaceAll(p -> p.on(terms.of(p.action(), p.verdict(), ApprovalRule.Source.PLANNED)));
    var after =
        actions.replanned(
            wanted,
            new ActionBoard.Planning(
                investigationId,
                pinned().revision(),
                rules.approvals().expireAfter(),
                rules.limits().maxActions(),
                now));
    return with(evidence.planned())
        .with(after)
        .tell(this, now, true, CaseEvents.plannedSince(actions, after, authors()));
  }

  /** An answer for the approver, and the state after it. */
  record Decided(InvestigationState state, DecisionAnswer answer) {}

  Decided decided(DecisionMessage message, Voucher voucher, Decision.Channel channel, Instant now) {
    var current = expired(now);
    var ruling = ApprovalRules.rule(message, voucher, channel, policy, current.questions(), now);
    if (ruling.decided().isEmpty()) {
      return new Decided(current, ruling.answer());
    }
    var after = current.with(current.actions.decided(ruling.decided()));
    return new Decided(
        after.with(current.course.noting(null)).settled(current, now), ruling.answer());
  }

  private List<Question> questions() {
    return actions.questions(evidence.knowledge(), authors());
  }

  /** The people whose word the case rests on: who handed it in, condemned or listed something. */
  private List<Person> authors() {
    return Stream.of(
            alerts.stream().flatMap(a -> a.people().stream()),
            evidence.words().stream()
                .filter(w -> !w.classification().exonerates())
                .map(w -> w.by().person()),
            evidence.indicators().stream()
                .filter(m -> m.effect() == IndicatorMatch.Effect.BLOCK)
                .flatMap(m -> Stream.ofNullable(m.listedBy())))
        .flatMap(people -> people)
        .distinct()
        .toList();
  }

  /** A moment that was waited for has come. */
  InvestigationState woken(Instant now) {
    return expired(now).with(evidence.due(now));
  }

  InvestigationState expired(Instant now) {
    var after = actions.expired(now);
    return after == actions ? this : with(after).settled(this, now);
  }

  /** Tells the decisions, and folds in or drops at once what waited to be followed. */
  private InvestigationState settled(InvestigationState before, Instant now) {
    var events = new ArrayList<>(CaseEvents.decisionsSince(before.actions, actions));
    var followed = Expansion.settled(before.actions, actions, evidence, pinned().policy());
    events.addAll(followed.events());
    return with(followed.actions()).with(followed.evidence()).tell(before, now, true, events);
  }

  InvestigationState begun(List<CaseAction> handedOut, Instant now) {
    return with(actions.begun(handedOut)).tell(this, now, false, List.of());
  }

  InvestigationState prepared(LedgerEvent.ActionPrepared recorded, Instant now) {
    return with(actions.prepared(recorded.actionId(), recorded.receipt()))
        .tell(this, now, false, List.of(recorded));
  }

  /**
   * Somebody wants to see at once that an action waits; that it ended may go along with what
   * follows.
   */
  InvestigationState progressed(String actionId, Outcome outcome, Instant now) {
    var after = actions.progressed(actionId, outcome).sparing(actionId, now);
    var events = new ArrayList<LedgerEvent>();
    events.add(new LedgerEvent.ActionProgressed(actionId, outcome));
    events.addAll(CaseEvents.decisionsSince(actions, after));
    return with(after).tell(this, now, outcome instanceof Outcome.Unfinished, events);
  }

  InvestigationState stopped(CaseStop wish, Instant now) {
    if (isStopped()) {
      return this;
    }
    var no =
        new Decision.ByPerson(
            false,
            wish.person(),
            wish.verified(),
            Decision.Channel.SIGNAL,
            wish.comment(),
            null,
            now);
    var after = actions.stopped(no);
    var events = new ArrayList<LedgerEvent>();
    events.add(
        new LedgerEvent.CancelRequested(
            wish.person(), wish.comment(), wish.rollback(), wish.verified()));
    events.addAll(CaseEvents.decisionsSince(actions, after));
    return with(after).with(course.stopped(wish)).tell(this, now, true, events);
  }

  /** Its workflow was cancelled: it ends in nobody's name, and what waits is declined by nobody. */
  InvestigationState abandoned(Instant now) {
    if (isStopped()) {
      return this;
    }
    var after = actions.dropped(new Decision.Superseded(null, Decision.Superseded.CANCELLED, now));
    return with(after)
        .with(course.stopped(CaseStop.ofWorkflow()))
        .tell(this, now, true, CaseEvents.decisionsSince(actions, after));
  }

  /** A person said what these really are. */
  InvestigationState classified(
      List<EntityKey> about, ClassifyMessage word, Admission.Admitted said, Instant now) {
    var by = said.author();
    var classification = Objects.requireNonNull(word.classification());
    var after =
        evidence.classified(
            about.stream()
                .map(k -> new AnalystWord(k, classification, word.reason(), word.comment(), by))
                .toList(),
            pinned().policy());
    var events = new ArrayList<LedgerEvent>();
    if (!word.recorded() || !said.verified()) {
      events.add(
          new LedgerEvent.Classified(
              word.alertId(),
              word.entityKey(),
              classification,
              word.reason(),
              by.name(),
              word.comment(),
              said.verified()));
    }
    return with(after)
        .with(course.noting(null).hearing(word.signature()))
        .tell(this, now, true, events);
  }

  InvestigationState rollingBack(Instant now) {
    return with(course.rollingBack(toRollBack().size())).tell(this, now, false, notRolledBack());
  }

  /** Something about an undo inside the case; once its effect is over, so is what it remedied. */
  InvestigationState undoing(LedgerEvent event, Instant now) {
    var after =
        event instanceof LedgerEvent.UndoProgressed ended && isOver(ended.outcome())
            ? with(actions.undone(ended.actionId()))
            : event instanceof LedgerEvent.UndoProgressed ended && isStuck(ended.outcome())
                ? with(course.notTakenBack())
                : this;
    return after.tell(this, now, true, List.of(event));
  }

  /** A cluster of which some messages are back is remedied no longer. */
  private static boolean isOver(Outcome undo) {
    return undo.execution().isGood()
        || (undo instanceof Outcome.HeldByOthers held && held.partly() != null);
  }

  /** It may still be in force though nobody wants it so. */
  private static boolean isStuck(Outcome undo) {
    return switch (undo.execution()) {
      case FAILED, PARTIALLY_SUCCEEDED, UNSUPPORTED, UNKNOWN -> true;
      case NOT_STARTED,
          RUNNING,
          WAITING_FOR_RESOURCE,
          SUCCEEDED,
          ALREADY_IN_STATE,
          HELD_BY_OTHERS,
          CHANGED_SINCE ->
          false;
    };
  }

  /** What others took back, as the ledger says: it no longer remedies anything. */
  InvestigationState undone(List<String> actionIds, Instant now) {
    var after = actions;
    for (var id : actionIds) {
      after = after.undone(id);
    }
    return after == actions ? this : with(after).tell(this, now, true, List.of());
  }

  InvestigationState ignored(LedgerEvent.MessageIgnored event, Instant now) {
    return with(course.noting(
            "A %s message at %s had no effect: %s".formatted(event.message(), now, event.why())))
        .tell(this, now, true, List.of(event));
  }

  /** It joined as nobody's word, though it is signed: keys or clocks may want mending. */
  InvestigationState unvouched(Alert alert, String why, Instant now) {
    var name = Excerpt.of(alert.alertId(), 200);
    return with(course.noting(
            "Nothing that rests on alert %s runs automatically: %s".formatted(name, why)))
        .tell(
            this,
            now,
            false,
            List.of(
                new LedgerEvent.MessageIgnored(
                    "addAlert", Decision.Channel.UPDATE, name, "Nobody vouches for it. " + why)));
  }

  InvestigationState closed(Step.Close end, Instant now) {
    var after = actions.dropped(now);
    var events = new ArrayList<LedgerEvent>();
    evidence.pieces().stream()
        .filter(a -> !a.examined())
        .forEach(a -> events.add(new LedgerEvent.EvidenceAssessed(a)));
    events.addAll(CaseEvents.decisionsSince(actions, after));
    events.add(new LedgerEvent.StatusChanged(end.status(), end.because()));
    return with(after)
        .with(evidence.givenUp())
        .with(course.closingAs(end))
        .tell(this, now, true, events);
  }

  InvestigationState sent(long seq) {
    return with(outbox.sent(seq));
  }

  /** A flush was begun: what is urgent is on its way. */
  InvestigationState flushing() {
    return with(outbox.calm());
  }

  // ---- read

  /** What a decision counts for that is pasted in the Temporal Web UI. */
  Pasted pasted() {
    return Pasted.under(policy == null ? null : policy.policy().approvals());
  }

  PolicySnapshot pinned() {
    return Objects.requireNonNull(policy, "the case is not open yet");
  }

  Severity severity() {
    return alerts.stream()
        .map(CaseAlert::severity)
        .reduce(Severity.INFORMATIONAL, Severity::orHigher);
  }

  /** As far as those say so who may act in that area. */
  private Severity severityIn(Area area) {
    return alerts.stream()
        .filter(a -> a.countsIn(area))
        .map(CaseAlert::severity)
        .reduce(Severity.INFORMATIONAL, Severity::orHigher);
  }

  /** What a rollback takes back, newest first: what whoever wants it may undo. */
  List<CaseAction> toRollBack() {
    var stop = course.stop();
    return stop == null
        ? List.of()
        : actions.undoable().stream().filter(a -> isInRemit(stop, a)).toList();
  }

  private boolean isInRemit(CaseStop stop, CaseAction a) {
    var area = a.action().type().area();
    return evidence
        .knowledge()
        .placeOf(a.action())
        .map(place -> stop.remit().coversOnDevice(area, place.group()))
        .orElseGet(() -> stop.remit().coversOffDevices(area));
  }

  /** What could be taken back and stays, because whoever wants it may not undo there. */
  private List<LedgerEvent> notRolledBack() {
    var stop = Objects.requireNonNull(course.stop());
    return actions.undoable().stream()
        .filter(a -> !isInRemit(stop, a))
        .<LedgerEvent>map(
            a ->
                new LedgerEvent.MessageIgnored(
                    "cancel",
                    Decision.Channel.SIGNAL,
                    "Rollback of %s: %s".formatted(a.actionId(), a.action().summary()),
                    "%s may not undo %s actions, so it was left in place"
                        .formatted(stop.person(), a.action().type().area())))
        .toList();
  }

  String title() {
    return alerts.isEmpty() ? "Investigation" : alerts.getFirst().title();
  }

  Verdict verdict() {
    return status().verdict(evidence.worst().orElse(Verdict.UNKNOWN));
  }

  /** What waits for a person, oldest first. */
  List<PendingAction> requests() {
    return requests(Integer.MAX_VALUE);
  }

  /** The first of these. */
  List<PendingAction> requests(int most) {
    var known = evidence.knowledge().after(actions.movedMail());
    return actions.pending(most).stream().map(a -> PendingAction.of(a.plea(), known)).toList();
  }

  /** As people see it: before the ledger has let it in, it waits for its turn. */
  InvestigationStatus status() {
    return policy == null && !course.closing() ? InvestigationStatus.QUEUED : course.status();
  }

  String because() {
    return status() == InvestigationStatus.QUEUED ? "It is waiting for its turn" : course.because();
  }

  InvestigationReport report(@Nullable Instant endedAt) {
    return InvestigationReport.of(this, endedAt);
  }

  // ---- with

  /**
   * Appends what happened, and what follows from it: states of the case and of its evidence. What
   * is yet to be looked at is told with what that brings.
   */
  private InvestigationState tell(
      InvestigationState before,
      Instant now,
      boolean urgent,
      List<? extends LedgerEvent> happened) {
    var events = new ArrayList<LedgerEvent>(happened);
    var said = new HashSet<LedgerEvent>(happened);
    // Whatever changed a piece, be it only who named it: the ledger answers for all that it says.
    evidence.changedSince(before.evidence).stream()
        .filter(Assessment::answered)
        .map(LedgerEvent.EvidenceAssessed::new)
        .filter(told -> !said.contains(told))
        .forEach(events::add);
    events.addAll(CaseEvents.remediationSince(before.actions, actions, evidence));
    var courseNow = course.now(evidence, actions);
    if (courseNow.tellsMoreThan(before.course) && !course.closing()) {
      events.add(new LedgerEvent.StatusChanged(courseNow.status(), courseNow.because()));
    }
    return with(courseNow).with(outbox.with(now, urgent, events));
  }

  private InvestigationState startedBy(Author author) {
    return alerts.isEmpty()
        ? new InvestigationState(
            investigationId,
            author.name(),
            startedAt,
            policy,
            alerts,
            evidence,
            actions,
            course,
            outbox,
            late)
        : this;
  }

  private InvestigationState with(List<CaseAlert> changed) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        policy,
        changed,
        evidence,
        actions,
        course,
        outbox,
        late);
  }

  private InvestigationState with(EvidenceBoard changed) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        policy,
        alerts,
        changed,
        actions,
        course,
        outbox,
        late);
  }

  private InvestigationState with(ActionBoard changed) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        policy,
        alerts,
        evidence,
        changed,
        course,
        outbox,
        late);
  }

  private InvestigationState with(CaseStatus changed) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        policy,
        alerts,
        evidence,
        actions,
        changed,
        outbox,
        late);
  }

  private InvestigationState with(Outbox changed) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        policy,
        alerts,
        evidence,
        actions,
        course,
        changed,
        late);
  }

  private InvestigationState with(LateAlert alert) {
    return new InvestigationState(
        investigationId,
        startedBy,
        startedAt,
        policy,
        alerts,
        evidence,
        actions,
        course,
        outbox,
        late.contains(alert) ? late : Stream.concat(late.stream(), Stream.of(alert)).toList());
  }
}
