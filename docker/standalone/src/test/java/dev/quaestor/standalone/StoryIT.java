package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.SeparateProcesses.Part;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Each part is killed and comes back while something is pending. What was accepted is there
 * afterwards, once; what was approved was done, once; and nothing stays open.
 */
@ExtendWith(RealHouse.Shared.class)
class StoryIT {
  private final SeparateProcesses house = SeparateProcesses.start();
  private final Api api = house.api();

  /** The case of each alert that was accepted. */
  private final Map<String, String> accepted = new LinkedHashMap<>();

  /** What was approved, with its device. */
  private final Map<String, String> approved = new LinkedHashMap<>();

  @AfterEach
  void stop() {
    house.close();
  }

  @Test
  void whateverIsKilledComesBackToWhatItLeft() {
    theLabDiesWhileAnActionIsCarriedOut();
    theWorkerDiesWhileAnActionIsCarriedOut();
    theStarterDiesWhileADecisionIsTaken();
    temporalDiesWhileADecisionIsTaken();

    approved.forEach(this::wasDoneOnce);
    everythingElseIsRejectedAndEnds();
    everyAlertIsInTheCaseThatItWasAcceptedInto();
    assertThat(house.runningWorkflows()).isIn("", "[]", "[\n]");
  }

  private void theLabDiesWhileAnActionIsCarriedOut() {
    var isolation = isolationOn(200);
    house.kill(Part.LAB);

    approve(isolation, 200);
    // Nothing can be looked at now, which is not the same as nothing being there.
    send(201);
    house.start(Part.LAB);
  }

  private void theWorkerDiesWhileAnActionIsCarriedOut() {
    var isolation = isolationOn(202);
    house
        .lab()
        .post(
            "/lab/faults",
            """
            {"route":"GET /api/machineactions/*","kind":"delay","times":100,"delayMs":300000}""")
        .expect(201);
    approve(isolation, 202);
    api.eventually(() -> house.machineActions(Alerts.device(202), "Isolate"), n -> n == 1);

    house.kill(Part.WORKER);
    house.lab().send("DELETE", "/lab/faults", new byte[0]).expect(204);
    // A case begins without a worker, and waits for one; nobody is made to wait for that.
    var asked = Instant.now();
    assertThat(submit(203).status()).isEqualTo(202);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(8));
    house.launch(Part.WORKER);
    send(203);
  }

  private void theStarterDiesWhileADecisionIsTaken() {
    var isolation = isolationOn(204);
    var deciding = Thread.ofVirtual().start(() -> tried(() -> api.approve(isolation)));
    api.eventually(() -> deciding.getState(), s -> s != Thread.State.NEW);
    house.kill(Part.STARTER);

    house.start(Part.STARTER);
    approve(isolation, 204);
    send(205);
  }

  private void temporalDiesWhileADecisionIsTaken() {
    var isolation = isolationOn(206);
    house.kill(Part.TEMPORAL);

    var asked = Instant.now();
    assertThat(api.approve(isolation).problem(503).path("type").asString())
        .endsWith("temporal-unreachable");
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(4));
    assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
    assertThat(submit(207).status()).isEqualTo(503);

    house.start(Part.TEMPORAL);
    approve(isolation, 206);
    send(207);
    assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(200);
  }

  private String isolationOn(int number) {
    return api.pending(send(number), "ISOLATE_DEVICE").path("actionId").asString();
  }

  private Api.Answer submit(int number) {
    return api.post(
        "/api/v1/alerts",
        Alerts.suspiciousFileOn(number),
        "Content-Type",
        "application/octet-stream");
  }

  /** As a source does: the same again until it is accepted. */
  private String send(int number) {
    var answer = api.eventually(() -> tried(() -> submit(number)), a -> a.status() == 202);
    var one = answer.json().path("alerts").path(0);
    var id = one.path("investigationId").asString();
    accepted.put(one.path("alertId").asString(), id);
    return id;
  }

  /** As a person does: the same again until it counts, or is found to have counted. */
  private void approve(String action, int number) {
    api.eventually(
        () -> tried(() -> api.approve(action)), a -> a.status() == 200 || a.status() == 409);
    approved.put(action, Alerts.device(number));
  }

  private static Api.Answer tried(java.util.function.Supplier<Api.Answer> call) {
    try {
      return call.get();
    } catch (UncheckedIOException away) {
      return new Api.Answer(0, java.net.http.HttpHeaders.of(Map.of(), (a, b) -> true), "away");
    }
  }

  private void wasDoneOnce(String action, String device) {
    var done =
        api.eventually(
            () -> api.action(action),
            a -> a.path("execution").asString().matches("SUCCEEDED|ALREADY_IN_STATE|FAILED"));
    assertThat(done.path("execution").asString()).as(done.toPrettyString()).isNotEqualTo("FAILED");
    assertThat(done.path("decision").asString()).isEqualTo("APPROVED");
    assertThat(house.machineActions(device, "Isolate")).as(device).isEqualTo(1);
    var log = api.get("/api/v1/investigations/" + done.path("investigationId").asString() + "/log");
    assertThat(log.expect(200).json().path("items").valueStream())
        .filteredOn(e -> e.path("type").asString().equals("actionDecided"))
        .filteredOn(e -> e.toString().contains(action))
        .hasSize(1);
  }

  private void everythingElseIsRejectedAndEnds() {
    var cases = new LinkedHashSet<>(accepted.values());
    api.eventually(
        () -> {
          items("/api/v1/actions?status=PENDING&size=100")
              .forEach(a -> api.reject(a.path("actionId").asString()));
          return cases.stream().filter(id -> !api.report(id).has("endedAt")).toList();
        },
        List::isEmpty);
    assertThat(items("/api/v1/investigations?size=100"))
        .allSatisfy(c -> assertThat(c.has("endedAt")).as(c.toString()).isTrue());
    assertThat(items("/api/v1/actions?status=PENDING")).isEmpty();
  }

  private void everyAlertIsInTheCaseThatItWasAcceptedInto() {
    Map<String, Set<String>> cases = new LinkedHashMap<>();
    for (var row : items("/api/v1/investigations?size=100")) {
      var id = row.path("investigationId").asString();
      for (var alert : api.report(id).path("alerts")) {
        cases.computeIfAbsent(alert.path("alertId").asString(), a -> new LinkedHashSet<>()).add(id);
      }
    }
    assertThat(cases.keySet()).isEqualTo(accepted.keySet());
    accepted.forEach((alert, id) -> assertThat(cases.get(alert)).as(alert).containsExactly(id));
  }

  private List<JsonNode> items(String path) {
    var items = new ArrayList<JsonNode>();
    api.get(path).expect(200).json().path("items").forEach(items::add);
    return items;
  }
}
