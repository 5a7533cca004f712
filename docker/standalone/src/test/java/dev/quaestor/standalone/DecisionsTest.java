package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Deciding, deciding late, taking back: over HTTP, with the effect looked at on the lab tenant. */
@ExtendWith(House.Shared.class)
class DecisionsTest {
  private final House house;
  private final Api api;

  DecisionsTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  private static String id(JsonNode action) {
    return action.path("actionId").asString();
  }

  private JsonNode isolationOn(int device) {
    return api.pending(api.submit(Alerts.suspiciousProcessOn(device)), "ISOLATE_DEVICE");
  }

  @Test
  void whatIsRejectedIsNotDone() {
    var investigation = api.submit(Alerts.suspiciousProcessOn(1));
    api.pending(investigation, "ISOLATE_DEVICE");

    for (var action : api.pending(investigation, 2)) {
      assertThat(api.reject(id(action)).expect(200).json().path("decision").asString())
          .isEqualTo("REJECTED");
    }

    var report =
        api.eventually(() -> api.report(investigation), r -> !r.path("endedAt").isMissingNode());
    assertThat(report.path("actions").valueStream())
        .allSatisfy(a -> assertThat(a.path("execution").asString()).isEqualTo("NOT_STARTED"));
    assertThat(house.machineActions(Alerts.device(1), "Isolate")).isZero();
    assertThat(house.isolated(Alerts.device(1))).isFalse();
  }

  @Test
  void aDecisionAfterAnotherIsRefusedWith409AndWhatStands() {
    var isolation = isolationOn(2);
    api.approve(id(isolation)).expect(200);

    var late = api.reject(id(isolation)).problem(409);

    assertThat(late.path("type").asString()).endsWith("already-decided");
    assertThat(late.path("action").path("decision").asString()).isEqualTo("APPROVED");
    api.action(id(isolation), "execution", "SUCCEEDED");
    assertThat(house.isolated(Alerts.device(2))).isTrue();
  }

  @Test
  void aDecisionOnAPlanThatWasNotShownIsRefusedWith409() {
    var isolation = isolationOn(3);

    var stale =
        api.post(
                "/api/v1/actions/" + id(isolation) + "/approve",
                "{\"comment\":\"x\",\"planHash\":\"of another plan\"}")
            .problem(409);

    assertThat(stale.path("type").asString()).endsWith("stale-plan");
    assertThat(stale.path("action").path("decision").asString()).isEqualTo("PENDING");
    assertThat(house.machineActions(Alerts.device(3), "Isolate")).isZero();

    var shown =
        api.post(
            "/api/v1/actions/" + id(isolation) + "/approve",
            "{\"planHash\":\"" + isolation.path("planHash").asString() + "\"}");
    assertThat(shown.expect(200).json().path("decision").asString()).isEqualTo("APPROVED");
  }

  @Test
  void aBulkDecisionAnswersForEachAction() {
    var investigation = api.submit(Alerts.suspiciousProcessOn(4));
    api.pending(investigation, "ISOLATE_DEVICE");
    var waiting = api.pending(investigation, 2).stream().map(DecisionsTest::id).toList();

    var results =
        api.post(
                "/api/v1/actions/decisions",
                "{\"decision\":\"REJECT\",\"comment\":\"drill\",\"actionIds\":[\"%s\",\"act-none\"]}"
                    .formatted(String.join("\",\"", waiting)))
            .expect(200)
            .json()
            .path("results");

    assertThat(results.valueStream().map(r -> r.path("status").asInt()))
        .hasSize(waiting.size() + 1)
        .endsWith(404)
        .containsOnly(200, 404);
    waiting.forEach(a -> api.action(a, "decision", "REJECTED"));
  }

  @Test
  void theHistoryComesAsCsvThatASpreadsheetDoesNotRun() {
    var isolation = isolationOn(5);
    api.post(
            "/api/v1/actions/" + id(isolation) + "/reject",
            "{\"comment\":\"=HYPERLINK(\\\"http://evil.example\\\"), no\"}")
        .expect(200);

    var csv =
        api.get("/api/v1/actions?status=history&decidedBy=admin", "Accept", "text/csv").expect(200);

    assertThat(csv.contentType()).startsWith("text/csv");
    assertThat(csv.text().lines().findFirst().orElse("")).startsWith("actionId,createdAt,type");
    assertThat(csv.text().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(id(isolation))
                    .contains("\"'=HYPERLINK(\"\"http://evil.example\"\"), no\"")
                    .contains("REJECTED"));
  }

  @Test
  void cancellingWithRollbackTakesBackWhatWasDone() {
    var investigation = api.submit(Alerts.suspiciousProcessOn(6));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE");
    api.approve(id(isolation)).expect(200);
    api.action(id(isolation), "execution", "SUCCEEDED");
    assertThat(house.isolated(Alerts.device(6))).isTrue();

    api.post(
            "/api/v1/investigations/" + investigation + "/cancel",
            "{\"comment\":\"wrong machine\",\"rollback\":true}")
        .expect(202);

    api.until(investigation, "TERMINATED_BY_USER");
    assertThat(house.isolated(Alerts.device(6))).isFalse();
    api.action(id(isolation), "undo", "UNDONE");
    assertThat(api.pending(investigation, 0)).isEmpty();
    assertThat(
            api.post("/api/v1/investigations/" + investigation + "/cancel", "{}")
                .problem(409)
                .path("type")
                .asString())
        .endsWith("ended");
  }

  @Test
  void theSameKeyTwiceIsOneManualActionAndItCanBeUndone() {
    var device = Alerts.device(7);
    var order =
        """
        {"type":"ISOLATE_DEVICE","target":{"type":"device","deviceId":"%s"},
         "parameters":{},"comment":"beaconing"}"""
            .formatted(device);
    var headers = new String[] {"Idempotency-Key", "order-7", "Content-Type", "application/json"};

    var first = api.post("/api/v1/actions", order, headers).expect(202).json();
    api.action(id(first), "execution", "SUCCEEDED");
    var again = api.post("/api/v1/actions", order, headers).expect(202).json();
    var reused =
        api.post("/api/v1/actions", order.replace("ISOLATE_DEVICE", "OFFBOARD_DEVICE"), headers);

    assertThat(id(again)).isEqualTo(id(first));
    assertThat(house.isolated(device)).isTrue();
    assertThat(house.machineActions(device, "Isolate")).isEqualTo(1);
    assertThat(reused.problem(422).path("field").asString()).isEqualTo("Idempotency-Key");
    assertThat(api.action(id(first)).path("source").asString()).isEqualTo("MANUAL_DEVICE_ACTION");

    api.undo(id(first)).expect(202);
    api.action(id(first), "undo", "UNDONE");
    assertThat(house.isolated(device)).isFalse();
  }

  @Test
  void whatCannotBeTakenBackSaysWhy() {
    var order =
        """
        {"type":"RUN_ANTIVIRUS_SCAN","target":{"type":"device","deviceId":"%s"}}"""
            .formatted(Alerts.device(8));
    var scan = api.post("/api/v1/actions", order).expect(202).json();
    api.action(id(scan), "execution", "SUCCEEDED");

    var refused = api.undo(id(scan)).problem(422);

    assertThat(refused.path("type").asString()).endsWith("not-undoable");
    assertThat(refused.path("detail").asString()).isNotBlank();
    assertThat(house.machineActions(Alerts.device(8), "RunAntiVirusScan")).isEqualTo(1);
  }

  @Test
  void theSameAlertTwiceIsOneInvestigation() {
    var alert = Alerts.suspiciousProcessOn(9);
    var first = api.submit(alert);
    api.pending(first, "ISOLATE_DEVICE");
    var actions = api.pending(first, 2).size();

    var again =
        api.post("/api/v1/alerts", alert, "Content-Type", "application/json").expect(202).json();

    assertThat(again.path("alerts").path(0).path("joined").asBoolean()).isTrue();
    assertThat(again.path("alerts").path(0).path("investigationId").asString()).isEqualTo(first);
    assertThat(api.report(first).path("alerts")).hasSize(1);
    assertThat(api.pending(first, 0)).hasSize(actions);
  }

  @Test
  void anotherAlertOnTheDeviceJoinsTheInvestigationThatWaits() {
    var first = api.submit(Alerts.suspiciousProcessOn(10));
    api.pending(first, "ISOLATE_DEVICE");
    var other = Alerts.suspiciousProcessOn(10).replace(Alerts.alertId(10), Alerts.alertId(1010));

    var joined = api.submit(other);

    assertThat(joined).isEqualTo(first);
    api.eventually(() -> api.report(first), r -> r.path("alerts").size() == 2);
    var isolations =
        api.pending(first, 1).stream()
            .filter(a -> a.path("type").asString().equals("ISOLATE_DEVICE"))
            .toList();
    assertThat(isolations).hasSize(1);
  }

  @Test
  void anInvestigationByHandLooksAtWhatItIsGiven() {
    var body =
        """
        {"title":"Odd logons","severity":"LOW","comment":"seen by the help desk",
         "entities":[{"type":"device","deviceId":"%s"}]}"""
            .formatted(Alerts.device(11));
    var headers = new String[] {"Idempotency-Key", "case-11", "Content-Type", "application/json"};

    var first = api.post("/api/v1/investigations", body, headers).expect(202).json();
    var again = api.post("/api/v1/investigations", body, headers).expect(202).json();

    var id = first.path("investigationId").asString();
    assertThat(again.path("investigationId").asString()).isEqualTo(id);
    var report = api.eventually(() -> api.report(id), r -> r.path("endedAt").isString());
    assertThat(List.of(report.path("title").asString(), report.path("startedBy").asString()))
        .containsExactly("Odd logons", "admin");
  }
}
