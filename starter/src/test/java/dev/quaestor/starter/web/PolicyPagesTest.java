package dev.quaestor.starter.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.policy.AutomationLevel;
import dev.quaestor.policy.Gate;
import dev.quaestor.policy.PolicyRule;
import dev.quaestor.starter.Browser;
import dev.quaestor.starter.RunningStarter;
import dev.quaestor.starter.RunningStarter.Answer;
import dev.quaestor.starter.ledger.PolicyStore;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.policy.PolicyFile;
import dev.quaestor.starter.policy.PolicyReading;
import dev.quaestor.text.Sha256;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy as people read it, and what they do to change it, without a script. */
class PolicyPagesTest {
  private static final String XSS = "<script>alert(1)</script>";

  private final RunningStarter starter = RunningStarter.get();
  private final String before = inForce();

  @AfterEach
  void thePolicyIsWhatItWas() {
    if (!inForce().equals(before)) {
      put(before, "as it was");
    }
  }

  private String inForce() {
    return starter.bean(PolicyStore.class).current().orElseThrow().yaml();
  }

  private int number() {
    return starter.bean(PolicyStore.class).current().orElseThrow().number();
  }

  private void put(String yaml, String comment) {
    var address = "/api/v1/policy?comment=" + URLEncoder.encode(comment, StandardCharsets.UTF_8);
    var answer = starter.send(starter.request(address).PUT(BodyPublishers.ofString(yaml)));
    assertThat(answer.status()).isEqualTo(200);
  }

  private Browser browser(String... roles) {
    return starter.browserOf(starter.person(Scope.ALL, roles));
  }

  private static String html(Answer answer) {
    return answer.http().body();
  }

  private Answer draft(Browser browser, String step, int over, String yaml, String checked) {
    var form = new LinkedHashMap<String, String>();
    form.put("step", step);
    form.put("over", String.valueOf(over));
    form.put("checked", checked);
    // As browsers send the ends of lines.
    form.put("yaml", yaml.replace("\n", "\r\n"));
    form.put("examples", PolicyFile.defaultExamples());
    form.put("comment", "why it changes");
    return browser.submit("/policy/draft", "/policy/draft", form);
  }

  private Answer draft(Browser browser, String step, String yaml) {
    return draft(browser, step, number(), yaml, "");
  }

  @Test
  void thePolicyIsToldInWordsWithItsGroupsRulesAndLimits() {
    assertThat(html(browser("viewer").get("/policy")))
        .contains("Revision " + number() + ", in force since")
        .contains("1 Servers", "Waits for a person, always", "tagged Servers, Server or Production")
        .contains("<strong>a file</strong>", "<strong>after a person agrees</strong>")
        .contains("<code>malicious-file</code>")
        .contains("Silence for 7 days counts as no.")
        .contains("<code>dc*</code>")
        .contains("After 50 automatic actions in one case, a person is asked.")
        .contains("Download YAML")
        .doesNotContain("/policy/draft");
  }

  @Test
  void onlyWhoMayChangeItIsOfferedTo() {
    assertThat(html(browser("operator").get("/policy"))).contains("/policy/draft");
    var refused = browser("analyst").get("/policy/draft");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(html(refused)).contains("You may read the policy but not change it.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"viewer", "analyst", "device-approver"})
  void whoIsNoOperatorPutsNothingInForce(String role) {
    var number = number();
    var browser = browser(role);
    var form =
        Map.of(
            "_csrf",
            Browser.csrf(browser.get("/policy")),
            "step",
            "PUT",
            "over",
            "" + number,
            "yaml",
            before + "# mine\n",
            "checked",
            Sha256.of(before + "# mine\n"),
            "comment",
            "why");

    var answer = browser.post("/policy/draft", form);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(html(answer)).contains("operator");
    assertThat(number()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/policy?revision=1",
        "/policy/revisions?page=0",
        "/policy/revisions/1?to=2",
        "/policy/draft?yaml=x"
      })
  void anAddressThatThePageDoesNotKnowIsRefusedInWords(String path) {
    var answer = browser("operator").get(path);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(html(answer)).contains("Nothing was changed.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/policy/revisions/0",
        "/policy/revisions/999999",
        "/policy/revisions/-1",
        "/policy/revisions/99999999999999999999",
        "/policy/revisions/%3Cscript%3E",
        "/policy/revisions/1?against=999999",
        "/policy/revisions/999999/yaml",
        "/policy/draft?from=999999"
      })
  void aRevisionThatIsNotThereIsSaidInWords(String path) {
    var answer = browser("operator").get(path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(html(answer)).contains("There is no such revision of the policy");
  }

  @Test
  void eachRevisionSaysWhatItChangedAndCanBeKeptAsItIs() {
    put(before.replace("maxDepth: 3", "maxDepth: 4"), "looks further");
    var browser = browser("viewer");

    assertThat(html(browser.get("/policy/revisions")))
        .contains("Revision " + number(), "looks further");
    assertThat(html(browser.get("/policy/revisions/" + number())))
        .contains("limits.maxDepth", "class=\"del\">-  maxDepth: 3", "class=\"add\">+  maxDepth: 4")
        .contains("In force");
    var yaml = browser.get("/policy/revisions/" + number() + "/yaml");
    assertThat(html(yaml)).isEqualTo(inForce());
    assertThat(yaml.http().headers().firstValue("Content-Disposition").orElseThrow())
        .startsWith("attachment");
  }

  @Test
  void whatIsCheckedAndGivenAReasonComesInForce() {
    var yaml = before.replace("maxDepth: 3", "maxDepth: 2");
    var browser = browser("operator");
    var number = number();

    var checked = html(draft(browser, "CHECK", yaml));
    assertThat(checked)
        .contains("No errors")
        .contains("limits.maxDepth")
        .contains("Put revision " + (number + 1) + " in force");
    assertThat(number()).isEqualTo(number);

    var answer = draft(browser, "PUT", number, yaml, Sha256.of(yaml));
    assertThat(Browser.location(answer)).endsWith("/policy");
    assertThat(inForce()).isEqualTo(yaml);
    assertThat(html(browser.get("/policy"))).contains("why it changes");
  }

  @Test
  void anErrorIsShownByItsLineAndKeepsTheTextAndTheButtonAway() {
    var yaml = before.replace("gate: APPROVAL", "gate: PERHAPS");

    var page = html(draft(browser("operator"), "CHECK", yaml));

    assertThat(page)
        .contains("Error")
        .contains("PERHAPS")
        .contains("data-line=\"" + lineOf(yaml, "gate: PERHAPS") + "\"")
        .contains("Correct the errors, then check it again.")
        .contains("What it would change is not known while it has errors.")
        .doesNotContain("It says the same")
        .doesNotContain("value=\"PUT\"");
  }

  private static int lineOf(String text, String part) {
    return (int) text.substring(0, text.indexOf(part)).lines().count();
  }

  @Test
  void anErrorIsNotPutInForceEither() {
    var yaml = "name: broken\nrules: perhaps\n";
    var number = number();

    var answer = draft(browser("operator"), "PUT", number, yaml, Sha256.of(yaml));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains("Nothing was changed.").contains("rules: perhaps");
    assertThat(number()).isEqualTo(number);
  }

  @Test
  void aTextThatIsNotTheOneThatWasCheckedIsCheckedFirst() {
    var number = number();

    var answer = draft(browser("operator"), "PUT", number, before + "# other\n", Sha256.of(before));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains("The text is not the one that was checked.", "# other");
    assertThat(number()).isEqualTo(number);
  }

  @Test
  void withoutAReasonNothingComesInForce() {
    var yaml = before + "# reasonless\n";
    var number = number();
    var browser = browser("operator");

    var answer =
        browser.submit(
            "/policy/draft",
            "/policy/draft",
            Map.of(
                "step",
                "PUT",
                "over",
                "" + number,
                "yaml",
                yaml,
                "checked",
                Sha256.of(yaml),
                "comment",
                "  "));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(html(answer)).contains("Say what changes, and why").contains("# reasonless");
    assertThat(number()).isEqualTo(number);
  }

  @Test
  void whoIsOvertakenKeepsTheTextAndIsToldByWhom() {
    var yaml = before.replace("maxDepth: 3", "maxDepth: 2");
    var browser = browser("operator");
    var number = number();
    put(before + "# theirs\n", "theirs");

    var answer = draft(browser, "PUT", number, yaml, Sha256.of(yaml));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(html(answer))
        .contains("came in force while you wrote, by admin. Nothing was changed.")
        .contains("maxDepth: 2")
        .contains("class=\"del\">-# theirs")
        .contains("name=\"over\" value=\"" + number() + "\"");
    assertThat(inForce()).endsWith("# theirs\n");
  }

  @Test
  void theSameTextIsNotPutAgain() {
    assertThat(html(draft(browser("operator"), "CHECK", before)))
        .contains("It is the same as revision " + number())
        .doesNotContain("value=\"PUT\"");
  }

  @Test
  void theExamplesSayWhatComesOtherwise() {
    var browser = browser("operator");

    assertThat(html(draft(browser, "EXAMPLES", before))).contains("as expected.");
    assertThat(html(draft(browser, "EXAMPLES", before.replace("level: SEMI_ALL", "level: FULL"))))
        .contains("Expected, and not planned");
  }

  @Test
  void pastCasesAreTriedAndNothingIsPut() {
    var number = number();
    starter.pendingAction(RunningStarter.alertOnADevice());

    var page = html(draft(browser("operator"), "BACKTEST", before + "# try\n"));

    assertThat(page).contains("of the last 30 days");
    assertThat(number()).isEqualTo(number);
  }

  @Test
  void hostileTextIsTextInEveryField() {
    var yaml =
        before
            .replace("name: default", "name: '" + XSS + "'")
            .replace("name: Servers", "name: '" + XSS + "'")
            .replace("id: malicious-file", "id: '" + XSS + "'")
            .replace("'Tier0'", "'" + XSS + "'")
            .replace("Tier0", XSS)
            .replace(
                "exclusions: []",
                "exclusions: [{id: x, names: ['" + XSS + "'], because: '" + XSS + "'}]");
    put(yaml, XSS);
    var browser = browser("operator");

    for (var path :
        List.of("/policy", "/policy/revisions", "/policy/revisions/" + number(), "/policy/draft")) {
      assertThat(html(browser.get(path))).as(path).contains("&lt;script&gt;").doesNotContain(XSS);
    }
    assertThat(html(draft(browser, "BACKTEST", yaml.replace("gate: APPROVAL", "gate: " + XSS))))
        .contains("&lt;script&gt;")
        .doesNotContain(XSS);
    assertThat(
            html(
                browser.submit(
                    "/policy/draft",
                    "/policy/draft",
                    Map.of(
                        "step",
                        "EXAMPLES",
                        "over",
                        "" + number(),
                        "yaml",
                        yaml,
                        "examples",
                        "examples: [{name: '"
                            + XSS
                            + "', evidence: [], expect: "
                            + "[{action: ISOLATE_DEVICE, gate: APPROVAL, on: '"
                            + XSS
                            + "'}]}]",
                        "checked",
                        XSS,
                        "comment",
                        "</textarea>" + XSS))))
        .contains("&lt;/textarea&gt;")
        .doesNotContain(XSS);
  }

  @Test
  void aFormWithoutItsTokenChangesNothing() {
    var number = number();
    var yaml = before + "# forged\n";

    var answer =
        browser("operator")
            .post(
                "/policy/draft",
                Map.of(
                    "step",
                    "PUT",
                    "over",
                    "" + number,
                    "yaml",
                    yaml,
                    "checked",
                    Sha256.of(yaml),
                    "comment",
                    "x"));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(number()).isEqualTo(number);
  }

  @ParameterizedTest
  @EnumSource(AutomationLevel.class)
  void everyLevelHasItsWords(AutomationLevel level) {
    assertThat(PolicyWords.level(level)).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FILE | MALICIOUS | STOP_AND_QUARANTINE_FILE | AUTOMATIC | When a file is found Malicious: "
            + "stop and quarantine the file. The group’s level says whether a person is asked.",
        "FILE | SUSPICIOUS | STOP_AND_QUARANTINE_FILE | AUTOMATIC | When a file is found "
            + "Suspicious: stop and quarantine the file, after a person agrees.",
        "PROCESS | MALICIOUS | ISOLATE_DEVICE | NEVER | When a process is found Malicious: never "
            + "isolate the device.",
        "MAIL_MESSAGE | MALICIOUS | SOFT_DELETE_EMAIL | AUTOMATIC | When a message is found "
            + "Malicious: soft delete the mail, after a person agrees.",
        "USER | MALICIOUS | DISABLE_USER | AUTOMATIC | When a user is found Malicious: disable the "
            + "account. An account is dealt with at once.",
      })
  void aRuleIsASentence(
      EntityKind kind, Verdict verdict, ActionType action, Gate gate, String sentence) {
    var rule = new PolicyRule("r", List.of(kind), List.of(verdict), null, List.of(action), gate);
    var policy = ((PolicyReading.Read) PolicyFile.read(PolicyFile.defaultText())).policy();

    assertThat(
            PolicyWords.rule(rule, policy).stream()
                .map(PolicyWords.Part::text)
                .collect(Collectors.joining()))
        .isEqualTo(sentence);
  }

  @Test
  void everyActionCanBeSaidAsAnOrder() {
    var policy = ((PolicyReading.Read) PolicyFile.read(PolicyFile.defaultText())).policy();

    assertThat(Arrays.stream(ActionType.values()))
        .allSatisfy(
            type ->
                assertThat(
                        PolicyWords.rule(
                            new PolicyRule(
                                "r",
                                List.of(EntityKind.values()),
                                List.of(Verdict.MALICIOUS),
                                null,
                                List.of(type),
                                Gate.APPROVAL),
                            policy))
                    .isNotEmpty());
  }

  @Test
  void whoSeesNotEverythingDoesNotChangeWhatHoldsForAll() {
    var confined =
        starter.browserOf(starter.person(new Scope(Set.of("Servers"), null), "operator"));

    for (var step : List.of("CHECK", "BACKTEST", "PUT")) {
      var answer = draft(confined, step, before + "# confined\n");
      assertThat(answer.status()).as(step).isEqualTo(403);
      assertThat(html(answer)).doesNotContain("of the last 30 days");
    }
    assertThat(confined.get("/policy").http().body()).doesNotContain("/policy/draft");
    assertThat(confined.get("/policy/draft").status()).isEqualTo(403);
  }
}
