package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.web.Chromium.Sight;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every page as a browser shows it: to whoever reads it in whichever way, and whatever an attacker
 * wrote.
 */
class LooksIT extends AtThePage {
  LooksIT(Chromium chromium) {
    super(chromium);
  }

  @Test
  void whatAFilterShowsIsInTheAddress() {
    var action = waiting();
    var page = approver();
    page.navigate(only(action));
    assertThat(page.locator("#rows tbody tr")).hasCount(1);
    page.selectOption("select[name=severity]", "HIGH");
    page.click("text=Filter");

    assertThat(page).hasURL(Pattern.compile(".*severity=HIGH.*"));
    assertThat(page.locator("select[name=severity]")).hasValue("HIGH");
  }

  @Test
  void whatAnAttackerWroteIsTextOnEveryPage() {
    var attack = "\"><img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>";
    var alert = RunningStarter.alertOn("host-" + attack, "Title " + attack);
    var action = starter.pendingAction(alert);
    var found = starter.get("/api/v1/actions/" + action).body();
    var page = approver();
    for (var address :
        List.of(
            "/",
            "/?open=" + action,
            "/actions/" + action,
            "/investigations",
            "/investigations/" + found.path("investigationId").asString(),
            "/history")) {
      page.navigate(address);
      page.waitForTimeout(100);
      expect(page.evaluate("window.pwned === undefined")).as(address).isEqualTo(true);
      expect(page.locator("img[src=x]").count()).as(address).isEqualTo(0);
    }
    page.navigate("/actions/" + action);
    page.fill("#comment", attack);
    page.click("#decide button[value=REJECT]");
    assertThat(page.locator("#drawer .note")).containsText("Rejected by you.");
    page.navigate("/history?q=" + action);
    assertThat(page.locator("main")).containsText("<script>");
    expect(page.evaluate("window.pwned === undefined")).isEqualTo(true);
    noComplaints();
  }

  @ParameterizedTest
  @CsvSource({"1280,LIGHT", "1280,DARK", "360,LIGHT", "360,DARK"})
  void axeFindsNoFaultOnAnyPageAndNothingRunsOffTheSide(int width, String scheme) {
    var action = waiting();
    var done = waiting();
    starter.post("/api/v1/actions/" + done + "/approve", "{\"comment\":\"go\"}");
    starter.await("/api/v1/actions/" + done, a -> a.path("undo").asString().equals("AVAILABLE"));
    var investigation =
        starter.get("/api/v1/actions/" + action).body().path("investigationId").asString();
    var sight = Sight.USUAL.wide(width);
    var page =
        at(
            scheme.equals("DARK") ? sight.dark() : sight,
            "device-approver",
            "email-approver",
            "operator",
            "analyst");
    for (var address :
        List.of(
            "pending|/",
            "empty|/?q=nothing-of-this-name",
            "open|/?open=" + action,
            "action|/actions/" + action,
            "done|/actions/" + done,
            "undo-page|/actions/" + done + "/undo",
            "history|/history",
            "investigations|/investigations",
            "investigation|/investigations/" + investigation,
            "cancel|/investigations/" + investigation + "/cancel",
            "overview|/overview",
            "policy|/policy",
            "revisions|/policy/revisions",
            "draft|/policy/draft",
            "start|/start",
            "start-entities|/start/entities",
            "start-action|/start/action",
            "start-hunt|/start/hunt",
            "start-mail|/start/mail",
            "account|/account",
            "refused|/actions/none",
            "sign-in|/sign-in?again")) {
      var name = address.substring(0, address.indexOf('|'));
      page.navigate(address.substring(address.indexOf('|') + 1));
      Chromium.picture(page, name + "-" + width + "-" + scheme.toLowerCase(Locale.ROOT));
      axeFindsNoFault(page, name);
      expect(
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(name + " runs off the side")
          .isEqualTo(0);
    }
    noComplaints();
  }
}
