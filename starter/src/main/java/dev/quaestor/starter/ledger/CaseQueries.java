package dev.quaestor.starter.ledger;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people ask about cases. */
final class CaseQueries {
  /** What is told of a case, but for where the cases come from. */
  private static final String SELECT =
      """
      select i.*,
        (select count(*) from alert a where a.investigation_id = i.investigation_id) as alerts,
        (select count(*) from evidence e where e.investigation_id = i.investigation_id) as pieces,
        (select count(*) from action c where c.investigation_id = i.investigation_id
          and /*sight*/) as actions,
        (select count(*) from action c where c.investigation_id = i.investigation_id
          and c.decision = 'PENDING' and /*sight*/) as pending
      """;

  private static final String COLUMNS = SELECT + " from investigation i ";

  private final JdbcClient jdbc;
  private final Few few;

  CaseQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.few = new Few(jdbc);
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
    var keys = keys(listing);
    if (listing.from() != null && !goOnFrom(conditions, listing.from(), listing, keys)) {
      return Page.of(listing.front(), List.of(), total, CaseRow::investigationId);
    }
    var order =
        keys.stream()
            .map(key -> ascends(listing) ? key : key + " desc")
            .collect(Collectors.joining(", "));
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
    if (Page.isAtFront(listing, items)) {
      return list(filter.of(listing.front()), sight);
    }
    return Page.of(listing, items, total, CaseRow::investigationId);
  }

  /** How mild a case is, the gravest last, so that all orders but one go down. */
  private static final String GRAVITY =
      """
      case i.severity when 'HIGH' then 3 when 'MEDIUM' then 2 when 'LOW' then 1 else 0 end\
      """;

  /** What the list is in order of, all the same way round; the last is unique. */
  private static List<String> keys(Listing listing) {
    return switch (Objects.requireNonNullElse(listing.sort(), Listing.Sort.NEWEST)) {
      case ATTENTION -> List.of("i.attention", "i.started_at", "i.investigation_id");
      case GRAVEST, MILDEST -> List.of(GRAVITY, "i.started_at", "i.investigation_id");
      case NEWEST,
          OLDEST,
          URGENCY,
          EXPIRES_FIRST,
          EXPIRES_LAST,
          TYPE,
          TYPE_REVERSED,
          TARGET,
          TARGET_REVERSED ->
          List.of("i.started_at", "i.investigation_id");
    };
  }

  /** Which way it is read: from its far end, where it is a part before another. */
  private static boolean ascends(Listing listing) {
    boolean order = listing.sort() == Listing.Sort.OLDEST || listing.sort() == Listing.Sort.MILDEST;
    return order != listing.isBack();
  }

  private boolean goOnFrom(
      Conditions conditions, Listing.From from, Listing listing, List<String> keys) {
    var at =
        jdbc.sql(
                "select i.started_at, i.attention, %s as gravity from investigation i"
                        .formatted(GRAVITY)
                    + " where i.investigation_id = ?")
            .param(Storable.of(from.id()))
            .query(
                (row, n) ->
                    conditions
                        .with("afterAt", Columns.utc(Columns.instant(row, "started_at")))
                        .with(
                            "afterRank",
                            row.getInt(
                                listing.sort() == Listing.Sort.ATTENTION ? "attention" : "gravity"))
                        .with("afterId", Storable.of(from.id())))
            .optional();
    at.ifPresent(
        known ->
            known.and(
                "(%s) %s (%s:afterAt, :afterId)"
                    .formatted(
                        String.join(", ", keys),
                        ascends(listing) ? ">" : "<",
                        keys.size() == 3 ? ":afterRank, " : "")));
    return at.isPresent();
  }

  private static final List<String> IN_WORDS =
      List.of(
          "select investigation_id as id from investigation where search_text like :q escape '!'",
          "select investigation_id as id from alert where search_text like :q escape '!'",
          "select investigation_id as id from evidence where search_text like :q escape '!'");

  /**
   * What an alert calls a device: a line of its own after what it is called now, with its domain or
   * without. No index is of use for a position, so none is tried.
   */
  private static final String CALLED_SO =
      """
      (d.kind = 'DEVICE' and (position(:line in d.search_text || :end) > 0
        or position(:lineHost in d.search_text) > 0))\
      """;

  private static final List<String> ON_DEVICE =
      List.of(
          "select investigation_id as id from evidence where device_id = :device",
          """
          select investigation_id as id from evidence where device_host = :deviceHost
            and (device_name = :device or device_name like :host escape '!')\
          """,
          """
          select m.investigation_id as id from evidence_mention m join evidence d
              on d.investigation_id = m.investigation_id and d.entity_hash = m.entity_hash
            where m.value_hash = :called and\s"""
              + CALLED_SO);

  /**
   * To the few that were found; else by a condition that is asked of each case on the way. It has
   * an "offset", without which PostgreSQL would ask it of the whole table at once.
   */
  private static void narrow(
      Conditions conditions, Optional<List<String>> found, String otherwise) {
    if (found.isPresent()) {
      found(conditions, found);
    } else {
      conditions.and(otherwise);
    }
  }

  private static void found(Conditions conditions, Optional<List<String>> found) {
    var name = "found" + conditions.size();
    found.ifPresent(
        ids ->
            conditions
                .and("i.investigation_id = any(:" + name + ")")
                .with(name, ids.toArray(String[]::new)));
  }

  private Conditions conditions(CaseFilter filter) {
    var conditions =
        new Conditions()
            .equal("state", filter.state())
            .equal("severity", filter.severity())
            .equal("verdict", filter.verdict());
    if (filter.attention() != null) {
      conditions.and("i.attention = :attention").with("attention", filter.attention() ? 1 : 0);
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
      var named = Mentions.key(user);
      found(
          conditions,
          few.of(
              List.of(
                  "select investigation_id as id from evidence_mention where value_hash = :named"),
              Map.of("named", named)));
      // What is no longer said of a thing is still mentioned.
      conditions.and(
          """
          exists (select 1 from evidence_mention m join evidence u
              on u.investigation_id = m.investigation_id and u.entity_hash = m.entity_hash
            where m.value_hash = :named and m.investigation_id = i.investigation_id
              and position(:user in lower(u.assessment)) > 0 offset 0)\
          """);
      conditions.with("named", named).with("user", StoredText.asJson(user));
    }
    @Nullable String device = CaseProjection.comparable(filter.device());
    if (device != null && !device.isEmpty()) {
      var called =
          Map.of(
              "device",
              device,
              "deviceHost",
              Objects.requireNonNull(CaseProjection.host(device)),
              "host",
              StoredText.startingWith(device + "."),
              "called",
              Mentions.deviceKey(device),
              "line",
              "\n" + device + "\n",
              "end",
              "\n",
              "lineHost",
              "\n" + device + ".");
      narrow(
          conditions,
          few.of(ON_DEVICE, called),
          """
          exists (select 1 from evidence d where d.investigation_id = i.investigation_id
            and (d.device_id = :device or d.device_name = :device
              or d.device_name like :host escape '!' or\s"""
              + CALLED_SO
              + ") offset 0)");
      called.forEach(conditions::with);
    }
    @Nullable String assignee = CaseProjection.comparable(filter.assignee());
    if (assignee != null) {
      conditions.and("i.assignee_key = :assignee").with("assignee", assignee);
    }
    if (filter.tag() != null) {
      conditions
          .and(
              """
              i.investigation_id in (
                select t.investigation_id from case_tag t where t.tag_key = :tag and t.stands)\
              """)
          .with("tag", CaseFiles.key(filter.tag()));
    }
    String words = filter.q() == null ? "" : StoredText.searchable(filter.q().strip());
    if (!words.isEmpty()) {
      var q = Map.of("q", StoredText.containing(words));
      narrow(
          conditions,
          few.of(IN_WORDS, q),
          """
          i.search_text like :q escape '!'
          or exists (select 1 from alert a where a.investigation_id = i.investigation_id
            and a.search_text like :q escape '!' offset 0)
          or exists (select 1 from evidence e where e.investigation_id = i.investigation_id
            and e.search_text like :q escape '!' offset 0)\
          """);
      q.forEach(conditions::with);
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
        row.getBoolean("undo_failed"),
        new CaseRow.Pieces(
            row.getInt("pieces_malicious"),
            row.getInt("pieces_suspicious"),
            row.getInt("pieces_clean"),
            row.getInt("pieces_unknown")),
        row.getString("assignee"),
        CaseFiles.tags(row));
  }

  List<AlertRow> alerts(String investigationId) {
    return alerts(investigationId, Integer.MAX_VALUE);
  }

  List<AlertRow> alerts(String investigationId, int most) {
    return jdbc.sql(
            "select body, added_at from alert where investigation_id = ? order by position limit ?")
        .param(investigationId)
        .param(most)
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
                  alert.version(),
                  alert.description());
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

  /** An address that a device had so much earlier or later may have been another one's then. */
  private static final Duration ABOUT = Duration.ofHours(1);

  private static final int MOST_ADDRESSES = 200;
  private static final int MOST_HOLDERS = 3;

  /** The devices that had the addresses among these at about the time at which they were met. */
  List<AddressHolder> holders(List<EvidenceRow> evidence, Scope sight) {
    var met = new LinkedHashMap<String, EvidenceRow>();
    evidence.stream()
        .filter(row -> row.assessment().evidence().entity() instanceof IpAddress)
        .limit(MOST_ADDRESSES)
        .forEach(row -> met.put(Mentions.addressKey(row.assessment().key()), row));
    if (met.isEmpty()) {
      return List.of();
    }
    var times = met.values().stream().map(EvidenceRow::firstSeenAt).sorted().toList();
    var all =
        new Conditions()
            .and("m.value_hash in (:addresses) and e.changed_at between :from and :until")
            .with("addresses", met.keySet())
            .with("from", Columns.utc(times.getFirst().minus(ABOUT)))
            .with("until", Columns.utc(times.getLast().plus(ABOUT)))
            .casesIn(sight)
            .in(
                jdbc,
                """
                select m.value_hash, e.device_name, e.device_id, e.investigation_id, e.changed_at
                from evidence_mention m
                join evidence e on e.investigation_id = m.investigation_id
                  and e.entity_hash = m.entity_hash
                join investigation i on i.investigation_id = e.investigation_id/*where*/
                order by e.changed_at desc limit 1000\
                """)
            .query(
                (row, n) -> {
                  var address = Objects.requireNonNull(met.get(row.getString("value_hash")));
                  @Nullable String name = row.getString("device_name");
                  return Map.entry(
                      address.firstSeenAt(),
                      new AddressHolder(
                          address.assessment().key(),
                          name == null ? String.valueOf(row.getString("device_id")) : name,
                          Columns.instant(row, "changed_at"),
                          row.getString("investigation_id")));
                })
            .list();
    var holders = new LinkedHashMap<EntityKey, Map<String, AddressHolder>>();
    all.stream()
        .filter(
            one ->
                Duration.between(one.getKey(), one.getValue().saidAt()).abs().compareTo(ABOUT) <= 0)
        .map(Map.Entry::getValue)
        .forEach(
            one ->
                holders
                    .computeIfAbsent(one.address(), a -> new LinkedHashMap<>())
                    .putIfAbsent(one.device(), one));
    return holders.values().stream()
        .flatMap(devices -> devices.values().stream().limit(MOST_HOLDERS))
        .toList();
  }

  /** Evidence whose recorded assessment names the hash, newest first. */
  List<Sighting> naming(String hash, int most, Scope sight) {
    return new Conditions()
        .and("m.value_hash = :named and position(:hash in e.assessment) > 0")
        .with("named", Mentions.key(hash))
        .with("hash", "\"" + hash + "\"")
        .casesIn(sight)
        .in(
            jdbc,
            """
            select e.investigation_id, e.assessment, e.remediation_status, e.changed_at
            from evidence_mention m
            join evidence e on e.investigation_id = m.investigation_id
              and e.entity_hash = m.entity_hash
            join investigation i on i.investigation_id = e.investigation_id/*where*/
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
    int known =
        jdbc.sql("update alert_body set kept_at = current_timestamp where content_hash = ?")
            .param(content)
            .update();
    if (known > 0) {
      return;
    }
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
