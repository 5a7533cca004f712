package dev.quaestor.investigation;

import dev.quaestor.action.ActionType;
import dev.quaestor.alert.Alert;
import dev.quaestor.alert.AlertMessage;
import dev.quaestor.alert.AlertSource;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.DecisionAnswer;
import dev.quaestor.approval.DecisionMessage;
import dev.quaestor.authority.Author;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Examination;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.indicator.IndicatorMatch;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.Policy;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.policy.PolicySnapshot;
import dev.quaestor.wire.PayloadSize;
import dev.quaestor.wire.QuaestorJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/**
 * A small case, walked from its alert to its plan, in which every value is written as JSON and read
 * again. What the first workflow task of a cold process would have to load and to learn takes
 * seconds on a busy machine, in which the SDK believes the task to be stuck; done before anything
 * polls, it is in nobody's way.
 */
public final class WarmUp {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ID = "inv-warm-up";
  private static final String SHA256 = "0123456789abcdef".repeat(4);
  private static final int STEPS = 20;

  private WarmUp() {}

  /** Does all of it, and leaves nothing behind. */
  public static void run() {
    shown(walked());
  }

  /** The case, as far as it goes without anything outside. */
  static InvestigationState walked() {
    var start = copy(new InvestigationStart(new AlertMessage(alert()), true, null));
    var message = Optional.ofNullable(start.alert()).orElseThrow();
    var state = InvestigationState.begin(ID, NOW).alerted(message.alert(), author(), NOW);
    for (int i = 0; i < STEPS; i++) {
      switch (state.next()) {
        case Step.Open open -> state = opened(state);
        case Step.Examine examine -> state = examined(state, examine.batch());
        case Step.Plan plan -> state = state.planned(NOW);
        case Step.Hear hear -> {
          return state;
        }
        case Step.Act act -> {
          return state;
        }
        case Step.RollBack rollBack -> {
          return state;
        }
        case Step.Wait wait -> {
          return state;
        }
        case Step.Close close -> {
          return state;
        }
      }
    }
    return state;
  }

  private static InvestigationState opened(InvestigationState state) {
    copy(
        new CaseOpening(
            ID,
            ID,
            ID,
            state.title(),
            state.severity(),
            state.startedBy(),
            state.startedAt(),
            null));
    var policy =
        new Policy(
            "warm-up",
            List.of(),
            AutomationLevel.FULL,
            List.of(),
            List.of(rule()),
            new Policy.Approvals(Duration.ofDays(7), Policy.Unsigned.REFUSE),
            new Policy.Guardrails(List.of(), 1),
            new Policy.Limits(10, 1, Duration.ofDays(1), Duration.ofDays(1)));
    return state.opened(copy(new PolicySnapshot(1, policy, true)), NOW);
  }

  private static InvestigationState examined(InvestigationState state, List<Evidence> batch) {
    var request = copy(new ExaminationRequest(ID, batch, NOW));
    var examinations =
        copies(
            request.evidence().stream().map(WarmUp::examination).toList(),
            new TypeReference<List<Examination>>() {});
    var matches = copies(List.of(), new TypeReference<List<IndicatorMatch>>() {});
    return state.examining(batch, NOW).examined(examinations, matches, NOW);
  }

  private static Examination examination(Evidence piece) {
    return new Examination(
        piece.key(),
        piece.entity(),
        List.of(Finding.weighs("warm-up", "WARM_UP", 90, "It is bad.")),
        List.of(),
        List.of(ActionType.values()));
  }

  /** What a case tells of itself. */
  private static void shown(InvestigationState state) {
    copy(new LedgerBatch(ID, ID, state.outbox().unsent()));
    copy(state);
    PayloadSize.of(state);
    copy(
        new DecisionMessage(List.of(ID), DecisionMessage.Choice.APPROVE, ID, null, null, ID, null));
    copy(new DecisionAnswer(List.of()));
    CurrentDetails.render(copy(state.report(null)), state.requests(), state.pasted(), null);
    CaseSearchAttributes.of(state, false);
  }

  private static PolicyRule rule() {
    return new PolicyRule(
        "warm-up",
        List.of(EntityKind.FILE),
        List.of(Verdict.MALICIOUS, Verdict.SUSPICIOUS),
        Severity.LOW,
        List.of(ActionType.STOP_AND_QUARANTINE_FILE),
        Gate.AUTOMATIC);
  }

  private static Author author() {
    return Author.unknown("warm-up");
  }

  private static Alert alert() {
    var device =
        new Device("d1", "srv-1.contoso.example", "Windows11", "Servers", List.of(), List.of());
    var file = new FileArtifact("d1", "a.exe", "C:\\Windows\\Temp", SHA256, null, null, 1L, null);
    var mail =
        new MailMessage(
            "m1",
            "<m1@example.org>",
            "a@contoso.example",
            "b@example.org",
            "B",
            "b@example.org",
            null,
            "203.0.113.9",
            "Hello",
            NOW,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new Alert(
        "warm-up",
        AlertSource.QUAESTOR,
        "warm-up",
        "Warm-up",
        null,
        Severity.HIGH,
        null,
        List.of("T1059.001"),
        null,
        NOW,
        NOW,
        List.<Entity>of(
                device,
                file,
                new ProcessArtifact("d1", 1L, NOW, "a.exe -x", file, "CONTOSO\\a"),
                new Url("https://example.org/a"),
                mail)
            .stream()
            .map(e -> Evidence.named(e, "warm-up", null))
            .toList());
  }

  @SuppressWarnings("unchecked")
  private static <T> T copy(T value) {
    var written = QuaestorJson.mapper().writeValueAsBytes(value);
    return (T) QuaestorJson.mapper().readValue(written, value.getClass());
  }

  private static <T> T copies(T values, TypeReference<T> type) {
    var written = QuaestorJson.mapper().writerFor(type).writeValueAsBytes(values);
    return QuaestorJson.mapper().readValue(written, type);
  }
}
