package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.Submissions;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was missed is investigated once, and whoever says so is on record. */
class MissedApiTest {
  private final RunningStarter starter = RunningStarter.get();
  private final String analyst = starter.tokenOf("analyst");
  private final String approver = starter.tokenOf("device-approver");
  private final String investigation = anInvestigation();

  private String anInvestigation() {
    var id =
        starter
            .bean(Submissions.class)
            .submit(RunningStarter.alertOnADevice(), RunningStarter.TESTER)
            .investigationId();
    starter.await("/api/v1/investigations/" + id, r -> !r.path("alerts").isEmpty());
    return id;
  }

  private String missed(String token, String comment) {
    var answer =
        starter.send(
            starter
                .as(token, "/api/v1/investigations/" + investigation + "/missed")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"entity\":{\"type\":\"url\",\"value\":\"https://missed.example/\"},"
                            + "\"comment\":\"%s\"}".formatted(comment))));
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
    return answer.body().path("investigationId").asString();
  }

  private List<JsonNode> onRecord() {
    return starter
        .get("/api/v1/investigations/" + investigation + "/log")
        .body()
        .path("items")
        .valueStream()
        .filter(line -> line.path("type").asString().equals("markedAsMissed"))
        .map(line -> line.path("event"))
        .toList();
  }

  @Test
  void eachPersonWhoSaysItIsOnRecordWithTheirOwnWords() {
    var started = missed(analyst, "It called home");
    var joined = missed(approver, "I saw it too");
    missed(approver, "I saw it too");

    assertThat(joined).isEqualTo(started);
    assertThat(onRecord())
        .extracting(e -> e.path("markedBy").asString(), e -> e.path("comment").asString())
        .containsExactly(
            tuple("Ms analyst", "It called home"), tuple("Ms device-approver", "I saw it too"));
  }
}
