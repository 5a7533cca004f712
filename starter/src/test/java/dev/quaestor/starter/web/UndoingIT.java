package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Taking back what was done, in a real browser. */
class UndoingIT extends AtThePage {
  UndoingIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void anUndoAsksFirstAndThenRuns() {
    var action = waiting();
    starter.post("/api/v1/actions/" + action + "/approve", "{}");
    starter.await("/api/v1/actions/" + action, a -> a.path("undo").asString().equals("AVAILABLE"));
    var page = approver();
    page.navigate("/actions/" + action);
    page.click("text=Undo…");
    assertThat(page.locator("#dialog")).isVisible();
    assertThat(page.locator("#dialog")).containsText("Undo the isolation of");
    assertThat(page.locator("#dialog [data-leave]")).isFocused();
    page.waitForTimeout(200);
    Chromium.picture(page, "undo");
    page.fill("#undo-comment", "false alarm");
    page.click("#dialog button[type=submit]");

    starter.await("/api/v1/actions/" + action, a -> !a.path("undo").asString().equals("AVAILABLE"));
    noComplaints();
  }

  /** Another alert on the same device, which no case puts together with the first. */
  private String alsoIsolated(String device, String title) {
    var alert = RunningStarter.alertOn(device, title);
    var action = starter.pendingAction(RunningStarter.ofAnotherCase(alert));
    if (decision(action).equals("PENDING")) {
      starter.post("/api/v1/actions/" + action + "/approve", "{}");
    }
    awaitUndo(action, "AVAILABLE");
    return action;
  }

  private void awaitUndo(String action, String state) {
    starter.await("/api/v1/actions/" + action, a -> a.path("undo").asString().equals(state));
  }

  @Test
  void whatAnotherCaseNeedsStaysUntilThatOneLetsGoToo() {
    var device = "shared-" + UUID.randomUUID();
    var first = alsoIsolated(device, "Beaconing of " + device);
    var second = alsoIsolated(device, "Ransom note on " + device);
    var page = approver();
    page.navigate("/actions/" + first);
    page.click("text=Undo…");

    assertThat(page.locator("#dialog")).containsText("It will stay as it is");
    assertThat(page.locator("#dialog a:has-text('Ransom note on')")).isVisible();
    assertThat(page.locator("#dialog")).containsText("It stays as it is, because another case");
    assertThat(page.locator("#dialog button[type=submit]")).hasText("Undo for this case");
    page.waitForTimeout(200);
    Chromium.picture(page, "undo-held");
    page.fill("#undo-comment", "false alarm here");
    page.click("#dialog button[type=submit]");
    awaitUndo(first, "HELD_BY_OTHERS");

    page.navigate("/actions/" + first);
    assertThat(page.locator("#drawer")).containsText("Held by others");
    assertThat(page.locator("#drawer")).containsText("Undone as soon as these let go as well");
    assertThat(page.locator("#drawer a:has-text('Ransom note on')")).isVisible();
    assertThat(page.locator("#drawer")).not().containsText("wanted by act-");
    Chromium.picture(page, "held");
    page.navigate("/history?device=" + device);
    assertThat(page.locator(row(first))).containsText("Held by others");
    assertThat(page.locator(row(first))).containsText("because something else needs it");
    assertThat(page.locator(row(second))).containsText("Done");
    Chromium.picture(page, "history-held");

    page.navigate("/actions/" + second);
    page.click("text=Undo…");
    assertThat(page.locator("#dialog button[type=submit]")).hasText("Undo");
    page.click("#dialog button[type=submit]");
    awaitUndo(second, "UNDONE");
    // That the first is over with it is recorded a moment later.
    awaitUndo(first, "UNDONE");

    page.navigate("/history?device=" + device);
    assertThat(page.locator(row(first))).containsText("Undone");
    assertThat(page.locator(row(second))).containsText("Undone");
    noComplaints();
  }
}
