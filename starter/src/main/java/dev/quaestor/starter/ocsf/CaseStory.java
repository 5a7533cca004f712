package dev.quaestor.starter.ocsf;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One case, or one manual action outside any, told event by event. It folds what happened and says
 * what each event is in OCSF as things then stood; it is told the events in the order of the
 * ledger, from the first, and each once. Not safe for use from several threads.
 */
public final class CaseStory {
  private final @Nullable CaseFacts facts;
  private final Function<String, Optional<KnownAction>> elsewhere;
  private final Map<String, LedgerEvent.AlertAdded> alerts = new LinkedHashMap<>();
  private final Map<String, Piece> pieces = new LinkedHashMap<>();
  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Map<String, ActionStory> actions = new LinkedHashMap<>();
  private @Nullable String investigationId;
  private @Nullable Severity severity;
  private InvestigationStatus status = InvestigationStatus.RUNNING;
  private @Nullable String because;
  private @Nullable Instant firstAt;
  private @Nullable Instant statusSince;
  private @Nullable Standing reported;
  private @Nullable Code classified;

  /** What an Update is worth telling for. */
  private record Standing(
      InvestigationStatus status, Code verdict, @Nullable Severity severity, int alerts) {}

  /**
   * A story of which nothing has been told.
   *
   * @param facts how the case was opened; null for an action outside any case, or when that is not
   *     known
   * @param elsewhere finds an action that was planned in another stream
   */
  public CaseStory(@Nullable CaseFacts facts, Function<String, Optional<KnownAction>> elsewhere) {
    this.facts = facts;
    this.elsewhere = elsewhere;
    this.investigationId = facts == null ? null : facts.investigationId();
  }

  /**
   * Folds one event in.
   *
   * @return what it is in OCSF; empty when nothing that others need to know has changed
   */
  public Optional<Report> tell(Occurrence told) {
    if (told.investigationId() != null) {
      investigationId = told.investigationId();
    }
    if (firstAt == null) {
      firstAt = told.at();
    }
    return switch (told.event()) {
      case LedgerEvent.AlertAdded e -> addAlert(told, e);
      case LedgerEvent.AlertRevised e -> addAlert(told, e.now());
      case LedgerEvent.EvidenceAssessed e -> assess(told, e);
      case LedgerEvent.StatusChanged e -> changeStatus(told, e);
      case LedgerEvent.RemediationStatusChanged e -> {
        pieces.computeIfPresent(e.entityKey(), (key, piece) -> piece.with(e.status()));
        yield Optional.empty();
      }
      // Whether it asks or runs is told with its plan.
      case LedgerEvent.OrderAccepted e -> Optional.empty();
      case LedgerEvent.ActionPlanned e -> plan(told, e);
      case LedgerEvent.ActionDecided e -> decide(told, e);
      case LedgerEvent.ApprovalGiven e ->
          waiting(
              told,
              Topic.APPROVAL_GIVEN,
              e.actionId(),
              "Approved by %s, %d of %d".formatted(e.approval().by().name(), e.given(), e.needed()),
              List.of());
      case LedgerEvent.Reminded e ->
          waiting(
              told,
              Topic.APPROVAL_REMINDER,
              e.actionId(),
              "Reminder %d".formatted(e.nth()),
              List.of());
      case LedgerEvent.Escalated e ->
          waiting(
              told,
              Topic.APPROVAL_ESCALATED,
              e.actionId(),
              "Escalation %d to %s".formatted(e.nth(), String.join(", ", e.to())),
              e.to());
      case LedgerEvent.ActionPrepared e -> {
        action(e.actionId()).ifPresent(a -> a.prepare(e, told.at()));
        yield Optional.empty();
      }
      case LedgerEvent.ActionProgressed e -> progress(told, e);
      case LedgerEvent.UndoRequested e -> requestUndo(told, e);
      case LedgerEvent.UndoProgressed e -> progressUndo(told, e);
      case LedgerEvent.Classified e -> classify(told, e);
      // They change nothing that is reported of this case.
      case LedgerEvent.MarkedAsMissed e -> Optional.empty();
      case LedgerEvent.NoteAdded e -> Optional.empty();
      case LedgerEvent.Assigned e -> Optional.empty();
      case LedgerEvent.Tagged e -> Optional.empty();
      case LedgerEvent.MessageIgnored e -> Optional.empty();
      case LedgerEvent.CancelRequested e -> Optional.empty();
    };
  }

  private Optional<Report> addAlert(Occurrence told, LedgerEvent.AlertAdded e) {
    alerts.put(e.alertId(), e);
    severity =
        alerts.values().stream()
            .map(LedgerEvent.AlertAdded::severity)
            .reduce(e.severity(), Severity::orHigher);
    return incident(told);
  }

  private Optional<Report> assess(Occurrence told, LedgerEvent.EvidenceAssessed e) {
    var key = e.assessment().key().value();
    pieces.put(key, Piece.of(e.assessment(), pieces.get(key)));
    if (e.assessment().evidence().entity() instanceof Device d && d.deviceId() != null) {
      devices.put(d.deviceId(), d);
    }
    return incident(told);
  }

  private Optional<Report> changeStatus(Occurrence told, LedgerEvent.StatusChanged e) {
    status = e.status();
    because = e.because();
    statusSince = told.at();
    return incident(told);
  }

  private Optional<Report> incident(Occurrence told) {
    if (investigationId == null) {
      return Optional.empty();
    }
    var standing = new Standing(status, verdictCode(), severity, alerts.size());
    if (standing.equals(reported)) {
      return Optional.empty();
    }
    var topic = topic(reported);
    reported = standing;
    return Optional.of(
        report(
            told,
            topic,
            OcsfClass.INCIDENT_FINDING,
            investigationId,
            new IncidentFinding(told, this).as(topic)));
  }

  /** It closes once; what a person says of it afterwards updates it. */
  private Topic topic(@Nullable Standing before) {
    if (status.ended() && (before == null || !before.status().ended())) {
      return Topic.INVESTIGATION_CLOSED;
    }
    return before == null ? Topic.INVESTIGATION_STARTED : Topic.INVESTIGATION_UPDATED;
  }

  private Optional<Report> classify(Occurrence told, LedgerEvent.Classified e) {
    var said = Codes.verdict(e.classification(), e.determination());
    if (e.entityKey() != null) {
      pieces.computeIfPresent(e.entityKey(), (key, piece) -> piece.classified(said));
    }
    if (e.alertId() != null) {
      classified = said;
    }
    return incident(told);
  }

  private Optional<Report> plan(Occurrence told, LedgerEvent.ActionPlanned e) {
    var planned = actions.get(e.actionId());
    if (planned == null) {
      planned = ActionStory.of(e);
      actions.put(e.actionId(), planned);
    } else {
      planned.replan(e);
    }
    if (e.unsupported() != null) {
      return Optional.of(
          about(
              told,
              Topic.ACTION_UNSUPPORTED,
              planned,
              activity(told, planned).unsupported(e.unsupported())));
    }
    return decision(told, planned);
  }

  private Optional<Report> decide(Occurrence told, LedgerEvent.ActionDecided e) {
    return action(e.actionId())
        .flatMap(
            a -> {
              a.decide(e.decision());
              return decision(told, a);
            });
  }

  private Optional<Report> waiting(
      Occurrence told, Topic topic, String actionId, String what, List<String> to) {
    return action(actionId)
        .map(a -> about(told, topic, a, activity(told, a).stillWaiting(what, to)));
  }

  private Optional<Report> decision(Occurrence told, ActionStory action) {
    return switch (action.decision().status()) {
      case NOT_NEEDED -> Optional.empty();
      case PENDING ->
          Optional.of(
              about(told, Topic.APPROVAL_REQUESTED, action, activity(told, action).decided()));
      case APPROVED, REJECTED, EXPIRED, SUPERSEDED ->
          Optional.of(
              about(told, Topic.APPROVAL_DECIDED, action, activity(told, action).decided()));
    };
  }

  private Optional<Report> progress(Occurrence told, LedgerEvent.ActionProgressed e) {
    return action(e.actionId())
        .map(
            a -> {
              a.progress(e.outcome(), told.at());
              return about(told, Codes.topic(e.outcome()), a, activity(told, a).ran(e.outcome()));
            });
  }

  private Optional<Report> requestUndo(Occurrence told, LedgerEvent.UndoRequested e) {
    return action(e.actionId())
        .map(
            a -> {
              a.requestUndo(e, told.at());
              return about(told, Topic.UNDO_REQUESTED, a, activity(told, a).undoRequested());
            });
  }

  private Optional<Report> progressUndo(Occurrence told, LedgerEvent.UndoProgressed e) {
    return action(e.actionId())
        .map(
            a -> {
              a.progressUndo(e.outcome());
              return about(
                  told, Codes.undoTopic(e.outcome()), a, activity(told, a).undoRan(e.outcome()));
            });
  }

  private Optional<ActionStory> action(String actionId) {
    var known = actions.get(actionId);
    if (known == null) {
      var found = elsewhere.apply(actionId);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (investigationId == null) {
        investigationId = found.get().investigationId();
      }
      known = ActionStory.of(found.get());
      actions.put(actionId, known);
    }
    return Optional.of(known);
  }

  private RemediationActivity activity(Occurrence told, ActionStory action) {
    return new RemediationActivity(
        told, new RemediationActivity.Setting(investigationId, severity, devices), action);
  }

  private Report about(
      Occurrence told, Topic topic, ActionStory action, tools.jackson.databind.JsonNode event) {
    var schemaClass =
        OcsfClass.ofUid(event.path("class_uid").asInt()).orElse(OcsfClass.REMEDIATION_ACTIVITY);
    return report(
        told,
        topic,
        schemaClass,
        investigationId != null ? investigationId : action.actionId(),
        event);
  }

  private static Report report(
      Occurrence told,
      Topic topic,
      OcsfClass schemaClass,
      String subject,
      tools.jackson.databind.JsonNode event) {
    return new Report(
        told.id(), told.uid(), topic, schemaClass, subject, told.at(), told.recordedAt(), event);
  }

  /** How much it holds, in things told of: what keeps it in memory is bounded by this. */
  public int weight() {
    return 1 + alerts.size() + pieces.size() + actions.size();
  }

  @Nullable CaseFacts facts() {
    return facts;
  }

  @Nullable String investigationId() {
    return investigationId;
  }

  String title() {
    if (facts != null) {
      return facts.title();
    }
    return alerts.values().stream()
        .findFirst()
        .map(LedgerEvent.AlertAdded::title)
        .orElse("Investigation " + investigationId);
  }

  @Nullable Instant startedAt() {
    return facts != null ? facts.startedAt() : firstAt;
  }

  InvestigationStatus status() {
    return status;
  }

  @Nullable String because() {
    return because;
  }

  @Nullable Instant statusSince() {
    return statusSince;
  }

  @Nullable Severity severity() {
    return severity;
  }

  /** By the worst of the evidence; Unknown while there is none. */
  Verdict verdict() {
    var worst =
        pieces.values().stream()
            .map(Piece::verdict)
            .max(Comparator.naturalOrder())
            .orElse(Verdict.UNKNOWN);
    return status.verdict(worst);
  }

  /** The verdict in OCSF: a person's word on an alert of the case before the evidence's. */
  Code verdictCode() {
    return classified != null
        ? classified
        : Codes.verdict(verdict(), status.ended() && couldNotLook());
  }

  /**
   * Whether some evidence is Unknown because nobody could look at it. Known at the end only: until
   * then it is looked at again.
   */
  private boolean couldNotLook() {
    return pieces.values().stream()
        .anyMatch(p -> p.verdict() == Verdict.UNKNOWN && p.couldNotLook());
  }

  Collection<LedgerEvent.AlertAdded> alerts() {
    return alerts.values();
  }

  Collection<Piece> pieces() {
    return pieces.values();
  }

  Collection<ActionStory> actions() {
    return actions.values();
  }
}
