package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.starter.policy.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  private static final String WARNS =
      """
      name: x
      rules: []
      suppressions: [{id: a, titles: [x], until: 2020-01-01}]
      """;

  @TempDir private Path folder;
  private final CannedApi api = new CannedApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private Terminal terminal() {
    return Terminal.in(folder, api);
  }

  private Terminal offline() {
    return new Terminal(folder);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).getFileName().toString();
  }

  @Test
  void checkPrintsFileLineColumnKindSentenceAndCode() throws IOException {
    var screen = offline().run("policy", "check", file("p.yaml", "name: x\nrules: [{id: a}]\n"));
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err())
        .contains("p.yaml:2:9: error: rules[0].evidence: is missing [MISSING]\n");
  }

  @Test
  void warningsFailOnlyWhenAskedTo() throws IOException {
    var name = file("p.yaml", WARNS);
    var screen = offline().run("policy", "check", name);
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("is a valid policy");
    assertThat(screen.err())
        .contains("p.yaml:3:44: warning: suppressions[0].until: ", "[EXPIRED_SUPPRESSION]");
    assertThat(offline().run("policy", "check", "--strict", name).exit()).isEqualTo(1);
    assertThat(offline().run("policy", "check", "--json", name).out())
        .contains("\"valid\":true", "\"problems\":[]", "\"code\":\"EXPIRED_SUPPRESSION\"");
  }

  @Test
  void theShippedPolicyPassesStrictlyWithItsExamplesBesideIt() throws IOException {
    var name = file("default.yaml", PolicyFile.defaultText());
    file("default.examples.yaml", PolicyFile.defaultExamples());
    assertThat(offline().run("policy", "check", "--strict", name).exit()).isZero();
    var screen = offline().run("policy", "test", name);
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("✓ a phish waits for everything", "11 of 11 examples passed");
  }

  @Test
  void anExampleThatFailsShowsTheDifference() throws IOException {
    var name = file("p.yaml", PolicyFile.defaultText());
    var examples =
        file(
            "e.yaml",
            """
            examples:
              - name: mail goes at once
                evidence: [{kind: MAIL_MESSAGE, verdict: MALICIOUS, value: hello}]
                expect: [{action: SOFT_DELETE_EMAIL, gate: AUTOMATIC}]
            """);
    var screen = offline().run("policy", "test", name, "--examples", examples);
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.out())
        .contains(
            "✗ mail goes at once (e.yaml:2)",
            "- expected SOFT_DELETE_EMAIL AUTOMATIC",
            "+ planned SOFT_DELETE_EMAIL APPROVAL on \"hello\"",
            "0 of 1 example passed");
    assertThat(offline().run("policy", "test", "--json", name, "--examples", examples).out())
        .contains("\"passed\":false", "\"missing\":[\"SOFT_DELETE_EMAIL AUTOMATIC\"]");
  }

  @Test
  void testNeedsExamplesAndReadsThemStrictly() throws IOException {
    var name = file("p.yaml", PolicyFile.defaultText());
    assertThat(offline().run("policy", "test", name).err())
        .contains("Cannot read p.examples.yaml: there is no such file", "--examples FILE");
    var wrong = file("e.yaml", "examples: [{name: a}]\n");
    var screen = offline().run("policy", "test", name, "--examples", wrong);
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("e.yaml:1:12: error: ");
    assertThat(offline().run("policy", "test", "-").exit()).isEqualTo(2);
  }

  @Test
  void schemaIsPrintedWithoutAServer() {
    assertThat(offline().run("policy", "schema").out()).isEqualTo(PolicyFile.schema());
  }

  @Test
  void applyShowsTheWarningsOfTheServer() throws IOException {
    api.on(
        "PUT /policy",
        200,
        """
        {"revision":4,"warnings":[{"code":"EXPIRED_SUPPRESSION","field":"suppressions[0].until",
         "line":3,"column":44,"message":"it is over"}]}\
        """);
    var screen = terminal().run("policy", "apply", file("p.yaml", WARNS), "-c", "why not");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("in force as revision 4");
    assertThat(screen.err()).contains("p.yaml:3:44: warning: suppressions[0].until: it is over");
    assertThat(api.onlyCall().target()).isEqualTo("/api/v1/policy?comment=why%20not");
  }

  @Test
  void historyShowsWhoPutWhatWhen() {
    api.on(
        "GET /policy/revisions",
        200,
        """
        {"items":[{"revision":2,"name":"x","author":"ada","comment":"tighter",
         "at":"2026-11-23T15:50:01Z"}],"total":1,"page":0,"size":50}\
        """);
    assertThat(terminal().run("policy", "history").out())
        .contains("2", "2026-11-23 15:50", "ada", "tighter");
  }

  @Test
  void aRevisionIsShownByItsNumber() {
    api.on("GET /policy/revisions/2", 200, "application/yaml", "name: x\n");
    assertThat(terminal().run("policy", "show", "2").out()).isEqualTo("name: x\n");
  }

  @Test
  void twoRevisionsAreComparedByTheServer() {
    api.on(
        "GET /policy/diff",
        200,
        """
        {"from":1,"to":2,"changes":[{"kind":"CHANGED","path":"rules[a].gate","from":"AUTOMATIC",
         "to":"APPROVAL"}],"text":"--- revision 1\\n+++ revision 2\\n"}\
        """);
    var screen = terminal().run("policy", "diff", "1", "2", "--text");
    assertThat(screen.out())
        .contains("CHANGED rules[a].gate", "- AUTOMATIC", "+ APPROVAL", "+++ revision 2");
    assertThat(api.onlyCall().target()).isEqualTo("/api/v1/policy/diff?from=1&to=2");
  }

  @Test
  void aRevisionIsComparedWithAFileHere() throws IOException {
    api.on("GET /policy/revisions/1", 200, "application/yaml", "name: x\nrules: []\n");
    var screen =
        terminal().run("policy", "diff", "1", file("p.yaml", "name: y\nrules: []\n"), "--text");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("CHANGED name", "- x", "+ y", "-name: x", "+name: y");
  }

  @Test
  void backtestPrintsTheDifferencesByActionAndGroup() throws IOException {
    api.on(
        "POST /policy/backtest",
        200,
        """
        {"since":"2026-10-24T00:00:00Z","casesLookedAt":40,"casesThatDiffer":3,"complete":true,
         "seconds":0.5,"casesPerSecond":80.0,"warnings":[],"differences":[
          {"change":"NEWLY_AUTOMATIC","action":"ISOLATE_DEVICE","deviceGroup":"Servers",
           "gate":"AUTOMATIC","count":3,"onProtectedDevices":1,"cases":["inv-1","inv-2"]}]}\
        """);
    var screen =
        terminal().run("policy", "backtest", file("p.yaml", "name: x\n"), "--since", "30d");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .contains(
            "NEWLY_AUTOMATIC",
            "ISOLATE_DEVICE",
            "Servers",
            "inv-1",
            "3 of 40 investigations since 2026-10-24T00:00:00Z would have gone differently",
            "80.0 investigations/s in 0.5 s; none was changed");
    assertThat(api.onlyCall().target()).contains("/api/v1/policy/backtest?since=20");
  }

  @Test
  void statsShowsWhatBecameOfEachRulesActions() {
    api.on(
        "GET /policy/rules/statistics",
        200,
        """
        {"since":"2026-11-16T00:00:00Z","items":[
         {"rule":"isolate-hosts","actions":12,"done":8,"undone":2,"rejected":3,"expired":1,
          "undoRate":0.25},
         {"rule":"mail","actions":1,"done":0,"undone":0,"rejected":1,"expired":0}]}\
        """);
    var screen = terminal().run("policy", "stats", "--days", "7");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out().lines())
        .containsExactly(
            "RULE           ACTIONS  DONE  UNDONE  REJECTED  EXPIRED  UNDO RATE",
            "isolate-hosts  12       8     2       3         1        25.0 %",
            "mail           1        0     0       1         0        -");
    assertThat(api.onlyCall().target()).isEqualTo("/api/v1/policy/rules/statistics?days=7");
    assertThat(terminal().run("--json", "policy", "stats").out()).contains("\"undoRate\":0.25");
  }

  @Test
  void statsSaysThatThereAreNone() {
    api.on("GET /policy/rules/statistics", 200, "{\"items\":[]}");
    assertThat(terminal().run("policy", "stats").out())
        .contains("No rule has planned anything in the last 30 days.");
    assertThat(api.onlyCall().target()).isEqualTo("/api/v1/policy/rules/statistics?days=30");
  }
}
