package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.quaestor.starter.web.Chromium.Sight;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What waits while its time runs out, under the eyes of people. */
class ExpiringIT extends AtThePage {
  /** Until the timer of the workflow has fired, on a machine that has much to do. */
  private static final LocatorAssertions.ContainsTextOptions IN_TIME =
      new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

  ExpiringIT(Chromium chromium) {
    super(chromium);
  }

  /** Waits for so long and no longer. */
  private String expiringIn(String time) {
    var before =
        policy(
            p ->
                Pattern.compile("expireAfter: \\w+")
                    .matcher(p)
                    .replaceFirst("expireAfter: " + time));
    try {
      return ordered(starter.tokenOf("analyst"), "RESTRICT_CODE_EXECUTION", true);
    } finally {
      policy(now -> before);
    }
  }

  @Test
  void whatIsLeftGoesDownOnAnOpenPageAndUnderFourHoursItIsUrgent() {
    var action = waiting();
    var page = approver();
    // By its own clock alone: what it hears from the server is as it was.
    page.route("**/live", Route::abort);
    page.clock().install();
    page.navigate(only(action) + "&open=" + action);
    var left = page.locator(row(action) + " time");
    assertThat(left).hasText("6 d 23 h");
    assertThat(left).not().hasClass("soon");

    page.clock().fastForward(Duration.ofHours(163).toMillis());
    assertThat(left).hasText(Pattern.compile("4 h 5\\d min"));
    assertThat(left).not().hasClass("soon");

    page.clock().fastForward(Duration.ofMinutes(70).toMillis());
    assertThat(left).hasText(Pattern.compile("3 h 4\\d min"));
    assertThat(left).hasClass("soon");
    assertThat(page.locator("#drawer time.soon")).hasText(Pattern.compile("3 h 4\\d min"));
    noComplaints();
    Chromium.picture(page, "urgent");

    page.clock().fastForward(Duration.ofHours(5).toMillis());
    assertThat(left).hasText("0 min");
  }

  @Test
  void anOpenPageShowsThatNobodyAnsweredInTimeAndOffersNoButtonsAnyMore() {
    var list = approver();
    var drawer = approver();
    var action = expiringIn("25s");
    list.navigate(only(action));
    assertThat(list.locator(row(action) + " time.soon")).hasText("0 min");
    drawer.navigate("/actions/" + action);
    drawer.fill("#comment", "I am still reading");
    Chromium.picture(drawer, "expires-soon");

    assertThat(drawer.locator("#drawer")).containsText("Nobody answered in time", IN_TIME);
    assertThat(drawer.locator("#drawer")).containsText("Expired");
    assertThat(drawer.locator("#drawer")).containsText("Not run");
    assertThat(drawer.locator("#decide")).hasCount(0);
    assertThat(drawer.locator("#told")).containsText("This was decided meanwhile: Expired");
    assertThat(list.locator(row(action))).containsText("Expired");
    assertThat(list.locator(row(action))).hasClass(Pattern.compile(".*decided.*"));
    assertThat(list.locator(row(action) + " input")).hasCount(0);
    Chromium.picture(drawer, "expired");
    expect(decision(action)).isEqualTo("EXPIRED");
    noComplaints();
  }

  @Test
  void whoAnswersTooLateIsToldSoAndDecidesNothing() {
    var page = at(Sight.USUAL.withoutScripts(), "device-approver");
    var action = expiringIn("12s");
    page.navigate("/actions/" + action);
    page.fill("#comment", "go on");
    starter.await(
        "/api/v1/actions/" + action, a -> a.path("decision").asString().equals("EXPIRED"));

    page.click("#decide button[value=APPROVE]");

    assertThat(page.locator("#drawer .note")).containsText("It counted as no.");
    assertThat(page.locator("#drawer .note")).containsText("It expired");
    assertThat(page.locator("#decide")).hasCount(0);
    expect(decision(action)).isEqualTo("EXPIRED");
    expect(starter.get("/api/v1/actions/" + action).body().path("execution").asString())
        .isEqualTo("NOT_STARTED");
    Chromium.picture(page, "too-late");
  }
}
