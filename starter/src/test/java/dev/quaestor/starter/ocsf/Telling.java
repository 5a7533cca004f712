package dev.quaestor.starter.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A case that is told event by event; every report on the way must be valid OCSF. */
final class Telling {
  static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
  static final String CASE = "inv-7";
  static final Device DEVICE =
      new Device("1e5bc9d7", "pc-1.contoso.example", "Windows11", null, List.of(), List.of());

  private final Map<String, KnownAction> elsewhere = new HashMap<>();
  private final String investigationId;
  private final CaseStory story;
  private final Map<String, Long> numbers = new HashMap<>();
  private long id = 100;

  private Telling(String investigationId, CaseFacts facts) {
    this.investigationId = investigationId;
    this.story = new CaseStory(facts, a -> Optional.ofNullable(elsewhere.get(a)));
  }

  static Telling ofACase() {
    return new Telling(CASE, new CaseFacts(CASE, "Mimikatz on pc-1", "svc-siem", START, 3));
  }

  static Telling outsideAnyCase() {
    return new Telling(null, null);
  }

  Telling knowing(KnownAction action) {
    elsewhere.put(action.actionId(), action);
    return this;
  }

  Optional<Report> tell(LedgerEvent event) {
    return tellOn(CASE, event);
  }

  Optional<Report> tellOn(String stream, LedgerEvent event) {
    long seq = numbers.merge(stream, 1L, Long::sum);
    var at = START.plusSeconds(id - 100);
    var told =
        story.tell(
            new Occurrence(++id, stream, seq, investigationId, at, at.plusMillis(20), event));
    told.ifPresent(
        r -> assertThat(OcsfSchema.problems(r.event())).as(r.event().toString()).isEmpty());
    return told;
  }

  /** The event's report, which there must be. */
  Report report(LedgerEvent event) {
    return tell(event).orElseThrow();
  }

  JsonNode event(LedgerEvent event) {
    return report(event).event();
  }

  static LedgerEvent.AlertAdded alert(String id, Severity severity) {
    return new LedgerEvent.AlertAdded(
        id,
        AlertSource.GRAPH_ALERT_V2,
        "Alert " + id,
        severity,
        List.of("T1003.001"),
        START,
        "alert-" + id,
        "said",
        1,
        null,
        null);
  }

  static LedgerEvent.EvidenceAssessed evidence(
      Entity entity, Verdict verdict, Finding... findings) {
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            Evidence.named(entity, "al-1", null), true, List.of(findings), verdict, List.of()));
  }

  static RemediationAction isolate() {
    return new DeviceAction.IsolateDevice(DEVICE, DeviceAction.Isolation.FULL);
  }

  static LedgerEvent.ActionPlanned plan(String id, RemediationAction action, Decision decision) {
    return new LedgerEvent.ActionPlanned(
        id,
        action,
        ActionSource.AUTOMATED_DEVICE_ACTION,
        Gate.APPROVAL,
        "rule-1",
        "Suspicious always waits.",
        Verdict.SUSPICIOUS,
        "hash-" + id,
        decision,
        null,
        null,
        null);
  }

  static Decision pending() {
    return new Decision.Pending(START.plusSeconds(604_800));
  }

  static Decision by(String approver, boolean approved) {
    return new Decision.ByPerson(
        approved, approver, true, Decision.Channel.UPDATE, "as agreed", "d-1", START);
  }

  static LedgerEvent.ActionProgressed succeeded(String actionId) {
    return new LedgerEvent.ActionProgressed(
        actionId, new Outcome.Succeeded(new Receipt.State(false), "The device reports isolated."));
  }
}
