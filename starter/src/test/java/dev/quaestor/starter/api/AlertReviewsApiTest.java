package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.alert.Alert;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.Submissions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A word on an alert is of the alert that was meant. */
class AlertReviewsApiTest {
  private final RunningStarter starter = RunningStarter.get();
  private final String alertId = "siem:" + UUID.randomUUID();
  private final String older = caseOf("sender-one");
  private final String newer = caseOf("sender-two");

  private String caseOf(String sender) {
    var on = RunningStarter.alertOnADevice();
    var alert =
        new Alert(
            alertId,
            on.source(),
            on.correlationKey(),
            on.title(),
            null,
            on.severity(),
            null,
            on.techniques(),
            null,
            null,
            null,
            on.evidence());
    var submitted = starter.bean(Submissions.class).submit(alert, RunningStarter.sender(sender));
    var id = submitted.investigationId();
    starter.await("/api/v1/investigations/" + id, r -> !r.path("alerts").isEmpty());
    return id;
  }

  private RunningStarter.Answer classify(String more) {
    return starter.post(
        "/api/v1/alerts/" + alertId + "/classify",
        "{\"classification\":\"TRUE_POSITIVE\",\"determination\":\"MALWARE\"" + more + "}");
  }

  @Test
  void ofTwoSendersAlertsOfOneIdNoneIsTakenForTheOther() {
    var refused = classify("");

    assertThat(refused.status()).as(refused.http().body()).isEqualTo(409);
    assertThat(refused.body().path("type").asString())
        .isEqualTo("urn:quaestor:problem:ambiguous-alert");
    assertThat(refused.body().path("investigations"))
        .extracting(c -> c.path("investigationId").asString())
        .containsExactly(newer, older);
    assertThat(saidIn(older)).isEmpty();
    assertThat(saidIn(newer)).isEmpty();
  }

  @Test
  void theCaseThatIsNamedIsTheOneSpokenOf() {
    var reviewed = classify(",\"investigationId\":\"" + older + "\"");

    assertThat(reviewed.status()).as(reviewed.http().body()).isEqualTo(200);
    assertThat(reviewed.body().path("investigationId").asString()).isEqualTo(older);
    assertThat(saidIn(older)).hasSize(1);
    assertThat(saidIn(newer)).isEmpty();
  }

  @Test
  void aCaseThatDoesNotHoldTheAlertIsNamedAsTheMistake() {
    var refused = classify(",\"investigationId\":\"inv-none\"");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.body().path("field").asString()).isEqualTo("investigationId");
  }

  private List<JsonNode> saidIn(String investigation) {
    return starter
        .get("/api/v1/investigations/" + investigation + "/log")
        .body()
        .path("items")
        .valueStream()
        .filter(line -> line.path("type").asString().equals("classified"))
        .toList();
  }
}
