package dev.quaestor.starter.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quaestor.alert.Classification;
import dev.quaestor.alert.Determination;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.indicator.IndicatorMatch.Effect;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.start.check.CheckResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ledger of every schema that there was, with rows in each of its tables, is brought to the
 * schema of today and read. What a schema's rows were is in {@code ledger/V<number>.sql}; the
 * newest is written by {@code -Dquaestor.golden.write=true} and never touched again once another
 * follows.
 */
abstract class LedgerUpgradeContract extends LedgerFixture {
  private static final Path ROWS = Path.of("src/test/resources/ledger");

  /** By number. A migration that is released never changes: it ran at people's places as it is. */
  private static final List<Integer> CHECKSUMS =
      List.of(
          99466209,
          1453673673,
          172973871,
          -2104372914,
          2009739082,
          455830533,
          964318884,
          -461722642,
          1371973144,
          -2129232482,
          1324832315,
          2015062222,
          -603562141,
          1564237852,
          1692768112,
          542961312,
          1,
          -2196330,
          366986462,
          1,
          1558912789,
          173118292);

  private static final List<String> TABLES =
      List.of(
          "policy_revision",
          "investigation",
          "ledger_event",
          "alert",
          "alert_version",
          "alert_body",
          "evidence",
          "action",
          "api_token",
          "classification",
          "indicator",
          "webhook",
          "webhook_lane",
          "caller_request",
          "state_hold",
          "case_thread",
          "case_note",
          "case_tag",
          "person",
          "web_session",
          "sign_in_link",
          "access_refusal",
          "lease",
          "alert_source",
          "source_alert",
          "removed_case",
          "retention_round",
          "host_name");

  /** The schema that brought a table; the others were there from the first. */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          Map.entry("caller_request", 2),
          Map.entry("state_hold", 3),
          Map.entry("case_thread", 4),
          Map.entry("person", 8),
          Map.entry("web_session", 8),
          Map.entry("sign_in_link", 8),
          Map.entry("case_note", 11),
          Map.entry("case_tag", 11),
          Map.entry("access_refusal", 10),
          Map.entry("lease", 15),
          Map.entry("alert_source", 18),
          Map.entry("source_alert", 18),
          Map.entry("removed_case", 19),
          Map.entry("retention_round", 19),
          Map.entry("host_name", 22));

  private static List<MigrationInfo> numbered(DataSource database) {
    return Arrays.stream(LedgerSchema.configured(database).load().info().all())
        .filter(m -> m.getVersion() != null)
        .toList();
  }

  static List<Integer> schemas() {
    return IntStream.rangeClosed(1, CHECKSUMS.size()).boxed().toList();
  }

  @Test
  void migrationsAreNumberedInOrderAndNeverChange() {
    var migrations = numbered(database);

    assertThat(migrations)
        .extracting(m -> m.getVersion().getVersion())
        .containsExactlyElementsOf(schemas().stream().map(String::valueOf).toList());
    assertThat(migrations).extracting(MigrationInfo::getChecksum).isEqualTo(CHECKSUMS);
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void aLedgerOfAnyFormerSchemaKeepsItsRowsAndIsRead(int schema) throws Exception {
    try (var former = emptyDatabase()) {
      LedgerSchema.configured(former)
          .target(MigrationVersion.fromVersion(String.valueOf(schema)))
          .load()
          .migrate();
      var rows = Files.readString(ROWS.resolve("V" + schema + ".sql"));
      believeRows(former);
      run(former, rows);

      LedgerSchema.migrate(former);

      for (var table : TABLES) {
        assertThat(count(former, table)).as(table).isEqualTo(inserts(rows, table));
        assertThat(count(former, table) > 0).isEqualTo(SINCE.getOrDefault(table, 1) <= schema);
      }
      assertThat(piecesCounted(former)).isEqualTo(count(former, "evidence"));
      readAll(former);
    }
  }

  /** A database that sees to it that a removed case was one would not take the row by itself. */
  void believeRows(DataSource former) throws SQLException {}

  @Test
  void whatWasRecordedBeforeAnybodyLookedForItIsFoundByWhatItMentions() throws Exception {
    try (var former = emptyDatabase()) {
      LedgerSchema.configured(former).target(MigrationVersion.fromVersion("14")).load().migrate();
      run(former, Files.readString(ROWS.resolve("V14.sql")));
      var hash = "AB".repeat(32);
      run(
          former,
          "update evidence set assessment = replace(assessment, '\"name\":\"a.exe\"',"
              + " '\"name\":\"a.exe\",\"sha256\":\""
              + hash.toLowerCase(Locale.ROOT)
              + "\"')");
      run(
          former,
          "update action set body = '{\"type\":\"STOP_AND_QUARANTINE_FILE\",\"target\":{\"type\":\"file\","
              + "\"deviceId\":\"d1\",\"name\":\"a.exe\",\"sha256\":\""
              + hash.toLowerCase(Locale.ROOT)
              + "\"}}'");

      LedgerSchema.migrate(former);

      var past = new Ledger(former, new PolicyStore(former, () -> now), meters);
      assertThat(past.sightings(hash.toLowerCase(Locale.ROOT), 10))
          .extracting(Sighting::investigationId)
          .containsExactly("inv-1");
      assertThat(past.actionsNaming(List.of(hash.toLowerCase(Locale.ROOT)), null, 10)).hasSize(1);
      assertThat(past.sightings("cd".repeat(32), 10)).isEmpty();
    }
  }

  private static final String DEVICE_OF_BEFORE =
      """
      insert into evidence (investigation_id, entity_hash, kind, verdict, remediation_status,
        device_id, device_name, assessment, first_seen_at, changed_at, search_text)
      select 'inv-1', '%1$s', '%2$s', 'UNKNOWN', 'NONE', 'd-%1$s', null, '{}', first_seen_at,
        changed_at, '%3$s' from evidence where investigation_id = 'inv-1' and kind = 'FILE'""";

  /** A device that was called otherwise, and what is none and has the same words. */
  private static void devicesOfBefore(DataSource former) throws SQLException {
    run(
        former,
        DEVICE_OF_BEFORE.formatted(
            "h1", "DEVICE", "db7.corp.example\ndevice:d-h1\nsrv-sql-02.corp.example\no''brien%"));
    run(former, DEVICE_OF_BEFORE.formatted("h2", "URL", "https://a.example\nnot-a-device"));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 16, 19})
  void aDeviceIsFoundByWhatAnAlertOfBeforeCallsIt(int schema) throws Exception {
    try (var former = emptyDatabase()) {
      LedgerSchema.configured(former)
          .target(MigrationVersion.fromVersion(String.valueOf(schema)))
          .load()
          .migrate();
      believeRows(former);
      run(former, Files.readString(ROWS.resolve("V" + schema + ".sql")));
      devicesOfBefore(former);

      LedgerSchema.migrate(former);

      var past = new Ledger(former, new PolicyStore(former, () -> now), meters);
      for (var name :
          List.of("SRV-sql-02", "srv-sql-02.corp", "srv-sql-02.corp.example", "O'Brien%", "d-h1")) {
        assertThat(past.cases(new CaseFilter(null, null, null, null, name, null, 0, 9)).items())
            .as(name)
            .extracting(CaseRow::investigationId)
            .containsExactly("inv-1");
      }
      for (var name : List.of("srv-sql", "corp", "o'brien", "not-a-device", "db7")) {
        assertThat(past.cases(new CaseFilter(null, null, null, null, name, null, 0, 9)).items())
            .as(name)
            .isEmpty();
      }
    }
  }

  @Test
  void namesOfDevicesAreFilledInWhollyOrNotAtAll() throws Exception {
    try (var former = emptyDatabase()) {
      LedgerSchema.configured(former).target(MigrationVersion.fromVersion("19")).load().migrate();
      believeRows(former);
      run(former, Files.readString(ROWS.resolve("V19.sql")));
      devicesOfBefore(former);
      // In the way of one of them.
      var last = Mentions.ofDevice("\no'brien%").iterator().next();
      run(former, "insert into evidence_mention values ('%s', 'inv-1', 'h1')".formatted(last));

      assertThatThrownBy(() -> LedgerSchema.migrate(former)).isInstanceOf(FlywayException.class);
      assertThat(count(former, "evidence_mention")).isOne();

      run(former, "delete from evidence_mention");
      // One of the two databases keeps a record of a failure for a person to look at.
      run(former, "delete from \"flyway_schema_history\" where not \"success\"");
      LedgerSchema.migrate(former);
      assertThat(count(former, "evidence_mention")).isEqualTo(3);
    }
  }

  private static int piecesCounted(DataSource database) throws SQLException {
    try (var connection = database.getConnection();
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "select sum(pieces_clean + pieces_unknown + pieces_suspicious"
                        + " + pieces_malicious) from investigation")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void readAll(DataSource former) {
    var revisions = new PolicyStore(former, () -> now);
    var past = new Ledger(former, revisions, meters);
    assertThat(revisions.current().orElseThrow().policy()).isEqualTo(POLICY);
    var report = past.report("inv-1").orElseThrow();
    assertThat(report.summary().title()).isEqualTo("Case inv-1");
    assertThat(report.evidence()).singleElement();
    assertThat(report.actions()).singleElement();
    assertThat(past.action("act-1").orElseThrow().decision().status())
        .isEqualTo(DecisionStatus.APPROVED);
    assertThat(past.casesOfAlert("al-inv-1"))
        .extracting(CaseRow::investigationId)
        .containsExactly("inv-1");
    var feed = new EventFeed(former, () -> now.plus(Duration.ofDays(1)));
    assertThat(feed.after(0, 100).events()).hasSize((int) feed.end());
    assertThat(new TokenStore(former, () -> now).list()).singleElement();
    assertThat(new PersonStore(former, () -> now).list())
        .allSatisfy(p -> assertThat(p.scope().hasGroup("Servers")).isTrue());
    assertThat(new IndicatorStore(former, () -> now).list(null, null, null, 0, 10).items())
        .singleElement();
    assertThat(new DeliveryStore(former, feed, () -> now).standing("siem")).isPresent();
  }

  @Test
  void aLedgerOfAnotherBuildIsLeftAloneWithASentence() throws Exception {
    try (var former = emptyDatabase()) {
      LedgerSchema.migrate(former);
      run(
          former,
          "update \"flyway_schema_history\" set \"checksum\" = 30 where \"version\" = '1';");

      assertThatThrownBy(() -> LedgerSchema.migrate(former))
          .isInstanceOf(ForeignSchemaException.class)
          .hasMessageContaining("created by another build of Quaestor");
    }
  }

  @Test
  void aLedgerOfANewerBuildIsLeftAloneWithASentence() throws Exception {
    try (var later = emptyDatabase()) {
      LedgerSchema.migrate(later);
      run(
          later,
          "insert into \"flyway_schema_history\" select 99, '99', 'later', 'SQL', 'V99__later.sql', 1,"
              + " \"installed_by\", \"installed_on\", 1, true from \"flyway_schema_history\""
              + " where \"version\" = '1';");

      assertThatThrownBy(() -> LedgerSchema.migrate(later))
          .isInstanceOf(ForeignSchemaException.class)
          .hasMessage(
              "The ledger has schema 99, and the newest that this build knows is %d."
                  .formatted(CHECKSUMS.size()));
      assertThat(new LedgerCheck(later).results())
          .first()
          .satisfies(
              said -> {
                assertThat(said.level()).isEqualTo(CheckResult.Level.FAIL);
                assertThat(said.sentence()).contains("schema 99, which is newer");
              });
    }
  }

  @Test
  void aDatabaseOfSomethingElseIsLeftAloneWithASentence() throws Exception {
    try (var theirs = emptyDatabase()) {
      run(theirs, "create table invoices (id int);");

      assertThatThrownBy(() -> LedgerSchema.migrate(theirs))
          .isInstanceOf(ForeignSchemaException.class)
          .hasMessageContaining("tables of something else");
      assertThat(new LedgerCheck(theirs).results())
          .singleElement()
          .satisfies(
              said -> {
                assertThat(said.level()).isEqualTo(CheckResult.Level.FAIL);
                assertThat(said.sentence()).contains("tables of something else");
              });
    }
  }

  /** Something in each table. */
  private void live() {
    open("inv-0");
    tell(
        "inv-0",
        new LedgerEvent.StatusChanged(InvestigationStatus.NO_THREATS_FOUND, "all is well"));
    var removal = new CaseRemoval(database, () -> now);
    var gone = removal.due(now.plus(Duration.ofDays(1)), null, 1).getFirst();
    assertThat(
            removal.remove(
                gone,
                now.plus(Duration.ofDays(1)),
                "quaestor.retention.investigations=365d",
                removal.traces("inv-0", line -> {}),
                "2026-03/inv-0.jsonl.gz"))
        .isPresent();
    new RetentionRounds(database, () -> now).expect(RetentionRounds.Of.VAULT);
    isolated("inv-1", "act-1");
    ledger.keepAlert("hash-1", "{}".getBytes(StandardCharsets.UTF_8));
    tell(
        "inv-1",
        evidence(
            new FileArtifact("d1", "a.exe", "C:\\Temp", null, null, null, null, null),
            Verdict.SUSPICIOUS),
        new LedgerEvent.Classified(
            "al-inv-1",
            null,
            Classification.FALSE_POSITIVE,
            Determination.NOT_MALICIOUS,
            "ann@corp.example",
            "It's ours; \u00e9\ud83d\ude00",
            true));
    ledger.say("note-1", "inv-1", now, new LedgerEvent.NoteAdded("Seen before", "ann"));
    ledger.say("tags-1", "inv-1", now, new LedgerEvent.Tagged(List.of("q4"), "ann"));
    ledger.say("assignee-1", "inv-1", now, new LedgerEvent.Assigned("ann", "ann"));
    new CallerRequests(database, () -> now).make("act-1", "token:tok-1", null);
    ledger.meet("dev-1", List.of("key dev-1"), now);
    ledger.lead("dev-1", List.of("key dev-1"), "dev-1", "inv-1", now);
    ledger.keepHosts(List.of(List.of("4c4c4544", "web-01.contoso.example", "web-01")), now);
    tokens.used(tokens.add("a-token", "siem", Set.of("VIEWER"), "admin", null));
    var ann =
        new PersonStore(database, () -> now)
            .addLocal(
                n -> false,
                "Ann",
                "$argon2id$",
                Set.of("viewer"),
                new Scope(Set.of("Servers"), null),
                "admin")
            .orElseThrow();
    new SessionStore(database, () -> now).open("hash-2", ann, "192.0.2.7", "curl", null, now);
    new RefusalStore(database, () -> now)
        .add(
            List.of(
                new AccessRefusal(now, "", "nobody", "192.0.2.7", "GET /", "bad-token", "x", 1)));
    new LinkStore(database, () -> now).add("hash-3", ann.personId(), now.plusSeconds(900));
    new IndicatorStore(database, () -> now)
        .put(
            new Indicator.Wish(
                IndicatorType.FILE_SHA256,
                "ab".repeat(32),
                Effect.BLOCK,
                List.of("Servers"),
                "As agreed",
                null,
                null),
            person("olga"));
    new LeaseStore(database, () -> now).take("shared-gauges", "starter-1", Duration.ofDays(1));
    var sources = new AlertSourceStore(database, () -> now);
    sources.standing("defender", now);
    sources.taken(
        "defender",
        List.of(
            new AlertSourceStore.Kept(
                "da1",
                "microsoftdefenderforendpoint da1",
                "hash-4",
                "hash-5",
                AlertSourceStore.Outcome.TAKEN,
                "inv-1",
                "investigation/dev-1",
                null,
                "mde:da1",
                "New|||")),
        now,
        true);
    var feed = new EventFeed(database, () -> now.plus(Duration.ofDays(3650)));
    var deliveries = new DeliveryStore(database, feed, () -> now);
    deliveries.register("siem", "https://siem.example/hook", true);
    deliveries.scan("siem");
  }

  @Test
  void theRowsOfTheNewestSchemaFillAllItsTables() throws Exception {
    live();
    var file = ROWS.resolve("V" + schemas().getLast() + ".sql");
    if (Boolean.getBoolean("quaestor.golden.write")) {
      Files.createDirectories(ROWS);
      Files.writeString(file, rows());
    }
    var kept = Files.readString(file);
    for (var table : TABLES) {
      assertThat(inserts(kept, table)).as(table).isEqualTo(count(database, table));
    }
  }

  private static void run(DataSource database, String statements) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (var one : statements.split(";\n")) {
        statement.execute(one.strip().replaceFirst(";$", ""));
      }
    }
  }

  private static int count(DataSource database, String table) throws SQLException {
    try (var connection = database.getConnection();
        var rows = connection.createStatement().executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static int inserts(String rows, String table) {
    return (int) rows.lines().filter(l -> l.startsWith("insert into " + table + " ")).count();
  }

  /** As inserts that any database takes; what a database numbers by itself is left to it. */
  private String rows() throws SQLException {
    var all = new StringBuilder();
    try (var connection = database.getConnection()) {
      for (var table : TABLES) {
        try (var rows =
            connection.createStatement().executeQuery("select * from " + table + " order by 1")) {
          while (rows.next()) {
            all.append(insert(table, rows));
          }
        }
      }
    }
    return all.toString();
  }

  private static String insert(String table, ResultSet row) throws SQLException {
    var columns = row.getMetaData();
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    for (int c = 1; c <= columns.getColumnCount(); c++) {
      if (!columns.isAutoIncrement(c)) {
        names.add(columns.getColumnName(c).toLowerCase(Locale.ROOT));
        values.add(literal(row, c));
      }
    }
    return "insert into %s (%s) values (%s);\n"
        .formatted(table, String.join(", ", names), String.join(", ", values));
  }

  private static String literal(ResultSet row, int column) throws SQLException {
    return switch (row.getObject(column)) {
      case null -> "null";
      case Number n -> n.toString();
      case Boolean b -> b.toString();
      case OffsetDateTime t -> "timestamp with time zone '" + t + "'";
      default -> "'" + row.getString(column).replace("'", "''") + "'";
    };
  }
}
