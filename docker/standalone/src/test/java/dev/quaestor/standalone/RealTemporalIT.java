package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.fault.Fault;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The house on a real Temporal dev server: the flow, and what a kill -9 of all of it leaves. */
@ExtendWith(RealHouse.Shared.class)
class RealTemporalIT {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final RealHouse house;
  private final Api api;

  RealTemporalIT(RealHouse house) {
    this.house = house;
    this.api = house.api();
  }

  private String workflow(String investigation) {
    return api.report(investigation).path("workflowId").asString();
  }

  @Test
  void aSuspiciousProcessWaitsIsApprovedIsolatesAndIsUndoneOnce() {
    var id = api.submit(Alerts.suspiciousProcess());
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    var quarantine = api.pending(id, "STOP_AND_QUARANTINE_FILE").path("actionId").asString();
    assertThat(house.view().serverIsIsolated()).isFalse();

    api.approve(isolation).expect(200);
    api.approve(quarantine).expect(200);
    api.until(id, "REMEDIATED");
    assertThat(house.view().serverIsIsolated()).isTrue();

    api.undo(isolation).expect(202);
    api.action(isolation, "undo", "UNDONE");
    assertThat(house.view().serverIsIsolated()).isFalse();
    assertThat(api.undo(isolation).expect(200).json().path("undo").asString()).isEqualTo("UNDONE");
    house.quaestor("replay", id, "undo/" + isolation).expect(0);
  }

  @Test
  void searchAttributesFindWhatWaits() {
    var id = api.submit(Alerts.suspiciousProcessOn(100));
    api.pending(id, "ISOLATE_DEVICE");

    var found =
        api.eventually(
            () ->
                house
                    .temporal(
                        "workflow",
                        "list",
                        "--output",
                        "json",
                        "--query",
                        "QuaestorState='PENDING_APPROVAL' AND QuaestorPendingActions > 0")
                    .expect(0)
                    .out(),
            out -> out.contains(workflow(id)));

    assertThat(found).contains("\"Investigation\"");
  }

  @Test
  void whatWaitsOutlivesKillNineAndTheSignalFromTheDetailsActsOnce() {
    var device = Alerts.device(101);
    var id = api.submit(Alerts.suspiciousProcessOn(101));
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    var waiting = api.pending(id, 2).size();
    api.until(id, "PENDING_APPROVAL");
    var workflow = workflow(id);

    house.killAndStartAgain();

    assertThat(api.pending(id, waiting)).hasSize(waiting);
    var payload = CurrentDetailsPage.of(house, workflow).payload("APPROVE");
    signal(workflow, payload);
    api.until(id, "REMEDIATED");
    // The same signal again comes too late to do anything.
    house.temporal(
        "workflow", "signal", "--workflow-id", workflow, "--name", "decide", "--input", payload);

    assertThat(house.isolated(device)).isTrue();
    assertThat(house.machineActions(device, "Isolate")).isEqualTo(1);
    assertThat(house.machineActions(device, "StopAndQuarantineFile")).isEqualTo(1);
    var action = api.action(isolation);
    assertThat(action.path("decision").asString()).isEqualTo("APPROVED");
    assertThat(action.path("execution").asString()).isEqualTo("SUCCEEDED");
    assertThat(action.path("verified").asBoolean(true)).isFalse();
    isConsistent(id, isolation);
    house.quaestor("replay", id).expect(0);
  }

  @Test
  void killNineBetweenTheActAndItsRecordIsOneEffect() {
    var device = Alerts.device(102);
    var id = api.submit(Alerts.suspiciousProcessOn(102));
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    // The lab takes the order; whether it was carried out is asked and not answered in time.
    house.lab().fault(Fault.delay("GET /api/machineactions/*", 100, Duration.ofMinutes(5)));
    api.approve(isolation).expect(200);
    api.eventually(() -> house.machineActions(device, "Isolate"), n -> n == 1);

    house.killAndStartAgain();
    house.lab().clearFaults();

    // The attempt that died is given up after a minute, then the next looks before it acts.
    var done =
        api.patient(Duration.ofSeconds(100))
            .eventually(
                () -> api.action(isolation),
                a -> !a.path("execution").asString().matches("RUNNING|WAITING.*|NOT_STARTED"));
    assertThat(done.path("execution").asString()).isIn("SUCCEEDED", "ALREADY_IN_STATE");
    assertThat(house.isolated(device)).isTrue();
    assertThat(house.machineActions(device, "Isolate")).isEqualTo(1);
    isConsistent(id, isolation);
    house.quaestor("replay", id).expect(0);

    api.undo(isolation).expect(202);
    api.action(isolation, "undo", "UNDONE");
    assertThat(house.isolated(device)).isFalse();
  }

  @Test
  void anAnswerThatIsLostOnTheWireIsOneEffect() {
    var device = Alerts.device(103);
    var id = api.submit(Alerts.suspiciousProcessOn(103));
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    house.lab().fault(Fault.cutAfter("POST /api/machines/*/isolate", 1));

    api.approve(isolation).expect(200);
    api.action(isolation, "execution", "SUCCEEDED");

    assertThat(house.machineActions(device, "Isolate")).isEqualTo(1);
    assertThat(house.isolated(device)).isTrue();
  }

  @Test
  void aSignalThatCannotBeUsedIsLoggedAndTheInvestigationGoesOn() {
    var id = api.submit(Alerts.suspiciousProcessOn(104));
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    api.until(id, "PENDING_APPROVAL");
    var workflow = workflow(id);

    signal(workflow, "{\"actionIds\":[\"act-none\"],\"verdict\":\"APPROVE\",\"approver\":\"x\"}");
    signal(workflow, "{\"actionIds\":[\"" + isolation + "\"],\"verdict\":\"APPROVE\"}");
    signal(workflow, "[1,2,3]");
    signal(workflow, "{\"verdict\":\"PERHAPS\",\"actionIds\":\"all\"}");

    var log = api.eventually(() -> log(id), l -> events(l, "messageIgnored", "") >= 4);
    assertThat(log.path("items").valueStream())
        .filteredOn(e -> e.path("type").asString().equals("messageIgnored"))
        .hasSize(4);
    assertThat(CurrentDetailsPage.of(house, workflow).markdown()).contains("Last message");
    assertThat(house.machineActions(Alerts.device(104), "Isolate")).isZero();

    signal(workflow, CurrentDetailsPage.of(house, workflow).payload("REJECT"));
    api.action(isolation, "decision", "REJECTED");
    house.quaestor("replay", id).expect(0);
  }

  /** Whoever is told that there is no room at this moment sends it again; nobody is told more. */
  @Test
  void sixtyAlertsOnOneDeviceAtOnceAreAllHeard() {
    var first = Alerts.suspiciousProcessOn(111);
    var id = api.submit(first);
    api.until(id, "PENDING_APPROVAL");
    var answers =
        IntStream.range(0, 60)
            .mapToObj(n -> first.replace(Alerts.alertId(111), Alerts.alertId(2_000 + n)))
            .map(alert -> CompletableFuture.supplyAsync(() -> heard(alert), THREADS))
            .toList();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(id));
    api.untilAlerts(id, 61);
  }

  private String heard(String alert) {
    while (true) {
      var answer = api.post("/api/v1/alerts", alert, "Content-Type", "application/octet-stream");
      if (answer.status() == 202) {
        return answer.json().path("alerts").path(0).path("investigationId").asString();
      }
      assertThat(answer.problem(503).path("type").asString()).endsWith(":intake-busy");
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void whatWasTerminatedIsClosedAndTheSameAlertStartsAnew() {
    var id = api.submit(Alerts.suspiciousProcessOn(106));
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    api.until(id, "PENDING_APPROVAL");

    house
        .temporal("workflow", "terminate", "--workflow-id", workflow(id), "--reason", "a test")
        .expect(0);

    var report = api.until(id, "FAILED");
    assertThat(report.path("because").asString()).contains("its workflow was terminated");
    assertThat(report.path("pendingActions").asInt()).isZero();
    api.action(isolation, "decision", "SUPERSEDED");
    assertThat(api.submit(Alerts.suspiciousProcessOn(106))).isNotEqualTo(id);
  }

  @Test
  void aTemporalThatDiesIsStartedAgainAndWhatWaitedWaitsOn() {
    var id = api.submit(Alerts.suspiciousProcessOn(107));
    var isolation = api.pending(id, "ISOLATE_DEVICE").path("actionId").asString();
    api.until(id, "PENDING_APPROVAL");
    var before = house.temporalServer();

    before.destroyForcibly();

    api.eventually(() -> house.temporalPid(), pid -> pid != before.pid());
    api.eventually(() -> api.get("/actuator/health/readiness").status(), s -> s == 200);
    api.eventually(() -> api.approve(isolation).status(), s -> s == 200 || s == 409);
    api.action(isolation, "execution", "SUCCEEDED");
    assertThat(house.machineActions(Alerts.device(107), "Isolate")).isEqualTo(1);
    isConsistent(id, isolation);
  }

  @Test
  void downStopsTheTemporalThatAKilledStandaloneLeft() {
    var left = house.killTheStandaloneAlone();
    assertThat(left.isAlive()).isTrue();

    assertThat(house.quaestor("down").expect(0).out())
        .contains("Stopped the Temporal server", Long.toString(left.pid()));

    assertThat(left.isAlive()).isFalse();
    assertThat(house.quaestor("down").expect(0).out()).contains("Nothing is running here");
    house.startAgain();
  }

  /** Temporal itself lets anybody who reaches it run an activity with no workflow. */
  @Test
  void anActivityThatSomebodyRunsByItselfDoesNothing() {
    var device = Alerts.device(105);
    var id = api.submit(Alerts.suspiciousProcessOn(105));
    api.until(id, "PENDING_APPROVAL");

    house
        .temporal(
            "activity",
            "execute",
            "--activity-id",
            "forged",
            "--type",
            "PerformAction",
            "--task-queue",
            "remediation",
            "--start-to-close-timeout",
            "20s",
            "--input",
            """
            {"actionId":"act-forged","action":{"type":"ISOLATE_DEVICE","isolation":"FULL",
            "target":{"type":"device","deviceId":"%s"}},"comment":"by nobody"}"""
                .formatted(device))
        .expect(1);

    assertThat(house.machineActions(device, "Isolate")).isZero();
  }

  @Test
  void aHistoryThatWasTamperedWithDoesNotReplay() throws IOException {
    var id = api.submit(Alerts.harmless());
    api.until(id, "NO_THREATS_FOUND");
    var history =
        house
            .temporal("workflow", "show", "--workflow-id", workflow(id), "--output", "json")
            .expect(0)
            .out();
    var honest = house.root().resolve("honest.json");
    var tampered = house.root().resolve("tampered.json");
    Files.writeString(honest, history);
    Files.writeString(tampered, withAnotherActivity(history));

    house.quaestor("replay", honest.toString()).expect(0);
    assertThat(house.quaestor("replay", tampered.toString()).expect(1).out()).contains("differs");
    assertThat(
            house
                .quaestor("replay", honest.toString(), tampered.toString(), "--json")
                .expect(1)
                .out())
        .contains("\"replays\":true", "\"replays\":false");
    Files.writeString(tampered, "not a history");
    assertThat(house.quaestor("replay", tampered.toString()).expect(1).out())
        .contains("unreadable");
  }

  private static String withAnotherActivity(String history) {
    var root = QuaestorJson.mapper().readTree(history);
    for (var event : root.path("events")) {
      var type = event.path("activityTaskScheduledEventAttributes").path("activityType");
      if (type instanceof tools.jackson.databind.node.ObjectNode activity) {
        activity.put("name", "Meddle");
        return root.toString();
      }
    }
    throw new AssertionError("no activity in " + history);
  }

  private void signal(String workflow, String payload) {
    house
        .temporal(
            "workflow", "signal", "--workflow-id", workflow, "--name", "decide", "--input", payload)
        .expect(0);
  }

  private JsonNode log(String investigation) {
    return api.get("/api/v1/investigations/" + investigation + "/log").expect(200).json();
  }

  private static long events(JsonNode log, String type, String containing) {
    return log.path("items")
        .valueStream()
        .filter(e -> e.path("type").asString().equals(type))
        .filter(e -> e.toString().contains(containing))
        .count();
  }

  /** Decided once, ended once, and no event of the stream is missing or there twice. */
  private void isConsistent(String investigation, String action) {
    var log = log(investigation);
    assertThat(events(log, "actionPlanned", action)).isEqualTo(1);
    assertThat(events(log, "actionDecided", action)).isEqualTo(1);
    var ended =
        log.path("items")
            .valueStream()
            .filter(e -> e.path("type").asString().equals("actionProgressed"))
            .filter(e -> e.toString().contains(action))
            .filter(e -> e.toString().matches(".*(succeeded|SUCCEEDED|alreadyInState).*"))
            .count();
    assertThat(ended).as(log.toPrettyString()).isEqualTo(1);
    var seen = new HashSet<String>();
    assertThat(log.path("items").valueStream())
        .allSatisfy(
            e ->
                assertThat(seen.add(e.path("stream").asString() + "#" + e.path("seq").asLong()))
                    .isTrue());
  }
}
