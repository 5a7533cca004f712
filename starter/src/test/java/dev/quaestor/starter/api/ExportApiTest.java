package dev.quaestor.starter.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.Submissions;
import dev.quaestor.starter.ocsf.OcsfSchema;
import dev.quaestor.wire.QuaestorJson;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExportApiTest {
  private static final String EXPORT = "/api/v1/export/ocsf";

  private final RunningStarter starter = RunningStarter.get();

  private List<JsonNode> export(String query) {
    var answer = starter.get(EXPORT + query);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
    var events = new ArrayList<JsonNode>();
    answer.http().body().lines().forEach(l -> events.add(QuaestorJson.mapper().readTree(l)));
    return events;
  }

  private static long place(JsonNode event) {
    return event.path("metadata").path("sequence").asLong();
  }

  /** A case whose one action was approved, ran and was undone. */
  private String wholeCase() {
    var alert = RunningStarter.alertOnADevice();
    var action = starter.pendingAction(alert);
    var id = starter.bean(Submissions.class).submit(alert, RunningStarter.TESTER).investigationId();
    starter.post("/api/v1/actions/" + action + "/approve", "{}");
    starter.await(
        "/api/v1/investigations/" + id, r -> r.path("state").asString().equals("REMEDIATED"));
    starter.post("/api/v1/actions/" + action + "/undo", "{}");
    starter.await(
        "/api/v1/investigations/" + id,
        r -> r.path("state").asString().equals("PARTIALLY_REMEDIATED"));
    return id;
  }

  @Test
  void aCaseIsExportedAsValidEventsOldestFirst() {
    var id = wholeCase();

    var events = export("?investigation=" + id);

    assertThat(events)
        .allSatisfy(e -> assertThat(OcsfSchema.problems(e)).as(e.toString()).isEmpty());
    assertThat(events)
        .extracting(e -> e.path("type_uid").asLong())
        .containsExactly(
            200501L, 700401L, 200502L, 700401L, 700401L, 200503L, 700403L, 700403L, 200502L);
    assertThat(events).extracting(ExportApiTest::place).isSorted();
    assertThat(events.getLast().path("metadata").path("correlation_uid").asString()).isEqualTo(id);
  }

  @Test
  void allCasesComeWithTheUndosAndAnExportGoesOnWhereItEnded() {
    var first = wholeCase();
    var all = export("");
    assertThat(all).extracting(ExportApiTest::place).isSorted();
    assertThat(all)
        .filteredOn(e -> e.path("activity_id").asInt() == 3 && e.path("class_uid").asInt() == 7004)
        .isNotEmpty();
    assertThat(all)
        .filteredOn(e -> e.path("metadata").path("correlation_uid").asString("").equals(first))
        .hasSizeGreaterThanOrEqualTo(9);

    var middle = all.get(all.size() / 2);
    var rest = export("?after=" + place(middle));

    assertThat(rest.subList(0, all.size() - all.size() / 2 - 1))
        .isEqualTo(all.subList(all.size() / 2 + 1, all.size()));
  }

  @Test
  void theClassesThatAreAskedForComeAlone() {
    wholeCase();

    assertThat(export("?class=2005"))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.path("class_uid").asInt()).isEqualTo(2005));
    assertThat(export("?class=7001,7004"))
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.path("category_uid").asInt()).isEqualTo(7));
  }

  @Test
  void timesBoundTheExport() {
    var id = wholeCase();
    var events = export("?investigation=" + id);
    var last = java.time.Instant.ofEpochMilli(events.getLast().path("time").asLong());

    assertThat(export("?since=" + last.plusSeconds(3600))).isEmpty();
    assertThat(export("?investigation=" + id + "&until=" + last.minusSeconds(3600))).isEmpty();
    assertThat(export("?since=" + last.minusSeconds(60))).containsAll(events);
  }

  @Test
  void asOneDocumentItSaysWhereToGoOn() {
    var id = wholeCase();

    var answer = starter.get(EXPORT + "?format=json&investigation=" + id);

    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.body().path("events")).hasSize(9);
    assertThat(answer.body().path("after").asLong())
        .isGreaterThanOrEqualTo(place(answer.body().path("events").get(8)));
    assertThat(starter.get(EXPORT + "?format=json&investigation=none").body().path("events"))
        .isEmpty();
  }

  @Test
  void linesAreNdjsonForEveryReader() {
    var answer = starter.send(starter.as(starter.tokenOf("viewer"), EXPORT).GET());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/x-ndjson");
  }

  @ParameterizedTest
  @CsvSource({
    "?since=yesterday, since",
    "?until=1,         until",
    "?class=1001,      class",
    "?format=xml,      format",
    "?after=x,         after",
  })
  void aParameterThatIsWrongIsNamed(String query, String field) {
    var answer = starter.get(EXPORT + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").asString()).isEqualTo(field);
  }

  @Test
  void webhooksAreForAdminsAndThereAreNoneByDefault() {
    assertThat(starter.get("/api/v1/webhooks").body().path("items")).isEmpty();
    assertThat(
            starter
                .send(starter.as(starter.tokenOf("operator"), "/api/v1/webhooks").GET())
                .status())
        .isEqualTo(403);
    assertThat(
            starter
                .send(starter.request("/api/v1/webhooks/none/test").POST(BodyPublishers.noBody()))
                .status())
        .isEqualTo(404);
  }

  @Test
  void theContractKnowsTheExport() {
    var api = starter.get("/v3/api-docs").body();
    var get = api.path("paths").path(EXPORT).path("get");
    var content = get.path("responses").path("200").path("content");

    assertThat(content.has("application/x-ndjson")).as(content.toString()).isTrue();
    assertThat(api.path("paths").has("/api/v1/webhooks/{name}/test")).isTrue();
  }
}
