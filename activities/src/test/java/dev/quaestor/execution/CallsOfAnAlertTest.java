package dev.quaestor.execution;

import static dev.quaestor.analyzer.Fixtures.contoso;
import static dev.quaestor.analyzer.Fixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.Left;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.connector.LabBackEnds;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.ExaminationRequest;
import dev.quaestor.evidence.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How often the first shipped alert asks its back ends, from the first look to the verified
 * effects. Each call costs a round trip and a part of what a tenant may ask in a minute.
 */
class CallsOfAnAlertTest {
  private static final Device DEVICE = LabBackEnds.workstation();
  private static final UserAccount USER =
      new UserAccount(
          "1d9c9b0e-6c1f-4a07-9a35-0f4f5c1f2a01", "j.doe@contoso.example", null, null, null);

  private final Acting acting = new Acting(Duration.ofSeconds(5));
  private final EvidenceExecution evidence =
      new EvidenceExecution(
          acting.connectors,
          contoso(),
          Analyzers.all(contoso()),
          InstantSource.system(),
          () -> broke -> false);

  @AfterEach
  void close() {
    acting.close();
  }

  private void examined() {
    var since = Instant.now().minusSeconds(7 * 86_400);
    evidence.examine(
        new ExaminationRequest(
                "case", List.of(named(DEVICE), named(USER), named(LabBackEnds.invoice())), since)
            .with(new Playbook(List.of(DEVICE.key(), USER.key()), 120, since)));
  }

  private Outcome performed(String id, RemediationAction action) {
    var command = Acting.command(id, action);
    return acting.perform(action.receiptUnseen().map(command::with).orElse(command));
  }

  /** By operation, since the last time. */
  private Map<String, Long> calls() {
    var calls = new TreeMap<String, Long>();
    for (var timer : acting.backEnds.meters.find("quaestor.connector.calls").timers()) {
      calls.merge(String.valueOf(timer.getId().getTag("operation")), timer.count(), Long::sum);
    }
    acting.backEnds.meters.clear();
    return calls;
  }

  @Test
  void eachThingIsLookedUpOnceAndWhatIsOrderedIsFoundDoneInOneAnswer() {
    examined();
    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "GET /api/files/{hash}", 1L,
                "GET /api/machines/{id}", 1L,
                "GET /v1.0/users/{user}", 1L,
                "GET /api/indicators", 1L,
                // Where it lay, where it ran, and six kinds of traces.
                "POST /api/advancedqueries/run", 8L,
                // Mail that carries it, sign-ins and clicks.
                "POST /v1.0/security/runHuntingQuery", 3L));

    var quarantined =
        performed("a1", new DeviceAction.StopAndQuarantineFile(LabBackEnds.invoice()));
    assertThat(quarantined).isInstanceOf(Outcome.Succeeded.class);
    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                // What stands already, and that it took effect.
                "GET /api/machineactions", 2L,
                "POST /api/machines/{id}/StopAndQuarantineFile", 1L,
                "GET /api/machineactions/{id}", 1L));

    var scanned =
        performed("a2", new DeviceAction.RunAntivirusScan(DEVICE, DeviceAction.Scan.QUICK));
    assertThat(scanned).isInstanceOf(Outcome.Succeeded.class);
    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "GET /api/machineactions", 1L,
                "POST /api/machines/{id}/runAntiVirusScan", 1L,
                "GET /api/machineactions/{id}", 1L,
                "GET /api/alerts", 1L));
  }

  @Test
  void anIsolationReadsWhatStandsBeforeItActsAndThatItTookEffect() {
    examined();
    var isolate =
        acting.prepared("a1", new DeviceAction.IsolateDevice(DEVICE, DeviceAction.Isolation.FULL));
    calls();

    assertThat(acting.perform(isolate)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(calls())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "GET /api/machineactions", 2L,
                "POST /api/machines/{id}/isolate", 1L,
                "GET /api/machineactions/{id}", 1L));
  }

  @Test
  void theNextAlertOfTheSameMinuteReadsNoIndicators() {
    examined();
    calls();

    examined();

    assertThat(calls()).doesNotContainKey("GET /api/indicators").hasSize(5);
  }

  @Test
  void anUndoAsksTheDirectoriesNow() {
    examined();
    var isolate = new DeviceAction.IsolateDevice(DEVICE, DeviceAction.Isolation.FULL);
    var outcome = acting.run("a1", isolate);
    calls();

    acting.prepare(
        Acting.command("undo-a1", new DeviceAction.ReleaseDevice(DEVICE))
            .takingBack(new Left(List.of("a1"), Acting.receipt(outcome))));

    assertThat(calls()).containsKey("GET /api/machines/{id}");
  }
}
