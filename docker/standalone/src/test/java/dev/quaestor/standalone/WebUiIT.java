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
 * What an approver sees in the Temporal Web UI. The text is held to account here; pictures of the
 * pages are left under {@code target/web-ui} for a person to look at.
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
    looksLikeIt(workflow, report.path("runId").asString(), isolation.path("actionId").asString());

    assertThat(page.markdown())
        .contains("PENDING_APPROVAL")
        .contains("Isolate device")
        .contains(isolation.path("actionId").asString())
        .contains(isolation.path("expiresAt").asString().substring(0, 16).replace('T', ' '));
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

  /** The same in a browser, where there is one; pictures of the pages are kept. */
  private void looksLikeIt(String workflowId, String runId, String actionId) throws IOException {
    var chromium = RealHouse.onPath("chromium").or(() -> RealHouse.onPath("chromium-browser"));
    if (chromium.isEmpty()) {
      System.out.println("No chromium on the PATH: the Temporal Web UI was not looked at.");
      return;
    }
    Files.createDirectories(PICTURES);
    var base =
        house.webUi()
            + "/namespaces/default/workflows/"
            + URLEncoder.encode(workflowId, StandardCharsets.UTF_8)
            + "/"
            + runId;
    try (var browser = new Browser(chromium.get(), house.root().resolve("chromium"))) {
      browser.open(base + "/timeline", "Pending actions expire");
      browser.picture(PICTURES.resolve("timeline.png"));
      var text = browser.open(base + "/user-metadata", "To approve");
      browser.picture(PICTURES.resolve("user-metadata.png"));
      assertThat(text)
          .contains("Isolate device", "it expires and nothing is done", "\"verdict\": \"APPROVE\"")
          .contains(actionId);
    }
  }
}
