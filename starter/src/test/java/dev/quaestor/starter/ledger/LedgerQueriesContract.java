package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.DeviceAction;
import dev.quaestor.action.EmailAction;
import dev.quaestor.action.Execution;
import dev.quaestor.action.IdentityAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.PendingAction;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.Evidence;
import dev.quaestor.evidence.Finding;
import dev.quaestor.evidence.Role;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What asking promises, on every database. */
abstract class LedgerQueriesContract extends LedgerFixture {

  private List<String> cases(CaseFilter filter) {
    return ledger.cases(filter).items().stream().map(CaseRow::investigationId).toList();
  }

  private List<String> actions(ActionFilter filter) {
    return ledger.actions(filter).items().stream().map(ActionRow::actionId).toList();
  }

  private static CaseFilter q(String words) {
    return new CaseFilter(null, null, null, null, null, words, 0, 50);
  }

  private static CaseFilter device(String name) {
    return new CaseFilter(null, null, null, null, name, null, 0, 50);
  }

  private static ActionFilter decidedBy(String name) {
    return new ActionFilter(null, null, null, null, name, null, 0, 50);
  }

  @Test
  void casesComeNewestFirstInPagesThatAddUp() {
    for (int n = 0; n < 7; n++) {
      ledger.open(opening("inv-" + n, after(n)));
    }
    var second = ledger.cases(allCases(1, 3));
    assertThat(second.items())
        .extracting(CaseRow::investigationId)
        .containsExactly("inv-3", "inv-2", "inv-1");
    assertThat(second.total()).isEqualTo(7);
    assertThat(cases(allCases(2, 3))).containsExactly("inv-0");
    assertThat(cases(allCases(3, 3))).isEmpty();
    assertThat(cases(allCases(Integer.MAX_VALUE, 500))).isEmpty();
  }

  @Test
  void whatWaitsIsToldWithWhatItsCaseKnows() {
    open("inv-1");
    var confirmed = new Device("d1", "srv-7", "WindowsServer2022", "Servers", List.of(), List.of());
    var named = device("d1", "said-by-the-alert");
    var account = new UserAccount(null, "pia@corp.example", null, null, null);
    var seen =
        new Assessment(
            Evidence.named(named, "al-1", null),
            true,
            List.of(
                Finding.weighs("a", "LIGHT", 10, "It is odd"),
                Finding.weighs("b", "HEAVY", 80, "It is known to be bad")),
            Verdict.SUSPICIOUS,
            List.of(),
            List.of(),
            confirmed);
    tell(
        "inv-1",
        new LedgerEvent.EvidenceAssessed(seen),
        new LedgerEvent.EvidenceAssessed(
            Assessment.fresh(Evidence.found(account, seen.evidence(), Role.CONTEXTUAL))),
        evidence(new IpAddress("192.0.2.1"), Verdict.MALICIOUS),
        new LedgerEvent.ActionPlanned(
            "a-1",
            isolate("d1"),
            ActionSource.AUTOMATED_DEVICE_ACTION,
            Gate.APPROVAL,
            "rule-1",
            "a person is wanted",
            Verdict.SUSPICIOUS,
            "hash",
            pending(60),
            null,
            null,
            null,
            null,
            null,
            List.of(named.key())));

    var told = ledger.told(List.of(action("a-1"))).get("a-1");

    assertThat(told.summary()).isEqualTo("Isolate device: srv-7 (Servers, WindowsServer2022)");
    assertThat(told.pending().reasons())
        .extracting(PendingAction.Reason::sentence)
        .containsExactly("It is known to be bad", "It is odd");
    assertThat(told.pending().impact().accounts()).containsExactly("pia@corp.example");

    tell("inv-1", new LedgerEvent.ActionDecided("a-1", decided(true, "ann")));
    var afterwards = ledger.told(List.of(action("a-1"))).get("a-1");
    assertThat(afterwards.pending()).isNull();
    assertThat(afterwards.summary()).contains("srv-7");
  }

  @Test
  void aPageIsNeverLargerThanTheBound() {
    assertThat(allCases(-1, 100_000).size()).isEqualTo(Page.MAX_SIZE);
    assertThat(allCases(-1, 0).size()).isEqualTo(Page.DEFAULT_SIZE);
    assertThat(allActions(-1, -5).page()).isZero();
  }

  @Test
  void casesAreFilteredByStateSeverityAndVerdict() {
    open("inv-1");
    open("inv-2");
    tell(
        "inv-1",
        alert("al-1", Severity.HIGH),
        evidence(new Url("https://a.example/"), Verdict.MALICIOUS),
        new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done"));

    assertThat(
            cases(
                new CaseFilter(InvestigationStatus.REMEDIATED, null, null, null, null, null, 0, 9)))
        .containsExactly("inv-1");
    assertThat(cases(new CaseFilter(null, Severity.HIGH, null, null, null, null, 0, 9)))
        .containsExactly("inv-1");
    assertThat(cases(new CaseFilter(null, null, Verdict.UNKNOWN, null, null, null, 0, 9)))
        .containsExactly("inv-2");
    assertThat(
            cases(
                new CaseFilter(
                    InvestigationStatus.RUNNING, Severity.HIGH, null, null, null, null, 0, 9)))
        .isEmpty();
  }

  @Test
  void casesThatAPersonShouldLookAtAreFoundTogether() {
    open("inv-1");
    open("inv-2");
    open("inv-3");
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.FAILED, "nothing was seen"));
    tell(
        "inv-2",
        new LedgerEvent.StatusChanged(InvestigationStatus.PARTIALLY_INVESTIGATED, "in part"));
    tell("inv-3", new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "nothing"));

    assertThat(cases(new CaseFilter(null, null, null, true, null, null, 0, 9)))
        .containsExactlyInAnyOrder("inv-1", "inv-2");
    assertThat(cases(new CaseFilter(null, null, null, false, null, null, 0, 9)))
        .containsExactly("inv-3");
  }

  @Test
  void aDeviceIsFoundByIdByNameAndByNameWithoutItsDomain() {
    open("inv-1");
    tell("inv-1", evidence(device("ABC", "PC-1.Corp.example"), Verdict.UNKNOWN));

    assertThat(cases(device("abc"))).containsExactly("inv-1");
    assertThat(cases(device("pc-1.corp.example"))).containsExactly("inv-1");
    assertThat(cases(device("PC-1"))).containsExactly("inv-1");
    assertThat(cases(device("pc"))).isEmpty();
    assertThat(cases(device("p%"))).isEmpty();
    assertThat(cases(device("  "))).containsExactly("inv-1");
  }

  @Test
  void aDeviceIsFoundByWhatTheAlertCallsItWhateverItsInventoryCallsIt() {
    open("inv-1");
    var named = Evidence.named(device("abc", "srv-sql-02.corp.example"), "al-1", null);
    tell(
        "inv-1",
        new LedgerEvent.EvidenceAssessed(
            Assessment.fresh(named.withEntity(device("abc", "db7.corp.example")))));

    assertThat(cases(q("srv-sql-02"))).containsExactly("inv-1");
    assertThat(cases(q("db7"))).containsExactly("inv-1");
    assertThat(cases(device("SRV-SQL-02"))).containsExactly("inv-1");
    assertThat(cases(device("srv-sql-02.corp.example"))).containsExactly("inv-1");
    assertThat(cases(device("srv-sql"))).isEmpty();
  }

  private static LedgerEvent called(Device device, String... aliases) {
    return new LedgerEvent.EvidenceAssessed(
        Assessment.fresh(
            new Evidence(
                device, List.of(), null, List.of("al-1"), 0, null, null, List.of(aliases))));
  }

  /**
   * Each of them is a name somebody could give a device to be found by another's, or not to be
   * found.
   */
  private static final List<List<String>> HOSTILE =
      List.of(
          List.of("srv-1.corp.example", "SRV-1", "srv-1.corp.example.", "srv-10.corp.example"),
          List.of("two\nlines.corp.example\nand more", "two"),
          List.of("100%", "1__%", "%", "_", "%.corp.example", "!%", "!", "a!b.corp"),
          List.of("o'brien\"; drop table evidence; --", "\\", "$1", ":device", "?"),
          List.of("x".repeat(4100), "x".repeat(4000) + ".corp", "y".repeat(1001) + ".corp"),
          List.of(".", "..", ".corp", "...corp", " spaced out .corp", "tab\there", "cr\r.here"),
          List.of(
              "STRA\u00dfE.corp", "\u0130stanbul.corp", "nul\0nul", "\ud83d\ude00.corp", "\ud83d"),
          List.of("device:d1", "device:", "device\nsrv-1", "ab".repeat(32), "ann@corp.example"));

  /** What {@code device=} has always meant: its id, its name, or a line of its own after that. */
  private boolean isCalled(Map<String, Object> row, String asked) {
    var device = StoredText.lower(asked.strip(), 1000);
    var name = (String) row.get("device_name");
    var text = (String) row.get("search_text");
    return device.equals(row.get("device_id"))
        || device.equals(name)
        || (name != null && name.startsWith(device + "."))
        || text.endsWith("\n" + device)
        || text.contains("\n" + device + "\n")
        || text.contains("\n" + device + ".");
  }

  @Test
  void aHostileNameOfADeviceFindsWhatItIsTheNameOfAndNothingElse() {
    var asked = new TreeSet<String>();
    for (int n = 0; n < HOSTILE.size(); n++) {
      var names = HOSTILE.get(n);
      open("inv-" + n);
      tell("inv-" + n, called(device("d" + n, "pc-" + n), names.toArray(String[]::new)));
      open("inv-named-" + n);
      tell("inv-named-" + n, called(device(null, names.getFirst()), names.getLast()));
      for (var name : names) {
        asked.add(name);
        asked.add(name.toUpperCase(Locale.ROOT));
        for (int i = 0; i < Math.min(name.length(), 60); i++) {
          asked.add(name.substring(0, i));
          asked.add(name.substring(i));
        }
      }
      asked.add("device:d" + n);
      asked.add("pc-" + n + "\ndevice:d" + n);
      asked.add("device:d" + n + "\n" + names.getFirst());
    }
    asked.removeIf(String::isBlank);
    var rows =
        JdbcClient.create(database)
            .sql(
                """
                select investigation_id, device_id, device_name, search_text from evidence""")
            .query()
            .listOfRows();

    int found = 0;
    for (var one : asked) {
      var expected =
          rows.stream()
              .filter(row -> isCalled(row, one))
              .map(row -> (String) row.get("investigation_id"))
              .toList();
      assertThat(cases(device(one))).as(one).containsExactlyInAnyOrderElementsOf(expected);
      found += expected.size();
    }
    assertThat(found).isGreaterThan(200);
    // One has a line break in its name.
    assertThat(cases(device("SRV-1"))).containsExactly("inv-named-0", "inv-7", "inv-0");
    assertThat(cases(device("lines"))).containsExactly("inv-named-1", "inv-1");
    assertThat(cases(device("o'BRIEN\"; drop table evidence; --")))
        .containsExactly("inv-named-3", "inv-3");
  }

  @Test
  void aDeviceWithANameOfAThousandLinesIsFoundByItsIdAndFillsNoTable() {
    open("inv-1");
    var lines =
        IntStream.range(0, 1000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
    tell("inv-1", called(device("d1", lines), "desk-7"));

    assertThat(cases(device("d1"))).containsExactly("inv-1");
    assertThat(cases(device("50"))).containsExactly("inv-1");
    assertThat(
            JdbcClient.create(database)
                .sql("select count(*) from evidence_mention")
                .query(Integer.class)
                .single())
        .isEqualTo(100);
  }

  @Test
  void whatADeviceIsCalledNoLongerIsNotFoundAnyMoreAndIsNoNameOfAnythingElse() {
    open("inv-1");
    tell("inv-1", called(device("d1", "pc-1"), "bob", "ann@corp.example"));
    open("inv-2");
    tell("inv-2", evidence(new UserAccount(null, "eve", null, null, null), Verdict.UNKNOWN));

    assertThat(cases(device("bob"))).containsExactly("inv-1");
    assertThat(cases(device("eve"))).isEmpty();
    assertThat(cases(user("bob"))).isEmpty();
    assertThat(cases(user("eve"))).containsExactly("inv-2");

    tell("inv-1", called(device("d1", "pc-1"), "carol"));
    assertThat(cases(device("bob"))).isEmpty();
    assertThat(cases(device("carol"))).containsExactly("inv-1");

    tell("inv-1", called(device("d1", "pc-1"), "bob"));
    assertThat(cases(device("bob"))).containsExactly("inv-1");
  }

  private static CaseFilter user(String name) {
    return new CaseFilter(null, null, null, null, null, null, null, name, Listing.page(0, 50));
  }

  @Test
  void wordsAreFoundInTitlesIdsAlertsAndEvidenceAndWildcardsAreOnlyLetters() {
    open("inv-1");
    open("inv-2");
    tell(
        "inv-1",
        alert("AL-77", Severity.LOW),
        evidence(new Url("https://evil.example/100%_off!"), Verdict.UNKNOWN));

    assertThat(cases(q("CASE INV-1"))).containsExactly("inv-1");
    assertThat(cases(q("al-77"))).containsExactly("inv-1");
    assertThat(cases(q("100%_OFF!"))).containsExactly("inv-1");
    assertThat(cases(q("1%f"))).isEmpty();
    assertThat(cases(q("inv_1"))).isEmpty();
    assertThat(cases(q("\\"))).isEmpty();
    assertThat(cases(q("x".repeat(100_000)))).isEmpty();
    assertThat(cases(q(" "))).hasSize(2);
  }

  @Test
  void whatIsFoundInMoreThanAFewCasesIsFoundAsWell() throws Exception {
    open("inv-0");
    tell("inv-0", alert("al-0", Severity.LOW), called(device("d", "pc-common"), "desk-7.corp"));
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (int n = 1; n <= 2100; n++) {
        for (var table : List.of("investigation", "evidence", "evidence_mention")) {
          statement.addBatch(copyOfCase(connection, table, n));
        }
      }
      statement.executeBatch();
    }
    open("inv-other");

    for (var filter : List.of(q("pc-common"), device("pc-common"), device("d"), device("desk-7"))) {
      var page = ledger.cases(filter);
      assertThat(page.total()).isEqualTo(2101);
      assertThat(page.items()).hasSize(50);
    }
    assertThat(cases(q("case inv-0"))).containsExactly("inv-0");
    assertThat(ledger.cases(q("case inv-")).total()).isEqualTo(2);
  }

  /** One more case, alike but for its id. */
  private static String copyOfCase(Connection connection, String table, int n) throws SQLException {
    var names = columns(connection, table);
    return "insert into %s (%s) select %s from %s where investigation_id = 'inv-0'"
        .formatted(
            table,
            String.join(", ", names),
            names.stream()
                .map(
                    name ->
                        switch (name) {
                          case "investigation_id" -> "'copy-" + n + "'";
                          case "search_text" ->
                              table.equals("evidence") ? name : "'copy " + n + "'";
                          default -> name;
                        })
                .collect(Collectors.joining(", ")),
            table);
  }

  private static ActionFilter words(ActionFilter.Status status, String words, int size) {
    return new ActionFilter(status, null, null, null, null, words, 0, size);
  }

  /** All of a list, page by page, with what its pages say of how many there are. */
  private List<String> pages(ActionFilter filter, int total) {
    var all = new ArrayList<String>();
    for (var page = ledger.actions(filter); ; ) {
      page.items().forEach(row -> all.add(row.actionId()));
      assertThat(page.total()).isEqualTo(total);
      if (page.last() == null) {
        return all;
      }
      page = ledger.actions(filter.after(page.last()));
    }
  }

  /** However many have them, and however they are looked for. */
  @Test
  void wordsOfActionsAreFoundAsTheyStandWhetherFewOrMostHaveThem() throws Exception {
    var texts =
        List.of(
            "isolate all", "isolate 100%_off!", "isolate o'brien\nsecond", "scan \\ a_b", "scan");
    open("inv-0");
    tell(
        "inv-0",
        plan("a-0", isolate("d0"), new Decision.NotNeeded()),
        plan("p-0", isolate("d0"), pending(900)));
    var every = new TreeMap<String, String>();
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (int n = 1; n <= 1500; n++) {
        for (var of : List.of("a-0", "p-0")) {
          var id = of.charAt(0) + "-" + n;
          // What only the oldest say, and what only the newest say.
          var text = texts.get(n % texts.size()) + (n < 40 ? " old" : n > 1300 ? " new" : "");
          every.put(id, text);
          statement.addBatch(copyOfAction(connection, of, id, text, n));
        }
      }
      statement.executeBatch();
    }

    for (var status : ActionFilter.Status.values()) {
      var kind = status == ActionFilter.Status.PENDING ? "p-" : "a-";
      for (var asked :
          List.of(
              "ISOLATE",
              "scan",
              "a",
              "%",
              "_",
              "100%_OFF!",
              "!",
              "\\",
              "'",
              "n\ns",
              "old",
              "new",
              "i%e",
              "nobody wrote this",
              "isolate all new",
              "x".repeat(5000))) {
        var expected =
            every.entrySet().stream()
                .filter(e -> e.getKey().startsWith(kind))
                .filter(e -> e.getValue().contains(asked.toLowerCase(Locale.ROOT)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        // Those that the copies were made of.
        var found = pages(words(status, asked, 400), expected.size() + copied(asked, status));
        found.remove(kind + "0");
        assertThat(found).as("%s in %s", asked, status).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found)).as("%s in %s", asked, status).isEqualTo(expected);
        if (status == ActionFilter.Status.HISTORY) {
          assertThat(found)
              .isSortedAccordingTo(Comparator.comparing(LedgerQueriesContract::number).reversed());
        }
      }
    }
  }

  private int copied(String asked, ActionFilter.Status status) {
    return JdbcClient.create(database)
            .sql("select search_text from action where action_id = ?")
            .param(status == ActionFilter.Status.PENDING ? "p-0" : "a-0")
            .query(String.class)
            .single()
            .contains(asked.toLowerCase(Locale.ROOT))
        ? 1
        : 0;
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(2));
  }

  /** What waits is few, and looking its words up among those of all actions took longer. */
  @Test
  void wordsOfWhatWaitsAreNotLookedUpAmongThoseOfAllActions() {
    open("inv-0");
    tell("inv-0", plan("p-0", isolate("d0"), pending(900)));
    var counted = new CountedDataSource(database);
    var asked = new Ledger(counted, policies, meters);
    counted.reset();

    assertThat(asked.questions(words(ActionFilter.Status.PENDING, "isolate", 50)).total()).isOne();
    assertThat(counted.bySql.keySet())
        .isNotEmpty()
        .noneMatch(sql -> sql.contains("search_text like"));
  }

  private static String copyOfAction(
      Connection connection, String of, String id, String text, int later) throws SQLException {
    return "insert into action (%1$s) select %2$s from action where action_id = '%3$s'"
        .formatted(
            String.join(", ", columns(connection, "action")),
            columns(connection, "action").stream()
                .map(
                    name ->
                        switch (name) {
                          case "action_id" -> "'" + id + "'";
                          case "subject" -> "null";
                          case "created_at" -> name + " + interval '" + later + "' second";
                          case "search_text" -> "'" + text.replace("'", "''") + "'";
                          default -> name;
                        })
                .collect(Collectors.joining(", ")),
            of);
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    var names = new ArrayList<String>();
    try (var rows =
        connection.createStatement().executeQuery("select * from " + table + " where 1 = 0")) {
      for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
        if (!rows.getMetaData().isAutoIncrement(c)) {
          names.add(rows.getMetaData().getColumnName(c).toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  @Test
  void pendingActionsComeByDeadlineAndAllElseIsHistory() {
    open("inv-1");
    tell(
        "inv-1",
        plan("a-1", isolate("d1"), pending(900)),
        plan("a-2", isolate("d2"), pending(300)),
        plan("a-3", isolate("d3"), new Decision.NotNeeded()),
        plan("a-4", isolate("d4"), pending(600)),
        new LedgerEvent.ActionDecided("a-4", new Decision.Expired(after(601))));

    assertThat(actions(pendingActions(0, 50))).containsExactly("a-2", "a-1");
    assertThat(
            actions(
                new ActionFilter(ActionFilter.Status.HISTORY, null, null, null, null, null, 0, 50)))
        .containsExactly("a-4", "a-3");
    assertThat(ledger.actions(pendingActions(1, 1)).items())
        .extracting(ActionRow::actionId)
        .containsExactly("a-1");
    assertThat(ledger.actions(pendingActions(1, 1)).total()).isEqualTo(2);
  }

  private List<String> questions(ActionFilter filter) {
    return ledger.questions(filter).items().stream()
        .map(q -> q.action().actionId() + " in " + q.cases())
        .toList();
  }

  private static ActionFilter pendingIn(String caseId) {
    return new ActionFilter(ActionFilter.Status.PENDING, null, null, caseId, null, null, 0, 50);
  }

  /** Three cases of which two want the same device isolated, and one of them another too. */
  private void threeCasesAskTwoQuestions() {
    open("inv-1");
    open("inv-2");
    open("inv-3");
    tell("inv-1", plan("a-1", isolate("d1"), pending(900)));
    tell(
        "inv-2",
        plan("a-2", isolate("d1"), pending(300)),
        plan("b-2", isolate("d2"), pending(600)));
    tell("inv-3", plan("a-3", isolate("d1"), pending(901)));
  }

  @Test
  void whatSeveralCasesAskIsOneQuestionThatNamesTheOthers() {
    threeCasesAskTwoQuestions();

    var all = ledger.questions(pendingActions(0, 50));

    assertThat(questions(pendingActions(0, 50))).containsExactly("a-2 in 3", "b-2 in 1");
    assertThat(all.total()).isEqualTo(2);
    assertThat(all.items().getFirst().elsewhere())
        .extracting(e -> e.actionId() + " " + e.investigationId() + " " + e.title())
        .containsExactly("a-1 inv-1 Case inv-1", "a-3 inv-3 Case inv-3");
    assertThat(all.items().getFirst().elsewhere().getFirst().planHash()).isEqualTo("hash-a-1");
    assertThat(all.items().getLast().elsewhere()).isEmpty();
    assertThat(ledger.question("a-3").orElseThrow().cases()).isEqualTo(3);
    assertThat(ledger.waitingAlike(action("a-3"), 9))
        .extracting(ActionRow::actionId)
        .containsExactly("a-1", "a-2");
  }

  /** Whoever agrees to the one has not been shown the other. */
  @Test
  void theSameThroughTwoConnectorsIsTwoQuestions() {
    threeCasesAskTwoQuestions();
    open("inv-4");
    open("inv-5");
    tell("inv-4", plan("a-4", isolate("d1"), pending(902)).through("linux"));
    tell("inv-5", plan("a-5", isolate("d1"), pending(903)).through("linux"));

    assertThat(questions(pendingActions(0, 50)))
        .containsExactly("a-2 in 3", "b-2 in 1", "a-4 in 2");
    assertThat(ledger.questions(pendingActions(0, 50)).total()).isEqualTo(3);
    assertThat(ledger.question("a-5").orElseThrow().elsewhere())
        .extracting(PendingAction.Elsewhere::actionId)
        .containsExactly("a-4");
  }

  private void blocks(String caseId, String... connectors) {
    open(caseId);
    for (var action :
        new EmailAction.BlockUrl(new Url("http://bad.example/")).at(List.of(connectors))) {
      var by = action.connector() == null ? connectors[0] : action.connector();
      tell(caseId, plan(by + "-" + caseId, action, pending(900)).through(by));
    }
  }

  /** One approval for the group, and whoever gave it was shown all of the group. */
  @Test
  void whatEachOfSeveralDoesIsOneQuestionAndThoseOfOtherNamesAreAnother() {
    blocks("inv-1", "squid", "unbound");
    blocks("inv-2", "unbound", "squid");
    blocks("inv-3", "squid", "unbound", "defender");
    blocks("inv-4", "squid");
    blocks("inv-5", "unbound");

    assertThat(questions(pendingActions(0, 50)))
        .containsExactly(
            "squid-inv-1 in 2", "squid-inv-3 in 1", "squid-inv-4 in 1", "unbound-inv-5 in 1");
    assertThat(ledger.questions(pendingActions(0, 50)).total()).isEqualTo(4);
    var asked = ledger.question("unbound-inv-1").orElseThrow();
    assertThat(asked.cases()).isEqualTo(2);
    assertThat(asked.elsewhere())
        .extracting(PendingAction.Elsewhere::actionId)
        .containsExactly("unbound-inv-2");
    assertThat(ledger.waitingAlike(action("unbound-inv-1"), 9))
        .extracting(ActionRow::actionId)
        .containsExactly("squid-inv-1", "unbound-inv-2", "squid-inv-2");
    assertThat(ledger.question("squid-inv-3").orElseThrow().elsewhere()).isEmpty();
  }

  @Test
  void ofOneCaseItsOwnQuestionIsShown() {
    threeCasesAskTwoQuestions();

    assertThat(questions(pendingIn("inv-3"))).containsExactly("a-3 in 3");
    assertThat(ledger.questions(pendingIn("inv-3")).total()).isEqualTo(1);
  }

  @Test
  void questionsAreReadOnBehindTheLastAndComeOnceOnWhateverPage() {
    threeCasesAskTwoQuestions();
    var first = pendingActions(0, 1);

    assertThat(ledger.questions(first).last()).isEqualTo("a-2");
    assertThat(questions(first.after("a-2"))).containsExactly("b-2 in 1");
    assertThat(ledger.questions(first.after("a-2")).last()).isNull();
    assertThat(questions(pendingActions(1, 1))).containsExactly("b-2 in 1");
  }

  @Test
  void whatIsDecidedIsNoQuestionAnyLongerAndTheOthersStand() {
    threeCasesAskTwoQuestions();
    tell("inv-2", new LedgerEvent.ActionDecided("a-2", decided(true, "ann")));

    assertThat(questions(pendingActions(0, 50))).containsExactly("b-2 in 1", "a-1 in 2");
    assertThat(ledger.question("a-2").orElseThrow().cases()).isZero();
  }

  @Test
  void undosOfTwoActionsAreTwoQuestions() {
    tellOn("remediation/u-1/r", null, undoing("u-1", "a-1"));
    tellOn("remediation/u-2/r", null, undoing("u-2", "a-2"));

    assertThat(questions(pendingActions(0, 50))).containsExactly("u-1 in 1", "u-2 in 1");
  }

  @Test
  void whoDecidesOnAProposalIsToldWhatWasSeenOfItsTarget() {
    var on = new Device("d1", "pc-d1", "Windows11", "Workstations", List.of(), List.of());
    var seen =
        new Assessment(
            new Evidence(on, List.of(), null, List.of(), 0, null),
            true,
            List.of(Finding.weighs("test", "ODD", 50, "It talks too much.")),
            Verdict.SUSPICIOUS,
            List.of(),
            List.of(),
            on);
    tellOn(
        "remediation/a-1/r", null, plan("a-1", isolate("d1"), pending(60)).seeing(List.of(seen)));

    var pending = ledger.told(List.of(action("a-1"))).get("a-1").pending();

    assertThat(pending).isNotNull();
    assertThat(pending.device()).extracting(PendingAction.Place::group).isEqualTo("Workstations");
    assertThat(pending.reasons())
        .extracting(PendingAction.Reason::sentence)
        .containsExactly("It talks too much.");
  }

  private static LedgerEvent.ActionPlanned undoing(String id, String undoes) {
    return new LedgerEvent.ActionPlanned(
        id,
        new DeviceAction.ReleaseDevice(device("d1", "pc-d1")),
        ActionSource.MANUAL_DEVICE_ACTION,
        Gate.APPROVAL,
        null,
        "bob ordered it",
        null,
        "hash-" + id,
        pending(60),
        "bob",
        null,
        null,
        undoes,
        null,
        List.of());
  }

  @Test
  void actionsAreFilteredByWhatTheyAreAndWhoDecided() {
    open("inv-1");
    open("inv-2");
    tell("inv-1", plan("a-1", isolate("d1"), new Decision.NotNeeded()));
    tell("inv-2", plan("a-2", isolate("d2"), pending(60)));
    tell("inv-2", new LedgerEvent.ActionDecided("a-2", decided(false, "Ann@corp.example")));
    var url = new Url("https://evil.example/x");
    tellOn(
        "remediation/m-1/r",
        null,
        new LedgerEvent.ActionPlanned(
            "m-1",
            new EmailAction.BlockUrl(url),
            ActionSource.MANUAL_EMAIL_ACTION,
            Gate.APPROVAL,
            null,
            "bob ordered it",
            null,
            "hash",
            decided(true, "bob"),
            "bob",
            "see ticket 4711",
            null));

    assertThat(actions(new ActionFilter(null, ActionType.BLOCK_URL, null, null, null, null, 0, 9)))
        .containsExactly("m-1");
    assertThat(
            actions(
                new ActionFilter(
                    null, null, ActionSource.MANUAL_EMAIL_ACTION, null, null, null, 0, 9)))
        .containsExactly("m-1");
    assertThat(actions(new ActionFilter(null, null, null, "inv-2", null, null, 0, 9)))
        .containsExactly("a-2");
    assertThat(actions(decidedBy("ann@CORP.example"))).containsExactly("a-2");
    assertThat(actions(decidedBy("automation"))).containsExactly("a-1");
    assertThat(actions(decidedBy("ann"))).isEmpty();
    assertThat(actions(new ActionFilter(null, null, null, null, null, "TICKET 4711", 0, 9)))
        .containsExactly("m-1");
    assertThat(action("m-1").workflowId()).isEqualTo("remediation/m-1");
    assertThat(action("m-1").investigationId()).isNull();
    assertThat(action("m-1").plan().requestedBy()).isEqualTo("bob");
    assertThat(action("m-1").target()).isEqualTo(url);
  }

  @Test
  void anAlertIsKnownFromItsFirstCaseOn() {
    assertThat(ledger.casesOfAlert("al-1")).isEmpty();
    assertThat(ledger.alertSaid(identityOf("al-1"), "said")).isEmpty();
    open("inv-1");
    open("inv-2");
    tell("inv-1", alert("al-1", Severity.LOW), alert("al-1", Severity.HIGH));
    tell("inv-2", alert("al-1", Severity.LOW));

    assertThat(ledger.casesOfAlert("al-1"))
        .extracting(CaseRow::investigationId)
        .containsExactlyInAnyOrder("inv-1", "inv-2");
    assertThat(ledger.alertSaid(identityOf("al-1"), "said"))
        .contains(
            new KnownAlert(
                "inv-1", "investigation/inv-1", "run-1", 1, InvestigationStatus.RUNNING));
    assertThat(theCase("inv-1").alerts()).isEqualTo(1);
    assertThat(theCase("inv-2").alerts()).isEqualTo(1);
  }

  @Test
  void anAlertThatCameAgainBelongsToTheNewCaseWhereTheFirstDidNotLookAtAllOfIt() {
    open("inv-1");
    tell(
        "inv-1",
        alert("al-1", Severity.LOW),
        new LedgerEvent.StatusChanged(
            InvestigationStatus.FAILED, "None of the evidence could be examined"));
    assertThat(ledger.alertSaid(identityOf("al-1"), "said").orElseThrow().leftUndone()).isTrue();

    open("inv-2");
    tell("inv-2", alert("al-1", Severity.LOW));

    assertThat(ledger.alertSaid(identityOf("al-1"), "said").orElseThrow().investigationId())
        .isEqualTo("inv-2");
  }

  @Test
  void aNewVersionOfAnAlertTakesThePlaceOfWhatItSaidBeforeAndBothAreKnown() {
    open("inv-1");
    tell("inv-1", alert("al-1", Severity.HIGH), alert("al-2", Severity.LOW));

    tell("inv-1", LedgerEvent.AlertRevised.of(alert("al-1", Severity.MEDIUM, "now", 2)));

    assertThat(ledger.report("inv-1").orElseThrow().alerts())
        .extracting(AlertRow::alertId, AlertRow::version, AlertRow::severity)
        .containsExactly(tuple("al-1", 2, Severity.MEDIUM), tuple("al-2", 1, Severity.LOW));
    assertThat(theCase("inv-1").severity()).isEqualTo(Severity.MEDIUM);
    assertThat(ledger.alertSaid(identityOf("al-1"), "said").orElseThrow().version()).isEqualTo(1);
    assertThat(ledger.latestOfAlert(identityOf("al-1")).orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void whatALargeAlertSaysIsKeptOnceUnderItsHash() {
    var body = "{\"alertId\":\"\u00fc\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(ledger.alert("hash-1")).isNull();

    ledger.keepAlert("hash-1", body);
    ledger.keepAlert("hash-1", body);

    assertThat(ledger.alert("hash-1")).isEqualTo(body);
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(ledger.report("inv-x")).isEmpty();
    assertThat(ledger.report("inv\u0000x")).isEmpty();
    assertThat(ledger.action("a\u0000x")).isEmpty();
    assertThat(ledger.log("inv\u0000x", 0, 0)).isEmpty();
    assertThat(ledger.cases(allCases(0, 9)).total()).isZero();
  }

  @Test
  void aPlanMadeAgainIsReplacedAndWhatRanIsNot() {
    open("inv-1");
    tell(
        "inv-1",
        plan("a-1", isolate("d1"), pending(60)),
        plan("a-1", isolate("d1"), new Decision.NotNeeded()));
    assertThat(action("a-1").decision().expiresAt()).isNull();

    tell(
        "inv-1",
        new LedgerEvent.ActionProgressed("a-1", succeeded()),
        plan("a-1", isolate("d1"), pending(60)));
    assertThat(actions(pendingActions(0, 9))).isEmpty();
    assertThat(theCase("inv-1").actions()).isEqualTo(1);
  }

  @Test
  void aListIsReadOnBehindItsLastItemHoweverMuchComesInMeanwhile() {
    for (int n = 0; n < 5; n++) {
      ledger.open(opening("inv-" + n, after(n)));
    }
    var first = ledger.cases(allCases(0, 2));
    assertThat(first.last()).isEqualTo("inv-3");
    ledger.open(opening("inv-9", after(9)));

    assertThat(cases(behind("inv-3", null, 2))).containsExactly("inv-2", "inv-1");
    assertThat(cases(behind("inv-1", null, 2))).containsExactly("inv-0");
    assertThat(ledger.cases(behind("inv-1", null, 2)).last()).isNull();
    assertThat(first.page()).isZero();
    assertThat(ledger.cases(behind("inv-1", null, 2)).page()).isNull();
    assertThat(cases(behind("inv-1", Listing.Sort.OLDEST, 2))).containsExactly("inv-2", "inv-3");
    assertThat(cases(behind("inv-none", null, 2))).isEmpty();
  }

  private static CaseFilter behind(String id, Listing.Sort sort, int size) {
    return of(new Listing(sort, null, null, null, null, 0, size).after(id));
  }

  private static CaseFilter of(Listing listing) {
    return new CaseFilter(null, null, null, null, null, null, null, null, listing);
  }

  @Test
  void casesAreFilteredByWhenTheyStartedByAreaAndByUser() {
    ledger.open(opening("inv-1", after(1)));
    ledger.open(opening("inv-2", after(2)));
    tell("inv-1", plan("a-1", isolate("d1"), pending(60)));
    tell(
        "inv-2", plan("a-2", new EmailAction.BlockUrl(new Url("https://e.example/")), pending(60)));
    tell(
        "inv-2",
        evidence(new UserAccount(null, "Ann@corp.example", null, null, null), Verdict.UNKNOWN));

    assertThat(cases(of(new Listing(null, after(2), null, null, null, 0, 9))))
        .containsExactly("inv-2");
    assertThat(cases(of(new Listing(null, null, after(2), null, null, 0, 9))))
        .containsExactly("inv-1");
    var page = Listing.page(0, 9);
    assertThat(cases(new CaseFilter(null, null, null, null, null, null, Area.EMAIL, null, page)))
        .containsExactly("inv-2");
    assertThat(
            cases(
                new CaseFilter(null, null, null, null, null, null, null, "ANN@corp.example", page)))
        .containsExactly("inv-2");
    assertThat(
            cases(
                new CaseFilter(null, null, null, null, null, null, null, "nn@corp.example", page)))
        .isEmpty();
  }

  @Test
  void actionsAreReadOnBehindTheLastInEveryOrder() {
    open("inv-1");
    tell(
        "inv-1",
        plan("a-1", isolate("d1"), pending(900)),
        plan("a-2", isolate("d2"), pending(300)),
        plan("a-3", isolate("d3"), new Decision.NotNeeded()),
        plan("a-4", isolate("d4"), pending(600)));

    var pending = pendingActions(0, 1);
    assertThat(ledger.actions(pending).last()).isEqualTo("a-2");
    assertThat(actions(pending.after("a-2"))).containsExactly("a-4");
    assertThat(actions(pending.after("a-4"))).containsExactly("a-1");
    assertThat(ledger.actions(pending.after("a-4")).last()).isNull();
    assertThat(actions(allActions(0, 2))).containsExactly("a-4", "a-3");
    assertThat(actions(allActions(0, 2).after("a-3"))).containsExactly("a-2", "a-1");
    assertThat(actions(which(null, null, null, null, null, null, Listing.Sort.OLDEST).after("a-2")))
        .containsExactly("a-3", "a-4");
  }

  private static ActionFilter which(
      Severity severity,
      Execution execution,
      UndoState undo,
      Area area,
      String device,
      String user,
      Listing.Sort sort) {
    return new ActionFilter(
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        some(severity),
        some(execution),
        some(undo),
        some(area),
        null,
        device,
        null,
        user,
        null,
        new Listing(sort, null, null, null, null, 0, 9));
  }

  private List<String> inOrder(Listing.Sort sort) {
    var all = new ArrayList<String>();
    var listing = new Listing(sort, null, null, null, null, 0, 1);
    for (var page = ledger.cases(of(listing)); ; page = ledger.cases(of(listing))) {
      page.items().forEach(c -> all.add(c.investigationId()));
      if (page.last() == null) {
        return all;
      }
      listing = listing.after(page.last());
    }
  }

  @Test
  void casesThatNeedAPersonComeFirstAndAreReadOnPageByPage() {
    for (int n = 1; n <= 4; n++) {
      ledger.open(opening("inv-" + n, after(n)));
    }
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.FAILED, "it broke"));
    tell("inv-2", alert("al-2", Severity.HIGH));
    tell("inv-4", new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done"));
    assertThat(inOrder(Listing.Sort.ATTENTION)).containsExactly("inv-1", "inv-4", "inv-3", "inv-2");
    assertThat(inOrder(Listing.Sort.GRAVEST)).containsExactly("inv-2", "inv-4", "inv-3", "inv-1");
    assertThat(inOrder(Listing.Sort.MILDEST)).containsExactly("inv-1", "inv-3", "inv-4", "inv-2");

    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done after all"));
    assertThat(inOrder(Listing.Sort.ATTENTION)).containsExactly("inv-4", "inv-3", "inv-2", "inv-1");
  }

  @Test
  void whatElseWaitsThereAndWhatWasDecidedBeforeIsTold() {
    isolated("inv-1", "a-1");
    open("inv-2");
    tell(
        "inv-2",
        plan("a-2", isolate("d1"), pending(900)),
        plan(
            "a-3",
            new DeviceAction.RunAntivirusScan(
                device("d1", "pc-d1.corp.example"), DeviceAction.Scan.FULL),
            pending(600)),
        plan("a-4", isolate("d2"), pending(600)));

    var around = ledger.around(action("a-2"));

    assertThat(around.waiting()).extracting(ActionRow::actionId).containsExactly("a-3");
    assertThat(around.earlier()).extracting(ActionRow::actionId).containsExactly("a-1");
    assertThat(around.earlier().getFirst().decision().comment()).isEqualTo("as agreed");
    assertThat(ledger.around(action("a-4"))).isEqualTo(new Around(List.of(), List.of()));
  }

  @Test
  void whoOpenedAUrlIsToldAndNobodyElse() {
    open("inv-1");
    var url = new Url("https://bad.example/a");
    tell(
        "inv-1",
        evidence(url, Verdict.MALICIOUS),
        foundFrom(url, "ann@corp.example"),
        evidence(new UserAccount(null, "bob@corp.example", null, null, null), Verdict.UNKNOWN),
        plan("a-1", new EmailAction.BlockUrl(url), pending(900)));

    assertThat(ledger.told(List.of(action("a-1"))).get("a-1").clickers())
        .containsExactly("ann@corp.example");
  }

  private static LedgerEvent.EvidenceAssessed foundFrom(Url url, String name) {
    var user = new UserAccount(null, name, null, null, null);
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            new Evidence(user, List.of(Role.CONTEXTUAL), null, List.of(), 1, url.key()),
            true,
            List.of(),
            Verdict.UNKNOWN,
            List.of()));
  }

  private void say(String caseId, LedgerEvent event) {
    ledger.say("said/" + UUID.randomUUID(), caseId, now, event);
  }

  private CaseFilter tagged(String assignee, String tag) {
    return new CaseFilter(
        null, null, null, null, null, null, null, null, assignee, tag, Listing.page(0, 9));
  }

  @Test
  void aCaseFileIsKeptAlsoOfACaseThatHasEnded() {
    open("inv-1");
    open("inv-2");
    tell("inv-1", new LedgerEvent.StatusChanged(InvestigationStatus.REMEDIATED, "done"));
    say("inv-1", new LedgerEvent.NoteAdded("Seen \u0000 before <script>", "ann"));
    say("inv-1", new LedgerEvent.NoteAdded("Twice", "bob"));
    say("inv-1", new LedgerEvent.Assigned("Ann", "bob"));
    say("inv-1", new LedgerEvent.Tagged(List.of("Ransom", "q4", "RANSOM"), "bob"));

    var report = ledger.report("inv-1").orElseThrow();

    assertThat(report.notes())
        .extracting(CaseNote::text)
        .containsExactly("Seen \ufffd before <script>", "Twice");
    assertThat(report.notes()).extracting(CaseNote::by).containsExactly("ann", "bob");
    assertThat(report.summary().assignee()).isEqualTo("Ann");
    assertThat(report.summary().tags()).containsExactly("q4", "Ransom");
    assertThat(cases(tagged("ANN", null))).containsExactly("inv-1");
    assertThat(cases(tagged(null, "RanSom"))).containsExactly("inv-1");
    assertThat(cases(tagged("bob", "ransom"))).isEmpty();

    say("inv-1", new LedgerEvent.Tagged(List.of("q4"), "bob"));
    say("inv-1", new LedgerEvent.Assigned(null, "bob"));
    assertThat(cases(tagged(null, "ransom"))).isEmpty();
    assertThat(cases(tagged(null, "q4"))).containsExactly("inv-1");
    assertThat(cases(tagged("ann", null))).isEmpty();
    assertThat(ledger.log("inv-1", 0, 100))
        .extracting(LogLine::type)
        .contains("noteAdded", "assigned", "tagged");
    assertThat(theCase("inv-1").state()).isEqualTo(InvestigationStatus.REMEDIATED);
  }

  @Test
  void anEmptyLedgerHasAnOverviewToo() {
    assertThat(ledger.overview(3).oldestWaiting()).isNull();
    assertThat(ledger.overview(3).weeks()).hasSize(3);
  }

  @Test
  void theOverviewTellsOfEachWeekWhatBeganInIt() {
    var monday = Instant.parse("2026-02-23T00:00:00Z");
    isolated("inv-1", "a-1");
    open("inv-2");
    tell(
        "inv-2",
        plan("a-2", isolate("d2"), new Decision.NotNeeded()),
        plan("a-3", isolate("d3"), pending(900)));

    var weeks =
        new OverviewQueries(JdbcClient.create(database)).weeks(2, START.plusSeconds(9), Scope.ALL);

    assertThat(weeks)
        .extracting(Overview.Week::from)
        .containsExactly(monday.minusSeconds(604_800), monday);
    assertThat(weeks.getFirst().verdicts().cases()).isZero();
    var week = weeks.getLast();
    assertThat(week.verdicts().cases()).isEqualTo(2);
    assertThat(week.verdicts().toVerdict().known()).isEqualTo(2);
    assertThat(week.actions().planned()).isEqualTo(3);
    assertThat(week.actions().automatic()).isEqualTo(1);
    assertThat(week.actions().done()).isEqualTo(1);
    assertThat(week.actions().toDecide().known()).isEqualTo(1);
    assertThat(week.actions().toDecide().medianSeconds()).isEqualTo(58);
    assertThat(week.actions().toDecide().p90Seconds()).isEqualTo(58);
    assertThat(ledger.overview(2).oldestWaiting()).isEqualTo(after(2));
    assertThat(ledger.overview(2).weeks()).hasSize(2);
    assertThat(ledger.stuck()).isEmpty();
  }

  @Test
  void theKpisAreOfWhatBeganInThePeriod() {
    isolated("inv-1", "a-1");
    tellOn("undo/a-1", "inv-1", new LedgerEvent.UndoRequested("a-1", "u-1", "olga", "no", true));
    tellOn("undo/a-1", "inv-1", new LedgerEvent.UndoProgressed("a-1", "u-1", succeeded()));
    open("inv-2");
    tell(
        "inv-2",
        plan("a-2", isolate("d2"), new Decision.NotNeeded()),
        plan("a-3", isolate("d3"), pending(900)),
        new LedgerEvent.ActionProgressed("a-2", succeeded()));

    var kpis = ledger.kpis(START, null);

    assertThat(kpis.cases()).isEqualTo(2);
    assertThat(kpis.toVerdict().known()).isEqualTo(2);
    assertThat(kpis.planned()).isEqualTo(3);
    assertThat(kpis.automatic()).isEqualTo(1);
    assertThat(kpis.done()).isEqualTo(2);
    assertThat(kpis.undone()).isEqualTo(1);
    assertThat(kpis.toDecide()).isEqualTo(new Overview.Spread(1, 58L, 58L));
    // Five seconds in one case, three in the other.
    assertThat(kpis.toRemediate()).isEqualTo(new Overview.Spread(2, 4L, 5L));
    assertThat(ledger.kpis(START, after(2)).planned()).isEqualTo(1);
    var nothing = ledger.kpis(after(3600), null);
    assertThat(nothing.cases() + nothing.planned() + nothing.done()).isZero();
    assertThat(nothing.toRemediate().medianSeconds()).isNull();
    assertThat(ledger.kpis(START.minusSeconds(60), START).cases()).isZero();
  }

  @Test
  void theKpisOfWhoSeesAGroupAreOfThatGroup() {
    isolated("inv-1", "a-1");
    tell("inv-1", confirmed("d1", "Servers"));
    open("inv-2");
    tell("inv-2", confirmed("d2", "Clients"), plan("a-2", isolate("d2"), pending(900)));

    var servers = Sight.within(new Scope(Set.of("Servers"), null), () -> ledger.kpis(START, null));
    assertThat(servers.cases()).isEqualTo(1);
    assertThat(servers.planned()).isEqualTo(1);
    assertThat(servers.done()).isEqualTo(1);
    var clients = Sight.within(new Scope(Set.of("Clients"), null), () -> ledger.kpis(START, null));
    assertThat(clients.planned()).isEqualTo(1);
    assertThat(clients.done()).isZero();
    assertThat(clients.toRemediate().known()).isZero();
  }

  @Test
  void theOverviewOfWhoSeesAGroupIsOfThatGroup() {
    isolated("inv-1", "a-1");
    tell("inv-1", confirmed("d1", "Servers"));
    open("inv-2");
    tell(
        "inv-2",
        confirmed("d2", "Clients"),
        plan("a-2", isolate("d2"), new Decision.NotNeeded()),
        plan("a-3", isolate("d2"), pending(900)));
    var overviews = new OverviewQueries(JdbcClient.create(database));
    var servers = new Scope(Set.of("Servers"), null);

    var week = overviews.weeks(1, START.plusSeconds(9), servers).getFirst();

    assertThat(week.verdicts().cases()).isEqualTo(1);
    assertThat(week.actions().planned()).isEqualTo(1);
    assertThat(week.actions().automatic()).isZero();
    assertThat(week.actions().done()).isEqualTo(1);
    assertThat(overviews.oldestWaiting(servers)).isEmpty();
    assertThat(overviews.oldestWaiting(new Scope(Set.of("Clients"), null))).isPresent();
    // What was asked for one who sees all is no answer to one who does not.
    assertThat(ledger.overview(2).oldestWaiting()).isNotNull();
    assertThat(Sight.<Overview>within(servers, () -> ledger.overview(2)).oldestWaiting()).isNull();
    assertThat(ledger.ruleStatistics(START))
        .extracting(RuleStatistics::actions)
        .containsExactly(3L);
    assertThat(Sight.within(servers, () -> ledger.ruleStatistics(START)))
        .extracting(RuleStatistics::actions)
        .containsExactly(1L);
  }

  @Test
  void inHowManyCasesTheSameWaitsIsToldOfThoseThatOneMaySee() {
    for (var group : List.of("Servers", "Clients")) {
      open("inv-" + group);
      tell("inv-" + group, confirmed("d1", group), plan("a-" + group, isolate("d1"), pending(900)));
    }
    assertThat(questions(pendingActions(0, 9))).containsExactly("a-Servers in 2");
    var clients = new Scope(Set.of("Clients"), null);
    assertThat(Sight.within(clients, () -> questions(pendingActions(0, 9))))
        .containsExactly("a-Clients in 1");
    var asked = Sight.within(clients, () -> ledger.question("a-Clients")).orElseThrow();
    assertThat(asked.elsewhere()).isEmpty();
    assertThat(asked.cases()).isEqualTo(1);
  }

  private static LedgerEvent.EvidenceAssessed confirmed(String id, String group) {
    var device = device(id, "pc-" + id + ".corp.example");
    return new LedgerEvent.EvidenceAssessed(
        new Assessment(
            Evidence.named(device, "al-1", null),
            true,
            List.of(),
            Verdict.SUSPICIOUS,
            List.of(),
            List.of(),
            new Device(id, device.name(), "Windows11", group, List.of(), List.of())));
  }

  private static <T> List<T> some(T one) {
    return Stream.ofNullable(one).toList();
  }

  private static ActionFilter waiting(Listing.Sort sort, int size) {
    return pendingActions(0, size).of(new Listing(sort, null, null, null, START, 0, size));
  }

  private static LedgerEvent.ActionPlanned waits(String id, Duration left) {
    return plan(id, isolate(id), new Decision.Pending(START.plus(left)));
  }

  /** Of each severity, one of them with little time left; the oldest is the mildest. */
  private void casesOfAllSeverities() {
    for (var severity : List.of(Severity.LOW, Severity.HIGH, Severity.MEDIUM)) {
      var id = "inv-" + severity;
      open(id);
      tell(id, alert("al-" + id, severity), waits("a-" + severity, Duration.ofDays(7)));
    }
    tell("inv-LOW", waits("a-soon", Duration.ofHours(3)), waits("a-sooner", Duration.ofHours(1)));
    tell("inv-HIGH", waits("a-later", Duration.ofHours(5)));
  }

  @Test
  void whatIsUrgentComesFirstByItsTimeThenBySeverityThenTheOldest() {
    casesOfAllSeverities();

    assertThat(actions(waiting(Listing.Sort.URGENCY, 9)))
        .containsExactly("a-sooner", "a-soon", "a-HIGH", "a-later", "a-MEDIUM", "a-LOW");
    assertThat(questions(waiting(Listing.Sort.URGENCY, 9)))
        .isEqualTo(questions(waiting(null, 9)))
        .startsWith("a-sooner in 1", "a-soon in 1", "a-HIGH in 1");
  }

  @Test
  void anOrderThatChangesWithTimeIsReadOnInThatOfItsFirstPage() {
    casesOfAllSeverities();
    var all = new ArrayList<String>();

    var filter = waiting(null, 2);
    for (var page = ledger.questions(filter); ; page = ledger.questions(filter)) {
      page.items().forEach(q -> all.add(q.action().actionId()));
      if (page.last() == null) {
        break;
      }
      assertThat(page.asOf()).isEqualTo(START);
      // Two hours later, a-later is soon to expire as well: in this order it is not.
      var from = new Listing.From(page.last(), false);
      var mark = Listing.markOf(Listing.cursor(new Listing.Mark(from, page.asOf()))).orElseThrow();
      filter =
          pendingActions(0, 2).of(new Listing(null, null, null, mark.from(), mark.asOf(), 0, 2));
    }

    assertThat(all).containsExactly("a-sooner", "a-soon", "a-HIGH", "a-later", "a-MEDIUM", "a-LOW");
  }

  @Test
  void everyOrderIsReadOnPageByPageAsItIsReadAtOnce() {
    casesOfAllSeverities();
    tellOn(
        "remediation/o-1/r",
        null,
        new LedgerEvent.ActionPlanned(
            "o-1",
            isolate("outside any case"),
            ActionSource.MANUAL_DEVICE_ACTION,
            Gate.APPROVAL,
            null,
            "proposed",
            null,
            "hash-o-1",
            pending(900_000),
            "ann",
            null,
            null));
    for (var sort : Listing.Sort.values()) {
      var atOnce = actions(waiting(sort, 50));
      var byOne = new ArrayList<String>();
      var questions = new ArrayList<String>();
      var next = waiting(sort, 1);
      for (var page = ledger.actions(next); ; page = ledger.actions(next)) {
        byOne.addAll(page.items().stream().map(ActionRow::actionId).toList());
        if (page.last() == null) {
          break;
        }
        next = next.after(page.last());
      }
      next = waiting(sort, 1);
      for (var page = ledger.questions(next); ; page = ledger.questions(next)) {
        questions.addAll(page.items().stream().map(q -> q.action().actionId()).toList());
        if (page.last() == null) {
          break;
        }
        next = next.after(page.last());
      }
      assertThat(byOne).as(sort.word()).hasSize(7).isEqualTo(atOnce);
      assertThat(questions).as(sort.word()).isEqualTo(atOnce);
    }
    assertThat(actions(waiting(Listing.Sort.GRAVEST, 50)))
        .startsWith("a-HIGH", "a-later")
        .containsSubsequence("a-MEDIUM", "a-LOW");
    assertThat(actions(waiting(Listing.Sort.MILDEST, 50)))
        .isEqualTo(actions(waiting(Listing.Sort.GRAVEST, 50)).reversed());
    assertThat(actions(waiting(Listing.Sort.TARGET, 50)).reversed())
        .isEqualTo(actions(waiting(Listing.Sort.TARGET_REVERSED, 50)));
  }

  @Test
  void everyPageLeadsBackToTheOneBeforeIt() {
    casesOfAllSeverities();
    for (var sort : Listing.Sort.values()) {
      var filter = waiting(sort, 2);
      var first = ledger.questions(filter);
      var second = ledger.questions(filter.after(first.last()));
      var third = ledger.questions(filter.after(second.last()));
      assertThat(first.first()).as(sort.word()).isNull();

      var back = ledger.questions(filter.of(filter.listing().before(third.first())));
      assertThat(back).as(sort.word()).isEqualTo(second);
      assertThat(ledger.questions(filter.of(filter.listing().before(back.first()))))
          .as(sort.word())
          .isEqualTo(first);

      var all = ledger.actions(filter.after(first.last()));
      var last = ledger.actions(filter.after(all.last()));
      assertThat(ledger.actions(filter.of(filter.listing().before(last.first()))))
          .as(sort.word())
          .isEqualTo(all);
    }
  }

  @Test
  void whoGoesBackToTheFrontSeesAFullPageThereAndWhatCameMeanwhile() {
    casesOfAllSeverities();
    var newest = waiting(Listing.Sort.NEWEST, 2);
    var second = ledger.questions(newest.after(ledger.questions(newest).last()));
    tell("inv-LOW", waits("a-new", Duration.ofDays(7)));

    var back = ledger.questions(newest.of(newest.listing().before(second.first())));
    var front = ledger.questions(newest.of(newest.listing().before(back.first())));

    assertThat(back.items()).hasSize(2);
    assertThat(front.items()).hasSize(2);
    assertThat(front.items().getFirst().action().actionId()).isEqualTo("a-new");
    assertThat(front.first()).isNull();
  }

  @Test
  void casesAreReadBackAsTheyWereReadOn() {
    for (int n = 0; n < 7; n++) {
      ledger.open(opening("inv-" + n, after(n)));
    }
    for (var sort :
        List.of(
            Listing.Sort.NEWEST,
            Listing.Sort.OLDEST,
            Listing.Sort.ATTENTION,
            Listing.Sort.GRAVEST,
            Listing.Sort.MILDEST)) {
      var listing = new Listing(sort, null, null, null, null, 0, 3);
      var first = ledger.cases(of(listing));
      var second = ledger.cases(of(listing.after(first.last())));
      var third = ledger.cases(of(listing.after(second.last())));

      assertThat(third.last()).as(sort.word()).isNull();
      assertThat(ledger.cases(of(listing.before(third.first())))).as(sort.word()).isEqualTo(second);
      assertThat(ledger.cases(of(listing.before(second.first()))).items())
          .as(sort.word())
          .isEqualTo(first.items());
    }
  }

  @Test
  void anActionIsAsGraveAsItsCaseIsByNow() {
    open("inv-1");
    tell("inv-1", plan("a-1", isolate("d1"), pending(900)));
    assertThat(action("a-1").of()).isEqualTo(new ActionRow.Of(Severity.LOW, "Case inv-1"));

    tell("inv-1", alert("al-1", Severity.HIGH));
    assertThat(action("a-1").of().severity()).isEqualTo(Severity.HIGH);

    var milder = alert("al-1", Severity.MEDIUM, "said less", 2);
    tell("inv-1", LedgerEvent.AlertRevised.of(milder), plan("a-2", isolate("d2"), pending(900)));
    assertThat(action("a-1").of().severity()).isEqualTo(Severity.MEDIUM);
    assertThat(action("a-2").of().severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void countsAreOfQuestionsAndOfWhatOneMayDecide() {
    threeCasesAskTwoQuestions();
    tell(
        "inv-3",
        plan(
            "a-4",
            new IdentityAction.DisableUser(
                new UserAccount(null, "Ann@corp.example", null, null, null)),
            pending(60)));

    assertThat(ledger.waiting(List.of(Area.DEVICE))).isEqualTo(new Waiting(3, 2, false));
    assertThat(ledger.waiting(List.of(Area.EMAIL))).isEqualTo(new Waiting(3, 0, false));
    assertThat(ledger.waiting(List.of())).isEqualTo(new Waiting(3, 0, false));
    assertThat(ledger.waiting(List.of(Area.values()))).isEqualTo(new Waiting(3, 3, false));
  }

  @Test
  void whatIsDoneToOneThingIsFoundByItsKey() {
    threeCasesAskTwoQuestions();
    var all = allActions(0, 9);
    var key = isolate("d1").target().key().value();

    assertThat(actions(onTarget(all, key))).containsExactly("a-3", "a-2", "a-1");
    assertThat(actions(onTarget(all, "device:none"))).isEmpty();
  }

  @Test
  void whatWasOrderedOutsideAnyCaseIsFoundByItsDevice() {
    tellOn(
        "remediation/o-1/r",
        null,
        new LedgerEvent.ActionPlanned(
            "o-1",
            isolate("d9"),
            ActionSource.MANUAL_DEVICE_ACTION,
            Gate.APPROVAL,
            null,
            "ordered",
            null,
            "hash-o-1",
            pending(900),
            "ann",
            null,
            null));

    assertThat(actions(which(null, null, null, null, "D9", null, null))).containsExactly("o-1");
    assertThat(actions(which(null, null, null, null, "PC-d9.corp.example", null, null)))
        .containsExactly("o-1");
    assertThat(actions(which(null, null, null, null, "pc-d8.corp.example", null, null))).isEmpty();
  }

  @Test
  void aFileIsFoundByTheDeviceThatItIsOn() {
    open("inv-1");
    var file = new FileArtifact("d7", "a.exe", "C:\\Temp", null, null, null, null, null);
    tell(
        "inv-1",
        evidence(device("d7", "srv-7.corp.example"), Verdict.UNKNOWN),
        plan("a-1", new DeviceAction.StopAndQuarantineFile(file), pending(60)));

    assertThat(actions(which(null, null, null, null, "d7", null, null))).containsExactly("a-1");
    assertThat(actions(which(null, null, null, null, "srv-7", null, null))).containsExactly("a-1");
  }

  @Test
  void actionsAreFilteredByCaseByHowTheyStandAndByWhatTheyAreAbout() {
    isolated("inv-1", "a-1");
    open("inv-2");
    tell(
        "inv-2",
        evidence(device("d2", "Srv-2.corp.example"), Verdict.UNKNOWN),
        plan("a-2", isolate("d2"), pending(60)),
        plan(
            "a-3",
            new IdentityAction.DisableUser(
                new UserAccount(null, "Ann@corp.example", null, null, null)),
            pending(60)));

    assertThat(actions(which(Severity.HIGH, null, null, null, null, null, null)))
        .containsExactly("a-1");
    assertThat(actions(which(null, Execution.SUCCEEDED, null, null, null, null, null)))
        .containsExactly("a-1");
    assertThat(actions(which(null, null, UndoState.AVAILABLE, null, null, null, null)))
        .containsExactly("a-1");
    assertThat(actions(which(null, null, null, Area.IDENTITY, null, null, null)))
        .containsExactly("a-3");
    assertThat(actions(which(null, null, null, null, "D2", null, null))).containsExactly("a-2");
    assertThat(actions(which(null, null, null, null, "srv-2", null, null))).containsExactly("a-2");
    assertThat(actions(which(null, null, null, null, "d", null, null))).isEmpty();
    assertThat(actions(which(null, null, null, null, "srv-2.corp", null, null)))
        .containsExactly("a-2");
    assertThat(actions(which(null, null, null, null, "srv-2.corp.example", null, null)))
        .containsExactly("a-2");
    assertThat(actions(which(null, null, null, null, "srv%", null, null))).isEmpty();
    assertThat(actions(which(null, null, null, null, null, "ann@CORP.example", null)))
        .containsExactly("a-3");
  }

  /** A case on a device that an alert says is of one group, and its own back end of another. */
  private void waitsOn(String caseId, String actionId, String id, String group) {
    open(caseId);
    var said = new Device(id, "pc-" + id, "Windows11", "as the alert says", List.of(), List.of());
    tell(
        caseId,
        new LedgerEvent.EvidenceAssessed(
            new Assessment(
                Evidence.named(said, "al-1", null),
                true,
                List.of(),
                Verdict.SUSPICIOUS,
                List.of(),
                List.of(),
                group == null
                    ? null
                    : new Device(id, "pc-" + id, "Windows11", group, List.of(), List.of()))),
        plan(
            actionId,
            new DeviceAction.IsolateDevice(said, DeviceAction.Isolation.FULL),
            pending(60)));
  }

  private List<String> questionsOn(String group) {
    return ledger.questions(ofGroup(pendingActions(0, 50), group)).items().stream()
        .map(q -> q.action().actionId())
        .toList();
  }

  @Test
  void actionsAreFilteredByTheGroupThatTheDevicesOwnBackEndConfirms() {
    waitsOn("inv-1", "a-1", "d1", "Servers");
    waitsOn("inv-2", "a-2", "d2", "Workstations");
    waitsOn("inv-3", "a-3", "d3", null);
    var on = new Device("d4", "pc-d4", "Windows11", "Servers", List.of(), List.of());
    tellOn(
        "remediation/a-4/r",
        null,
        plan("a-4", isolate("d4"), pending(60))
            .seeing(
                List.of(
                    new Assessment(
                        new Evidence(on, List.of(), null, List.of(), 0, null),
                        true,
                        List.of(),
                        Verdict.SUSPICIOUS,
                        List.of(),
                        List.of(),
                        on))));

    assertThat(questionsOn("Servers")).containsExactlyInAnyOrder("a-1", "a-4");
    assertThat(actions(ofGroup(pendingActions(0, 50), "Servers")))
        .containsExactlyInAnyOrder("a-1", "a-4");
    assertThat(questionsOn("Workstations")).containsExactly("a-2");
    assertThat(questionsOn("as the alert says")).isEmpty();
    assertThat(questionsOn("Server%")).isEmpty();
    assertThat(questionsOn("' or 1 = 1 --")).isEmpty();
    assertThat(ledger.groupsWaiting()).containsExactly("Servers", "Workstations");
  }

  @Test
  void groupsThatOccurAreThoseOfWhatWaitsAndOfWhatOneSees() {
    waitsOn("inv-1", "a-1", "d1", "Servers");
    waitsOn("inv-2", "a-2", "d2", "Workstations");
    var servers = new Scope(Set.of("Servers"), null);

    assertThat(Sight.within(servers, ledger::groupsWaiting)).containsExactly("Servers");
    assertThat(Sight.within(servers, () -> questionsOn("Workstations"))).isEmpty();
    tell("inv-1", new LedgerEvent.ActionDecided("a-1", decided(false, "ann")));
    assertThat(ledger.groupsWaiting()).containsExactly("Workstations");
  }
}
