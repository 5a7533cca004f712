package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.starter.web.Chromium.Sight;
import java.net.http.HttpRequest.BodyPublishers;
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
    one.navigate("/actions/" + action);
    other.navigate("/actions/" + action);

    one.click("#decide button[value=REJECT]");
    assertThat(one.locator("#drawer .note")).containsText("Rejected by you.");
    other.fill("#comment", "mine");
    // The page may have heard of it already, and then has no button any more.
    if (other.locator("#decide").count() > 0) {
      other.evaluate("document.querySelector('#decide button[value=APPROVE]')?.click()");
      assertThat(other.locator("#drawer")).containsText("rejected");
    }
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
    var policy = starter.send(starter.request("/api/v1/policy").GET()).http().body();
    if (!policy.contains("two-people")) {
      var asked =
          policy.replace(
              "    - id: everything-else\n",
              """
                  - id: two-people
                    actions: [RESTRICT_CODE_EXECUTION]
                    need: 2
                  - id: four-eyes
                    actions: [RUN_ANTIVIRUS_SCAN]
                    notAuthor: true
                  - id: everything-else
              """);
      var put =
          starter.send(
              starter
                  .request("/api/v1/policy")
                  .header("Content-Type", "application/yaml")
                  .PUT(BodyPublishers.ofString(asked)));
      expect(put.status()).as(put.http().body()).isEqualTo(200);
    }
  }

  private String ordered(String token, String type, boolean propose) {
    var body =
        """
        {"type":"%s","target":{"type":"device","deviceId":"%s"},"propose":%s,"comment":"beaconing"}"""
            .formatted(type, UUID.randomUUID().toString().replace("-", "") + "0a1b2c3d", propose);
    var answer =
        starter.send(
            starter
                .as(token, "/api/v1/actions")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    expect(answer.status()).as(answer.http().body()).isEqualTo(202);
    var id = answer.body().path("actionId").asString();
    starter.await("/api/v1/actions/" + id, a -> a.path("pending").isObject());
    return id;
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
