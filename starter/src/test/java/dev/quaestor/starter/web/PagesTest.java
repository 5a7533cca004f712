package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.RunningStarter.Answer;
import dev.quaestor.starter.ledger.Listing;
import dev.quaestor.starter.ledger.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as a browser without a script gets them. */
class PagesTest {
  private final RunningStarter starter = RunningStarter.get();

  private Browser browser(String... roles) {
    return starter.browserOf(starter.person(Scope.ALL, roles));
  }

  private String waiting() {
    return starter.pendingAction(RunningStarter.alertOnADevice());
  }

  private static String html(Answer answer) {
    assertThat(answer.http().headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/html");
    return answer.http().body();
  }

  private String planHash(String action) {
    return starter.get("/api/v1/actions/" + action).body().path("planHash").asString();
  }

  private Answer decide(
      Browser browser, String action, String decision, String planHash, String comment) {
    return browser.submit(
        "/actions/" + action,
        "/actions/" + action + "/decision",
        Map.of("decision", decision, "planHash", planHash, "comment", comment));
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void everyActionHasANounAndSaysWhatItDoes(ActionType type) {
    assertThat(Words.noun(type)).isNotBlank().doesNotEndWith(".");
    assertThat(Words.does(type)).endsWith(".");
  }

  @Test
  void thePageOfAnActionSaysWhatHappensWhyAndWhoMayDecide() {
    var page = html(browser("device-approver").get("/actions/" + waiting()));

    assertThat(page)
        .contains("If you approve")
        .contains("cut off from the network at once")
        .contains("Undo:</strong> yes.")
        .contains("It counts as no on")
        .contains("In the alert's words")
        .contains("Approve isolation")
        .contains("Reject");
  }

  @Test
  void whoMayNotDecideReadsWhyAndFindsNoButton() {
    var page = html(browser("email-approver").get("/actions/" + waiting()));

    assertThat(page)
        .contains("You may see this but not decide it.")
        .contains("device-approver")
        .doesNotContain("Approve isolation");
  }

  @Test
  void anApprovalWithoutAScriptIsRecordedWithItsComment() {
    var action = waiting();

    var answer =
        decide(browser("device-approver"), action, "APPROVE", planHash(action), "seen by the team");

    assertThat(answer.status()).isIn(302, 303);
    assertThat(Browser.location(answer)).endsWith("/actions/" + action);
    var now = starter.get("/api/v1/actions/" + action).body();
    assertThat(now.path("decision").asString()).isEqualTo("APPROVED");
    assertThat(now.path("comment").asString()).isEqualTo("seen by the team");
    assertThat(now.path("verified").asBoolean()).isTrue();
  }

  @Test
  void aPlanThatChangedMeanwhileDecidesNothingAndKeepsTheComment() {
    var action = waiting();

    var answer =
        decide(browser("device-approver"), action, "APPROVE", "another plan", "what I typed");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(html(answer))
        .contains("The plan changed while you looked. Nothing was decided.")
        .contains("what I typed")
        .contains("value=\"" + planHash(action) + "\"");
    assertThat(starter.get("/api/v1/actions/" + action).body().path("decision").asString())
        .isEqualTo("PENDING");
  }

  @Test
  void whoComesTooLateIsToldWhoWasFirst() {
    var action = waiting();
    var hash = planHash(action);
    var second = browser("device-approver");
    var form = new LinkedHashMap<String, String>();
    form.put("_csrf", Browser.csrf(second.get("/actions/" + action)));
    form.put("decision", "APPROVE");
    form.put("planHash", hash);
    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    var answer = second.post("/actions/" + action + "/decision", form);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(html(answer)).contains("admin rejected this").contains("It will not run.");
  }

  @Test
  void whatWhoComesTooLateTypedIsNotLostAndCanBecomeANote() {
    var action = waiting();
    var hash = planHash(action);
    var late = browser("device-approver");
    var csrf = Browser.csrf(late.get("/actions/" + action));
    starter.post("/api/v1/actions/" + action + "/reject", "{}");

    var answer =
        post(
            late,
            "/actions/" + action + "/decision",
            "_csrf=%s&decision=APPROVE&planHash=%s&comment=a+long+thought".formatted(csrf, hash));

    assertThat(answer.status()).isEqualTo(409);
    var page = html(answer);
    assertThat(page).contains("add it as a note").contains(">a long thought</textarea>");
    assertThat(page).doesNotContain("id=\"unsent\" hidden");
    var id = starter.get("/api/v1/actions/" + action).body().path("investigationId").asString();
    late.submit(
        "/actions/" + action, "/investigations/" + id + "/notes", Map.of("text", "a long thought"));
    assertThat(html(late.get("/investigations/" + id))).contains("a long thought");
  }

  @Test
  void theSameAnswerOfTheSamePersonTwiceIsTheSameAndNobodyElses() {
    var action = waiting();
    var hash = planHash(action);
    var browser = browser("device-approver");
    var form =
        "_csrf=%s&decision=REJECT&comment=both&action=%s:%s"
            .formatted(Browser.csrf(browser.get("/")), action, hash);

    post(browser, "/decisions", form);
    var again = html(post(browser, "/decisions", form));

    assertThat(again).contains("1 action rejected.").contains("You rejected this");
    assertThat(again).doesNotContain("was not recorded");
  }

  @Test
  void whoTakesPartInACaseWritesNotesAndTakesItOn() {
    var action = waiting();
    var id = starter.get("/api/v1/actions/" + action).body().path("investigationId").asString();
    var page = "/investigations/" + id;
    var analyst = browser("analyst");

    analyst.submit(page, page + "/notes", Map.of("text", "seen <b>before</b>"));
    analyst.submit(page, page + "/file", Map.of("assignee", "Dana Ortiz", "tags", "night, print"));

    assertThat(html(analyst.get(page)))
        .contains("seen &lt;b&gt;before&lt;/b&gt;")
        .contains("Dana Ortiz")
        .contains(">night</span>");
    assertThat(html(browser("viewer").get(page))).doesNotContain("Add note");
  }

  @Test
  void aDecisionWithoutThePagesTokenIsRefused() {
    var action = waiting();
    var browser = browser("device-approver");

    var answer =
        browser.post(
            "/actions/" + action + "/decision",
            Map.of("decision", "APPROVE", "planHash", planHash(action)));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(starter.get("/api/v1/actions/" + action).body().path("decision").asString())
        .isEqualTo("PENDING");
  }

  @Test
  void aLinkNeverDecides() {
    var action = waiting();

    var answer =
        browser("device-approver").get("/actions/" + action + "/decision?decision=APPROVE");

    assertThat(answer.status()).isIn(404, 405);
    assertThat(html(answer)).contains("Nothing was changed.");
    assertThat(starter.get("/api/v1/actions/" + action).body().path("decision").asString())
        .isEqualTo("PENDING");
  }

  @Test
  void withAScriptTheAnswerIsTheDrawerTheRowAndTheCount() throws Exception {
    var action = waiting();
    var browser = browser("device-approver");
    var csrf = Browser.csrf(browser.get("/actions/" + action));

    var answer =
        starter.send(
            browser
                .request("/actions/" + action + "/decision")
                .header("HX-Request", "true")
                .header("HX-Current-URL", "http://127.0.0.1/?open=" + action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "_csrf=%s&decision=REJECT&planHash=%s&comment=no"
                            .formatted(csrf, planHash(action)))));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(html(answer))
        .contains("Rejected by you.")
        .contains("id=\"row-" + action + "\"")
        .contains("hx-swap-oob=\"true\"")
        .contains("id=\"nav-count\"")
        .doesNotContain("<html");
  }

  @Test
  void severalAreShownOnceMoreAndThenAnsweredTogether() {
    var one = waiting();
    var other = waiting();
    var browser = browser("device-approver");
    var csrf = Browser.csrf(browser.get("/"));
    var named =
        "&action=%s:%s&action=%s:%s".formatted(one, planHash(one), other, "what it was before");

    var review = post(browser, "/decisions/review", "_csrf=" + csrf + "&decision=REJECT" + named);
    assertThat(html(review))
        .contains("Reject 1 action")
        .contains("Left out")
        .contains("It changed while you looked");

    var answer =
        post(browser, "/decisions", "_csrf=" + csrf + "&decision=REJECT&comment=both" + named);
    assertThat(html(answer)).contains("1 of 2 actions rejected.").contains("Nothing was decided.");
    assertThat(starter.get("/api/v1/actions/" + one).body().path("decision").asString())
        .isEqualTo("REJECTED");
    assertThat(starter.get("/api/v1/actions/" + other).body().path("decision").asString())
        .isEqualTo("PENDING");
  }

  /** Things that wait on devices whose names begin alike, and on no others. */
  private Set<String> waitingOn(String name, int number) {
    return IntStream.range(0, number)
        .mapToObj(
            i -> starter.pendingAction(RunningStarter.alertOn(name + "-" + i, "alert on " + name)))
        .collect(Collectors.toSet());
  }

  private String decision(String action) {
    return starter.get("/api/v1/actions/" + action).body().path("decision").asString();
  }

  @Test
  void allThatMatchAreReviewedWithThePlanOfEachAndThenDecided() {
    var name = "together-" + UUID.randomUUID();
    var actions = waitingOn(name, 3);
    var bystander = waiting();
    var browser = browser("device-approver");
    var list = html(browser.get("/?size=2&q=" + name));
    assertThat(list).contains("Select all 3 that match").contains("name=\"q\" value=\"" + name);
    var form = "_csrf=" + Browser.csrf(browser.get("/")) + "&decision=REJECT";

    var review = html(post(browser, "/decisions/review", form + "&all=true&q=" + name));

    assertThat(review).contains("Reject 3 actions").contains("href=\"/?q=" + name + "\"");
    assertThat(actions)
        .allSatisfy(a -> assertThat(review).contains("value=\"" + a + ":" + planHash(a) + "\""));
    assertThat(review).doesNotContain(bystander);
    assertThat(actions).allSatisfy(a -> assertThat(decision(a)).isEqualTo("PENDING"));

    var named =
        actions.stream().map(a -> "&action=" + a + ":" + planHash(a)).collect(Collectors.joining());
    var answer = html(post(browser, "/decisions", form + named));
    assertThat(answer).contains("3 actions rejected.");
    assertThat(actions).allSatisfy(a -> assertThat(decision(a)).isEqualTo("REJECTED"));
    assertThat(decision(bystander)).isEqualTo("PENDING");
  }

  @Test
  void whoSelectsAllOfNothingOrByAMisspeltWordIsToldSoAndNothingIsDecided() {
    var browser = browser("device-approver");
    var form = "_csrf=" + Browser.csrf(browser.get("/")) + "&decision=REJECT&all=true";

    var nothing = post(browser, "/decisions/review", form + "&q=" + UUID.randomUUID());
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(html(nothing)).contains("Nothing waits that matches.");
    var misspelt = post(browser, "/decisions/review", form + "&type=NOTHING");
    assertThat(misspelt.status()).isEqualTo(400);
    assertThat(html(misspelt)).contains("Nothing was changed.");
  }

  @Test
  void noMoreThanFiftyAreApprovedTogetherHoweverTheyAreSelected() {
    var name = "many-" + UUID.randomUUID();
    var actions = waitingOn(name, 51);
    var browser = browser("device-approver");
    var form = "_csrf=" + Browser.csrf(browser.get("/")) + "&all=true&q=" + name;

    var approve = post(browser, "/decisions/review", form + "&decision=APPROVE");
    assertThat(approve.status()).isEqualTo(400);
    assertThat(html(approve))
        .contains("No more than 50 actions are approved together; 51 were selected.");
    assertThat(html(post(browser, "/decisions/review", form + "&decision=REJECT")))
        .contains("Reject 51 actions");
    assertThat(actions).allSatisfy(a -> assertThat(decision(a)).isEqualTo("PENDING"));
  }

  private Answer post(Browser browser, String path, String form) {
    return starter.send(
        browser
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/history", "/investigations", "/history.csv"})
  void everyListOpensForAViewer(String path) {
    waiting();
    var answer = browser("viewer").get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.http().body()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/?sizze=3",
        "/?type=NOTHING",
        "/?type=BLOCK_URL&type=ISOLATE_DEVICE",
        "/history?source=EXPLORER_ACTION&source=MANUAL_DEVICE_ACTION",
        "/?page=2",
        "/?cursor=YWN0LTk",
        "/?cursor=%20%20x",
        "/history?cursor=PmFjdC05",
        "/investigations?cursor=PGludi05",
        "/history?since=2y",
        "/history?from=yesterday",
        "/investigations?state=%3Cscript%3E"
      })
  void anAddressThatThePageDoesNotKnowIsRefusedInWords(String path) {
    var answer = browser("viewer").get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(html(answer)).contains("Nothing was changed").doesNotContain("<script>\"");
  }

  @Test
  void whatIsNotThereIsSaidInTheSameWordsAsWhatOneMayNotSee() {
    assertThat(html(browser("viewer").get("/actions/act-none")))
        .contains("There is no such action, or it is not for you to see.");
    assertThat(html(browser("viewer").get("/investigations/inv-none")))
        .contains("There is no such investigation, or it is not for you to see.");
    assertThat(browser("viewer").get("/nowhere").status()).isEqualTo(404);
  }

  @Test
  void anUndoIsAskedForAndThenRuns() {
    var action = waiting();
    starter.post("/api/v1/actions/" + action + "/approve", "{}");
    starter.await("/api/v1/actions/" + action, a -> a.path("undo").asString().equals("AVAILABLE"));
    var browser = browser("device-approver");

    assertThat(html(browser.get("/actions/" + action + "/undo")))
        .contains("Undo the isolation of")
        .contains("Leave as is");
    var answer =
        browser.submit(
            "/actions/" + action + "/undo",
            "/actions/" + action + "/undo",
            Map.of("comment", "false alarm"));

    assertThat(Browser.location(answer)).endsWith("/actions/" + action);
    starter.await("/api/v1/actions/" + action, a -> !a.path("undo").asString().equals("AVAILABLE"));
    starter.await("/api/v1/actions/" + action, a -> !a.path("undo").asString().equals("RUNNING"));
    assertThat(html(browser.get("/actions/" + action)))
        .as("who undid it, and why")
        .containsPattern("Und[^<]*</strong> by ")
        .contains("false alarm");
  }

  @Test
  void aPageBehindTheLastDoesNotSayThatNothingWaits() {
    var newest = new Listing.Mark(new Listing.From(waiting(), false), null);

    assertThat(html(browser("viewer").get("/?sort=createdAt&cursor=" + Listing.cursor(newest))))
        .contains("There are not so many pages")
        .doesNotContain("Nothing waits");
  }

  @Test
  void whatIsUndoneWithItIsToldOneByOneWhereOneOfThemIsRefused() {
    var done = new DoneTogether(starter);
    var browser = browser("device-approver");
    var page = "/actions/" + done.one() + "/undo";
    assertThat(html(browser.get(page)))
        .contains("Also 1 other of this case")
        .contains("name=\"other\" value=\"" + done.other() + "\"");
    var stranger = waiting();

    var answer =
        post(
            browser,
            page,
            "_csrf=%s&all=true&other=%s&other=%s&other=%s"
                .formatted(
                    Browser.csrf(browser.get(page)), done.other(), done.rejected(), stranger));

    assertThat(html(answer))
        .contains("The undo of 2 of 3 actions is under way.")
        .contains("Its undo is under way.")
        .contains("Not undone.")
        .doesNotContain(stranger);
    for (var id : List.of(done.one(), done.other())) {
      starter.await("/api/v1/actions/" + id, a -> a.path("undo").asString().equals("UNDONE"));
    }
  }

  @Test
  void anInvestigationShowsWhatWaitsAndHowItWasReached() {
    var action = waiting();
    var id = starter.get("/api/v1/actions/" + action).body().path("investigationId").asString();

    assertThat(html(browser("analyst").get("/investigations/" + id)))
        .contains("1 action waits")
        .contains("<svg class=\"graph\"")
        .contains("Time line")
        .contains("Classify");
  }

  @Test
  void aReasonThatDoesNotFitAClassificationIsRefusedInWordsAndRecordsNothing() {
    var alert = RunningStarter.alertOnADevice();
    var action = starter.pendingAction(alert);
    var id = starter.get("/api/v1/actions/" + action).body().path("investigationId").asString();
    var page = "/investigations/" + id;

    var answer =
        browser("analyst")
            .submit(
                page,
                page + "/classify",
                Map.of(
                    "subject",
                    "alert:" + alert.alertId(),
                    "classification",
                    "FALSE_POSITIVE",
                    "determination",
                    "MALWARE"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains("Nothing was recorded.").contains("Not malicious");
    assertThat(starter.get("/api/v1" + page).body().path("alerts").get(0).has("classification"))
        .isFalse();
  }
}
