package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deciding what waits, in a real browser. */
class DecidingIT extends AtThePage {
  DecidingIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void whoOpensARowReadsWhatHappensAndApprovesIt() {
    var action = waiting();
    var page = approver();
    page.navigate(only(action));

    page.click(row(action) + " a.main");
    assertThat(page.locator("#d-title")).isFocused();
    assertThat(page.locator("#drawer")).containsText("If you approve");
    assertThat(page).hasURL(Pattern.compile(".*open=" + action + ".*"));
    page.fill("#comment", "The owner knows");
    page.click("text=Approve isolation");

    assertThat(page.locator("#drawer .note")).containsText("Approved by you.");
    assertThat(page.locator(row(action))).hasClass(Pattern.compile(".*decided.*"));
    expect(decision(action)).isEqualTo("APPROVED");
    Chromium.picture(page, "approved");
    noComplaints();
  }

  @Test
  void whoRejectsIsToldThatItWillNotRun() {
    var action = waiting();
    var page = approver();
    page.navigate("/actions/" + action);
    page.click("#decide button[value=REJECT]");

    assertThat(page.locator("#drawer .note")).containsText("It will not run.");
    expect(decision(action)).isEqualTo("REJECTED");
    noComplaints();
  }

  @Test
  void aPlanThatChangedIsShownAndNothingIsDecided() {
    var action = waiting();
    var page = approver();
    page.navigate("/actions/" + action);
    page.evaluate("document.querySelector('[name=planHash]').value = 'an earlier plan'");
    page.fill("#comment", "kept");
    page.click("text=Approve isolation");

    assertThat(page.locator("[role=alert]")).containsText("Nothing was decided.");
    assertThat(page.locator("#comment")).hasValue("kept");
    expect(decision(action)).isEqualTo("PENDING");
    Chromium.picture(page, "stale-plan");
    noComplaints();
  }

  @Test
  void severalAreTickedReviewedAndRejectedTogether() {
    var first = waiting();
    var second = waiting();
    var page = approver();
    page.navigate("/?size=200");
    page.check(row(first) + " input");
    page.check(row(second) + " input");
    assertThat(page.locator("#bulk-count")).hasText("2 selected");
    Chromium.picture(page, "selected");
    page.click("#bulk button[value=REJECT]");
    assertThat(page.locator("h1")).hasText("Reject 2 actions");
    page.fill("#comment", "both");
    Chromium.picture(page, "review");
    page.click("main button.do");

    assertThat(page.locator("h1")).hasText("2 actions rejected.");
    expect(decision(first)).isEqualTo("REJECTED");
    expect(decision(second)).isEqualTo("REJECTED");
    noComplaints();
  }

  @Test
  void theKeyboardAloneIsEnough() {
    var action = waiting();
    var page = approver();
    page.navigate(only(action));
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page.locator("#d-title")).isFocused();
    page.keyboard().press("a");
    assertThat(page.locator("#comment")).isFocused();
    expect(decision(action)).isEqualTo("PENDING");
    page.keyboard().type("by key");
    page.keyboard().press("Control+Enter");

    assertThat(page.locator("#drawer .note")).containsText("Approved by you.");
    page.keyboard().press("Escape");
    page.keyboard().press("?");
    assertThat(page.locator("#keys")).isVisible();
    Chromium.picture(page, "keys");
    page.keyboard().press("Escape");
    expect(starter.get("/api/v1/actions/" + action).body().path("comment").asString())
        .isEqualTo("by key");
    noComplaints();
  }

  @Test
  void whoWasSignedOutElsewhereSignsInAgainThereAndGoesOn() {
    var action = waiting();
    var page = approver();
    page.navigate("/?open=" + action);
    page.fill("#comment", "typed before");
    var session = page.context().cookies();
    page.context().clearCookies();

    page.click("#decide button[value=APPROVE]");

    assertThat(page.locator("#told")).containsText("You were signed out.");
    assertThat(page.locator("#comment")).hasValue("typed before");
    expect(decision(action)).isEqualTo("PENDING");
    page.context()
        .addCookies(
            session.stream()
                .map(
                    c ->
                        new com.microsoft.playwright.options.Cookie(c.name, c.value)
                            .setDomain(c.domain)
                            .setPath(c.path))
                .toList());
    page.click("#decide button[value=APPROVE]");
    assertThat(page.locator("#drawer")).containsText("Approved by you.");
    expect(decision(action)).isEqualTo("APPROVED");
  }

  @Test
  void aWordAboutWhatWasArmedGoesWithIt() {
    var action = waiting();
    var page = approver();
    page.navigate("/?open=" + action);
    page.locator("#d-title").focus();
    page.keyboard().press("a");
    assertThat(page.locator("#told")).containsText("Approve is armed.");

    page.keyboard().press("Escape");

    assertThat(page.locator("#told")).isEmpty();
    assertThat(page.locator("#decide .armed")).hasCount(0);
  }

  @Test
  void singleKeysCanBeTurnedOff() {
    var action = waiting();
    var page = approver();
    page.navigate("/actions/" + action);
    page.click("#keys-open");
    page.uncheck("#keys-on");
    page.keyboard().press("Escape");
    page.keyboard().press("a");

    assertThat(page.locator("#comment")).not().isFocused();
  }

  @Test
  void itAllWorksWithoutAScript() {
    var action = waiting();
    var page = at(Sight.USUAL.withoutScripts(), "device-approver");
    page.navigate(only(action));
    page.click(row(action) + " a.main");
    assertThat(page).hasURL(Pattern.compile(".*/actions/" + action));
    page.fill("#comment", "no script");
    page.click("text=Approve isolation");

    assertThat(page.locator("#drawer")).containsText("Approved by");
    assertThat(page.locator("#drawer")).containsText("no script");
    expect(decision(action)).isEqualTo("APPROVED");
  }

  @Test
  void aServerThatIsAwayIsSaidAndNothingIsSentByItself() {
    var action = waiting();
    var page = approver();
    page.navigate("/actions/" + action);
    page.fill("#comment", "still here");
    page.context().setOffline(true);
    page.click("#decide button[value=APPROVE]");

    assertThat(page.locator("#told")).containsText("cannot be reached");
    assertThat(page.locator("#told")).containsText("not known whether this was recorded");
    assertThat(page.locator("#comment")).hasValue("still here");
    page.context().setOffline(false);
    expect(decision(action)).isEqualTo("PENDING");
  }

  @Test
  void severalThatAreSentToAServerThatIsAwayStayAsTheyWereFilledIn() {
    var name = "away-" + UUID.randomUUID();
    var actions = waitingOn(name, 2);
    var page = approver();
    page.navigate("/?q=" + name);
    page.check("#all");
    page.click("#bulk button[value=APPROVE]");
    page.fill("#comment", "still here");
    page.context().setOffline(true);
    page.click("#together");

    assertThat(page.locator("#told")).containsText("not known whether this was recorded");
    assertThat(page.locator("#comment")).hasValue("still here");
    page.context().setOffline(false);
    actions.forEach(a -> expect(decision(a)).isEqualTo("PENDING"));

    page.click("#together");
    assertThat(page.locator("h1")).hasText("2 actions approved.");
    assertThat(page).hasTitle(Pattern.compile("2 actions approved"));
    actions.forEach(a -> expect(decision(a)).isEqualTo("APPROVED"));
  }

  /** Some that wait, on devices whose names begin alike. */
  private List<String> waitingOn(String name, int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> starter.pendingAction(RunningStarter.alertOn(name + "-" + i, "on " + name)))
        .toList();
  }

  @Test
  void allThatMatchAreSelectedReviewedAndRejectedButForOneThatIsTakenOut() {
    var name = "matching-" + UUID.randomUUID();
    var actions = waitingOn(name, 4);
    var page = approver();
    page.navigate("/?size=2&q=" + name);
    page.locator("#rows td.pick input").first().check();
    page.check("#every");
    assertThat(page.locator("#bulk-count")).hasText("4 selected");
    assertThat(page.locator("#rows td.pick input:checked")).hasCount(2);
    Chromium.picture(page, "selected-all");
    page.click("#bulk button[value=REJECT]");

    assertThat(page.locator("h1")).hasText("Reject 4 actions");
    page.uncheck("input[value^='" + actions.getFirst() + ":']");
    assertThat(page.locator("#together")).hasText("Reject 3 actions");
    Chromium.picture(page, "review-all");
    axeFindsNoFault(page, "review");
    page.click("#together");

    assertThat(page.locator("h1")).hasText("3 actions rejected.");
    expect(decision(actions.getFirst())).isEqualTo("PENDING");
    expect(decision(actions.getLast())).isEqualTo("REJECTED");
    noComplaints();
  }

  @Test
  void whoTakesOneOutOfTheListNoLongerSelectsAllThatMatch() {
    var name = "one-out-" + UUID.randomUUID();
    waitingOn(name, 3);
    var page = approver();
    page.navigate("/?size=2&q=" + name);
    page.check("#all");
    page.check("#every");
    page.locator("#rows td.pick input").first().uncheck();

    assertThat(page.locator("#every")).not().isChecked();
    assertThat(page.locator("#bulk-count")).hasText("1 selected");
    noComplaints();
  }

  @Test
  void allThatMatchAreDecidedWithoutAScriptToo() {
    var name = "plain-" + UUID.randomUUID();
    var actions = waitingOn(name, 3);
    var page = at(Sight.USUAL.withoutScripts(), "device-approver");
    page.navigate("/?size=2&q=" + name);
    page.check("#every");
    page.click("#bulk button[value=APPROVE]");
    page.click("#together");

    assertThat(page.locator("h1")).hasText("3 actions approved.");
    actions.forEach(a -> expect(decision(a)).isEqualTo("APPROVED"));
  }
}
