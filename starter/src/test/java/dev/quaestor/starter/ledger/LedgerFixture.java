package dev.quaestor.starter.ledger;

import com.zaxxer.hikari.HikariDataSource;
import dev.quaestor.action.ActionSource;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.text.Sha256;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh ledger for each test, and a short way to tell it stories. */
abstract class LedgerFixture {
  static final Instant START = Instant.parse("2026-03-01T10:00:00.123456Z");
  static final Policy POLICY =
      new Policy("default", List.of(), null, List.of(), List.of(), null, null, null);

  HikariDataSource database;
  SimpleMeterRegistry meters;
  PolicyStore policies;
  TokenStore tokens;
  Ledger ledger;
  Instant now = START;
  private final Map<String, Long> numbers = new HashMap<>();

  /** An empty database of its own, without a schema. */
  abstract HikariDataSource emptyDatabase();

  @BeforeEach
  void openLedger() {
    database = emptyDatabase();
    LedgerSchema.migrate(database);
    meters = new SimpleMeterRegistry();
    policies = new PolicyStore(database, () -> now);
    tokens = new TokenStore(database, () -> now);
    ledger = new Ledger(database, policies, meters);
    policies.putFirst("name: default", POLICY, "setup");
  }

  @AfterEach
  void closeLedger() {
    database.close();
  }

  CaseOpening opening(String id, Instant at) {
    return new CaseOpening(
        id, "investigation/" + id, "run-1", "Case " + id, Severity.LOW, "svc", at, null);
  }

  static CaseOpening pinnedTo(CaseOpening opening, int revision) {
    return new CaseOpening(
        opening.investigationId(),
        opening.workflowId(),
        opening.runId(),
        opening.title(),
        opening.severity(),
        opening.startedBy(),
        opening.startedAt(),
        revision);
  }

  String open(String id) {
    ledger.open(opening(id, START));
    return id;
  }

  static Instant after(long seconds) {
    return START.plusSeconds(seconds);
  }

  /** The next events of a case's own stream, one second apart. */
  void tell(String caseId, LedgerEvent... events) {
    tellOn(caseId, caseId, events);
  }

  void tellOn(String stream, String caseId, LedgerEvent... events) {
    ledger.record(batch(stream, caseId, events));
  }

  LedgerBatch batch(String stream, String caseId, LedgerEvent... events) {
    var entries = new ArrayList<LedgerEntry>();
    for (var event : events) {
      long seq = numbers.merge(stream, 1L, Long::sum);
      entries.add(new LedgerEntry(seq, after(seq), event));
    }
    return new LedgerBatch(stream, caseId, entries);
  }

  static LedgerEvent.AlertAdded alert(String id, Severity severity) {
    return alert(id, severity, "said", 1);
  }

  static LedgerEvent.AlertAdded alert(String id, Severity severity, String content, int version) {
    return new LedgerEvent.AlertAdded(
        id,
        AlertSource.QUAESTOR,
        "Alert " + id,
        severity,
        List.of("T1059.001"),
        START,
        identityOf(id),
        content,
        version,
        null,
        null);
  }

  static String identityOf(String id) {
    return Sha256.of("somebody's " + id);
  }

  static Device device(String id, String name) {
    return new Device(id, name, "Windows11", null, List.of(), List.of());
  }

  static LedgerEvent.EvidenceAssessed evidence(Entity entity, Verdict verdict) {
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            Evidence.named(entity, "al-1", null),
            true,
            List.of(Finding.weighs("test", "BECAUSE", 80, "It was seen before.")),
            verdict,
            List.of()));
  }

  static Decision pending(long seconds) {
    return new Decision.Pending(after(seconds));
  }

  static Decision.ByPerson decided(boolean approved, String by) {
    return new Decision.ByPerson(
        approved, by, true, Decision.Channel.UPDATE, "as agreed", "d-1", after(60));
  }

  static LedgerEvent.ActionPlanned plan(String id, RemediationAction action, Decision decision) {
    return new LedgerEvent.ActionPlanned(
        id,
        action,
        ActionSource.AUTOMATED_DEVICE_ACTION,
        Gate.APPROVAL,
        "rule-1",
        "the level wants a person",
        Verdict.SUSPICIOUS,
        "hash-" + id,
        decision,
        null,
        null,
        null);
  }

  static RemediationAction isolate(String deviceId) {
    return new DeviceAction.IsolateDevice(
        device(deviceId, "pc-" + deviceId + ".corp.example"), DeviceAction.Isolation.FULL);
  }

  static Outcome succeeded() {
    return new Outcome.Succeeded(new Receipt.State(false), "The device reports isolated.");
  }

  /** A case with one action that was approved and ran. */
  String isolated(String caseId, String actionId) {
    open(caseId);
    tell(
        caseId,
        alert("al-" + caseId, Severity.HIGH),
        plan(actionId, isolate("d1"), pending(Duration.ofDays(7).toSeconds())),
        new LedgerEvent.ActionDecided(actionId, decided(true, "ann@corp.example")),
        new LedgerEvent.ActionPrepared(actionId, new Receipt.State(false)),
        new LedgerEvent.ActionProgressed(actionId, succeeded()));
    return caseId;
  }

  ActionRow action(String id) {
    return ledger.action(id).orElseThrow();
  }

  CaseRow theCase(String id) {
    return ledger.report(id).orElseThrow().summary();
  }

  static ActionFilter pendingActions(int page, int size) {
    return new ActionFilter(
        ActionFilter.Status.PENDING, null, null, null, null, null, null, page, size);
  }

  static ActionFilter allActions(int page, int size) {
    return new ActionFilter(null, null, null, null, null, null, null, page, size);
  }

  /** The same, of what is done to that thing. */
  static ActionFilter onTarget(ActionFilter filter, String key) {
    return narrowed(filter, null, null, key);
  }

  /** The same, of what is done on a device of that group. */
  static ActionFilter ofGroup(ActionFilter filter, String group) {
    return new ActionFilter(
        filter.status(),
        filter.types(),
        filter.sources(),
        null,
        null,
        null,
        null,
        filter.severities(),
        filter.executions(),
        filter.undos(),
        filter.areas(),
        null,
        null,
        group,
        null,
        null,
        filter.listing());
  }

  /** The same, of what is about that device. */
  static ActionFilter onDevice(ActionFilter filter, String device) {
    return narrowed(filter, null, device, null);
  }

  /** The same, of what that one decided. */
  static ActionFilter by(ActionFilter filter, String name) {
    return narrowed(filter, name, null, null);
  }

  private static ActionFilter narrowed(
      ActionFilter filter, String decidedBy, String device, String target) {
    return new ActionFilter(
        filter.status(),
        filter.types(),
        filter.sources(),
        null,
        decidedBy,
        null,
        null,
        filter.severities(),
        filter.executions(),
        filter.undos(),
        filter.areas(),
        null,
        device,
        null,
        null,
        target,
        filter.listing());
  }

  static CaseFilter allCases(int page, int size) {
    return new CaseFilter(null, null, null, null, null, null, page, size);
  }

  /** Somebody who may act everywhere. */
  static Author person(String name) {
    return new Author("token:" + name, name, Remit.EVERYWHERE);
  }
}
