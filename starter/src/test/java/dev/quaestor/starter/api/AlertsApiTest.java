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
