package dev.quaestor.starter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quaestor.action.ActionType;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.cli.terminal.CliEnvironment;
import dev.quaestor.starter.cli.terminal.TerminalText;
import dev.quaestor.wire.QuaestorJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

class QuaestorTest {
  @TempDir private Path folder;
  private final CannedApi api = new CannedApi();

  @AfterEach
  void stop() {
    api.close();
  }

  private Terminal terminal() {
    return Terminal.in(folder, api);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).getFileName().toString();
  }

  // --- alerts

  @Test
  void investigateHandsInTheFileAsItIsAndPrintsTheId() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED);
    var screen = terminal().run("investigate", file("a.json", "{\"x\":1}"), "--format", "graph");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("inv-1", "started for", "graph:a1");
    assertThat(api.onlyCall().target()).isEqualTo("/api/v1/alerts?format=GRAPH_ALERT_V2");
    assertThat(api.onlyCall().body()).isEqualTo("{\"x\":1}");
    assertThat(api.onlyCall().headers()).containsEntry("content-type", "application/json");
  }

  @Test
  void investigateHandsInALogOfOneEventALineAndSaysHowManyWereNoAlerts() throws IOException {
    var started = Canned.STARTED.strip();
    var answer = started.substring(0, started.lastIndexOf('}')) + ",\"skipped\":[\"a\",\"b\"]}";
    api.on("POST /alerts", 202, answer);
    var screen = terminal().run("investigate", file("eve.ndjson", "{\"x\":1}\n{\"x\":2}\n"));
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("inv-1", "2 events are not alerts");
    assertThat(api.onlyCall().body()).isEqualTo("{\"x\":1}\n{\"x\":2}\n");
    assertThat(api.onlyCall().headers()).containsEntry("content-type", "application/x-ndjson");
  }

  @Test
  void investigateReadsStandardInput() {
    api.on("POST /alerts", 202, Canned.STARTED);
    assertThat(terminal().typing("From: a@b\n\nhi").run("investigate", "-").exit()).isZero();
    assertThat(api.onlyCall().body()).isEqualTo("From: a@b\n\nhi");
  }

  @Test
  void oneRefusedFileOfSeveralDoesNotKeepTheOthersFromBeingHandedIn() throws IOException {
    api.on("POST /alerts", 400, Canned.problem(400, "Not an alert", "\"field\":\"[0].title\""));
    api.on("POST /alerts", 202, Canned.STARTED);
    var screen = terminal().run("investigate", file("a.json", "[]"), file("b.json", "{}"));
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("a.json", "Not an alert", "[0].title");
    assertThat(screen.out()).contains("inv-1", "b.json");
  }

  @Test
  void aMachineIsToldWhichFileOfSeveralWasRefusedAndWhatWasSkipped() throws IOException {
    var started = Canned.STARTED.strip();
    api.on("POST /alerts", 400, Canned.problem(400, "Not an alert", ""));
    api.on(
        "POST /alerts", 202, started.substring(0, started.length() - 1) + ",\"skipped\":[\"a\"]}");
    var screen =
        terminal().run("--json", "investigate", file("a.json", "[]"), file("b.json", "{}"));
    var document = QuaestorJson.mapper().readTree(screen.out());
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(document.path("problems").get(0).path("file").asString()).isEqualTo("a.json");
    assertThat(document.path("problems").get(0).path("title").asString()).isEqualTo("Not an alert");
    assertThat(document.path("skipped").get(0).asString()).isEqualTo("a");
  }

  @Test
  void severalFilesAreOneJsonDocument() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED);
    var screen = terminal().run("investigate", "--json", file("a.json", "1"), file("b.json", "2"));
    assertThat(QuaestorJson.mapper().readTree(screen.out()).path("alerts").size()).isEqualTo(2);
  }

  @Test
  void aFileThatIsTooLargeIsNotSent() throws IOException {
    var screen = terminal().run("investigate", file("big", "x".repeat(11 * 1024 * 1024)));
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("10 MiB");
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void followTellsEachChangeOnceUntilTheEnd() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED)
        .on("GET /investigations/inv-1", 404, Canned.problem(404, "Not Found", ""))
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("PENDING_APPROVAL", Canned.PENDING_ISOLATION))
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("PENDING_APPROVAL", Canned.PENDING_ISOLATION))
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("REMEDIATED", Canned.APPROVED_ISOLATION));
    var screen = terminal().run("investigate", "--follow", file("a.json", "{}"));
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .containsOnlyOnce("evil.exe")
        .containsOnlyOnce("./quaestor approve act-1")
        .contains("2026-11-30 15:50")
        .contains("Defender holds it for suspicious")
        .contains("APPROVED RUNNING")
        .contains("REMEDIATED");
  }

  @Test
  void followUntilPendingLeavesWhenOnlyPeopleAreWaitedFor() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED)
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("PENDING_APPROVAL", Canned.PENDING_ISOLATION));
    var screen = terminal().run("investigate", "-f", "--until", "pending", file("a.json", "{}"));
    assertThat(screen.exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--until=PENDING"})
  void aMachineThatFollowsWaitsTooAndGetsOneDocument(String until) throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED)
        .on("GET /investigations/inv-1", 200, Canned.report("RUNNING", Canned.PENDING_ISOLATION))
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("REMEDIATED", Canned.APPROVED_ISOLATION));
    var words = new ArrayList<>(List.of("--json", "investigate", "-f", file("a.json", "{}")));
    if (!until.isEmpty()) {
      words.add(until);
    }
    var screen = terminal().run(words.toArray(String[]::new));
    assertThat(screen.exit()).isZero();
    var document = QuaestorJson.mapper().readTree(screen.out());
    assertThat(document.path("alerts").get(0).path("investigationId").asString())
        .isEqualTo("inv-1");
    assertThat(document.path("investigations").get(0).path("state").asString())
        .isEqualTo("REMEDIATED");
  }

  @Test
  void anAlertOfACaseThatHasEndedIsSaidToBeKnownThere() throws IOException {
    api.on(
        "POST /alerts",
        202,
        "{\"alerts\":[{\"alertId\":\"graph:a1\",\"investigationId\":\"inv-1\","
            + "\"joined\":true,\"version\":1,\"ended\":true}]}");
    var screen = terminal().run("investigate", file("a.json", "{}"));
    assertThat(screen.out()).contains("inv-1  has ended and already had graph:a1");
  }

  @Test
  void followSaysThatItWaitsForADecisionAndHowToLeave() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED)
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("PENDING_APPROVAL", Canned.PENDING_ISOLATION))
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("PENDING_APPROVAL", Canned.PENDING_ISOLATION))
        .on(
            "GET /investigations/inv-1",
            200,
            Canned.report("REMEDIATED", Canned.APPROVED_ISOLATION));
    var screen = terminal().run("investigate", "--follow", file("a.json", "{}"));
    assertThat(screen.err()).containsOnlyOnce("waiting for a decision (Ctrl-C stops following");
  }

  @Test
  void followSaysWhichDeviceOrBackEndItWaitsForAndEachNextAttempt() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED);
    for (var next : new String[] {"10:00", "10:00", "10:01"}) {
      api.on(
          "GET /investigations/inv-1",
          200,
          Canned.report("PENDING_RESOURCE", Canned.APPROVED_ISOLATION)
              .replace("one action waits", "the next attempt is at " + next));
    }
    api.on(
        "GET /investigations/inv-1", 200, Canned.report("REMEDIATED", Canned.APPROVED_ISOLATION));
    var screen = terminal().run("investigate", "--follow", file("a.json", "{}"));
    assertThat(screen.out()).containsOnlyOnce("attempt is at 10:00");
    assertThat(screen.out()).containsOnlyOnce("attempt is at 10:01");
    assertThat(screen.err()).containsOnlyOnce("waiting for a device or back end");
  }

  @Test
  void followSaysAfterAMomentThatNoWorkerAnswers() throws IOException {
    api.on("POST /alerts", 202, Canned.STARTED);
    for (int i = 0; i < 7; i++) {
      api.on("GET /investigations/inv-1", 404, Canned.problem(404, "Not Found", ""));
    }
    api.on(
        "GET /investigations/inv-1", 200, Canned.report("REMEDIATED", Canned.APPROVED_ISOLATION));
    var screen = terminal().run("investigate", "--follow", file("a.json", "{}"));
    assertThat(screen.err()).containsOnlyOnce("no worker has answered yet");
  }

  // --- reading

  @Test
  void whatIsNotThereIsNamedAsWhatItsIdSaysThatItIs() {
    var noCase = problem("There is no such investigation", "There is no investigation \\\"x\\\"");
    var noAction = problem("There is no such action", "There is no action \\\"x\\\"");
    api.on("GET /investigations/act-nope", 404, noCase)
        .on("GET /actions/act-nope", 404, noAction)
        .on("GET /investigations/foo", 404, noCase)
        .on("GET /actions/foo", 404, noAction);

    assertThat(terminal().run("show", "act-nope").err())
        .contains("There is no action \"x\"")
        .doesNotContain("such");
    assertThat(terminal().run("show", "foo").err()).contains("There is no investigation \"x\"");
  }

  private static String problem(String title, String detail) {
    return Canned.problem(404, title, "\"detail\":\"" + detail + "\"");
  }

  @Test
  void listPassesItsFiltersOnAndFitsAHundredColumns() {
    var row =
        """
        {"investigationId":"inv-0123456789abcdef0123","state":"PARTIALLY_INVESTIGATED",
         "severity":"INFORMATIONAL","title":"%s","startedAt":"2026-11-23T15:50:01Z"}\
        """
            .formatted("日本 \u001b[31m<b>long</b> ".repeat(20).replace("\u001b", "\\u001b"));
    api.on("GET /investigations", 200, Canned.page(row));
    var screen =
        terminal()
            .readByAPerson()
            .with("NO_COLOR", "1")
            .run("list", "--state", "pending-approval", "-q", "a&b c");
    assertThat(screen.exit()).isZero();
    assertThat(api.onlyCall().target()).contains("state=PENDING_APPROVAL", "q=a%26b%20c");
    assertThat(screen.out()).contains("\\u001b[31m").doesNotContain("\u001b");
    assertThat(screen.out().lines()).allMatch(line -> TerminalText.width(line) <= 100);
    assertThat(screen.out()).contains("inv-0123456789abcdef0123", "PARTIALLY_INVESTIGATED", "…");
  }

  @Test
  void theListsAreNarrowedByAllThatTheApiNarrowsBy() {
    api.on("GET /investigations", 200, Canned.page());
    terminal()
        .run(
            "list",
            "--state=running",
            "--severity=high",
            "--verdict=no-threats-found",
            "--area=email",
            "--device=pc1",
            "--user=a@contoso.example",
            "--since=2026-03-01T10:00:00Z",
            "--until=2026-04-01T10:00:00Z",
            "--sort=oldest",
            "--cursor=abc");
    assertThat(api.onlyCall().target())
        .contains("state=RUNNING", "severity=HIGH", "verdict=NO_THREATS_FOUND", "area=EMAIL")
        .contains("device=pc1", "user=a%40contoso.example", "sort=createdAt", "cursor=abc")
        .contains("since=2026-03-01T10%3A00%3A00Z", "until=2026-04-01T10%3A00%3A00Z");
  }

  @Test
  void theActionsAreNarrowedByAllThatTheApiNarrowsBy() {
    api.on("GET /actions", 200, Canned.page());
    terminal()
        .run(
            "pending",
            "--history",
            "--type=isolate-device",
            "--execution=failed",
            "--undo=changed-since",
            "--severity=low",
            "--area=device",
            "--device-group=Servers",
            "--user=ann",
            "--since=30d",
            "--sort=newest");
    assertThat(api.onlyCall().target())
        .contains("status=history", "type=ISOLATE_DEVICE", "execution=FAILED", "sort=-createdAt")
        .contains("undo=CHANGED_SINCE", "severity=LOW", "area=DEVICE", "user=ann", "since=20")
        .contains("deviceGroup=Servers");
  }

  @Test
  void aLongListSaysHowToGoOn() {
    api.on(
        "GET /investigations",
        200,
        "{\"items\":[{\"investigationId\":\"inv-1\"}],\"page\":0,\"size\":1,\"total\":10000,"
            + "\"totalIsCapped\":true,\"nextCursor\":\"aW52\"}");
    assertThat(terminal().run("list").out())
        .contains("page 0: 1 of more than 10000; for the next page: --cursor aW52");
  }

  @Test
  void aPageBehindACursorHasNoNumber() {
    var page = "{\"items\":[{\"investigationId\":\"inv-1\"}],\"size\":1,\"total\":3%s}";
    api.on("GET /investigations", 200, page.formatted(",\"nextCursor\":\"aW52\""));
    assertThat(terminal().run("list", "--cursor=abc").out())
        .contains("1 of 3; for the next page: --cursor aW52")
        .doesNotContain("page 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list --severity=hig | did you mean HIGH? | INFORMATIONAL, LOW, MEDIUM, HIGH",
        "list --state=open | is unknown | PENDING_APPROVAL",
        "list --since=soon | neither a time | 30d",
        "policy backtest p.yaml --since=soon | neither a time | 30d",
        "list --since=P99999999999999D | neither a time | 30d",
        "pending --type=isolate-devise | did you mean ISOLATE_DEVICE? | BLOCK_URL",
        "pending --undo=gone | is unknown | HELD_BY_OTHERS",
        "act isolate-devise device:a1 | did you mean ISOLATE_DEVICE? | BLOCK_URL",
      })
  void aWordThatIsNotKnownIsWrongUsageAndTheKnownOnesAreSaid(
      String line, String nearest, String known) {
    var screen = terminal().run(line.split(" "));
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).contains("Wrong usage").contains(nearest).contains(known);
  }

  @Test
  void aCommandThatThereIsNotIsAnsweredWithThoseThatThereAre() {
    var screen = terminal().run("qqq");
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).contains("qqq", "investigate, list, show, pending");
    assertThat(terminal().run("hello").err()).doesNotContain("did you mean");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pendig | the command \"pendig\" is unknown, did you mean pending?; known are",
        "shwo act-1 | the command \"shwo\" is unknown, did you mean show?",
        "serach x | did you mean mail search?",
        "search --help | did you mean mail search?",
        "help shwo | did you mean show?",
        "policy validate | the command \"validate\" is unknown; known are check, test",
        "policy aply p.yaml | did you mean apply?",
        "list --foo | the option \"--foo\" is unknown; known are --state",
        "list --stat=open | the option \"--stat\" is unknown, did you mean --state?",
        "whoami me | \"me\" is one argument too many",
      })
  void aVerbOrOptionThatIsMisspeltIsAnsweredWithTheNearest(String line, String said) {
    var screen = terminal().run(line.split(" "));
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.out()).isEmpty();
    assertThat(screen.err()).contains(said, "--help").doesNotContain("Unmatched", "index");
  }

  @Test
  void anArgumentThatTheLocaleSpoiltIsWrongUsageAndNothingIsSent() {
    var screen =
        terminal()
            .with("LC_ALL", "C")
            .with("LANG", "de_DE.UTF-8")
            .run("act", "isolate-device", "device:d1", "-c", "Gr\uFFFD\uFFFD\uFFFD\uFFFDe");
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).contains("cannot be read", "locale (LC_ALL=C)", "LC_ALL=C.UTF-8");
    assertThat(terminal().run("qq\uFFFDq").err()).contains("locale (none is set)");
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void helpIsAWordLikeTheOthers() {
    var screen = terminal().run("help", "approve");

    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("approve").contains("--comment");
    assertThat(terminal().run("help").out()).contains("pending").contains("undo");
  }

  @Test
  void anActionTypeThatThereIsNotIsAnsweredWithThoseThatMayBeOrdered() {
    assertThat(terminal().run("act", "ISOLATE_DEVICES", "device:d1").err())
        .contains("did you mean ISOLATE_DEVICE?", "RUN_ANTIVIRUS_SCAN")
        .doesNotContain("EXPAND_INVESTIGATION", "there is no");
  }

  @Test
  void aFileIsNamedAsAnIndicatorIs() {
    var hash = "ab".repeat(32);
    api.on("GET /files/" + hash, 200, "{\"hash\":\"" + hash + "\"}");

    assertThat(terminal().run("file", "SHA256:" + hash).out()).contains(hash);
  }

  @Test
  void whatAProgramReadsIsNeverCut() {
    var title = "a long title ".repeat(20).strip();
    api.on(
        "GET /investigations",
        200,
        Canned.page("{\"investigationId\":\"inv-1\",\"title\":\"%s\"}".formatted(title)));
    assertThat(terminal().run("list").out()).contains(title).doesNotContain("…");
  }

  @Test
  void aLogIsShownToItsEndHoweverLongItIs() {
    var line = "{\"at\":\"2026-11-23T15:50:02Z\",\"type\":\"evidenceAssessed\",\"event\":{}}";
    var full = String.join(",", java.util.Collections.nCopies(1000, line));
    var last = line.replace("evidenceAssessed", "closed");
    api.on("GET /investigations/inv-1", 200, Canned.report("RUNNING", Canned.PENDING_ISOLATION))
        .on("GET /investigations/inv-1/log", 200, "{\"items\":[" + full + "],\"next\":1000}")
        .on("GET /investigations/inv-1/log", 200, "{\"items\":[" + last + "],\"next\":1001}");
    assertThat(terminal().run("show", "inv-1", "--log").out()).contains("Log (1001)", "closed");
    assertThat(api.calls().getLast().target()).contains("after=1000");
  }

  @Test
  void aPolicyThatIsShownIntoAFileIsTheOneThatWasPut() {
    api.on("GET /policy", 200, "application/yaml", "name: a\r\nrules: []");
    assertThat(terminal().run("policy", "show").out()).isEqualTo("name: a\r\nrules: []");
  }

  @Test
  void showTellsEvidenceWithReasonsAndActionsWithDecisionAndExecution() {
    api.on(
        "GET /investigations/inv-1",
        200,
        Canned.report("PENDING_APPROVAL", Canned.PENDING_ISOLATION));
    var screen = terminal().run("show", "inv-1");
    assertThat(screen.out())
        .contains("PENDING_APPROVAL", "revision 3", "evil.exe")
        .contains("Defender holds it for suspicious [vendor VENDOR_SAYS_SUSPICIOUS, +50]")
        .contains("Isolate device srv-db-01", "decision PENDING", "execution NOT_STARTED")
        .contains("./quaestor approve act-1");
  }

  @Test
  void showWithLogTellsTheLedgersEvents() {
    api.on("GET /investigations/inv-1", 200, Canned.report("RUNNING", Canned.PENDING_ISOLATION))
        .on(
            "GET /investigations/inv-1/log",
            200,
            """
            {"items":[{"at":"2026-11-23T15:50:02Z","type":"statusChanged",
              "event":{"type":"statusChanged","status":"RUNNING","because":"an \\u001b[1malert came"}}]}\
            """);
    assertThat(terminal().run("show", "inv-1", "--log").out())
        .contains("2026-11-23 15:50:02  statusChanged  status=RUNNING")
        .contains("\\u001b[1malert")
        .doesNotContain("\u001b");
  }

  @Test
  void showFindsAnActionByItsId() {
    api.on("GET /actions/act-1", 200, Canned.PENDING_ISOLATION);
    assertThat(terminal().run("show", "act-1").out())
        .contains("servers wait for a person", "c0ffee", "srv-db-01");
  }

  @Test
  void whatWaitsIsShownWithAllThatAnApproverNeeds() {
    api.on("GET /actions/act-1", 200, Canned.PENDING_WITH_FACTS);
    assertThat(terminal().run("show", "act-1").out())
        .contains("device            srv-db-01 (Servers, WindowsServer2022)")
        .contains("touches           1 server; who is signed in is not known")
        .contains("if undone         cannot be undone: The old password is void")
        .contains("finding           evil.exe: Defender holds it for suspicious [vendor, +50]")
        .contains("who decides       A device approver can decide this")
        .contains("not you           This decision needs the role device-approver")
        .contains("no answer         If nobody decides by 2026-11-30 15:50 UTC")
        .doesNotContain("{");
  }

  @Test
  void aCaseShowsTheSameOfWhatWaitsInIt() {
    api.on(
        "GET /investigations/inv-1",
        200,
        Canned.report("PENDING_APPROVAL", Canned.PENDING_WITH_FACTS));
    assertThat(terminal().run("show", "inv-1").out())
        .contains("touches           1 server", "cannot be undone", "who decides", "no answer");
  }

  @Test
  void aCaseSaysOfWhatWaitsWhyItIsAskedAndWhatWasFound() {
    api.on(
        "GET /investigations/inv-1",
        200,
        Canned.report("PENDING_APPROVAL", Canned.PENDING_WITH_FACTS));
    assertThat(terminal().run("show", "inv-1").out())
        .contains("because           servers wait for a person")
        .contains("finding           evil.exe: Defender holds it for suspicious [vendor, +50]");
  }

  @Test
  void anActionIsToldInWordsAndNotInTheNamesOfItsFields() {
    api.on(
        "GET /actions/act-1",
        200,
        Canned.PENDING_ISOLATION.replace(
            "\"gate\"", "\"d3fend\":[\"D3-NI\",\"D3-CQ\"],\"requestComment\":\"please\",\"gate\""));
    assertThat(terminal().run("show", "act-1").out())
        .contains("investigation id  inv-1", "request comment   please")
        .contains("d3fend            D3-NI, D3-CQ")
        .containsOnlyOnce("  undo ");
  }

  @Test
  void whatWasSupersededNamesWhatTookItsPlace() {
    var superseded =
        Canned.PENDING_ISOLATION.replace(
            "\"PENDING\"", "\"SUPERSEDED\",\"supersededBy\":\"act-2\"");
    api.on("GET /investigations/inv-1", 200, Canned.report("PENDING_APPROVAL", superseded));
    assertThat(terminal().run("show", "inv-1").out()).contains("decision SUPERSEDED by act-2");
  }

  @Test
  void whatItsAuthorTookBackIsNoRejection() {
    var withdrawn =
        Canned.PENDING_ISOLATION.replace(
            "\"PENDING\"",
            "\"REJECTED\",\"decidedBy\":\"ana\",\"verified\":true,\"channel\":\"REQUESTER\"");
    api.on("GET /actions", 200, Canned.page(withdrawn));
    assertThat(terminal().run("pending", "--history").out())
        .contains("WITHDRAWN")
        .doesNotContain("REJECTED");
  }

  private static String quarantine(int number) {
    return """
    {"actionId":"act-70fe05c01e564784aa%02d","type":"STOP_AND_QUARANTINE_FILE",
     "title":"Stop and quarantine file",
     "summary":"Stop and quarantine file: C:\\\\Windows\\\\Temp\\\\a very long folder name for project %1$02d\\\\file%1$02d.exe on srv-files-01.contoso.example (Servers, WindowsServer2022)",
     "target":{"type":"file","deviceId":"d1","name":"file%1$02d.exe","sha1":"%2$s",
       "directory":"C:\\\\Windows\\\\Temp\\\\a very long folder name for project %1$02d"},
     "device":{"name":"srv-files-01.contoso.example","group":"Servers"},
     "verdict":"SUSPICIOUS","decision":"PENDING","cases":1,
     "pending":{"undo":{"possible":true,"sentence":"Undo puts the file back"}},
     "expiresAt":"2099-11-30T15:50:01.123456Z"}\
    """
        .formatted(number, "a".repeat(40));
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 200})
  void onATerminalOfAnyWidthEveryQuestionSaysOfWhichFileAndOnWhichDevice(int columns) {
    api.on("GET /actions", 200, Canned.page(quarantine(1), quarantine(2)));
    var out =
        terminal()
            .readByAPerson()
            .with("NO_COLOR", "1")
            .with("COLUMNS", String.valueOf(columns))
            .run("pending")
            .out();
    assertThat(out)
        .contains("file01.exe", "file02.exe", "srv-files-01.contoso.example")
        .contains("act-70fe05c01e564784aa01", "SUSPICIOUS", "2099-11-30 15:50");
    assertThat(out.lines().filter(line -> !line.startsWith("For details")))
        .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(columns));
  }

  @Test
  void onAWideTerminalNothingOfAQuestionIsLost() {
    api.on("GET /actions", 200, Canned.page(quarantine(1)));
    assertThat(terminal().readByAPerson().with("COLUMNS", "200").run("pending").out())
        .contains(
            "Stop and quarantine file: C:\\Windows\\Temp\\a very long folder name for project"
                + " 01\\file01.exe on srv-files-01.contoso.example (Servers, WindowsServer2022)");
  }

  @Test
  void aDeadlineThatIsSecondsAwayIsToldToTheSecond() {
    var soon = Instant.now().plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
    api.on(
        "GET /actions",
        200,
        Canned.page(
            Canned.PENDING_ISOLATION.replace("2026-11-30T15:50:01.123456Z", soon.toString())));
    assertThat(terminal().run("pending").out())
        .contains(soon.toString().substring(0, 19).replace('T', ' '));
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "reject", "show", "withdraw"})
  void anUnknownOptionIsNamedBeforeAMissingParameter(String verb) {
    var screen = terminal().run(verb, "--all");
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).contains("the option \"--all\" is unknown").doesNotContain("Missing");
  }

  @Test
  void statusSaysHowManyDecisionsTheWaitingActionsNeed() {
    api.on(
            "GET /status",
            200,
            status(true, 2)
                .replace("\"pendingActions\":1", "\"pendingActions\":120,\"pendingQuestions\":113"))
        .on("GET /health", 200, HEALTH)
        .on("GET /whoami", 200, WHO_AM_I);
    assertThat(terminal().run("status").out())
        .contains("113 decisions are waiting, for 120 actions");
  }

  @Test
  void theListOfWhatWaitsSaysWhatCannotBeUndoneAndWhatIsNotMine() {
    api.on("GET /actions", 200, Canned.page(Canned.PENDING_WITH_FACTS));
    assertThat(terminal().run("pending").out())
        .contains("UNDO")
        .containsPattern("SUSPICIOUS +no +1 +2026-11-30 15:50")
        .contains("1 of these is not for you to decide");
  }

  private static final String HEALTH =
      """
      {"state":"TROUBLED","parts":[
       {"name":"source:graph","state":"TROUBLED","sentence":"Alerts of graph cannot be read."},
       {"name":"ledger","state":"WELL","sentence":"The ledger answers in 2 ms."},
       {"name":"source:defender","state":"WELL","sentence":"Alerts of defender are read."}]}\
      """;

  private static final String WHO_AM_I =
      """
      {"name":"Ada","id":"token:t1","roles":["analyst"],"mayDecide":[],
       "mayOrder":["RUN_ANTIVIRUS_SCAN"],"mayPropose":true}\
      """;

  private static String status(boolean reachable, int pollers) {
    return """
    {"version":"0.1.0","temporal":{"reachable":%s,"namespace":"default"%s,
      "queues":[{"name":"remediation","pollers":%d},{"name":"evidence"}]},
     "pendingActions":1,"policyRevision":3}\
    """
        .formatted(
            reachable, reachable ? "" : ",\"trouble\":\"Temporal is not reachable\"", pollers);
  }

  @Test
  void whoamiSaysWhatIMayDo() {
    api.on("GET /whoami", 200, WHO_AM_I);
    assertThat(terminal().run("whoami").out())
        .contains("name         Ada", "roles        analyst", "may decide   nothing")
        .contains("may order    RUN_ANTIVIRUS_SCAN")
        .contains("may propose  every other action, for an approver to decide");
  }

  @Test
  void whoMayOrderEverythingIsNotToldEveryWordOfIt() {
    var all =
        Arrays.stream(ActionType.values())
            .filter(ActionType::orderable)
            .map(type -> "\"" + type + "\"")
            .collect(Collectors.joining(","));
    api.on("GET /whoami", 200, WHO_AM_I.replace("\"RUN_ANTIVIRUS_SCAN\"", all));

    assertThat(terminal().run("whoami").out())
        .contains("may order    every action")
        .doesNotContain("ISOLATE_DEVICE", "may propose");
  }

  @Test
  void statusIsGoodWhenEverythingIsThere() {
    api.on("GET /status", 200, status(true, 2))
        .on("GET /health", 200, HEALTH)
        .on("GET /whoami", 200, WHO_AM_I);
    var screen = terminal().run("status");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out())
        .contains(
            "version 0.1.0",
            "reachable, namespace default",
            "queue remediation: 2 workers seen in the last 70 seconds")
        .contains("1 action is waiting for a decision", "revision 3", "Ada")
        .contains("queue evidence: Temporal does not say whether a worker takes its work")
        .contains("Alerts of graph cannot be read.", "Alerts of defender are read.")
        .doesNotContain("answers in 2 ms");
  }

  @Test
  void statusFailsWhenNoWorkerTakesTheWork() {
    api.on("GET /status", 200, status(true, 0))
        .on("GET /health", 200, HEALTH)
        .on("GET /whoami", 200, WHO_AM_I);
    var screen = terminal().run("status");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.out()).contains("queue remediation: no worker takes its work");
  }

  @Test
  void statusFailsWhenTemporalIsAwayAndIsOneDocumentForMachines() {
    api.on("GET /status", 200, status(false, 1))
        .on("GET /health", 200, HEALTH)
        .on("GET /whoami", 200, WHO_AM_I);
    var screen = terminal().run("status", "--json");
    assertThat(screen.exit()).isEqualTo(1);
    var document = QuaestorJson.mapper().readTree(screen.out());
    assertThat(document.path("temporal").path("reachable").asBoolean(true)).isFalse();
    assertThat(document.path("whoami").path("name").asString()).isEqualTo("Ada");
  }

  @Test
  void jsonIsTheServersOwnDocument() {
    var report = Canned.report("RUNNING", Canned.PENDING_ISOLATION);
    api.on("GET /investigations/inv-1", 200, report);
    assertThat(terminal().run("show", "inv-1", "--json").out().strip()).isEqualTo(report);
    assertThat(terminal().run("--json", "show", "inv-1").out().strip()).isEqualTo(report);
  }

  @Test
  void anIdCannotLeadToAnotherRoute() {
    terminal().run("show", "../policy?x=1");
    assertThat(api.calls().get(0).target()).isEqualTo("/api/v1/investigations/..%2Fpolicy%3Fx%3D1");
  }

  @Test
  void colourIsForPeopleWhoWantIt() {
    api.on("GET /investigations/inv-1", 200, Canned.report("RUNNING", Canned.PENDING_ISOLATION));
    assertThat(terminal().readByAPerson().run("show", "inv-1").out()).contains("\u001b[1minv-1");
    assertThat(terminal().readByAPerson().with("NO_COLOR", "1").run("show", "inv-1").out())
        .doesNotContain("\u001b");
  }

  // --- deciding

  @Test
  void approveSendsCommentAndPlanHashAndShowsWhatStands() {
    api.on("POST /actions/act-1/approve", 200, Canned.APPROVED_ISOLATION);
    var screen = terminal().run("approve", "act-1", "--comment", "seen", "--plan-hash", "c0ffee");
    assertThat(screen.exit()).isZero();
    assertThat(screen.out()).contains("act-1", "APPROVED by ada");
    assertThat(api.onlyCall().body()).isEqualTo("{\"comment\":\"seen\",\"planHash\":\"c0ffee\"}");
  }

  @Test
  void aDecisionThatCameTooLateIsToldWithWhatStands() {
    api.on(
        "POST /actions/act-1/reject",
        409,
        Canned.problem(409, "Already decided", "\"action\":" + Canned.APPROVED_ISOLATION));
    var screen = terminal().run("reject", "act-1");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err())
        .contains("Already decided", "it was APPROVED by ada; its execution: RUNNING");
  }

  @ParameterizedTest
  @CsvSource({"false, APPROVED by ada (not verified)", "true, APPROVED by ada"})
  void whoDecidedIsSaidToBeUnverifiedWhereverItIsNamed(boolean verified, String said) {
    var action =
        Canned.APPROVED_ISOLATION.replace(
            "\"decidedBy\":\"ada\"", "\"decidedBy\":\"ada\",\"verified\":" + verified);
    api.on("POST /actions/act-1/approve", 200, action)
        .on("POST /actions/act-1/reject", 409, Canned.problem(409, "No", "\"action\":" + action))
        .on("GET /investigations/inv-1", 200, Canned.report("REMEDIATED", action));

    assertThat(terminal().run("approve", "act-1").out()).contains(said + "  ");
    assertThat(terminal().run("reject", "act-1").err()).contains(said + ";");
    assertThat(terminal().run("show", "inv-1").out()).contains(said + "  ");
  }

  @Test
  void severalActionsAreDecidedInOneCallAndOneNoIsExitCodeOne() {
    api.on(
        "POST /actions/decisions",
        200,
        """
        {"results":[{"actionId":"act-1","result":"COUNTED","action":{"decision":"APPROVED"}},
          {"actionId":"act-2","result":"ALREADY_DECIDED","sentence":"ada was first"}]}\
        """);
    var screen = terminal().run("approve", "act-1", "act-2");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.out()).contains("act-1  APPROVED");
    assertThat(screen.err()).contains("act-2: ada was first");
    assertThat(api.onlyCall().body())
        .isEqualTo("{\"decision\":\"APPROVE\",\"actionIds\":[\"act-1\",\"act-2\"]}");
  }

  @Test
  void aPlanHashForSeveralActionsIsWrongUsage() {
    assertThat(terminal().run("approve", "a", "b", "--plan-hash", "x").exit()).isEqualTo(2);
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void undoOfWhatCannotBeUndoneSaysWhy() {
    api.on(
        "POST /actions/act-1/undo",
        422,
        Canned.problem(422, "Not undoable", "\"detail\":\"a scan has no inverse\""));
    var screen = terminal().run("undo", "act-1");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("Not undoable: a scan has no inverse");
  }

  @Test
  void cancelCarriesTheWishToRollBack() {
    api.on("POST /investigations/inv-1/cancel", 202, "{}");
    assertThat(terminal().run("cancel", "inv-1", "--rollback").exit()).isZero();
    assertThat(api.onlyCall().body()).isEqualTo("{\"rollback\":true}");
  }

  @Test
  void actNamesTypeTargetAndParameters() {
    api.on("POST /actions", 202, "{\"actionId\":\"act-9\",\"type\":\"ISOLATE_DEVICE\"}");
    var screen =
        terminal().run("act", "isolate-device", "device:d1", "-p", "isolation=FULL", "-c", "now");
    assertThat(screen.out()).contains("act-9", "ISOLATE_DEVICE");
    assertThat(api.onlyCall().headers()).containsKey("idempotency-key");
    assertThat(QuaestorJson.mapper().readTree(api.onlyCall().body()))
        .isEqualTo(
            QuaestorJson.mapper()
                .readTree(
                    """
                    {"comment":"now","type":"ISOLATE_DEVICE","target":{"type":"device","deviceId":"d1"},
                     "parameters":{"isolation":"FULL"}}\
                    """));
  }

  @Test
  void whatMayNotBeOrderedIsAdvisedInWordsOfTheCommandLine() {
    api.on("POST /actions", 403, Canned.problem(403, "This is not allowed", ""));
    assertThat(terminal().run("act", "isolate-device", "device:d1", "--no-propose").err())
        .contains("./quaestor whoami", "Without --no-propose, it is proposed to an approver.")
        .doesNotContain("token list");
    assertThat(terminal().run("act", "isolate-device", "device:d1").err())
        .contains("./quaestor whoami")
        .doesNotContain("--no-propose");
  }

  @Test
  void actSaysThatItWasOnlyProposed() {
    api.on("POST /actions", 202, "{\"actionId\":\"act-9\",\"decision\":\"PENDING\"}");
    var screen = terminal().run("act", "isolate-device", "device:d1", "--propose");
    assertThat(screen.out()).contains("act-9", "proposed", "PENDING");
    assertThat(api.onlyCall().body()).contains("\"propose\":true");
  }

  @Test
  void actOnManyDevicesIsOneOrderAndLiveResponseNamesItsRoute() {
    api.on(
        "POST /actions",
        202,
        "{\"groupId\":\"grp-1\",\"type\":\"DELETE_FILE\",\"actions\":[{\"actionId\":\"act-1\",\"target\":"
            + "{\"type\":\"device\",\"deviceId\":\"d1\"},\"decision\":\"APPROVED\"}]}");
    var screen =
        terminal()
            .run(
                "act", "delete-file", "file:d0:" + "a".repeat(40), "--device", "d1", "--device=d2");
    assertThat(screen.out()).contains("grp-1", "act-1");
    assertThat(api.onlyCall().body())
        .contains("\"devices\":[\"d1\",\"d2\"]", "MANUAL_LIVE_RESPONSE_ACTION");
  }

  @Test
  void actListIsTheCatalogue() {
    api.on(
        "GET /actions/types",
        200,
        """
        {"types":[{"type":"ISOLATE_DEVICE","targets":["device"],"orderable":true,"undoable":true,
          "parameters":[{"name":"isolation"}]},{"type":"RESTORE_FILE","orderable":false}]}\
        """);
    assertThat(terminal().run("act", "--list").out())
        .contains("ISOLATE_DEVICE", "device", "isolation")
        .doesNotContain("RESTORE_FILE");
  }

  @Test
  void undoTellsWhatBecameOfEachInstance() {
    api.on(
        "POST /actions/act-1/undo",
        202,
        """
        {"results":[{"actionId":"act-1","status":202,"detail":"","action":{"undo":"RUNNING"}},
         {"actionId":"act-2","status":422,"detail":"it changed nothing"}]}\
        """);
    var screen = terminal().run("undo", "act-1", "--all-instances");
    assertThat(screen.out()).contains("act-1", "RUNNING", "act-2", "it changed nothing");
    assertThat(api.onlyCall().body()).isEqualTo("{\"allInstances\":true}");
  }

  @Test
  void huntPrintsRowsAndAsCsvNothingThatASpreadsheetWouldRun() {
    api.on(
        "POST /hunting/run",
        200,
        """
        {"schema":[{"name":"DeviceId","type":"String"},{"name":"FileName","type":"String"}],
         "rows":[{"DeviceId":"d1","FileName":"=cmd()"}],"truncated":false}\
        """);
    assertThat(terminal().run("hunt", "DeviceInfo").out()).contains("DeviceId", "d1");
    assertThat(terminal().run("hunt", "DeviceInfo", "--csv").out())
        .isEqualTo("DeviceId,FileName\nd1,'=cmd()\n");
  }

  @Test
  void huntActsOnTheRowsThatItFound() throws IOException {
    api.on(
            "POST /hunting/run",
            200,
            "{\"schema\":[],\"rows\":[{\"DeviceId\":\"d1\"}],\"truncated\":false}")
        .on("POST /hunting/actions", 202, "{\"groupId\":\"grp-2\",\"actions\":[]}");
    var screen =
        terminal()
            .run(
                "hunt",
                "@" + file("q.kql", "DeviceInfo"),
                "--act",
                "isolate-device",
                "--name",
                "n");
    assertThat(screen.out()).contains("grp-2");
    assertThat(api.calls().get(0).body()).contains("DeviceInfo");
    assertThat(api.calls().get(1).body()).contains("\"rows\":[{\"DeviceId\":\"d1\"}]", "ISOLATE");
  }

  @Test
  void mailSearchListsAndWithActDoesItToAll() {
    api.on(
            "POST /mail/search",
            200,
            "{\"messages\":[{\"mailbox\":\"a@b\",\"internetMessageId\":\"<1>\"}],\"count\":7}")
        .on("POST /mail/actions", 202, "{\"groupId\":\"grp-3\",\"actions\":[]}");
    assertThat(terminal().run("mail", "search", "--sender-domain", "evil.example").out())
        .contains("a@b", "7 messages in all");
    var screen =
        terminal()
            .run("mail", "search", "--subject", "x", "--act", "soft-delete-email", "-c", "why");
    assertThat(screen.out()).contains("grp-3");
    assertThat(api.calls().getLast().body()).contains("\"all\":{\"subject\":\"x\"}", "why");
    assertThat(terminal().run("mail", "search").exit()).isEqualTo(2);
  }

  @Test
  void fileScriptsAndWithdrawTellWhatTheServerSays() {
    api.on(
            "GET /files/aa",
            200,
            "{\"hash\":\"aa\",\"knownBy\":[{\"source\":\"defender\",\"determination\":\"Malware\"}]}")
        .on(
            "GET /live-response/scripts",
            200,
            "{\"scripts\":[{\"name\":\"triage.ps1\",\"description\":\"Looks\"}]}")
        .on("POST /actions/act-1/withdraw", 200, "{\"decision\":\"REJECTED\"}");
    assertThat(terminal().run("file", "aa").out()).contains("defender", "Malware");
    assertThat(terminal().run("scripts").out()).contains("triage.ps1");
    assertThat(terminal().run("withdraw", "act-1").out()).contains("REJECTED");
  }

  @Test
  void anArtifactIsWrittenOnceAndNeverOverAnotherFile() throws IOException {
    api.on("GET /actions/act-1/artifact", 200, "application/octet-stream", "bytes");
    assertThat(terminal().run("artifact", "act-1", "-o", "package.zip").exit()).isZero();
    assertThat(Files.readString(folder.resolve("package.zip"))).isEqualTo("bytes");
    var again = terminal().run("artifact", "act-1", "-o", "package.zip");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("already exists");
    assertThat(terminal().run("artifact", "act-2", "-o", "other.zip").exit()).isEqualTo(1);
    assertThat(folder.resolve("other.zip")).doesNotExist();
  }

  @Test
  void whatCannotBeWrittenIsSaidWithTheReason() {
    api.on("GET /actions/act-1/artifact", 200, "application/octet-stream", "bytes")
        .on("GET /export/ocsf", 200, "application/x-ndjson", "{}\n");
    assertThat(terminal().run("artifact", "act-1", "-o", "none/x").err())
        .contains("Cannot write", "none/x: there is no such folder.");
    assertThat(terminal().run("artifact", "act-1", "-o", "a\0b").err())
        .contains("this is not a file name");
    assertThat(terminal().run("export", "ocsf", "-o", "none/x").err())
        .contains("Cannot write none/x: there is no such folder.");
  }

  // --- policy and tokens

  @Test
  void policyShowIsTheTextAndApplyTellsLineAndReason() throws IOException {
    api.on("GET /policy", 200, "application/yaml", "rules:\n  - id: a\n")
        .on(
            "PUT /policy",
            422,
            Canned.problem(
                422,
                "Not a policy",
                "\"problems\":[{\"field\":\"rules[0].gate\",\"line\":7,\"column\":3,\"message\":\"no"
                    + " such gate\"}]"));
    assertThat(terminal().run("policy", "show").out()).isEqualTo("rules:\n  - id: a\n");
    var screen = terminal().run("policy", "apply", file("p.yaml", "x: y\n"));
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err())
        .contains("Not a policy", "rules[0].gate, line 7, column 3: no such gate");
  }

  @Test
  void policyCheckNeedsNoServerAndPointsAtTheLine() throws IOException {
    var screen = new Terminal(folder).run("policy", "check", file("p.yaml", "nonsense: [\n"));
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).containsPattern("p\\.yaml:\\d+:\\d+: ");
    assertThat(new Terminal(folder).run("policy", "check", "--json", "p.yaml").out())
        .contains("\"valid\":false", "\"line\":");
  }

  @Test
  void tokenCreatePrintsTheTokenAloneOnStandardOutput() {
    api.on("POST /tokens", 201, "{\"tokenId\":\"t1\",\"token\":\"qst_new\"}");
    var screen = terminal().run("token", "create", "ada", "--role", "viewer", "--role", "analyst");
    assertThat(screen.out()).isEqualTo("qst_new\n");
    assertThat(api.onlyCall().body()).contains("\"roles\":[\"viewer\",\"analyst\"]");
  }

  @Test
  void aPasswordAndALinkThatAreMadeGoToStandardOutputAlone() {
    api.on("POST /users", 201, "{\"userId\":\"usr-1\",\"password\":\"four made up words\"}")
        .on("POST /sign-in-links", 201, "{\"path\":\"/sign-in/link?code=abc\"}");

    var user = terminal().run("user", "add", "ada", "--role=viewer", "--group=Servers");
    assertThat(user.out()).isEqualTo("four made up words\n");
    assertThat(user.err()).contains("Hand this password on").doesNotContain("four made up words");
    var link = terminal().run("sign-in-link");
    assertThat(link.out()).endsWith("/sign-in/link?code=abc\n").startsWith("http://");
    assertThat(link.err()).contains("It works once").doesNotContain("code=abc");
  }

  @Test
  void tokenCreateNamesEveryRole() {
    var help = terminal().run("token", "create", "--help").out();
    assertThat(AccessRole.values()).allSatisfy(role -> assertThat(help).contains(role.wireName()));
  }

  // --- failing

  @ParameterizedTest
  @ValueSource(
      strings = {
        "show",
        "qqq",
        "list --no-such",
        "approve",
        "token create ada",
        "policy",
        "--server=foo list",
        "list --server ftp://x",
      })
  void wrongUsageIsExitCodeTwoAndAsksNobody(String words) {
    var screen = terminal().run(words.split(" "));
    assertThat(screen.exit()).isEqualTo(2);
    assertThat(screen.err()).contains("Wrong usage").contains("--help");
    assertThat(api.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--json artifact act-1", "list --foo --json", "--json act", "--json qqq"})
  void wrongUsageIsAProblemDocumentForAMachine(String words) {
    var screen = terminal().run(words.split(" "));
    assertThat(screen.exit()).isEqualTo(2);
    var document = QuaestorJson.mapper().readTree(screen.out());
    assertThat(document.path("type").asString()).isEqualTo("urn:quaestor:problem:wrong-usage");
    assertThat(screen.err()).contains("Wrong usage: " + document.path("detail").asString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ISOLATE_TOASTER device:d1",
        "ISOLATE_DEVICE toaster:d1",
        "REQUEST_SAMPLE file:d1:xyz"
      })
  void aTypeOrTargetThatDoesNotExistIsWrongUsage(String words) {
    assertThat(terminal().run(("act " + words).split(" ")).exit()).isEqualTo(2);
    assertThat(api.calls()).isEmpty();
  }

  @Test
  void inJsonModeARefusalIsTheServersProblemDocument() {
    var screen = terminal().run("undo", "nope", "--json");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(QuaestorJson.mapper().readTree(screen.out()).path("status").asInt()).isEqualTo(404);
  }

  @Test
  void hostileWordsInARefusalAreShownEscaped() {
    api.on("GET /actions", 400, Canned.problem(400, "no \\u001b[2J\\u202e", ""));
    assertThat(terminal().run("pending").err())
        .contains("\\u001b[2J\\u202e")
        .doesNotContain("\u001b");
  }

  @Test
  void somethingElseThatListensThereIsNotMistakenForQuaestor() {
    api.on("GET /actions", 502, "text/html", "<html>proxy</html>")
        .on("GET /investigations", 302, "text/html", "");
    assertThat(terminal().run("pending").err())
        .contains("502")
        .contains("Check that Quaestor's API");
    assertThat(terminal().run("list").exit()).isEqualTo(1);
  }

  @Test
  void anUnknownTokenIsSaidToBeOne() {
    var screen = terminal().with("QUAESTOR_TOKEN", "other").run("list");
    assertThat(screen.exit()).isEqualTo(1);
    assertThat(screen.err()).contains("Unauthorized").doesNotContain("other\n");
  }

  // --- composing

  @Command(name = "hello")
  static final class Hello implements Callable<Integer> {
    @ParentCommand private Quaestor root;

    @Override
    public Integer call() {
      root.console().line("hello {}", root.json());
      return 0;
    }
  }

  @Test
  void furtherVerbsAreComposedInAndReachTheRoot() {
    var out = new java.io.ByteArrayOutputStream();
    var print = new java.io.PrintStream(out);
    var surroundings =
        new CliEnvironment(
            java.io.InputStream.nullInputStream(), print, print, java.util.Map.of(), folder, false);
    assertThat(Quaestor.commandLine(surroundings, new Hello()).execute("hello", "--json")).isZero();
    assertThat(out.toString()).isEqualTo("hello true\n");
    Quaestor.commandLine(surroundings, new Hello()).execute();
    assertThat(out.toString()).contains("hello", "investigate", "approve");
  }
}
