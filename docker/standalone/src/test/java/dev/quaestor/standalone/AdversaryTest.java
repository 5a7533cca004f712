package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Somebody with a token of their own tries to cause what they may not order. */
@ExtendWith(House.Shared.class)
class AdversaryTest {
  private final House house;
  private final Api api;

  AdversaryTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  private static String json(Object value) {
    return QuaestorJson.mapper().writeValueAsString(value);
  }

  private String isolationOn(String investigation) {
    return api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();
  }

  private String processIn(String investigation) {
    return api.report(investigation)
        .path("evidence")
        .valueStream()
        .filter(e -> e.path("entity").path("type").asString().equals("process"))
        .map(e -> e.path("entityKey").asString())
        .findFirst()
        .orElseThrow();
  }

  private JsonNode classified(Api as, String investigation) {
    return as.post(
            "/api/v1/investigations/" + investigation + "/evidence/classify",
            json(
                java.util.Map.of(
                    "entityKey",
                    processIn(investigation),
                    "classification",
                    "TRUE_POSITIVE",
                    "determination",
                    "MALWARE")))
        .expect(200)
        .json();
  }

  @Test
  void whoMayNotApproveCausesNothingByClassifying() {
    for (var role : new String[] {"analyst", "email-approver"}) {
      int device = role.equals("analyst") ? 300 : 301;
      var investigation = api.submit(Alerts.suspiciousProcessOn(device));
      isolationOn(investigation);

      classified(house.as("classifier-" + role, role), investigation);

      api.eventually(
          () -> api.pending(investigation, "ISOLATE_DEVICE"),
          a -> a.path("verdict").asString().equals("MALICIOUS"));
      assertThat(house.machineActions(Alerts.device(device), "Isolate")).isZero();
    }
  }

  @Test
  void anAnalystsOwnAlertBringsNothingAboutAndTheSameOfASourceDoes() {
    var analyst = house.as("alert-analyst", "analyst");
    var own = analyst.submit(Alerts.maliciousFileOn(302));
    api.pending(own, "STOP_AND_QUARANTINE_FILE");
    assertThat(house.machineActions(Alerts.device(302), "StopAndQuarantineFile")).isZero();

    var source = house.as("siem", "source");
    var sensors = source.submit(Alerts.maliciousFileOn(303));

    api.until(sensors, "REMEDIATED");
    assertThat(house.machineActions(Alerts.device(303), "StopAndQuarantineFile")).isEqualTo(1);
    source.post("/api/v1/actions/act-1/approve", "{}").problem(403);
  }

  @Test
  void anAlertThatWouldFillACaseTakesNothingFromItAndGetsItsOwn() {
    var asked = api.submit(Alerts.suspiciousProcessOn(307));
    var action = isolationOn(asked);

    var stranger = house.as("flood", "source");
    assertThat(stranger.submit(Alerts.harmlessUrlsOn(307, 1))).isEqualTo(asked);

    assertThat(stranger.submit(Alerts.harmlessUrlsOn(307, 999))).isNotEqualTo(asked);

    assertThat(isolationOn(asked)).isEqualTo(action);
    assertThat(api.report(asked).path("state").asString()).isEqualTo("PENDING_APPROVAL");
    assertThat(stranger.submit(Alerts.suspiciousFileOn(307))).isEqualTo(asked);
  }

  @Test
  void anOperatorWhoMayNotUndoDoesNotRollBack() {
    var investigation = api.submit(Alerts.suspiciousProcessOn(304));
    api.approve(isolationOn(investigation)).expect(200);
    api.eventually(() -> house.isolated(Alerts.device(304)), isolated -> isolated);
    api.action(isolationIn(investigation), "execution", "SUCCEEDED");
    var operator = house.as("olga", "operator");

    operator
        .post("/api/v1/investigations/" + investigation + "/cancel", "{\"rollback\":true}")
        .problem(403);

    assertThat(house.isolated(Alerts.device(304))).isTrue();
    operator
        .post("/api/v1/investigations/" + investigation + "/cancel", "{\"rollback\":false}")
        .expect(202);
    api.until(investigation, "TERMINATED_BY_USER");
    assertThat(house.isolated(Alerts.device(304))).isTrue();
  }

  private String isolationIn(String investigation) {
    return api.report(investigation)
        .path("actions")
        .valueStream()
        .filter(a -> a.path("type").asString().equals("ISOLATE_DEVICE"))
        .map(a -> a.path("actionId").asString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anIndicatorOfAnotherAreaStopsNoFileByItself() {
    var mail = house.as("emma", "email-approver");
    mail.post(
            "/api/v1/indicators",
            json(
                java.util.Map.of(
                    "type",
                    "FILE_SHA256",
                    "value",
                    Alerts.hashOf(305),
                    "effect",
                    "BLOCK",
                    "title",
                    "Mine")))
        .expect(201);

    var investigation = api.submit(Alerts.suspiciousFileOn(305));

    assertThat(api.pending(investigation, "STOP_AND_QUARANTINE_FILE").path("verdict").asString())
        .isEqualTo("MALICIOUS");
    assertThat(house.machineActions(Alerts.device(305), "StopAndQuarantineFile")).isZero();
  }

  @Test
  void nobodyTakesAwayTheAllowanceOfSomebodyWhoMayDoMore() {
    var device = house.as("dave", "device-approver");
    var allowance =
        device
            .post(
                "/api/v1/indicators",
                json(
                    java.util.Map.of(
                        "type",
                        "FILE_SHA256",
                        "value",
                        Alerts.hashOf(306),
                        "effect",
                        "ALLOW",
                        "title",
                        "Ours")))
            .expect(201)
            .json()
            .path("indicatorId")
            .asString();
    var mail = house.as("eric", "email-approver");

    mail.send("DELETE", "/api/v1/indicators/" + allowance, new byte[0]).problem(403);

    device.send("DELETE", "/api/v1/indicators/" + allowance, new byte[0]).expect(200);
  }

  @Test
  void aMisspeltPlanHashApprovesNothing() {
    var isolation = isolationOn(api.submit(Alerts.suspiciousProcessOn(307)));

    for (var body : new String[] {"{\"planhash\":\"deadbeef\"}", "{\"coment\":\"x\"}"}) {
      api.post("/api/v1/actions/" + isolation + "/approve", body).problem(400);
    }

    assertThat(api.action(isolation).path("decision").asString()).isEqualTo("PENDING");
    assertThat(house.machineActions(Alerts.device(307), "Isolate")).isZero();
  }
}
