package dev.quaestor.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What an approver sees in the Temporal Web UI. The text is held to account here; the picture of
 * the page is left under {@code target/} for a person to look at.
 */
@ExtendWith(RealHouse.Shared.class)
class WebUiIT {
  private static final Path PICTURES = Path.of("target", "web-ui");

  private final RealHouse house;
  private final Api api;

  WebUiIT(RealHouse house) {
    this.house = house;
    this.api = house.api();
  }

  @Test
  void aWaitingInvestigationShowsWhatWaitsUntilWhenAndThePayload() throws IOException {
    var id = api.submit(Alerts.suspiciousProcessOn(140));
    var isolation = api.pending(id, "ISOLATE_DEVICE");
    var report = api.until(id, "PENDING_APPROVAL");
    var workflow = report.path("workflowId").asString();

    var page = CurrentDetailsPage.of(house, workflow);
    picture(workflow, report.path("runId").asString());

    assertThat(page.markdown())
        .contains("PENDING_APPROVAL")
        .contains("Isolate device")
        .contains(isolation.path("actionId").asString())
        .contains(isolation.path("expiresAt").asString().substring(0, 16));
    assertThat(page.payload("APPROVE")).contains(isolation.path("actionId").asString());
    house
        .temporal(
            "workflow",
            "update",
            "execute",
            "--workflow-id",
            workflow,
            "--name",
            "decide",
            "--input",
            page.payload("REJECT"))
        .expect(0);
    api.action(isolation.path("actionId").asString(), "decision", "REJECTED");
  }

  /** Nothing to assert in a picture; without a browser there is none. */
  private void picture(String workflowId, String runId) throws IOException {
    var browser = RealHouse.onPath("chromium").or(() -> RealHouse.onPath("chromium-browser"));
    if (browser.isEmpty()) {
      System.out.println("No chromium on the PATH: no picture of the Temporal Web UI.");
      return;
    }
    Files.createDirectories(PICTURES);
    var base =
        house.webUi()
            + "/namespaces/default/workflows/"
            + URLEncoder.encode(workflowId, StandardCharsets.UTF_8)
            + "/"
            + runId;
    for (var page : new String[] {"timeline", "user-metadata"}) {
      var file = PICTURES.resolve(page + ".png").toAbsolutePath();
      Files.deleteIfExists(file);
      house
          .run(
              browser.get().toString(),
              "--headless",
              "--no-sandbox",
              "--disable-gpu",
              "--hide-scrollbars",
              "--user-data-dir=" + house.root().resolve("chromium"),
              "--virtual-time-budget=10000",
              "--window-size=1400,1400",
              "--screenshot=" + file,
              base + "/" + page)
          .expect(0);
      assertThat(file).isNotEmptyFile();
    }
  }
}
