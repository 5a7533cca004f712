package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** How far a case follows one thing: by itself to a few devices, to many only when asked. */
@ExtendWith(House.Shared.class)
class ExpansionStoryTest {
  private static final String WORM =
      "ec7409d6ddbccf2437a9d7565bb3cd5ba85bf42befedf99d0761f92de747c46b";

  private static final String LOADER =
      "b10d45d20871c064570423a037be2bddb32037720c284571645378998c261124";

  private final Api api;

  ExpansionStoryTest(House house) {
    this.api = house.api();
  }

  private String deviceId(String name) {
    return api.post(
            "/api/v1/hunting/run",
            "{\"query\":\"DeviceInfo | where DeviceName == '%s' | take 1\"}".formatted(name))
        .expect(200)
        .json()
        .path("rows")
        .path(0)
        .path("DeviceId")
        .asString();
  }

  private String investigate(String device, String sha256, String name, String folder) {
    return api.post(
            "/api/v1/investigations",
            """
            {"title":"Seen on one device","severity":"HIGH","entities":[
              {"type":"file","deviceId":"%s","name":"%s","directory":"%s","sha256":"%s"}]}"""
                .formatted(device, name, folder.replace("\\", "\\\\"), sha256))
        .expect(202)
        .json()
        .path("investigationId")
        .asString();
  }

  private static long devices(JsonNode report) {
    return report
        .path("evidence")
        .valueStream()
        .filter(e -> e.path("entity").path("type").asString().equals("device"))
        .count();
  }

  @Test
  void aThingThatIsOnManyDevicesIsFollowedThereOnlyWhenAPersonAgrees() {
    var investigation =
        investigate(
            deviceId("ws-sales-01.contoso.example"),
            WORM,
            "sync-agent.exe",
            "C:\\ProgramData\\SyncAgent");

    var expansion = api.pending(investigation, "EXPAND_INVESTIGATION");

    assertThat(expansion.path("summary").asString()).contains("11 devices");
    assertThat(devices(api.report(investigation))).isEqualTo(1);

    api.approve(expansion.path("actionId").asString()).expect(200);

    api.action(expansion.path("actionId").asString(), "execution", "SUCCEEDED");
    api.eventually(() -> api.report(investigation), r -> devices(r) == 12);
    // The device that the case began on is not the only one left out: the playbook saw it run
    // there.
    api.eventually(() -> api.report(investigation), r -> isolations(r) == 12);
  }

  private static long isolations(JsonNode report) {
    return report
        .path("actions")
        .valueStream()
        .filter(a -> a.path("type").asString().equals("ISOLATE_DEVICE"))
        .map(a -> a.path("target").path("deviceId").asString())
        .distinct()
        .count();
  }

  @Test
  void aThingThatIsOnAFewDevicesIsFollowedThereByItself() {
    var investigation =
        investigate(
            deviceId("ws-lab-01.contoso.example"), LOADER, "loader.exe", "C:\\Users\\Public");

    var report =
        api.eventually(() -> api.report(investigation), r -> !r.path("endedAt").isMissingNode());

    assertThat(devices(report)).isEqualTo(3);
    assertThat(report.path("actions").valueStream())
        .filteredOn(a -> a.path("type").asString().equals("STOP_AND_QUARANTINE_FILE"))
        .hasSize(3)
        .allSatisfy(a -> assertThat(a.path("execution").asString()).isEqualTo("SUCCEEDED"));
    assertThat(report.path("state").asString()).isEqualTo("REMEDIATED");
  }
}
