package dev.quaestor.starter.ledger;

import dev.quaestor.action.ActionSource;
import dev.quaestor.action.ActionType;
import dev.quaestor.action.Area;
import dev.quaestor.action.Execution;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.approval.PendingAction.Elsewhere;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.ledger.Shortfall;
import dev.quaestor.policy.Gate;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.WorkflowIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people ask about actions. */
final class ActionQueries {
  private static final String COLUMNS =
      """
      select c.*, i.workflow_id, i.title from action c
      left join investigation i on i.investigation_id = c.investigation_id
      """;

  /**
   * What one decision answers: whoever is shown one of them has been shown all. What each of
   * several connectors does is one question, whose subject names them.
   */
  private static final String QUESTION =
      "coalesce(c.subject || '/' || c.gate || '/' || coalesce(c.verdict, '')"
          + " || case when c.type in (%s) then '' else coalesce('/' || c.connector, '') end, c.action_id)"
              .formatted(
                  Arrays.stream(ActionType.values())
                      .filter(ActionType::isByEach)
                      .map(type -> "'" + type.name() + "'")
                      .collect(Collectors.joining(", ")));

  /** A list of no type, which SQL cannot say. */
  private static final List<String> NOTHING = List.of("");

  private final JdbcClient jdbc;
  private final Few few;

  ActionQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.few = new Few(jdbc);
  }

  Page<ActionRow> list(ActionFilter filter, Scope sight) {
    var order = ActionOrder.of(filter);
    var conditions = order.into(conditions(filter), filter.listing()).actionsIn(sight);
    long total =
        conditions
            .in(
                jdbc,
                "select count(*) from (select 1 from action c/*where*//*order*/ limit :most) counted")
            .param("most", Page.MAX_TOTAL + 1)
            .query(Long.class)
            .single();
    var listing = filter.listing();
    var way = order.towards(listing);
    if (listing.from() != null) {
      if (!way.goOnFrom(jdbc, conditions, listing.from(), listing)) {
        return Page.of(listing.front(), List.of(), total, ActionRow::actionId);
      }
      conditions.and(way.behind());
    }
    var items =
        conditions
            .in(
                jdbc,
                page(
                    """
                    select c.action_id from action c/*where*/
                    order by %1$s limit :size offset :offset\
                    """,
                    way))
            .param("size", listing.size() + 1)
            .param("offset", listing.offset())
            .query((row, n) -> actionRow(row))
            .list();
    if (Page.isAtFront(listing, items)) {
      return list(filter.of(listing.front()), sight);
    }
    return Page.of(listing, items, total, ActionRow::actionId);
  }

  /**
   * What waits, each question once: of the actions that pass and ask the same, the one that comes
   * first in the list's order.
   */
  Page<PendingQuestion> questions(ActionFilter filter, Scope sight) {
    var order = ActionOrder.of(filter);
    var conditions = order.into(conditions(filter), filter.listing()).actionsIn(sight);
    long total =
        conditions
            .in(
                jdbc,
                "select count(*) from (select 1 from action c/*where*/ group by "
                    + QUESTION
                    + " limit :most) counted")
            .param("most", Page.MAX_TOTAL + 1)
            .query(Long.class)
            .single();
    var listing = filter.listing();
    var way = order.towards(listing);
    if (listing.from() != null && !way.goOnFrom(jdbc, conditions, listing.from(), listing)) {
      return Page.of(listing.front(), List.of(), total, q -> q.action().actionId());
    }
    var rows =
        conditions
            .in(
                jdbc,
                page(
                    """
                    select c.action_id from (
                      select c.action_id, %4$s,
                        row_number() over (partition by %2$s order by %5$s) as nth
                      from action c/*where*/) c
                    where c.nth = 1 and %3$s order by %1$s limit :size offset :offset\
                    """,
                    way,
                    QUESTION,
                    listing.from() == null ? "1 = 1" : way.behind(),
                    order.columns(),
                    order.by()))
            .param("size", listing.size() + 1)
            .param("offset", listing.offset())
            .query((row, n) -> actionRow(row))
            .list();
    if (Page.isAtFront(listing, rows)) {
      return questions(filter.of(listing.front()), sight);
    }
    var alike = alike(rows, sight);
    var items = rows.stream().map(row -> question(row, alike)).toList();
    return Page.of(listing, items, total, q -> q.action().actionId());
  }

  /**
   * What is told of the actions of one page, in its order: of those that are not on it only what
   * puts them in order is read, because an action's text is long.
   *
   * @param ids selects them; its first format argument is the order
   */
  private static String page(String ids, ActionOrder order, String... more) {
    var arguments = Stream.concat(Stream.of(order.by()), Stream.of(more)).toArray();
    return """
        select c.*, i.workflow_id, i.title from (%s) shown
        join action c on c.action_id = shown.action_id
        left join investigation i on i.investigation_id = c.investigation_id
        order by %s\
        """
        .formatted(ids.formatted(arguments), order.by());
  }

  PendingQuestion question(ActionRow row, Scope sight) {
    return question(row, alike(List.of(row), sight));
  }

  /** What else waits for the same answer, oldest first. */
  List<ActionRow> waitingAlike(ActionRow row, int most, Scope sight) {
    @Nullable String subject = row.subject();
    return subject == null
        ? List.of()
        : jdbc.sql(
                COLUMNS
                    + """
                     where c.subject = :subject and c.decision = 'PENDING' and c.action_id <> :id
                      and %s
                    order by c.position limit :most"""
                        .formatted(Sight.ofActions(sight)))
            .params(Sight.parameters(sight))
            .param("subject", subject)
            .param("id", row.actionId())
            .param("most", most)
            .query((r, n) -> actionRow(r))
            .list();
  }

  /** Others of its case and type that could be taken back too, the latest first. */
  List<ActionRow> undoableLike(ActionRow row, int most) {
    @Nullable String caseId = row.investigationId();
    return caseId == null
        ? List.of()
        : jdbc.sql(
                COLUMNS
                    + """
                     where c.investigation_id = :case and c.type = :type and c.action_id <> :id
                      and c.undo_state in (:states)
                    order by c.position desc limit :most""")
            .param("case", caseId)
            .param("type", row.type().name())
            .param("id", row.actionId())
            .param(
                "states",
                Arrays.stream(UndoState.values())
                    .filter(UndoState::mayBeTried)
                    .map(Enum::name)
                    .toList())
            .param("most", most)
            .query((r, n) -> actionRow(r))
            .list();
  }

  private static final int WAITING_THERE = 10;
  private static final int EARLIER = 5;

  /** What else there is about the thing that it is done to. */
  Around around(ActionRow row, Scope sight) {
    var target = row.target();
    var places =
        CaseKnowledge.keyOfDevice(target).map(key -> Sha256.of(key.value())).stream().toList();
    var thing = Sha256.of(target.key().value());
    // Of each its own statement, because H2 has no index for an "or" of two.
    var ids =
        jdbc.sql(
                """
                select c.action_id from action c
                where c.device_hash in (:places) and c.decision = 'PENDING'
                union select c.action_id from action c
                where c.target_hash = :thing and c.decision = 'PENDING'""")
            .param("places", places.isEmpty() ? NOTHING : places)
            .param("thing", thing)
            .query(String.class)
            .list();
    var waiting =
        new Conditions()
            .and("c.action_id in (:ids) and c.action_id <> :id")
            .actionsIn(sight)
            .in(jdbc, COLUMNS + "/*where*/ order by c.expires_at, c.position limit :most")
            .param("ids", ids.isEmpty() ? NOTHING : ids)
            .param("id", row.actionId())
            .param("most", WAITING_THERE)
            .query((r, n) -> actionRow(r))
            .list();
    var earlier =
        new Conditions()
            .and("c.target_hash = :thing and c.action_id <> :id")
            .and("c.decision not in ('PENDING', 'SUPERSEDED')")
            .actionsIn(sight)
            .in(
                jdbc,
                COLUMNS
                    + """
                    /*where*/ order by c.created_at desc, c.position desc limit :most""")
            .param("thing", thing)
            .param("id", row.actionId())
            .param("most", EARLIER)
            .query((r, n) -> actionRow(r))
            .list();
    return new Around(waiting, earlier);
  }

  /** One of those that ask the same, with how many they are. */
  private record Alike(String question, int cases, Elsewhere one) {}

  private static PendingQuestion question(ActionRow row, List<Alike> alike) {
    if (row.decision().status() != DecisionStatus.PENDING) {
      return new PendingQuestion(row, 0, List.of());
    }
    var asked = row.question();
    var same = alike.stream().filter(a -> a.question().equals(asked)).toList();
    return new PendingQuestion(
        row,
        same.stream().mapToInt(Alike::cases).max().orElse(1),
        same.stream()
            .map(Alike::one)
            .filter(one -> !isOf(row, one))
            .limit(PendingQuestion.NAMED)
            .toList());
  }

  private static boolean isOf(ActionRow row, Elsewhere one) {
    return row.investigationId() == null
        ? one.actionId().equals(row.actionId())
        : row.investigationId().equals(one.investigationId());
  }

  private List<Alike> alike(List<ActionRow> rows, Scope sight) {
    var subjects = rows.stream().flatMap(r -> Stream.ofNullable(r.subject())).distinct().toList();
    return subjects.isEmpty()
        ? List.of()
        : new Conditions()
            .and("c.decision = 'PENDING' and c.subject in (:subjects)")
            .with("subjects", subjects)
            .actionsIn(sight)
            .in(
                jdbc,
                """
                select s.*, i.title from (
                  select a.*, row_number() over (partition by question order by position) as nth,
                    count(*) over (partition by question) as cases
                  from (
                    select %1$s as question, c.action_id, c.investigation_id, c.verdict,
                      c.plan_hash, c.position, row_number() over (
                        partition by %1$s, coalesce(c.investigation_id, c.action_id)
                        order by c.position) as nth_there
                    from action c/*where*/) a
                  where a.nth_there = 1) s
                left join investigation i on i.investigation_id = s.investigation_id
                where s.nth <= :named and s.cases > 1 order by s.position"""
                    .formatted(QUESTION))
            .param("named", PendingQuestion.NAMED + 1)
            .query((row, n) -> alike(row))
            .list();
  }

  private static Alike alike(ResultSet row) throws SQLException {
    @Nullable Verdict verdict = Columns.nameOrNull(row, "verdict", Verdict.class);
    @Nullable String title = row.getString("title");
    return new Alike(
        row.getString("question"),
        row.getInt("cases"),
        new Elsewhere(
            row.getString("investigation_id"),
            title == null ? "An order of its own" : title,
            row.getString("action_id"),
            verdict == null ? Verdict.UNKNOWN : verdict,
            row.getString("plan_hash")));
  }

  /** How many questions wait, and how many of them somebody may decide who may act there. */
  Waiting waiting(List<Area> mine, Scope sight) {
    return new Conditions()
        .and("c.decision = 'PENDING'")
        .actionsIn(sight)
        .in(
            jdbc,
            """
            select count(*) as pending, coalesce(sum(q.mine), 0) as mine from (
              select max(case when c.type in (:types) then 1 else 0 end) as mine from action c
              /*where*/ group by %s limit :most) q"""
                .formatted(QUESTION))
        .param("types", typesOf(mine))
        .param("most", Page.MAX_TOTAL + 1)
        .query((row, n) -> Waiting.counted(row.getLong("pending"), row.getLong("mine")))
        .single();
  }

  private static final int MOST_GROUPS = 200;

  /** The confirmed groups of the devices on which what waits would be done, by name. */
  List<String> groupsWaiting(Scope sight) {
    return new Conditions()
        .and("c.decision = 'PENDING'")
        .actionsIn(sight)
        .in(
            jdbc,
            """
            select g from (
              select c.device_group as g from action c/*where*/ and c.investigation_id is null
              union select e.device_group as g from action c
              join evidence e on e.investigation_id = c.investigation_id
                and e.entity_hash = c.device_hash
              /*where*/) named
            where g is not null order by g limit :most""")
        .param("most", MOST_GROUPS)
        .query(String.class)
        .list();
  }

  private static List<String> typesOf(List<Area> areas) {
    return areas.isEmpty()
        ? NOTHING
        : areas.stream().flatMap(area -> typesOf(area).stream()).toList();
  }

  static List<String> typesOf(Area area) {
    return Arrays.stream(ActionType.values())
        .filter(type -> type.area() == area)
        .map(ActionType::name)
        .toList();
  }

  /** More devices of one name than anybody means. */
  private static final int DEVICES = 1000;

  /**
   * The devices that are called so, in whatever case, by the hashes of their keys. Each is looked
   * up in its own index, because H2 has none for an "or" of two.
   */
  private List<String> devices(String name) {
    var known =
        jdbc.sql(
                """
                select entity_hash from evidence where device_id = :name
                union select entity_hash from evidence where device_host = :host
                  and (device_name = :name or device_name like :longer escape '!')
                union select device_hash from action where target_name = :name and device_hash <> ''
                limit :most""")
            .param("name", name)
            .param("host", CaseProjection.host(name))
            .param("longer", StoredText.startingWith(name + "."))
            .param("most", DEVICES)
            .query(String.class)
            .list();
    // One that is in no case: what was ordered by hand may name it by its id or its name alone.
    var ordered =
        Stream.of(Device.ofId(name), new Device(null, name, null, null, List.of(), List.of()))
            .map(device -> Sha256.of(device.key().value()));
    return Stream.concat(known.stream(), ordered).distinct().toList();
  }

  /**
   * The same as by "like", which PostgreSQL would look up among the trigrams of all actions,
   * however few are asked and however many have the words.
   */
  private static final String HAS_WORDS = "position(:words in c.search_text) > 0";

  private static final int NEWEST = 500;
  private static final int COMMON_OF_NEWEST = NEWEST / 5;

  /**
   * Whether so many of the newest actions have the words that reading on from there finds a page of
   * them, and as many as are counted, sooner than an index of words gives all of them. Only how
   * they are found hangs on it.
   */
  private boolean isCommon(String words) {
    return jdbc.sql(
                """
                select count(*) from (
                  select search_text from action order by created_at desc, action_id desc
                  limit :newest) n
                where position(:words in n.search_text) > 0""")
            .param("newest", NEWEST)
            .param("words", words)
            .query(Long.class)
            .single()
        >= COMMON_OF_NEWEST;
  }

  private Conditions conditions(ActionFilter filter) {
    var conditions = new Conditions();
    if (filter.status() != null) {
      conditions.and(
          switch (filter.status()) {
            case PENDING -> "c.decision = 'PENDING'";
            case HISTORY -> "c.decision <> 'PENDING'";
          });
    }
    conditions
        .among("c.type", "types", filter.types())
        .among("c.source", "sources", filter.sources())
        .among("c.severity", "severities", filter.severities())
        .among("c.execution", "executions", filter.executions())
        .among("c.undo_state", "undos", filter.undos());
    if (!filter.areas().isEmpty()) {
      conditions.and("c.type in (:areas)").with("areas", typesOf(filter.areas()));
    }
    if (filter.mine() != null) {
      conditions.and("c.type in (:mine)").with("mine", typesOf(filter.mine()));
    }
    if (filter.target() != null) {
      conditions.and("c.target_hash = :target").with("target", Sha256.of(filter.target()));
    }
    if (filter.investigationId() != null) {
      conditions
          .and("c.investigation_id = :case")
          .with("case", Storable.of(filter.investigationId()));
    }
    if (filter.group() != null) {
      conditions.and("c.order_group = :group").with("group", Storable.of(filter.group()));
    }
    conditions.between("c.created_at", filter.listing());
    @Nullable String user = CaseProjection.comparable(filter.user());
    if (user != null && !user.isEmpty()) {
      conditions.and("position(:user in lower(c.body)) > 0").with("user", StoredText.asJson(user));
      narrowed(
          conditions,
          few.of(
              List.of("select action_id as id from action_mention where value_hash = :named"),
              Map.of("named", Mentions.key(user))));
    }
    @Nullable String device = CaseProjection.comparable(filter.device());
    if (device != null && !device.isEmpty()) {
      conditions.and("c.device_hash in (:devices)").with("devices", devices(device));
    }
    if (filter.deviceGroup() != null) {
      conditions
          .and(Sight.onDevicesOf("deviceGroups"))
          .with("deviceGroups", List.of(Storable.of(filter.deviceGroup())));
    }
    @Nullable String decidedBy = CaseProjection.comparable(filter.decidedBy());
    if (decidedBy != null && decidedBy.equals(CaseProjection.comparable(ActionFilter.AUTOMATION))) {
      conditions.and("c.decision = 'NOT_NEEDED'");
    } else if (decidedBy != null && !decidedBy.isEmpty()) {
      conditions.and("c.decided_by_key = :decidedBy").with("decidedBy", decidedBy);
    }
    String words = filter.q() == null ? "" : StoredText.searchable(filter.q().strip());
    if (!words.isEmpty()) {
      // What waits is few.
      if (filter.status() == ActionFilter.Status.PENDING) {
        conditions.and(HAS_WORDS).with("words", words);
      } else if (isCommon(words)) {
        conditions
            .and(HAS_WORDS)
            .with("words", words)
            .inOrder("c.created_at desc, c.action_id desc");
      } else {
        var q = StoredText.containing(words);
        conditions.and("c.search_text like :q escape '!'").with("q", q);
        narrowed(
            conditions,
            few.of(
                List.of("select action_id as id from action where search_text like :q escape '!'"),
                Map.of("q", q)));
      }
    }
    return conditions;
  }

  /** To those that were found; what was found more than once must be among both. */
  private static void narrowed(Conditions conditions, Optional<List<String>> found) {
    found.ifPresent(
        ids -> {
          var name = "found" + conditions.size();
          conditions.and("c.action_id = any(:" + name + ")").with(name, ids.toArray(String[]::new));
        });
  }

  Optional<ActionRow> find(String actionId) {
    return find(actionId, Scope.ALL);
  }

  Optional<ActionRow> find(String actionId, Scope sight) {
    return new Conditions()
        .and("c.action_id = :id")
        .with("id", Storable.of(actionId))
        .actionsIn(sight)
        .in(jdbc, COLUMNS + "/*where*/")
        .query((row, n) -> actionRow(row))
        .optional();
  }

  /** One action of a case, as far as it tells what became of the evidence that it is about. */
  private record About(String actionId, List<EntityKey> evidence, RemediationStatus.Part part) {}

  /**
   * What would have become of what an action of a case is about, were it taken back.
   *
   * @param over what is taken back with it
   */
  List<LedgerEvent.RemediationStatusChanged> evidenceWithout(
      String caseId, String actionId, Set<String> over) {
    var all =
        jdbc.sql(
                """
                select action_id, type, decision, execution, undo_state, evidence from action
                where investigation_id = ? and evidence is not null and decision <> 'SUPERSEDED'
                order by position""")
            .param(caseId)
            .query(
                (row, n) ->
                    new About(
                        row.getString("action_id"),
                        List.of(Columns.value(row, "evidence", EntityKey[].class)),
                        over.contains(row.getString("action_id"))
                            ? RemediationStatus.Part.WRONG
                            : part(row)))
            .list();
    return all.stream()
        .filter(a -> a.actionId().equals(actionId))
        .flatMap(a -> a.evidence().stream())
        .map(
            key ->
                new LedgerEvent.RemediationStatusChanged(
                    key.value(),
                    RemediationStatus.of(
                        all.stream()
                            .filter(a -> a.evidence().contains(key))
                            .map(About::part)
                            .toList())))
        .toList();
  }

  private static RemediationStatus.Part part(ResultSet row) throws SQLException {
    var execution = Columns.name(row, "execution", Execution.class);
    return switch (Columns.name(row, "decision", DecisionStatus.class)) {
      case PENDING -> RemediationStatus.Part.PENDING;
      case REJECTED, EXPIRED -> RemediationStatus.Part.DECLINED;
      case NOT_NEEDED, APPROVED, SUPERSEDED -> {
        if (!execution.isFinal()) {
          yield RemediationStatus.Part.RUNNING;
        }
        if (!execution.isGood() || isUndone(row)) {
          yield RemediationStatus.Part.WRONG;
        }
        yield Columns.name(row, "type", ActionType.class).onlyReads()
            ? RemediationStatus.Part.LOOKED
            : RemediationStatus.Part.GOOD;
      }
    };
  }

  private static boolean isUndone(ResultSet row) throws SQLException {
    return Columns.name(row, "undo_state", UndoState.class) == UndoState.UNDONE;
  }

  /** What would be missing in a case's remedy, were these taken back. */
  Shortfall shortfallWithout(String caseId, Set<String> over) {
    return new Shortfall(
        jdbc.sql(
                """
                select action_id, decision, execution, undo_state from action
                where investigation_id = ? and requested_by is null and decision <> 'SUPERSEDED'
                  and type <> 'EXPAND_INVESTIGATION'""")
            .param(caseId)
            .query(
                (row, n) ->
                    Shortfall.Became.of(
                        Columns.name(row, "decision", DecisionStatus.class),
                        Columns.name(row, "execution", Execution.class),
                        over.contains(row.getString("action_id")) || isUndone(row)))
            .list());
  }

  /** How many of a group stand how; empty when there is no such group. */
  List<GroupCount> countsOf(String group, Scope sight) {
    return new Conditions()
        .and("c.order_group = :group")
        .with("group", Storable.of(group))
        .actionsIn(sight)
        .in(
            jdbc,
            """
            select decision, execution, undo_state, count(*) as actions from action c/*where*/
            group by decision, execution, undo_state""")
        .query(
            (row, n) ->
                new GroupCount(
                    Columns.name(row, "decision", DecisionStatus.class),
                    Columns.name(row, "execution", Execution.class),
                    Columns.name(row, "undo_state", UndoState.class),
                    row.getLong("actions")))
        .list();
  }

  /** Actions whose recorded body names one of these hashes, newest first. */
  List<ActionRow> naming(List<String> hashes, @Nullable ActionType type, int most, Scope sight) {
    var conditions = new Conditions();
    var any = new ArrayList<String>();
    for (int i = 0; i < hashes.size(); i++) {
      any.add("position(:hash" + i + " in c.body) > 0");
      conditions.with("hash" + i, "\"" + hashes.get(i) + "\"");
    }
    conditions
        .and(
            "c.action_id in (select m.action_id from action_mention m where m.value_hash in (:named))")
        .with("named", hashes.isEmpty() ? NOTHING : hashes.stream().map(Mentions::key).toList())
        .and(any.isEmpty() ? "1 = 0" : String.join(" or ", any))
        .equal("type", type)
        .actionsIn(sight);
    return conditions
        .in(jdbc, COLUMNS + "/*where*/ order by c.position desc limit :most")
        .param("most", most)
        .query((row, n) -> actionRow(row))
        .list();
  }

  /** What a run of an action put into the vault; empty when it put nothing there. */
  Optional<StoredArtifact> artifact(String actionId, Scope sight) {
    return new Conditions()
        .and("c.action_id = :id and c.receipt is not null")
        .with("id", Storable.of(actionId))
        .actionsIn(sight)
        .in(jdbc, "select receipt from action c/*where*/")
        .query((row, n) -> Columns.value(row, "receipt", Receipt.class))
        .optional()
        .filter(Receipt.Stored.class::isInstance)
        .map(Receipt.Stored.class::cast)
        .map(stored -> new StoredArtifact(stored.sha256(), stored.size(), stored.name()));
  }

  List<ActionRow> ofCase(String investigationId, Scope sight) {
    return new Conditions()
        .and("c.investigation_id = :case")
        .with("case", investigationId)
        .actionsIn(sight)
        .in(jdbc, COLUMNS + "/*where*/ order by c.position")
        .query((row, n) -> actionRow(row))
        .list();
  }

  private static ActionRow actionRow(ResultSet row) throws SQLException {
    return new ActionRow(
        row.getString("action_id"),
        row.getString("investigation_id"),
        workflowId(row),
        Columns.value(row, "body", RemediationAction.class),
        plan(row),
        decision(row),
        execution(row),
        undo(row),
        Columns.instant(row, "created_at"),
        of(row));
  }

  private static ActionRow.@Nullable Of of(ResultSet row) throws SQLException {
    @Nullable String title = row.getString("title");
    return title == null
        ? null
        : new ActionRow.Of(
            Objects.requireNonNullElse(
                Columns.nameOrNull(row, "severity", Severity.class), Severity.INFORMATIONAL),
            title);
  }

  /** What a person ordered has a workflow of its own, even when it belongs to a case. */
  private static @Nullable String workflowId(ResultSet row) throws SQLException {
    return row.getString("requested_by") == null
        ? row.getString("workflow_id")
        : WorkflowIds.remediation(row.getString("action_id"));
  }

  private static ActionRow.Plan plan(ResultSet row) throws SQLException {
    return new ActionRow.Plan(
        Columns.name(row, "source", ActionSource.class),
        Columns.name(row, "gate", Gate.class),
        row.getString("rule_id"),
        row.getString("because"),
        Columns.nameOrNull(row, "verdict", Verdict.class),
        row.getString("plan_hash"),
        row.getString("requested_by"),
        row.getString("request_comment"),
        row.getString("undoes"),
        row.getString("order_group"),
        evidence(row),
        seen(row),
        Columns.valueOrNull(row, "terms", LedgerEvent.ActionPlanned.Terms.class),
        row.getString("connector"));
  }

  private static List<EntityKey> evidence(ResultSet row) throws SQLException {
    EntityKey @Nullable [] keys = Columns.valueOrNull(row, "evidence", EntityKey[].class);
    return keys == null ? List.of() : List.of(keys);
  }

  private static List<Assessment> seen(ResultSet row) throws SQLException {
    Assessment @Nullable [] all = Columns.valueOrNull(row, "seen", Assessment[].class);
    return all == null ? List.of() : List.of(all);
  }

  private static ActionRow.DecisionView decision(ResultSet row) throws SQLException {
    return new ActionRow.DecisionView(
        Columns.name(row, "decision", DecisionStatus.class),
        row.getString("decided_by"),
        Columns.instantOrNull(row, "decided_at"),
        row.getString("decision_comment"),
        Columns.booleanOrNull(row, "verified"),
        Columns.nameOrNull(row, "channel", Decision.Channel.class),
        Columns.instantOrNull(row, "expires_at"),
        row.getString("superseded_by"),
        approvals(row),
        row.getInt("told"));
  }

  private static List<Approval> approvals(ResultSet row) throws SQLException {
    Approval @Nullable [] all = Columns.valueOrNull(row, "approvals", Approval[].class);
    return all == null ? List.of() : List.of(all);
  }

  private static ActionRow.ExecutionView execution(ResultSet row) throws SQLException {
    return new ActionRow.ExecutionView(
        Columns.name(row, "execution", Execution.class),
        row.getString("outcome_sentence"),
        row.getString("failure_code"),
        Columns.instantOrNull(row, "started_at"),
        Columns.instantOrNull(row, "finished_at"),
        row.getString("receipt") != null);
  }

  private static ActionRow.UndoView undo(ResultSet row) throws SQLException {
    return new ActionRow.UndoView(
        Columns.name(row, "undo_state", UndoState.class),
        row.getString("undo_id"),
        row.getString("undo_requested_by"),
        row.getString("undo_comment"),
        row.getString("undo_sentence"),
        Columns.instantOrNull(row, "undo_changed_at"));
  }
}
