package dev.quaestor.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.quaestor.action.ActionSource;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.Decision;
import dev.quaestor.authority.Person;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.ApprovalTerms;
import dev.quaestor.policy.Gate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened in a case. Said by workflows, kept by the ledger, never changed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LedgerEvent.AlertAdded.class, name = "alertAdded"),
  @JsonSubTypes.Type(value = LedgerEvent.AlertRevised.class, name = "alertRevised"),
  @JsonSubTypes.Type(value = LedgerEvent.EvidenceAssessed.class, name = "evidenceAssessed"),
  @JsonSubTypes.Type(value = LedgerEvent.OrderAccepted.class, name = "orderAccepted"),
  @JsonSubTypes.Type(value = LedgerEvent.ActionPlanned.class, name = "actionPlanned"),
  @JsonSubTypes.Type(value = LedgerEvent.ActionDecided.class, name = "actionDecided"),
  @JsonSubTypes.Type(value = LedgerEvent.ApprovalGiven.class, name = "approvalGiven"),
  @JsonSubTypes.Type(value = LedgerEvent.Reminded.class, name = "reminded"),
  @JsonSubTypes.Type(value = LedgerEvent.Escalated.class, name = "escalated"),
  @JsonSubTypes.Type(value = LedgerEvent.ActionPrepared.class, name = "actionPrepared"),
  @JsonSubTypes.Type(value = LedgerEvent.ActionProgressed.class, name = "actionProgressed"),
  @JsonSubTypes.Type(value = LedgerEvent.UndoRequested.class, name = "undoRequested"),
  @JsonSubTypes.Type(value = LedgerEvent.UndoProgressed.class, name = "undoProgressed"),
  @JsonSubTypes.Type(value = LedgerEvent.MessageIgnored.class, name = "messageIgnored"),
  @JsonSubTypes.Type(value = LedgerEvent.StatusChanged.class, name = "statusChanged"),
  @JsonSubTypes.Type(
      value = LedgerEvent.RemediationStatusChanged.class,
      name = "remediationStatusChanged"),
  @JsonSubTypes.Type(value = LedgerEvent.CancelRequested.class, name = "cancelRequested"),
  @JsonSubTypes.Type(value = LedgerEvent.Classified.class, name = "classified"),
  @JsonSubTypes.Type(value = LedgerEvent.MarkedAsMissed.class, name = "markedAsMissed"),
  @JsonSubTypes.Type(value = LedgerEvent.NoteAdded.class, name = "noteAdded"),
  @JsonSubTypes.Type(value = LedgerEvent.Assigned.class, name = "assigned"),
  @JsonSubTypes.Type(value = LedgerEvent.Tagged.class, name = "tagged"),
})
public sealed interface LedgerEvent {

  /**
   * An alert joined the case; the first one opened it.
   *
   * @param alertId what the case calls it
   * @param identity which alert it is: a hash of its format, its sender and its id
   * @param content the hash of all that it says
   * @param version the how manieth word on it this is
   * @param postedBy who handed it in, as a starter vouches; null where none does
   * @param description the alert's own words, its beginning; null where it has none
   */
  record AlertAdded(
      String alertId,
      AlertSource source,
      String title,
      Severity severity,
      List<String> techniques,
      @Nullable Instant createdAt,
      String identity,
      String content,
      int version,
      @Nullable String postedBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String description)
      implements LedgerEvent {
    /** So much of a description is kept. */
    public static final int DESCRIPTION = 4000;
  }

  /**
   * An alert of the case came again and says something else, which now stands; what it names is
   * looked at again.
   */
  record AlertRevised(
      String alertId,
      AlertSource source,
      String title,
      Severity severity,
      List<String> techniques,
      @Nullable Instant createdAt,
      String identity,
      String content,
      int version,
      @Nullable String postedBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String description)
      implements LedgerEvent {

    public static AlertRevised of(AlertAdded now) {
      return new AlertRevised(
          now.alertId,
          now.source,
          now.title,
          now.severity,
          now.techniques,
          now.createdAt,
          now.identity,
          now.content,
          now.version,
          now.postedBy,
          now.description);
    }

    /** What stands of the alert. */
    public AlertAdded now() {
      return new AlertAdded(
          alertId,
          source,
          title,
          severity,
          techniques,
          createdAt,
          identity,
          content,
          version,
          postedBy,
          description);
    }
  }

  /**
   * A piece of evidence is new, or its verdict or findings changed. The whole of it, so the last
   * one stands.
   */
  record EvidenceAssessed(Assessment assessment) implements LedgerEvent {}

  /**
   * An order by hand was accepted and waits for a worker; that it is planned says that one took it
   * up. Said by the starter, before it starts the order's workflow.
   *
   * @param undoes as {@link ActionPlanned#undoes}
   * @param group as {@link ActionPlanned#group}
   */
  record OrderAccepted(
      String actionId,
      RemediationAction action,
      ActionSource source,
      String by,
      @Nullable String comment,
      @Nullable String undoes,
      @Nullable String group)
      implements LedgerEvent {}

  /**
   * An action is planned.
   *
   * @param decision {@link Decision.Pending} with its deadline, or {@link Decision.NotNeeded}
   * @param verdict the verdict it rests on; of what a person proposed, what looking said; null for
   *     what a person ordered
   * @param requestedBy who ordered it; null for one that policy planned
   * @param unsupported why no connector can do it; null when one can
   * @param undoes the action that it takes back, when it is the proposal of an undo
   * @param group what orders of one request share: one file on many devices, rows of one hunt
   * @param evidence what it rests on; empty for an action that a person ordered
   * @param seen what looking said, before anybody was asked, of the target of what a person
   *     proposed and of the device that it is on; empty for any other
   * @param terms what it takes to approve it; null for one approval of anybody who may
   * @param connector who would do it, as the worker's configuration calls it; null where that is
   *     not known yet
   */
  record ActionPlanned(
      String actionId,
      RemediationAction action,
      ActionSource source,
      Gate gate,
      @Nullable String ruleId,
      String because,
      @Nullable Verdict verdict,
      String planHash,
      Decision decision,
      @Nullable String requestedBy,
      @Nullable String comment,
      @Nullable String unsupported,
      @Nullable String undoes,
      @Nullable String group,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<EntityKey> evidence,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Assessment> seen,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Terms terms,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector)
      implements LedgerEvent {

    /**
     * What it takes to approve it, where that is more than one approval.
     *
     * @param authors who may not, where their own word led to it
     */
    public record Terms(
        ApprovalTerms asked, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Person> authors) {
      public Terms {
        authors = authors == null ? List.of() : List.copyOf(authors);
      }
    }

    /** The same, to be approved on these terms. */
    public ActionPlanned on(ApprovalTerms asked, List<Person> authors) {
      return new ActionPlanned(
          actionId,
          action,
          source,
          gate,
          ruleId,
          because,
          verdict,
          planHash,
          decision,
          requestedBy,
          comment,
          unsupported,
          undoes,
          group,
          evidence,
          seen,
          asked.equals(ApprovalTerms.ONE) || !(decision instanceof Decision.Pending)
              ? null
              : new Terms(asked, asked.notAuthor() ? authors : List.of()),
          connector);
    }

    public ActionPlanned {
      // Ledgers from before they were there lack them.
      evidence = evidence == null ? List.of() : List.copyOf(evidence);
      seen = seen == null ? List.of() : List.copyOf(seen);
    }

    /** Of what a case knows itself. */
    public ActionPlanned(
        String actionId,
        RemediationAction action,
        ActionSource source,
        Gate gate,
        @Nullable String ruleId,
        String because,
        @Nullable Verdict verdict,
        String planHash,
        Decision decision,
        @Nullable String requestedBy,
        @Nullable String comment,
        @Nullable String unsupported,
        @Nullable String undoes,
        @Nullable String group,
        List<EntityKey> evidence) {
      this(
          actionId,
          action,
          source,
          gate,
          ruleId,
          because,
          verdict,
          planHash,
          decision,
          requestedBy,
          comment,
          unsupported,
          undoes,
          group,
          evidence,
          List.of(),
          null,
          null);
    }

    /** With what was seen of what it is to be done to, the target first. */
    public ActionPlanned seeing(List<Assessment> of) {
      return new ActionPlanned(
          actionId,
          action,
          source,
          gate,
          ruleId,
          because,
          of.isEmpty() ? verdict : of.getFirst().verdict(),
          planHash,
          decision,
          requestedBy,
          comment,
          unsupported,
          undoes,
          group,
          evidence,
          of,
          terms,
          connector);
    }

    /** By this connector. */
    public ActionPlanned through(@Nullable String who) {
      return new ActionPlanned(
          actionId,
          action,
          source,
          gate,
          ruleId,
          because,
          verdict,
          planHash,
          decision,
          requestedBy,
          comment,
          unsupported,
          undoes,
          group,
          evidence,
          seen,
          terms,
          who);
    }

    public ActionPlanned(
        String actionId,
        RemediationAction action,
        ActionSource source,
        Gate gate,
        @Nullable String ruleId,
        String because,
        @Nullable Verdict verdict,
        String planHash,
        Decision decision,
        @Nullable String requestedBy,
        @Nullable String comment,
        @Nullable String unsupported) {
      this(
          actionId,
          action,
          source,
          gate,
          ruleId,
          because,
          verdict,
          planHash,
          decision,
          requestedBy,
          comment,
          unsupported,
          null,
          null,
          List.of());
    }
  }

  /** A decision counted, or time or a newer plan decided. */
  record ActionDecided(String actionId, Decision decision) implements LedgerEvent {}

  /**
   * An approval counted, and was not the last that it takes.
   *
   * @param given how many there are with it
   * @param needed how many it takes
   */
  record ApprovalGiven(String actionId, Approval approval, int given, int needed)
      implements LedgerEvent {}

  /**
   * Nobody has answered yet, and those who may decide are to be told.
   *
   * @param nth the how manieth reminder it is
   */
  record Reminded(String actionId, int nth) implements LedgerEvent {}

  /**
   * Nobody has answered yet, and somebody else is to be told.
   *
   * @param nth the how manieth escalation it is
   * @param to names, as the policy has them
   */
  record Escalated(String actionId, int nth, List<String> to) implements LedgerEvent {}

  /**
   * What undo will need, before the action runs.
   *
   * @param connector who is to run it, and alone can take it back; null in events from before it
   *     was recorded
   */
  record ActionPrepared(
      String actionId,
      Receipt receipt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String connector)
      implements LedgerEvent {
    public ActionPrepared(String actionId, Receipt receipt) {
      this(actionId, receipt, null);
    }
  }

  /** The action runs, waits or has ended. */
  record ActionProgressed(String actionId, Outcome outcome) implements LedgerEvent {}

  /**
   * Somebody asked for an action to be taken back.
   *
   * @param verified whether a starter vouched for who it was
   */
  record UndoRequested(
      String actionId,
      String undoId,
      String requestedBy,
      @Nullable String comment,
      boolean verified)
      implements LedgerEvent {}

  /** The undo runs, waits or has ended. */
  record UndoProgressed(String actionId, String undoId, Outcome outcome) implements LedgerEvent {}

  /**
   * A message came that changed nothing.
   *
   * @param message which: {@code decide}, {@code cancel}
   * @param what what came, cut to a readable length
   * @param why why nothing happened
   */
  record MessageIgnored(String message, Decision.Channel channel, String what, String why)
      implements LedgerEvent {}

  /** The case changed state; an ended state closes it. */
  record StatusChanged(InvestigationStatus status, String because) implements LedgerEvent {}

  /** What became of a piece of evidence. */
  record RemediationStatusChanged(String entityKey, RemediationStatus status)
      implements LedgerEvent {}

  /**
   * A person asked to stop the case.
   *
   * @param verified whether a starter vouched for who it was
   */
  record CancelRequested(
      String requestedBy, @Nullable String comment, boolean rollback, boolean verified)
      implements LedgerEvent {}

  /**
   * A person said what an alert or a piece of evidence really was.
   *
   * @param alertId the alert it is about; null when it is about evidence
   * @param entityKey the evidence it is about; null when it is about an alert
   * @param verified whether a starter vouched for who it was
   */
  record Classified(
      @Nullable String alertId,
      @Nullable String entityKey,
      Classification classification,
      Determination determination,
      String classifiedBy,
      @Nullable String comment,
      boolean verified)
      implements LedgerEvent {}

  /**
   * A person said that something bad was missed.
   *
   * @param startedInvestigationId the investigation that was started on it
   */
  record MarkedAsMissed(
      Entity entity, String markedBy, @Nullable String comment, String startedInvestigationId)
      implements LedgerEvent {}

  /** A person wrote a note into the case's file; whether the case has ended does not matter. */
  record NoteAdded(String text, String by) implements LedgerEvent {}

  /**
   * A person said who takes care of the case.
   *
   * @param assignee null for nobody any longer
   */
  record Assigned(@Nullable String assignee, String by) implements LedgerEvent {}

  /**
   * A person said by which words the case is to be found; they take the place of those before.
   *
   * @param tags in their order
   */
  record Tagged(List<String> tags, String by) implements LedgerEvent {
    public Tagged {
      tags = List.copyOf(tags);
    }
  }
}
