package dev.quaestor.starter.ledger;

import dev.quaestor.alert.Severity;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people ask about cases. */
final class CaseQueries {
  /** Also of one whose way back nobody offers any longer. */
  private static final String UNDO_FAILED =
      """
      exists (select 1 from action f where f.investigation_id = i.investigation_id
        and (f.undo_state = 'FAILED'
          or (f.undo_state = 'NOT_UNDOABLE' and f.undo_id is not null)))\
      """;

  /** What is told of a case, but for where the cases come from. */
  private static final String SELECT =
      "select "
          + UNDO_FAILED
          + " as undo_failed,"
          + """
       i.*,
        (select count(*) from alert a where a.investigation_id = i.investigation_id) as alerts,
        (select count(*) from evidence e where e.investigation_id = i.investigation_id) as pieces,
        (select count(*) from action c where c.investigation_id = i.investigation_id
          and /*sight*/) as actions,
        (select count(*) from action c where c.investigation_id = i.investigation_id
          and c.decision = 'PENDING' and /*sight*/) as pending
      """;

  private static final String COLUMNS = SELECT + " from investigation i ";

  private final JdbcClient jdbc;

  CaseQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private static String seen(String sql, Scope sight) {
    return sql.replace("/*sight*/", Sight.ofActions(sight));
  }

  Page<CaseRow> list(CaseFilter filter, Scope sight) {
    var conditions = conditions(filter).casesIn(sight);
    long total =
        conditions
            .in(
                jdbc,
                "select count(*) from (select 1 from investigation i/*where*/ limit :most) counted")
            .param("most", Page.MAX_TOTAL + 1)
            .query(Long.class)
            .single();
    var listing = filter.listing();
    boolean oldest = listing.sort() == Listing.Sort.OLDEST;
    if (listing.after() != null && !goOnAfter(conditions, listing.after(), oldest)) {
      return Page.of(listing, List.of(), total, CaseRow::investigationId);
    }
    var order =
        oldest ? "i.started_at, i.investigation_id" : "i.started_at desc, i.investigation_id desc";
    // First the page, then what is counted of its cases: else it is counted of all that pass.
    var items =
        conditions
            .in(
                jdbc,
                seen(SELECT, sight)
                    + """
                    from (select i.* from investigation i/*where*/
                      order by %1$s limit :size offset :offset) i order by %1$s\
                    """
                        .formatted(order))
            .param("size", listing.size() + 1)
            .param("offset", listing.offset())
            .query((row, n) -> caseRow(row))
            .list();
    return Page.of(listing, items, total, CaseRow::investigationId);
  }

  private boolean goOnAfter(Conditions conditions, String investigationId, boolean oldest) {
    var at =
        jdbc.sql("select started_at from investigation where investigation_id = ?")
            .param(Storable.of(investigationId))
            .query((row, n) -> Columns.instant(row, "started_at"))
            .optional();
    at.ifPresent(
        started ->
            conditions
                .and(
                    "(i.started_at, i.investigation_id) "
                        + (oldest ? ">" : "<")
                        + " (:afterAt, :afterId)")
                .with("afterAt", Columns.utc(started))
                .with("afterId", Storable.of(investigationId)));
    return at.isPresent();
  }

  private static Conditions conditions(CaseFilter filter) {
    var conditions =
        new Conditions()
            .equal("state", filter.state())
            .equal("severity", filter.severity())
            .equal("verdict", filter.verdict());
    if (filter.attention() != null) {
      var review =
          "(state in (:attention) or (i.ended_at is not null and %s))".formatted(UNDO_FAILED);
      conditions
          .and(filter.attention() ? review : "not " + review)
          .with(
              "attention",
              Arrays.stream(InvestigationStatus.values())
                  .filter(InvestigationStatus::needsAttention)
                  .map(Enum::name)
                  .toList());
    }
    conditions.between("i.started_at", filter.listing());
    if (filter.area() != null) {
      conditions
          .and(
              """
              exists (select 1 from action c where c.investigation_id = i.investigation_id
                and c.type in (:area))\
              """)
          .with("area", ActionQueries.typesOf(filter.area()));
    }
    @Nullable String user = CaseProjection.comparable(filter.user());
    if (user != null && !user.isEmpty()) {
      conditions
          .and(
              """
              exists (select 1 from evidence u where u.investigation_id = i.investigation_id
                and position(:user in lower(u.assessment)) > 0)\
              """)
          .with("user", StoredText.asJson(user));
    }
    @Nullable String device = CaseProjection.comparable(filter.device());
    if (device != null && !device.isEmpty()) {
      conditions
          .and(
              """
              exists (select 1 from evidence d where d.investigation_id = i.investigation_id
                and (d.device_id = :device or d.device_name = :device
                  or d.device_name like :host escape '!'
                  or (d.kind = 'DEVICE' and (d.search_text like :alias escape '!'
                    or d.search_text like :aliasFirst escape '!'
                    or d.search_text like :aliasHost escape '!'))))\
              """)
          .with("device", device)
          .with("host", StoredText.startingWith(device + "."))
          // What an alert calls it: a line of its own after what it is called now.
          .with("alias", StoredText.endingWith("\n" + device))
          .with("aliasFirst", StoredText.containing("\n" + device + "\n"))
          .with("aliasHost", StoredText.containing("\n" + device + "."));
    }
    String words = filter.q() == null ? "" : StoredText.searchable(filter.q().strip());
    if (!words.isEmpty()) {
      conditions
          .and(
              """
              i.search_text like :q escape '!'
              or exists (select 1 from alert a where a.investigation_id = i.investigation_id
                and a.search_text like :q escape '!')
              or exists (select 1 from evidence e where e.investigation_id = i.investigation_id
                and e.search_text like :q escape '!')\
              """)
          .with("q", StoredText.containing(words));
    }
    return conditions;
  }

  Optional<CaseRow> find(String investigationId, Scope sight) {
    return new Conditions()
        .and("i.investigation_id = :case")
        .with("case", Storable.of(investigationId))
        .casesIn(sight)
        .in(jdbc, seen(COLUMNS, sight) + "/*where*/")
        .query((row, n) -> caseRow(row))
        .optional();
  }

  private static CaseRow caseRow(ResultSet row) throws SQLException {
    return new CaseRow(
        row.getString("investigation_id"),
        row.getString("workflow_id"),
        row.getString("run_id"),
        Columns.name(row, "state", InvestigationStatus.class),
        row.getString("because"),
        Columns.name(row, "severity", Severity.class),
        row.getString("title"),
        Columns.name(row, "verdict", Verdict.class),
        row.getString("started_by"),
        Columns.instant(row, "started_at"),
        Columns.instantOrNull(row, "ended_at"),
        row.getInt("policy_revision"),
        row.getInt("alerts"),
        row.getInt("pieces"),
        row.getInt("actions"),
        row.getInt("pending"),
        row.getBoolean("undo_failed"));
  }

  List<AlertRow> alerts(String investigationId) {
    return jdbc.sql("select body, added_at from alert where investigation_id = ? order by position")
        .param(investigationId)
        .query(
            (row, n) -> {
              var alert = Columns.value(row, "body", LedgerEvent.AlertAdded.class);
              return new AlertRow(
                  alert.alertId(),
                  alert.source(),
                  alert.title(),
                  alert.severity(),
                  alert.techniques() == null ? List.of() : alert.techniques(),
                  alert.createdAt(),
                  Columns.instant(row, "added_at"),
                  alert.version());
            })
        .list();
  }

  List<EvidenceRow> evidence(String investigationId) {
    return jdbc.sql(
            """
            select assessment, remediation_status, first_seen_at, changed_at from evidence
            where investigation_id = ? order by position\
            """)
        .param(investigationId)
        .query(
            (row, n) ->
                new EvidenceRow(
                    Columns.value(row, "assessment", Assessment.class),
                    Columns.name(row, "remediation_status", RemediationStatus.class),
                    Columns.instant(row, "first_seen_at"),
                    Columns.instant(row, "changed_at")))
        .list();
  }

  /** Evidence whose recorded assessment names the hash, newest first. */
  List<Sighting> naming(String hash, int most, Scope sight) {
    return new Conditions()
        .and("e.assessment like :hash escape '!'")
        .with("hash", StoredText.containing("\"" + hash + "\""))
        .casesIn(sight)
        .in(
            jdbc,
            """
            select e.investigation_id, e.assessment, e.remediation_status, e.changed_at
            from evidence e join investigation i on i.investigation_id = e.investigation_id/*where*/
            order by e.position desc limit :most\
            """)
        .param("most", most)
        .query(
            (row, n) ->
                new Sighting(
                    row.getString("investigation_id"),
                    Columns.value(row, "assessment", Assessment.class),
                    Columns.name(row, "remediation_status", RemediationStatus.class),
                    Columns.instant(row, "changed_at")))
        .list();
  }

  /** The cases that hold an alert of this id, newest first. */
  List<CaseRow> holding(String alertId, Scope sight) {
    return new Conditions()
        .and("i.investigation_id in (select investigation_id from alert where id_hash = :hash)")
        .with("hash", Sha256.of(alertId))
        .casesIn(sight)
        .in(
            jdbc,
            seen(COLUMNS, sight) + "/*where*/ order by i.started_at desc, i.investigation_id desc")
        .query((row, n) -> caseRow(row))
        .list();
  }

  void keepAlert(String content, String body) {
    jdbc.sql(
            """
            insert into alert_body (content_hash, body)
            select cast(? as varchar(64)), cast(? as text)
            where not exists (select 1 from alert_body where content_hash = ?)\
            """)
        .params(content, body, content)
        .update();
  }

  Optional<String> keptAlert(String content) {
    return jdbc.sql("select body from alert_body where content_hash = ?")
        .param(content)
        .query(String.class)
        .optional();
  }

  /** The case that heard this very word. */
  Optional<KnownAlert> alertSaid(String identity, String content) {
    return jdbc.sql(VERSIONS + "where v.alert_hash = ? and v.content_hash = ?")
        .params(identity, content)
        .query(CaseQueries::knownAlert)
        .optional();
  }

  /** The case that heard the latest word on it. */
  Optional<KnownAlert> latestOfAlert(String identity) {
    return jdbc.sql(VERSIONS + "where v.alert_hash = ? order by v.position desc limit 1")
        .param(identity)
        .query(CaseQueries::knownAlert)
        .optional();
  }

  private static final String VERSIONS =
      """
      select v.version, i.investigation_id, i.workflow_id, i.run_id, i.state from alert_version v
      join investigation i on i.investigation_id = v.investigation_id
      """;

  private static KnownAlert knownAlert(ResultSet row, int n) throws SQLException {
    return new KnownAlert(
        row.getString("investigation_id"),
        row.getString("workflow_id"),
        row.getString("run_id"),
        row.getInt("version"),
        Columns.name(row, "state", InvestigationStatus.class));
  }
}
