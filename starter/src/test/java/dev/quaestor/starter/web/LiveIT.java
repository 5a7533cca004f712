package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pages that change while somebody looks at them. */
class LiveIT extends AtThePage {
  LiveIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void whatSomebodyElseDecidesIsSeenAtOnce() {
    var action = waiting();
    var page = approver();
    page.navigate(only(action));
    assertThat(page.locator("#live")).hasText("Live");

    starter.post("/api/v1/actions/" + action + "/reject", "{\"comment\":\"no\"}");

    assertThat(page.locator(row(action))).hasClass(Pattern.compile(".*decided.*"));
    assertThat(page.locator(row(action))).containsText("Rejected");
    noComplaints();
  }

  @Test
  void theDrawerOfWhatSomebodyElseDecidedSaysSoAndHasNoButtons() {
    var action = waiting();
    var page = approver();
    page.navigate("/?open=" + action);
    assertThat(page.locator("#live")).hasText("Live");

    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    assertThat(page.locator("#drawer")).containsText("What was decided");
    assertThat(page.locator("#decide")).hasCount(0);
  }

  @Test
  void whatOneTypesOutlivesTheDecisionOfSomebodyElse() {
    var action = waiting();
    var page = approver();
    page.navigate("/?open=" + action);
    assertThat(page.locator("#live")).hasText("Live");
    page.fill("#comment", "a long thought");

    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    assertThat(page.locator("#unsent-text")).hasValue("a long thought");
    assertThat(page.locator("#unsent")).containsText("add it as a note");
    Chromium.picture(page, "typed-too-late");
    page.click("#unsent button");
    assertThat(page.locator("#file")).containsText("a long thought");
    noComplaints();
  }

  @Test
  void theNumberOfWhatWaitsIsTheSameInHeadingTitleAndBar() {
    var action = waiting();
    var page = approver();
    page.navigate("/?open=" + action);
    assertThat(page.locator("#live")).hasText("Live");
    var before = page.locator("h1").textContent();

    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    assertThat(page.locator("h1")).not().hasText(before);
    var count = page.locator("#nav-count").textContent().replace(" waiting", "");
    assertThat(page.locator("h1"))
        .hasText(Pattern.compile("(" + count + " actions? waits? .*|Nothing waits .*)"));
    expect(page.title()).asString().startsWith(count.equals("0") ? "Pending" : count + " pending");
    noComplaints();
  }

  @Test
  void whatIsNewIsAnnouncedAndKeptBack() {
    var action = waiting();
    var page = approver();
    page.navigate("/");
    assertThat(page.locator("#live")).hasText("Live");
    var rows = page.locator("#rows tbody tr").count();

    var fresh = waiting();

    assertThat(page.locator("#kept")).containsText("1 new action waits.");
    expect(page.locator("#rows tbody tr").count()).isEqualTo(rows);
    Chromium.picture(page, "kept-back");
    page.click("#kept a");
    page.navigate(only(fresh));
    assertThat(page.locator(row(fresh))).isVisible();
    expect(decision(action)).isEqualTo("PENDING");
  }

  @Test
  void historyMovesWhileOneLooks() {
    var action = waiting();
    starter.post("/api/v1/actions/" + action + "/approve", "{}");
    starter.await("/api/v1/actions/" + action, a -> a.path("undo").asString().equals("AVAILABLE"));
    var page = approver();
    page.navigate("/history?q=" + action);
    assertThat(page.locator("#live")).hasText("Live");

    starter.post("/api/v1/actions/" + action + "/undo", "{}");

    assertThat(page.locator(row(action))).containsText("Undone");
    assertThat(page.locator(row(action) + " td")).hasCount(5);
  }
}
