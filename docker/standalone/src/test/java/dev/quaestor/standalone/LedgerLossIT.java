package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.standalone.SeparateProcesses.Part;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An older backup of the ledger is restored while cases have gone on. */
@ExtendWith(RealHouse.Shared.class)
class LedgerLossIT {
  private final SeparateProcesses house = SeparateProcesses.start();
  private final Api api = house.api();

  @AfterEach
  void stop() {
    house.close();
  }

  private Path backUp() throws InterruptedException {
    house.end(Part.STARTER).waitFor();
    var backup = house.ledgerFile().resolveSibling("backup");
    copy(house.ledgerFile(), backup);
    house.start(Part.STARTER);
    return backup;
  }

  private void restore(Path backup) {
    house.kill(Part.STARTER);
    copy(backup, house.ledgerFile());
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String actionOf(String investigation, String type) {
    return api.pending(investigation, type).path("actionId").asString();
  }

  /** A case that waits for two decisions. */
  private String waiting(int device) {
    var id = api.submit(Alerts.suspiciousProcessOn(device));
    api.pending(id, 2);
    api.until(id, "PENDING_APPROVAL");
    return id;
  }

  private void approveAll(String investigation) {
    for (var action : api.pending(investigation, 2)) {
      api.approve(action.path("actionId").asString()).expect(200);
    }
    api.until(investigation, "REMEDIATED");
  }

  /**
   * Report and log of each, as anybody can read them. Events have other ids in another ledger, and
   * a case that it is told of by its workflow alone began by that one's clock.
   */
  private Map<String, List<JsonNode>> told(List<String> investigations) {
    var told = new TreeMap<String, List<JsonNode>>();
    for (var id : investigations) {
      var all = new ArrayList<JsonNode>();
      all.add(((ObjectNode) api.report(id).deepCopy()).without("startedAt"));
      api.get("/api/v1/investigations/" + id + "/log")
          .expect(200)
          .json()
          .path("items")
          .forEach(line -> all.add(((ObjectNode) line.deepCopy()).without("id")));
      assertThat(all).hasSizeGreaterThan(5);
      told.put(id, all);
    }
    return told;
  }

  private void isTold(Map<String, List<JsonNode>> before) {
    var now = told(List.copyOf(before.keySet()));
    before.forEach(
        (id, lines) -> {
          var told = Objects.requireNonNull(now.get(id));
          for (int i = 0; i < Math.min(lines.size(), told.size()); i++) {
            assertThat(told.get(i)).as("%s, line %d", id, i).isEqualTo(lines.get(i));
          }
          assertThat(told).as(id).hasSameSizeAs(lines);
        });
  }

  private JsonNode repair(int exit, String... options) {
    var words = new ArrayList<>(List.of("ledger", "repair", "--json"));
    words.addAll(List.of(options));
    var ended = house.withStarterSettings(words.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.said()).isEqualTo(exit);
    var json = ended.said().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    return QuaestorJson.mapper().readTree(json);
  }

  private static List<String> found(JsonNode report) {
    return report
        .path("found")
        .valueStream()
        .map(f -> f.path("investigationId").asString(f.path("workflowId").asString()))
        .toList();
  }

  @Test
  void whatWasDecidedAndDoneAfterTheBackupIsInTheLedgerAgainAndWhatWaitsGoesOn() throws Exception {
    var untouched = waiting(300);
    var ended = waiting(301);
    var half = waiting(302);
    var backup = backUp();

    approveAll(ended);
    var isolated = actionOf(half, "ISOLATE_DEVICE");
    api.approve(isolated).expect(200);
    api.action(isolated, "execution", "SUCCEEDED");
    putAnotherPolicy();
    var begun = waiting(303);
    var undone = waiting(304);
    var back = actionOf(undone, "ISOLATE_DEVICE");
    approveAll(undone);
    api.undo(back).expect(202);
    api.action(back, "undo", "UNDONE");
    api.until(undone, "PARTIALLY_REMEDIATED");
    var all = List.of(untouched, ended, half, begun, undone);
    var before = told(all);

    restore(backup);
    var missing = repair(1, "--dry-run");
    var repaired = repair(0);
    repair(0);
    house.start(Part.STARTER);

    assertThat(found(missing)).containsExactlyInAnyOrder(ended, half, begun, undone);
    assertThat(found(repaired)).containsExactlyInAnyOrder(ended, half, begun, undone);
    assertThat(missing.path("events")).isEqualTo(repaired.path("events"));
    assertThat(repaired.path("opened").asInt()).isEqualTo(2);
    assertThat(repaired.path("policies").toString()).contains("Revision 2");
    isTold(before);

    approveAll(begun);
    approveAll(untouched);
    api.approve(actionOf(half, "STOP_AND_QUARANTINE_FILE")).expect(200);
    api.until(half, "REMEDIATED");
    for (int device = 300; device <= 304; device++) {
      assertThat(house.machineActions(Alerts.device(device), "Isolate")).isEqualTo(1);
    }
    assertThat(api.undo(isolated).status()).isEqualTo(202);
    api.action(isolated, "undo", "UNDONE");
  }

  @Test
  void startersThatRunOnAnOlderLedgerTellItWhatTheirWorkflowsMeet() throws Exception {
    var ended = waiting(310);
    var half = waiting(311);
    var backup = backUp();
    approveAll(ended);
    var isolated = actionOf(half, "ISOLATE_DEVICE");
    api.approve(isolated).expect(200);
    api.action(isolated, "execution", "SUCCEEDED");
    var before = told(List.of(ended, half));

    restore(backup);
    house.start(Part.STARTER);

    // The reconciler finds the one ended, and believes its history and not its absence.
    api.until(ended, "REMEDIATED");
    isTold(Map.of(ended, Objects.requireNonNull(before.get(ended))));
    // The other one says more, and so it turns out that what it had said is lost.
    api.approve(actionOf(half, "STOP_AND_QUARANTINE_FILE")).expect(200);
    api.until(half, "REMEDIATED");
    assertThat(api.action(isolated).path("execution").asString()).isEqualTo("SUCCEEDED");
    assertThat(told(List.of(half)).get(half))
        .containsAll(before.get(half).stream().skip(1).toList());
    assertThat(api.get("/api/v1/health").expect(200).text()).contains("./quaestor ledger repair");
    assertThat(house.machineActions(Alerts.device(311), "Isolate")).isEqualTo(1);
  }

  private void putAnotherPolicy() {
    var yaml = api.get("/api/v1/policy").expect(200).text();
    api.send(
            "PUT",
            "/api/v1/policy",
            (yaml + "\n# After the backup.\n").getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/yaml")
        .expect(200);
  }
}
