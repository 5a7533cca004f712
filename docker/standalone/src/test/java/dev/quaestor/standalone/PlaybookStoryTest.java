package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.wire.QuaestorJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A device that a person wants looked at, and nothing else. */
@ExtendWith(House.Shared.class)
class PlaybookStoryTest {
  private static final String MALWARE = "824b94e510d8e030d84c784ed8b886ade9bc93ae";
  private static final String LAPTOP = "84190ce197cb6d45e3b92c6541b67832209b7977";

  private final House house;
  private final Api api;

  PlaybookStoryTest(House house) {
    this.house = house;
    this.api = house.api();
  }

  private String investigate(String device) {
    return api.post(
            "/api/v1/investigations",
            """
            {"title":"Look at it","severity":"HIGH","entities":[{"type":"device","deviceId":"%s"}]}"""
                .formatted(device))
        .expect(202)
        .json()
        .path("investigationId")
        .asString();
  }

  private static JsonNode device(JsonNode report) {
    return report
        .path("evidence")
        .valueStream()
        .filter(e -> e.path("entity").path("type").asString().equals("device"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatRunsOnADeviceIsFoundAndStoppedThoughNobodyNamedIt() {
    house
        .lab()
        .record(
            "DeviceProcessEvents",
            QuaestorJson.mapper()
                .createObjectNode()
                .put("DeviceId", LAPTOP)
                .put("ActionType", "ProcessCreated")
                .put("FileName", "update.exe")
                .put("FolderPath", "C:\\ProgramData\\update.exe")
                .put("SHA1", MALWARE)
                .put("ProcessId", 4711)
                .put("ProcessCreationTime", "2026-11-28T10:00:00Z")
                .put("ProcessCommandLine", "update.exe -s"));

    var investigation = investigate(LAPTOP);

    var report =
        api.eventually(
            () -> api.report(investigation),
            r ->
                r.path("actions")
                    .valueStream()
                    .anyMatch(a -> a.path("type").asString().equals("ISOLATE_DEVICE")));
    assertThat(device(report).path("verdict").asString()).isNotEqualTo("NO_THREATS_FOUND");
    assertThat(report.path("evidence").valueStream())
        .anySatisfy(
            e -> {
              assertThat(e.path("entity").path("type").asString()).isEqualTo("process");
              assertThat(e.path("verdict").asString()).isEqualTo("MALICIOUS");
              assertThat(e.path("foundFrom").asString()).isEqualTo("device:" + LAPTOP);
            });
  }
}
