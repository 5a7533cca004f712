package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.lab.LabOptions;
import dev.quaestor.lab.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the house tells about itself: its numbers, and never its secrets. */
@ExtendWith(House.Shared.class)
class TelemetryTest {
  // How a JWT begins; three letters would be found in a signature some day.
  private static final String JWT_BY_ALGORITHM = "eyJhbGci";
  private static final String JWT_BY_TYPE = "eyJ0eXAi";

  private final House house;
  private final Api api;

  TelemetryTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  private void isolateAndUndo(int device) {
    var investigation = api.submit(Alerts.suspiciousProcessOn(device));
    var isolation = api.pending(investigation, "ISOLATE_DEVICE").path("actionId").asString();
    api.approve(isolation).expect(200);
    api.action(isolation, "execution", "SUCCEEDED");
    api.undo(isolation).expect(202);
    api.action(isolation, "undo", "UNDONE");
  }

  @Test
  void prometheusHasOurNumbersAndTemporals() {
    isolateAndUndo(40);

    var metrics = api.get("/actuator/prometheus", "Accept", "text/plain").expect(200).text();

    assertThat(metrics.lines())
        .anyMatch(l -> l.startsWith("quaestor_investigations{state=\"PENDING_APPROVAL\""))
        .anyMatch(l -> l.startsWith("quaestor_time_to_verdict_seconds_count"))
        .anyMatch(l -> l.startsWith("quaestor_time_to_decide_seconds_count{decision=\"APPROVED\""))
        .anyMatch(
            l ->
                l.startsWith("quaestor_actions_total{")
                    && l.contains("outcome=\"SUCCEEDED\"")
                    && l.contains("type=\"ISOLATE_DEVICE\""))
        .anyMatch(
            l ->
                l.startsWith("quaestor_connector_calls_seconds_count{")
                    && l.contains("connector=\"defender\"")
                    && l.contains("outcome=\"OK\""))
        .anyMatch(l -> l.startsWith("temporal_request_total") || l.startsWith("temporal_request{"))
        .anyMatch(l -> l.startsWith("temporal_workflow_task_execution_latency"));
  }

  @Test
  void everyActionIsCountedOnce() {
    var before = succeeded("COLLECT_INVESTIGATION_PACKAGE");
    var order =
        """
        {"type":"COLLECT_INVESTIGATION_PACKAGE","target":{"type":"device","deviceId":"%s"}}"""
            .formatted(Alerts.device(41));
    var id = api.post("/api/v1/actions", order).expect(202).json().path("actionId").asString();
    api.action(id, "execution", "SUCCEEDED");

    // By the ledger, once the event is safe there.
    api.eventually(() -> succeeded("COLLECT_INVESTIGATION_PACKAGE"), n -> n > before);
    assertThat(succeeded("COLLECT_INVESTIGATION_PACKAGE") - before).isEqualTo(1);
  }

  private double succeeded(String type) {
    return api.get("/actuator/prometheus", "Accept", "text/plain")
        .expect(200)
        .text()
        .lines()
        .filter(l -> l.startsWith("quaestor_actions_total{"))
        .filter(l -> l.contains("\"SUCCEEDED\"") && l.contains('"' + type + '"'))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void noSecretIsInALogAHistoryTheLedgerOrAnError() throws IOException {
    var guessed = "qst_guessed-by-somebody-else";
    var made =
        api.post("/api/v1/tokens", "{\"name\":\"sam\",\"roles\":[\"device-approver\"]}")
            .expect(201)
            .json()
            .path("token")
            .asString();
    var errors = new StringBuilder();
    errors.append(api.as(guessed).get("/api/v1/actions").text());
    errors.append(api.as(made).send("PUT", "/api/v1/policy", new byte[] {'x'}).text());
    // Trouble makes for talkative logs: a token that is refused, calls that are cut and throttled.
    house.lab().revokeTokens();
    house.lab().fault(Fault.error("GET /api/machines/*", 1, 500));
    house.lab().fault(Fault.cut("POST /api/machines/*/isolate", 1));
    house.lab().fault(Fault.error("POST /*/oauth2/v2.0/token", 1, 401));
    isolateAndUndo(42);

    var secrets =
        List.of(
            LabOptions.defaults().clientSecret(),
            house.adminToken(),
            made,
            guessed,
            JWT_BY_ALGORITHM,
            JWT_BY_TYPE);
    try (var records = new Records(house.state(), house.temporal())) {
      assertThat(records.histories()).contains("ISOLATE_DEVICE").doesNotContain(secrets);
      assertThat(records.ledger()).contains("isolate").doesNotContain(secrets);
    }
    assertThat(errors.toString()).doesNotContain(secrets);
    for (var log : logs()) {
      assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
          .as(log.toString())
          .isNotEmpty()
          .doesNotContain(secrets);
    }
  }

  private List<Path> logs() throws IOException {
    try (var files = Files.walk(house.state())) {
      var logs = new ArrayList<>(files.filter(f -> f.toString().endsWith(".log")).toList());
      assertThat(logs).isNotEmpty();
      return logs;
    }
  }
}
