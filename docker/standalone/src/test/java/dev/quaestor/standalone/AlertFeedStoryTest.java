package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.LabTenant.AlertsOf;
import dev.quaestor.lab.fault.Fault;
import dev.quaestor.wire.QuaestorJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Alerts that arise at the lab tenant become cases, and nobody hands them in. */
class AlertFeedStoryTest {
  private static House house;

  @BeforeAll
  static void start() {
    house =
        House.with(
            Map.of(
                "quaestor.alert-sources[0].connector", "defender",
                "quaestor.alert-sources[0].every", "1s",
                "quaestor.alert-sources[1].connector", "graph",
                "quaestor.alert-sources[1].every", "1s"));
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  /** The shipped alert about a process, told by Graph, on a device of its own. */
  private static ObjectNode onDevice(int number) {
    var alert = (ObjectNode) QuaestorJson.mapper().readTree(Alerts.suspiciousProcessOn(number));
    return alert.put("lastUpdateDateTime", Instant.now().toString());
  }

  private static ObjectNode raise(int number) {
    var alert = onDevice(number);
    house.lab().raise(AlertsOf.GRAPH, alert);
    return alert;
  }

  private static String prefixed(JsonNode alert) {
    return "graph:" + alert.path("id").asString();
  }

  private static JsonNode cases(String query) {
    return house.api().get("/api/v1/investigations?size=200&q=" + query).expect(200).json();
  }

  private static JsonNode source(String name) {
    for (var part : house.api().get("/api/v1/health").expect(200).json().path("parts")) {
      if (part.path("name").asString().equals("alert-source:" + name)) {
        return part;
      }
    }
    throw new AssertionError(name + " is no part of health");
  }

  @Test
  void anAlertThatArisesThereIsInvestigatedAsASensorsWord() {
    raise(901);

    var found =
        house.api().eventually(() -> cases("srv-e2e-901"), c -> c.path("total").asInt() > 0);

    assertThat(found.path("total").asInt()).isEqualTo(1);
    var id = found.path("items").path(0).path("investigationId").asString();
    house.api().pending(id, "ISOLATE_DEVICE");
    assertThat(source("graph").path("state").asString()).isEqualTo("WELL");
  }

  @Test
  void tenRoundsOverTheSameAlertsStartNothingMore() throws InterruptedException {
    raise(902);
    house.api().eventually(() -> cases("srv-e2e-902"), c -> c.path("total").asInt() > 0);
    var before = house.lab().requests("GET /v1.0/security/alerts_v2");

    house
        .api()
        .eventually(
            () -> house.lab().requests("GET /v1.0/security/alerts_v2"), n -> n > before + 10);

    assertThat(cases("srv-e2e-902").path("total").asInt()).isEqualTo(1);
  }

  @Test
  void aHundredAndFiftyAtOnceAreEachInOneCase() {
    IntStream.range(0, 150).forEach(n -> raise(10_000 + n));

    var all =
        house
            .api()
            .patient(Duration.ofMinutes(3))
            .eventually(
                () -> {
                  var devices = new TreeSet<String>();
                  for (int page = 0; page < 3; page++) {
                    house
                        .api()
                        .get("/api/v1/investigations?size=100&q=srv-e2e-10&page=" + page)
                        .expect(200)
                        .json()
                        .path("items")
                        .forEach(item -> devices.add(item.path("investigationId").asString()));
                  }
                  return devices;
                },
                devices -> devices.size() >= 150);

    assertThat(all).hasSize(150);
  }

  @Test
  void aBadAlertIsNamedAndASourceThatIsAwayIsReadWhenItIsBack() {
    house
        .lab()
        .fault(new Fault("GET /api/alerts", Fault.Kind.ERROR, 4, Duration.ZERO, -1, 500, ""));
    ObjectNode bad = QuaestorJson.mapper().createObjectNode();
    bad.put("id", "da-bad").put("title", "of no severity").putObject("severity");
    house.lab().raise(AlertsOf.DEFENDER, bad);

    var part =
        house
            .api()
            .eventually(
                () -> source("defender"), p -> p.path("sentence").asString().contains("da-bad"));

    assertThat(part.path("state").asString()).isEqualTo("TROUBLED");
    assertThat(part.path("sentence").asString()).contains("1 of the last seven days");
  }

  /** Reads until ten more rounds are over. */
  private static void tenRounds() {
    var before = house.lab().requests("GET /v1.0/security/alerts_v2");
    house
        .api()
        .eventually(
            () -> house.lab().requests("GET /v1.0/security/alerts_v2"), n -> n > before + 10);
  }

  private static long writes() {
    return house.lab().requests("PATCH /v1.0/security/alerts_v2/*")
        + house.lab().requests("POST /v1.0/security/alerts_v2/*/comments");
  }

  @Test
  void theVendorHearsTheEndOnceAndWhatPeopleSayThereIsHeardHere() {
    var policy = house.api().get("/api/v1/policy").expect(200).text();
    house
        .api()
        .send(
            "PUT",
            "/api/v1/policy",
            (policy
                    + "\nalertUpdates:\n  onClose: [COMMENT, STATUS, CLASSIFICATION]\n"
                    + "  onClassify: [COMMENT, STATUS, CLASSIFICATION]\n")
                .getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/yaml")
        .expect(200);
    try {
      var alert = raise(903);
      var id = alert.path("id").asString();
      var found =
          house.api().eventually(() -> cases("srv-e2e-903"), c -> c.path("total").asInt() > 0);
      var investigation = found.path("items").path(0).path("investigationId").asString();
      house
          .api()
          .post(
              "/api/v1/investigations/" + investigation + "/cancel",
              "{\"comment\":\"seen\",\"rollback\":false}")
          .expect(202);

      var told =
          house
              .api()
              .eventually(
                  () -> house.lab().alert(AlertsOf.GRAPH, id).orElseThrow(),
                  there -> there.path("comments").size() > 0);
      assertThat(told.path("comments")).hasSize(1);
      assertThat(told.path("comments").path(0).path("comment").asString())
          .contains(investigation, "terminated by user");
      assertThat(told.path("status").asString()).isEqualTo("new");

      var writes = writes();
      tenRounds();
      assertThat(writes()).isEqualTo(writes);

      // A person there says what it was.
      var changed = (ObjectNode) house.lab().alert(AlertsOf.GRAPH, id).orElseThrow();
      changed.put("status", "resolved").put("classification", "falsePositive");
      changed.put("determination", "notMalicious");
      changed.put("lastUpdateDateTime", Instant.now().toString());
      house.lab().raise(AlertsOf.GRAPH, changed);
      house
          .api()
          .eventually(
              () ->
                  house
                      .api()
                      .get("/api/v1/investigations/" + investigation + "/log")
                      .expect(200)
                      .text(),
              log ->
                  log.contains("FALSE_POSITIVE")
                      && log.contains("a person at graph")
                      && log.contains("is changed there"));

      tenRounds();
      assertThat(writes()).isEqualTo(writes);
      assertThat(cases("srv-e2e-903").path("total").asInt()).isEqualTo(1);
      assertThat(house.lab().alert(AlertsOf.GRAPH, id).orElseThrow()).isEqualTo(changed);
    } finally {
      house
          .api()
          .send(
              "PUT",
              "/api/v1/policy",
              policy.getBytes(StandardCharsets.UTF_8),
              "Content-Type",
              "application/yaml")
          .expect(200);
    }
  }
}
