package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

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
}
