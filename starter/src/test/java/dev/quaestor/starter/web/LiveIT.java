package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.quaestor.starter.ledger.Person;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.List;
import java.util.function.BooleanSupplier;
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

  private void await(String what, BooleanSupplier so) throws InterruptedException {
    long until = System.nanoTime() + 40_000_000_000L;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError(what);
      }
      Thread.sleep(100);
    }
  }

  private static void isDecided(Page page, String action) {
    assertThat(page.locator(row(action))).hasClass(Pattern.compile(".*decided.*"));
  }

  /** Three tabs of one browser. */
  private List<Page> tabs(Person person, String address) {
    var first = chromium.signedIn(starter, person, Sight.USUAL);
    var all = List.of(first, first.context().newPage(), first.context().newPage());
    all.forEach(
        tab -> {
          tab.navigate(address);
          assertThat(tab.locator("#live")).hasText("Live");
        });
    return all;
  }

  @Test
  void theTabsOfABrowserShareOneStreamAndAllSeeADecision() throws InterruptedException {
    var action = waiting();
    var person = starter.person(Scope.ALL, "device-approver");
    var feed = starter.bean(LiveFeed.class);
    var tabs = tabs(person, only(action));
    await("one stream", () -> feed.streams(person.callerId()) == 1);

    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    tabs.forEach(tab -> isDecided(tab, action));
    expect(feed.streams(person.callerId())).isEqualTo(1);
  }

  @Test
  void whenTheTabWithTheStreamClosesAnotherTakesItAndNothingIsLost() throws InterruptedException {
    var action = waiting();
    var person = starter.person(Scope.ALL, "device-approver");
    var tabs = tabs(person, only(action));
    // As old as pages are that somebody works with.
    Thread.sleep(6000);

    tabs.getFirst().close();
    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    tabs.subList(1, 3).forEach(tab -> isDecided(tab, action));
    var next = waiting();
    tabs.get(1).navigate(only(next));
    tabs.get(2).navigate(only(next));
    assertThat(tabs.get(2).locator("#live")).hasText("Live");
    starter.post("/api/v1/actions/" + next + "/reject", "{}");
    tabs.subList(1, 3).forEach(tab -> isDecided(tab, next));
    var feed = starter.bean(LiveFeed.class);
    await("one stream", () -> feed.streams(person.callerId()) == 1);
  }

  @Test
  void whereABrowserKnowsNoLocksEachTabHasAStreamOfItsOwn() throws InterruptedException {
    var action = waiting();
    var person = starter.person(Scope.ALL, "device-approver");
    var first = chromium.signedIn(starter, person, Sight.USUAL);
    first.context().addInitScript("Object.defineProperty(navigator, 'locks', {value: undefined})");
    var second = first.context().newPage();
    var feed = starter.bean(LiveFeed.class);
    for (var tab : List.of(first, second)) {
      tab.navigate(only(action));
      assertThat(tab.locator("#live")).hasText("Live");
    }
    await("two streams", () -> feed.streams(person.callerId()) >= 2);

    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    isDecided(first, action);
    isDecided(second, action);
  }
}
