package dev.quaestor.starter.ocsf;

import dev.quaestor.action.ActionType;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One action, or its undo, as Remediation Activity (7001) or the subclass for files (7002),
 * processes (7003) or network connections (7004). {@code command_uid} is the action's id, also for
 * its undo, so that both are found by one search. What waits for a decision or was refused one is
 * such an event too, with status Other: the schema has no number for it.
 */
final class RemediationActivity {
  private static final Code MANUAL_SCAN = new Code(1, "Manual");

  /** What the case knows that an action of it needs. */
  record Setting(
      @Nullable String investigationId, @Nullable Severity severity, Map<String, Device> devices) {}

  private final Occurrence told;
  private final Setting setting;
  private final ActionStory story;

  RemediationActivity(Occurrence told, Setting setting, ActionStory story) {
    this.told = told;
    this.setting = setting;
    this.story = story;
  }

  /** That it waits for a decision, or what was decided. */
  JsonNode decided() {
    return event(story.action(), Placement.of(story.action().type()))
        .put("status", Codes.decision(story.decision().status()))
        .put("status_code", story.decision().status().name())
        .put("status_detail", story.because())
        .put("message", wording(story.decision().status()) + story.action().summary())
        .put("countermeasures", Countermeasures.of(story.action().type()))
        .node();
  }

  /**
   * That it still waits.
   *
   * @param to whom the policy names; empty for those who may decide
   */
  JsonNode stillWaiting(String what, List<String> to) {
    var event =
        event(story.action(), Placement.of(story.action().type()))
            .put("status", Codes.decision(DecisionStatus.PENDING))
            .put("status_code", DecisionStatus.PENDING.name())
            .put("status_detail", what)
            .put("message", what + ": " + story.action().summary())
            .put("countermeasures", Countermeasures.of(story.action().type()));
    return event.put("unmapped", unmapped().texts("escalated_to", to)).node();
  }

  private static String wording(DecisionStatus status) {
    return Codes.decision(status).caption() + ": ";
  }

  /** That no connector can do it, which was known before anybody was asked. */
  JsonNode unsupported(String why) {
    return event(story.action(), Placement.of(story.action().type()))
        .put("status", Codes.unsupported())
        .put("status_code", "UNSUPPORTED")
        .put("status_detail", why)
        .put("message", "Unsupported: " + story.action().summary())
        .put("countermeasures", Countermeasures.of(story.action().type()))
        .node();
  }

  /** How it goes, or how it ended. */
  JsonNode ran(Outcome outcome) {
    return run(
            event(story.action(), Placement.of(story.action().type())),
            outcome,
            story.action().summary())
        .put("countermeasures", Countermeasures.of(story.action().type()))
        .put("start_time", story.startedAt())
        .node();
  }

  /** That somebody wants it taken back. */
  JsonNode undoRequested() {
    return undo()
        .put("status", Code.other("Requested"))
        .put("status_code", "REQUESTED")
        .put("message", "Undo requested: " + story.action().summary())
        .node();
  }

  /** How taking it back goes, or how that ended. */
  JsonNode undoRan(Outcome outcome) {
    return run(undo(), outcome, "Undo: " + story.action().summary())
        .put("start_time", story.undoStartedAt())
        .node();
  }

  private Attributes undo() {
    var inverse = story.inverse();
    var placement =
        Placement.of(inverse.map(RemediationAction::type).orElse(story.action().type())).undone();
    var techniques =
        inverse
            .map(i -> Countermeasures.of(i.type()))
            .filter(found -> !found.isEmpty())
            .orElseGet(Countermeasures::restoring);
    return event(story.action(), placement).put("countermeasures", techniques);
  }

  private Attributes run(Attributes event, Outcome outcome, String what) {
    var code =
        switch (outcome) {
          case Outcome.Failed o -> o.code();
          case Outcome.Succeeded o -> o.execution().name();
          case Outcome.AlreadyInState o -> o.execution().name();
          case Outcome.PartiallySucceeded o -> o.execution().name();
          case Outcome.Unsupported o -> o.execution().name();
          case Outcome.Unknown o -> o.execution().name();
          case Outcome.HeldByOthers o -> o.execution().name();
          case Outcome.ChangedSince o -> o.execution().name();
          case Outcome.Unfinished o -> o.execution().name();
        };
    return event
        .put("status", Codes.remediation(outcome))
        .put("status_code", code)
        .put("status_detail", outcome.sentence())
        .put("message", what)
        .put("end_time", outcome.execution().isFinal() ? told.at() : null);
  }

  private Attributes event(RemediationAction action, Placement placement) {
    var event =
        placement
            .schemaClass()
            .event(placement.activity())
            .put("severity", Codes.severity(setting.severity()))
            .put("time", told.at())
            .put("command_uid", story.actionId())
            .put("remediation", new Attributes().put("desc", action.summary()))
            .put("actor", actor())
            .put("device", Things.deviceOf(action.target(), setting.devices()))
            .put("observables", List.of(Observable.of(action.target()).object()))
            .put("metadata", Envelope.metadata(told, setting.investigationId(), List.of("host")))
            .put("unmapped", unmapped());
    if (action.type() == ActionType.RUN_ANTIVIRUS_SCAN) {
      event.put(
          "scan",
          new Attributes()
              .put("uid", story.actionId())
              .put("name", action.summary())
              .put("type", MANUAL_SCAN));
    }
    return switch (placement.schemaClass()) {
      case FILE_REMEDIATION_ACTIVITY -> event.put("file", file(action));
      case PROCESS_REMEDIATION_ACTIVITY ->
          event.put(
              "process",
              action.target() instanceof ProcessArtifact process
                  ? Things.process(process)
                  : Things.unknownProcess(action.target()));
      case NETWORK_REMEDIATION_ACTIVITY -> event.put("connection_info", connections(action));
      case REMEDIATION_ACTIVITY, INCIDENT_FINDING -> event;
    };
  }

  private static Attributes file(RemediationAction action) {
    if (action.target() instanceof FileArtifact file) {
      return Things.file(file);
    }
    return action.target() instanceof MailMessage message && !action.part().isEmpty()
        ? Things.attachment(message, action.part())
        : Things.unknownFile(action.target());
  }

  /** A block is on what goes out; isolation is on both ways, for which there is no number. */
  private static Attributes connections(RemediationAction action) {
    var direction =
        action.target() instanceof Device
            ? Code.other("Inbound and outbound")
            : new Code(2, "Outbound");
    return new Attributes().put("direction", direction);
  }

  private Attributes actor() {
    var undo = story.undo();
    @Nullable String person = undo != null ? undo.requestedBy() : story.person();
    return person == null
        ? new Attributes().put("app_name", "Quaestor")
        : new Attributes()
            .put("user", new Attributes().put("name", person).put("type", new Code(1, "User")));
  }

  /** What an approver or an auditor asks for and OCSF has no attribute for. */
  private Attributes unmapped() {
    var rest =
        new Attributes()
            .put("action_type", story.action().type().name())
            .put("area", story.action().type().area().name())
            .put("source", story.source().name())
            .put("target", story.action().target().label(), 500)
            .put("target_key", story.action().target().key().value(), 500)
            .put("because", story.because())
            .put("decision", decision(story.decision()))
            .put("messages", messages(story.receipt()))
            .put("connector", story.connector());
    var plan = story.plan();
    if (plan != null) {
      rest.put("gate", plan.gate().name())
          .put("rule_id", plan.ruleId())
          .put("verdict", plan.verdict() == null ? null : plan.verdict().name())
          .put("plan_hash", plan.planHash())
          .put("requested_by", plan.requestedBy())
          .put("comment", plan.comment())
          .put("undoes", plan.undoes())
          .put("group", plan.group());
    }
    var undo = story.undo();
    if (undo != null) {
      rest.put(
          "undo",
          new Attributes()
              .put("undo_id", undo.undoId())
              .put("requested_by", undo.requestedBy())
              .put("comment", undo.comment()));
    }
    return rest;
  }

  private static Attributes decision(Decision decision) {
    var said = new Attributes().put("status", decision.status().name());
    return switch (decision) {
      case Decision.NotNeeded d -> said;
      case Decision.Pending d -> said.put("expires_at", d.expiresAt());
      case Decision.ByPerson d ->
          said.put("approver", d.approver())
              .put("verified", d.verified())
              .put("channel", d.channel().name())
              .put("comment", d.comment())
              .put("decided_at", d.at());
      case Decision.Expired d -> said.put("decided_at", d.at());
      case Decision.Superseded d ->
          said.put("superseded_by", d.by()).put("comment", d.because()).put("decided_at", d.at());
    };
  }

  /** How many messages of a mail action came to what: the counts behind Partial. */
  private static @Nullable Attributes messages(@Nullable Receipt receipt) {
    if (!(receipt instanceof Receipt.Messages mails)) {
      return null;
    }
    var counted = new Attributes();
    mails.messages().stream()
        .collect(
            Collectors.groupingBy(
                m -> m.result().name(), java.util.TreeMap::new, Collectors.counting()))
        .forEach(
            (result, count) ->
                counted.put(result.toLowerCase(java.util.Locale.ROOT), (long) count));
    return counted;
  }
}
