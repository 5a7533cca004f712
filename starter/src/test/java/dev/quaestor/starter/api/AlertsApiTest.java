package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertsApiTest {
  private final RunningStarter starter = RunningStarter.get();

  private static String alert(String id, String device) {
    return """
        {"quaestor":"alert/v1","id":"%s","title":"<b>t</b>","severity":"HIGH",
         "entities":[{"type":"device","deviceId":"%s"}]}"""
        .formatted(id, device);
  }

  @Test
  void anArrayIsAnsweredInItsOrderAndTheSameAgainHasTheSameIds() {
    var device = UUID.randomUUID().toString();
    var body =
        "[%s,%s,%s]"
            .formatted(
                alert("1-" + device, device),
                alert("2-" + device, "other-" + device),
                alert("3-" + device, device));

    // As curl sends it when it is not told otherwise.
    var first =
        starter.send(
            starter
                .request("/api/v1/alerts?format=quaestor")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    var again = starter.post("/api/v1/alerts", body);

    assertThat(first.status()).as(first.http().body()).isEqualTo(202);
    var alerts = first.body().path("alerts");
    assertThat(alerts).hasSize(3);
    assertThat(alerts.get(0).path("joined").asBoolean()).isFalse();
    assertThat(alerts.get(2).path("joined").asBoolean()).isTrue();
    assertThat(alerts.get(2).path("investigationId"))
        .isEqualTo(alerts.get(0).path("investigationId"))
        .isNotEqualTo(alerts.get(1).path("investigationId"));
    for (int i = 0; i < 3; i++) {
      var repeated = again.body().path("alerts").get(i);
      assertThat(repeated.path("joined").asBoolean()).isTrue();
      assertThat(repeated.path("alertId")).isEqualTo(alerts.get(i).path("alertId"));
      assertThat(repeated.path("investigationId")).isEqualTo(alerts.get(i).path("investigationId"));
    }
  }

  @Test
  void theSameCloudEventTwiceIsTheSameAlertWhateverIsInside() {
    var device = UUID.randomUUID().toString();
    var envelope =
        """
        {"specversion":"1.0","type":"t","source":"/s/%s","id":"e1","data":%s}""";

    var first = starter.post("/api/v1/alerts", envelope.formatted(device, alert("1", device)));
    var binary =
        starter.send(
            starter
                .request("/api/v1/alerts")
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-type", "t")
                .header("ce-source", "/s/" + device)
                .header("ce-id", "e1")
                .POST(BodyPublishers.ofString(alert("another-id", device))));

    assertThat(first.status()).as(first.http().body()).isEqualTo(202);
    assertThat(binary.status()).as(binary.http().body()).isEqualTo(202);
    var one = first.body().path("alerts").get(0);
    var again = binary.body().path("alerts").get(0);
    assertThat(one.path("joined").asBoolean()).isFalse();
    assertThat(again.path("joined").asBoolean()).isTrue();
    assertThat(again.path("alertId")).isEqualTo(one.path("alertId"));
    assertThat(again.path("investigationId")).isEqualTo(one.path("investigationId"));
  }

  @Test
  void theAlertsOfALogAreTakenAndWhatWasSkippedIsSaid() {
    var device = UUID.randomUUID().toString();
    var lines =
        "{\"event_type\":\"flow\",\"flow_id\":1}\n"
            + alert("log-" + device, device).replace("\n", " ")
            + "\n";

    var answer = starter.post("/api/v1/alerts", lines);

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    assertThat(answer.body().path("alerts")).hasSize(1);
    assertThat(answer.body().path("skipped").get(0).asString()).contains("[0]", "flow");
  }

  @Test
  void aBadFieldOfAKnownShapeIsNamedByItsPointer() {
    var answer =
        starter.post(
            "/api/v1/alerts",
            "[{\"rule\":{\"level\":\"dire\",\"description\":\"d\"},\"agent\":{\"name\":\"a\"}}]");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo("[0].rule.level");
    assertThat(answer.body().path("pointer").asString()).isEqualTo("#/0/rule/level");
  }

  @Test
  void anInvestigationByHandUnderOneKeyIsOne() {
    var body =
        """
        {"title":"Look at it","severity":"LOW",
         "entities":[{"type":"device","deviceId":"%s"}],"comment":"please"}"""
            .formatted(UUID.randomUUID());
    var key = UUID.randomUUID().toString();

    var first = byHand(key, body);
    var again = byHand(key, body);

    assertThat(first.status()).as(first.http().body()).isEqualTo(202);
    assertThat(first.body().path("workflowId").asString()).startsWith("investigation/");
    assertThat(first.body().path("runId").asString()).isNotEmpty();
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(byHand("k".repeat(201), body).status()).isEqualTo(400);
  }

  private RunningStarter.Answer byHand(String key, String body) {
    return starter.send(
        starter
            .request("/api/v1/investigations")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }
}
