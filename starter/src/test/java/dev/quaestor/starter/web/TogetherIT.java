package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Several people on one action, each in a browser of their own. */
class TogetherIT extends AtThePage {
  TogetherIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void ofTwoWhoDecideAtOnceOneIsToldWhoWasFirst() {
    var action = waiting();
    var one = approver();
    var other = approver();
    // It does not hear in time what the first one does.
    other.route("**/live", Route::abort);
    one.navigate("/actions/" + action);
    other.navigate("/actions/" + action);
    other.fill("#comment", "mine");

    one.click("#decide button[value=REJECT]");
    assertThat(one.locator("#drawer .note")).containsText("Rejected by you.");
    // What it hears afterwards of its own decision takes nothing away of what it said.
    one.waitForTimeout(1500);
    assertThat(one.locator("#drawer .note")).containsText("Rejected by you.");
    other.click("#decide button[value=APPROVE]");

    assertThat(other.locator("#drawer .note")).containsText("rejected this");
    assertThat(other.locator("#decide")).hasCount(0);
    expect(decision(action)).isEqualTo("REJECTED");
  }

  @Test
  void whoElseHasAnActionOpenIsSaid() {
    var action = waiting();
    var one = approver();
    var other = approver();
    one.navigate("/?open=" + action);
    assertThat(one.locator("#live")).hasText("Live");
    other.navigate("/actions/" + action);

    assertThat(one.locator("#presence")).containsText("has this open too.");
    assertThat(other.locator("#presence")).containsText("has this open too.");
  }

  /** Two people for a restriction, and another person than its author for a scan. */
  private void manyEyes() {
    rule(
        """
        - id: two-people
          actions: [RESTRICT_CODE_EXECUTION]
          need: 2
        - id: four-eyes
          actions: [RUN_ANTIVIRUS_SCAN]
          notAuthor: true
        """);
  }

  @Test
  void theFirstOfTwoIsToldThatOneMoreIsNeededAndTheSecondDecides() {
    manyEyes();
    var action = ordered(starter.tokenOf("analyst"), "RESTRICT_CODE_EXECUTION", true);
    var first = approver();
    first.navigate("/actions/" + action);
    first.click("#decide button[value=APPROVE]");
    assertThat(first.locator("#drawer")).containsText("Your approval counts.");
    expect(decision(action)).isEqualTo("PENDING");
    Chromium.picture(first, "one-more-is-needed");

    var second = approver();
    second.navigate("/actions/" + action);
    second.click("#decide button[value=APPROVE]");

    assertThat(second.locator("#drawer .note").first()).containsText("Approved by you.");
    expect(decision(action)).isEqualTo("APPROVED");
  }

  @Test
  void whatIsOneOfTwoApprovalsIsCountedApartFromWhatIsApproved() {
    manyEyes();
    var token = starter.tokenOf("analyst");
    var one = ordered(token, "RESTRICT_CODE_EXECUTION", true);
    var other = ordered(token, "RESTRICT_CODE_EXECUTION", true);
    var alone = waiting();
    var page = approver();
    page.navigate("/?size=200");
    for (var action : List.of(one, other, alone)) {
      page.check(row(action) + " input");
    }
    page.click("#bulk button[value=APPROVE]");
    page.click("main button.do");

    assertThat(page.locator("h1")).hasText("1 approved, 2 approvals recorded and one more needed.");
    Chromium.picture(page, "two-of-three-need-another");
    expect(decision(one)).isEqualTo("PENDING");
    expect(decision(alone)).isEqualTo("APPROVED");
    noComplaints();
  }

  @Test
  void whoProposedItReadsThatSomeoneElseMustDecide() {
    manyEyes();
    var person = starter.person(Scope.ALL, "device-approver");
    var token = "qst_" + UUID.randomUUID() + UUID.randomUUID();
    starter
        .bean(TokenStore.class)
        .add(token, person.name(), Set.of("device-approver"), "test", null);
    var action = ordered(token, "RUN_ANTIVIRUS_SCAN", false);
    var page = chromium.signedIn(starter, person, Sight.USUAL);

    page.navigate("/actions/" + action);

    assertThat(page.locator("#drawer footer")).containsText("someone else must decide");
    assertThat(page.locator("#decide button[value=APPROVE]")).hasCount(0);
    Chromium.picture(page, "four-eyes");
  }
}
