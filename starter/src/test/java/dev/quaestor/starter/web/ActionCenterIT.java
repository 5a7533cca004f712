package dev.quaestor.starter.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.ledger.TokenStore;
import dev.quaestor.starter.web.Chromium.Sight;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Action Center as people use it, in a real browser. */
@ExtendWith(Chromium.class)
class ActionCenterIT {
  private final RunningStarter starter = RunningStarter.get();
  private final Chromium chromium;
  private final List<String> complaints = new ArrayList<>();

  ActionCenterIT(Chromium chromium) {
    this.chromium = chromium;
  }

  @BeforeEach
  void nothingIsWrongYet() {
    complaints.clear();
  }

  /** Somebody at the page; what the browser itself finds wrong is kept. */
  private Page at(Sight sight, String... roles) {
    var page = chromium.signedIn(starter, starter.person(Scope.ALL, roles), sight);
    page.onConsoleMessage(
        said -> {
          // An answer of 4xx is part of some stories; a broken content policy is of none.
          if (said.type().equals("error") && !said.text().startsWith("Failed to load resource")) {
            complaints.add(said.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  private Page approver() {
    return at(Sight.USUAL, "device-approver", "email-approver", "operator");
  }

  private String waiting() {
    return starter.pendingAction(RunningStarter.alertOnADevice());
  }

  private String decision(String action) {
    return starter.get("/api/v1/actions/" + action).body().path("decision").asString();
  }

  private static String row(String action) {
    return "#row-" + action;
  }

  private static AbstractObjectAssert<?, Object> expect(Object value) {
    return Assertions.assertThat(value);
  }

  private void noComplaints() {
    Assertions.assertThat(complaints).as("what the browser complains of").isEmpty();
  }

  /** A list that has this one on its first page: the others of the whole run are many. */
  private String only(String action) {
    var device = starter.get("/api/v1/actions/" + action).body().path("device").path("name");
    return "/?q=" + device.asString();
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

  @Test
  void aMailThatIsDroppedIsRecognisedBeforeAnythingStarts() {
    var page = at(Sight.USUAL, "analyst");
    page.navigate("/start");
    page.evaluate(
        """
        () => {
          const data = new DataTransfer();
          data.items.add(new File([`From: a@evil.example\r\nTo: b@contoso.example\r\n\
        Subject: Dropped on the page\r\nMessage-ID: <dropped@evil.example>\r\n\
        Date: Mon, 23 Nov 2026 08:31:00 +0000\r\n\r\nhello\r\n`], 'phish.eml'));
          document.querySelector('textarea[data-drop]')
            .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
        }""");
    assertThat(page.locator("#alert"))
        .hasValue(Pattern.compile("[\\s\\S]*Dropped on the page[\\s\\S]*"));
    page.click("text=See what it is");
    assertThat(page.locator("main")).containsText("What was recognised");
    assertThat(page.locator("main")).containsText("Dropped on the page");
    page.click("text=Start investigation");

    assertThat(page).hasURL(Pattern.compile(".*/investigations/inv-.*"));
    noComplaints();
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

  @Test
  void aServerThatIsAwayIsSaidAndNothingIsSentByItself() {
    var action = waiting();
    var page = approver();
    page.navigate("/actions/" + action);
    page.fill("#comment", "still here");
    page.context().setOffline(true);
    page.click("#decide button[value=APPROVE]");

    assertThat(page.locator("#told")).containsText("cannot be reached");
    assertThat(page.locator("#comment")).hasValue("still here");
    page.context().setOffline(false);
    expect(decision(action)).isEqualTo("PENDING");
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
            "refused|/actions/none",
            "sign-in|/sign-in?again")) {
      var name = address.substring(0, address.indexOf('|'));
      page.navigate(address.substring(address.indexOf('|') + 1));
      Chromium.picture(page, name + "-" + width + "-" + scheme.toLowerCase(Locale.ROOT));
      var found =
          new AxeBuilder(page)
              .withTags(
                  List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
              .analyze();
      Assertions.assertThat(found.getViolations())
          .as(name)
          .extracting(v -> v.getId() + " on " + v.getNodes().getFirst().getHtml())
          .isEmpty();
      expect(
              page.evaluate(
                  "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
          .as(name + " runs off the side")
          .isEqualTo(0);
    }
    noComplaints();
  }
}
