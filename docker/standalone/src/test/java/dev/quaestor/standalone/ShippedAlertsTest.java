package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The four shipped alerts go in over HTTP; what must happen is looked at on the lab tenant. */
@ExtendWith(House.Shared.class)
class ShippedAlertsTest {
  private final House house;
  private final Api api;

  ShippedAlertsTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  @Test
  void aMaliciousFileInADownloadsFolderIsQuarantinedAndScannedForWithoutAnyone() {
    var id = api.submit(Alerts.maliciousFile());

    var report = api.until(id, "REMEDIATED");

    assertThat(house.view().maliciousFileIsQuarantined()).isTrue();
    assertThat(house.view().laptopWasScanned()).isTrue();
    assertThat(report.path("actions").valueStream())
        .extracting(a -> a.path("type").asString())
        .contains("STOP_AND_QUARANTINE_FILE", "RUN_ANTIVIRUS_SCAN");
    assertThat(report.path("actions").valueStream())
        .allSatisfy(
            a -> {
              assertThat(a.path("decision").asString()).isEqualTo("NOT_NEEDED");
              assertThat(a.path("decidedBy").asString()).isEqualTo("Automation");
              assertThat(a.path("execution").asString()).isEqualTo("SUCCEEDED");
            });
    var file = evidence(report, "invoice-2026-11.exe");
    assertThat(file.path("verdict").asString()).isEqualTo("MALICIOUS");
    assertThat(file.path("reasons")).isNotEmpty();
    assertThat(file.path("remediationStatus").asString()).isEqualTo("REMEDIATED");
  }

  @Test
  void aSuspiciousProcessWaitsIsApprovedIsolatesAndIsUndoneOnce() {
    var id = api.submit(Alerts.suspiciousProcess());
    var isolation = api.pending(id, "ISOLATE_DEVICE");
    var quarantine = api.pending(id, "STOP_AND_QUARANTINE_FILE");
    assertThat(api.until(id, "PENDING_APPROVAL").path("pendingActions").asInt())
        .isGreaterThanOrEqualTo(2);
    assertThat(house.view().serverIsIsolated()).isFalse();
    assertThat(Instant.parse(isolation.path("expiresAt").asString()))
        .isCloseTo(Instant.now().plus(7, ChronoUnit.DAYS), within(2, ChronoUnit.MINUTES));

    api.approve(isolation.path("actionId").asString()).expect(200);
    api.approve(quarantine.path("actionId").asString()).expect(200);
    var report = api.until(id, "REMEDIATED");

    assertThat(house.view().serverIsIsolated()).isTrue();
    assertThat(fileState("srv-files-01.contoso.example", "svchelper.exe")).isEqualTo("quarantined");
    assertThat(report.path("actions").valueStream())
        .allSatisfy(a -> assertThat(a.path("decidedBy").asString()).isEqualTo("admin"));

    var isolationId = isolation.path("actionId").asString();
    api.undo(isolationId).expect(202);
    api.action(isolationId, "undo", "UNDONE");
    assertThat(house.view().serverIsIsolated()).isFalse();

    var releases = house.lab().requests("POST /api/machines/*/unisolate");
    assertThat(api.undo(isolationId).expect(200).json().path("undo").asString())
        .isEqualTo("UNDONE");
    assertThat(house.lab().requests("POST /api/machines/*/unisolate")).isEqualTo(releases);
  }

  @Test
  void aReportedPhishIsTakenFromEveryMailboxAndPutBackExactly() {
    var before = house.view().mailFolders();
    var id = api.submit(Alerts.reportedPhish());
    api.pending(id, "BLOCK_URL");
    api.pending(id, "TURN_OFF_EXTERNAL_FORWARDING");
    api.pending(id, "SOFT_DELETE_EMAIL");
    api.until(id, "PENDING_APPROVAL");
    assertThat(house.view().mailFolders()).isEqualTo(before);
    assertThat(house.view().forwardsOutside()).isTrue();

    var waiting = api.pending(id, 1);
    waiting.forEach(a -> api.approve(a.path("actionId").asString()).expect(200));
    api.until(id, "REMEDIATED");

    assertThat(house.view().campaignIsSoftDeleted()).isTrue();
    assertThat(house.view().othersAreWhereTheyWere(before)).isTrue();
    assertThat(house.view().urlIsBlocked()).isTrue();
    assertThat(house.view().forwardsOutside()).isFalse();
    assertThat(house.view().forwardsInside()).isTrue();

    for (var action : waiting) {
      if (action.path("type").asString().equals("SOFT_DELETE_EMAIL")) {
        var actionId = action.path("actionId").asString();
        assertThat(api.undo(actionId).status()).isEqualTo(202);
        api.action(actionId, "undo", "UNDONE");
      }
    }
    assertThat(house.view().mailFolders()).isEqualTo(before);
    assertThat(house.view().forwardsOutside()).isFalse();
  }

  @Test
  void aHarmlessAlertEndsWithEveryPieceCleanAndNoAction() {
    var id = api.submit(Alerts.harmless());

    var report = api.until(id, "NO_THREATS_FOUND");

    assertThat(report.path("evidence"))
        .isNotEmpty()
        .allSatisfy(
            e ->
                assertThat(e.path("verdict").asString())
                    .isEqualTo(
                        e.at("/entity/type").asString().equals("user")
                            ? "UNKNOWN"
                            : "NO_THREATS_FOUND"));
    assertThat(report.path("actions")).isEmpty();
    assertThat(report.path("endedAt").asString()).isNotBlank();
  }

  private static JsonNode evidence(JsonNode report, String label) {
    return report
        .path("evidence")
        .valueStream()
        .filter(e -> e.path("label").asString().contains(label))
        .findFirst()
        .orElseThrow(() -> new AssertionError(label + " is not in " + report));
  }

  private String fileState(String device, String name) {
    return house
        .lab()
        .device(device)
        .orElseThrow()
        .path("files")
        .valueStream()
        .filter(f -> f.path("fileName").asString().equals(name))
        .map(f -> f.path("state").asString())
        .findFirst()
        .orElse("absent");
  }
}
