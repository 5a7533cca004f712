package dev.quaestor.starter.ledger;

import static dev.quaestor.starter.ledger.Columns.utc;
import static dev.quaestor.starter.ledger.Columns.utcOrNull;

import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.alert.Severity;
import dev.quaestor.approval.Approval;
import dev.quaestor.approval.CaseKnowledge;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.evidence.Assessment;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.QuaestorJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Folds events into {@code action}, in one transaction: what is there is read once for all events,
 * and what comes of them is written once.
 */
final class ActionProjection {
  private static final String ACCEPTED = "Accepted; it waits for a worker to take it up";

  private final JdbcClient jdbc;
  private final JdbcTemplate rows;
  private final HoldDrafts holds;
  // New ones in the order of the events, in which they are shown.
  private final Map<String, Draft> actions = new LinkedHashMap<>();
  // Of whose actions an undo moved.
  private final Set<String> undosMoved = new TreeSet<>();
  private Severities severities = caseId -> null;
  private Starts starts = caseId -> null;

  ActionProjection(JdbcClient jdbc, JdbcTemplate rows, HoldDrafts holds) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.holds = holds;
  }

  /** What is written of an action. */
  private enum Change {
    NOTHING,
    /** What became of it. */
    COURSE,
    /** A newer plan of the same action, and what became of it. */
    REPLANNED,
    /** All of it takes the place of what was said before. */
    TAKEN_UP,
    INSERTED
  }

  /** A row of {@code action} as it stands and as it will: with its course, and its plan if new. */
  private static final class Draft {
    final Map<String, @Nullable Object> row;
    @Nullable RemediationAction action;
    Change change = Change.NOTHING;

    Draft(Map<String, @Nullable Object> row) {
      this.row = row;
    }

    RemediationAction action() {
      var known = action;
      if (known == null) {
        known = QuaestorJson.mapper().readValue(text("body"), RemediationAction.class);
        action = known;
      }
      return known;
    }

    String text(String name) {
      return String.valueOf(row.get(name));
    }

    DecisionStatus decision() {
      return DecisionStatus.valueOf(text("decision"));
    }

    Execution execution() {
      return Execution.valueOf(text("execution"));
    }

    UndoState undo() {
      return UndoState.valueOf(text("undo"));
    }

    List<Approval> approvals() {
      return row.get("approvals") instanceof String json
          ? List.of(QuaestorJson.mapper().readValue(json, Approval[].class))
          : List.of();
    }

    int told() {
      return row.get("told") instanceof Integer count ? count : 0;
    }

    Instant createdAt() {
      return row.get("at") instanceof OffsetDateTime at ? at.toInstant() : Instant.EPOCH;
    }

    /** Keeps the widest of what is to be written. */
    void changed(Change how) {
      change = change.compareTo(how) < 0 ? how : change;
    }
  }

  /** Reads at once what these events need to know, and keeps others from it. */
  void know(Collection<LedgerEvent> events) {
    var ids = events.stream().flatMap(e -> actionOf(e).stream()).distinct().toList();
    if (ids.isEmpty()) {
      return;
    }
    jdbc.sql(READ)
        .param(ids.toArray(String[]::new))
        .query(
            row -> {
              actions.put(row.getString("action_id"), new Draft(read(row)));
            });
    holds.know(ids);
  }

  static Optional<String> actionOf(LedgerEvent event) {
    return switch (event) {
      case LedgerEvent.OrderAccepted e -> Optional.of(e.actionId());
      case LedgerEvent.ActionPlanned e -> Optional.of(e.actionId());
      case LedgerEvent.ActionDecided e -> Optional.of(e.actionId());
      case LedgerEvent.ApprovalGiven e -> Optional.of(e.actionId());
      case LedgerEvent.Reminded e -> Optional.of(e.actionId());
      case LedgerEvent.Escalated e -> Optional.of(e.actionId());
      case LedgerEvent.ActionPrepared e -> Optional.of(e.actionId());
      case LedgerEvent.ActionProgressed e -> Optional.of(e.actionId());
      case LedgerEvent.UndoRequested e -> Optional.of(e.actionId());
      case LedgerEvent.UndoProgressed e -> Optional.of(e.actionId());
      case LedgerEvent.AlertAdded e -> Optional.empty();
      case LedgerEvent.AlertRevised e -> Optional.empty();
      case LedgerEvent.EvidenceAssessed e -> Optional.empty();
      case LedgerEvent.MessageIgnored e -> Optional.empty();
      case LedgerEvent.StatusChanged e -> Optional.empty();
      case LedgerEvent.RemediationStatusChanged e -> Optional.empty();
      case LedgerEvent.CancelRequested e -> Optional.empty();
      case LedgerEvent.Classified e -> Optional.empty();
      case LedgerEvent.MarkedAsMissed e -> Optional.empty();
      case LedgerEvent.NoteAdded e -> Optional.empty();
      case LedgerEvent.Assigned e -> Optional.empty();
      case LedgerEvent.Tagged e -> Optional.empty();
    };
  }

  private static final String READ =
      """
      select action_id, investigation_id, body, plan_hash, requested_by, created_at, decision,
        decided_by, decided_by_key, decided_at, decision_comment, verified, channel, expires_at,
        superseded_by, execution, outcome_sentence, failure_code, receipt, started_at, finished_at,
        undo_state, undo_id, undo_stream, undo_requested_by, undo_comment, undo_sentence,
        undo_changed_at, approvals, told, connector
      from action where action_id = any(?) order by action_id for update""";

  private static Map<String, @Nullable Object> read(ResultSet from) throws SQLException {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", from.getString("action_id"));
    row.put("case", from.getString("investigation_id"));
    row.put("body", from.getString("body"));
    row.put("hash", from.getString("plan_hash"));
    row.put("requestedBy", from.getString("requested_by"));
    row.put("at", from.getObject("created_at", OffsetDateTime.class));
    row.put("decision", from.getString("decision"));
    row.put("decidedBy", from.getString("decided_by"));
    row.put("decidedByKey", from.getString("decided_by_key"));
    row.put("decidedAt", from.getObject("decided_at", OffsetDateTime.class));
    row.put("decisionComment", from.getString("decision_comment"));
    row.put("verified", Columns.booleanOrNull(from, "verified"));
    row.put("channel", from.getString("channel"));
    row.put("expiresAt", from.getObject("expires_at", OffsetDateTime.class));
    row.put("supersededBy", from.getString("superseded_by"));
    row.put("execution", from.getString("execution"));
    row.put("sentence", from.getString("outcome_sentence"));
    row.put("code", from.getString("failure_code"));
    row.put("receipt", from.getString("receipt"));
    row.put("started", from.getObject("started_at", OffsetDateTime.class));
    row.put("finished", from.getObject("finished_at", OffsetDateTime.class));
    row.put("undo", from.getString("undo_state"));
    row.put("undoId", from.getString("undo_id"));
    row.put("undoStream", from.getString("undo_stream"));
    row.put("undoRequestedBy", from.getString("undo_requested_by"));
    row.put("undoComment", from.getString("undo_comment"));
    row.put("undoSentence", from.getString("undo_sentence"));
    row.put("undoAt", from.getObject("undo_changed_at", OffsetDateTime.class));
    row.put("approvals", from.getString("approvals"));
    row.put("told", from.getInt("told"));
    row.put("connector", from.getString("connector"));
    return row;
  }

  /** Whether policy planned it, of what this transaction knows. */
  boolean isPlanned(String actionId) {
    var draft = actions.get(actionId);
    return draft != null && draft.row.get("requestedBy") == null;
  }

  void fold(LedgerBatch batch, LedgerEntry entry, BatchCounts counted) {
    Instant at = entry.at();
    switch (entry.event()) {
      case LedgerEvent.OrderAccepted e -> accept(batch.investigationId(), e, at);
      case LedgerEvent.ActionPlanned e -> plan(batch.investigationId(), e, at, counted);
      case LedgerEvent.ActionDecided e -> decide(e, at, counted);
      case LedgerEvent.ApprovalGiven e -> approve(e);
      case LedgerEvent.Reminded e -> told(e.actionId());
      case LedgerEvent.Escalated e -> told(e.actionId());
      case LedgerEvent.ActionPrepared e -> prepare(batch.investigationId(), e, at);
      case LedgerEvent.ActionProgressed e -> progress(batch.investigationId(), e, at, counted);
      case LedgerEvent.UndoRequested e -> requestUndo(batch.stream(), e, at);
      case LedgerEvent.UndoProgressed e -> progressUndo(batch.stream(), e, at, counted);
      case LedgerEvent.AlertAdded e -> {}
      case LedgerEvent.AlertRevised e -> {}
      case LedgerEvent.EvidenceAssessed e -> {}
      case LedgerEvent.MessageIgnored e -> {}
      case LedgerEvent.StatusChanged e -> {}
      case LedgerEvent.RemediationStatusChanged e -> {}
      case LedgerEvent.CancelRequested e -> {}
      case LedgerEvent.Classified e -> {}
      case LedgerEvent.MarkedAsMissed e -> {}
      case LedgerEvent.NoteAdded e -> {}
      case LedgerEvent.Assigned e -> {}
      case LedgerEvent.Tagged e -> {}
    }
  }

  /** Shown until a worker takes it up, and for good where none ever does. */
  private void accept(@Nullable String caseId, LedgerEvent.OrderAccepted e, Instant at) {
    if (actions.containsKey(e.actionId())) {
      return;
    }
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", e.actionId());
    row.put("case", caseId);
    row.put("type", e.action().type().name());
    row.put("source", e.source().name());
    row.put("gate", Gate.AUTOMATIC.name());
    row.put("body", Columns.json(e.action(), RemediationAction.class));
    row.put("rule", null);
    row.put("because", ACCEPTED);
    row.put("verdict", null);
    row.put("hash", ActionRow.NO_PLAN);
    row.put("requestedBy", Storable.of(e.by()));
    row.put("comment", Storable.orNull(e.comment()));
    row.put("undoes", Storable.orNull(e.undoes()));
    row.put("group", Storable.orNull(e.group()));
    row.put("at", utc(at));
    row.put("execution", Execution.NOT_STARTED.name());
    row.put("sentence", null);
    row.put("finished", null);
    row.put("undo", beforeItRan(e.action()).name());
    row.put("subject", ActionRow.subject(e.action(), e.undoes(), null));
    row.put("evidence", null);
    row.put("seen", null);
    row.putAll(places(e.action()));
    row.put("terms", null);
    row.put("connector", null);
    putDevice(row, e.action(), List.of());
    row.put(
        "search",
        StoredText.searchable(
            e.actionId(),
            e.action().summary(),
            e.action().target().key().value(),
            ACCEPTED,
            e.comment()));
    row.putAll(decisionColumns(new Decision.NotNeeded()));
    insert(row, e.action());
  }

  private void plan(
      @Nullable String caseId, LedgerEvent.ActionPlanned e, Instant at, BatchCounts counted) {
    Execution execution = e.unsupported() == null ? Execution.NOT_STARTED : Execution.UNSUPPORTED;
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", e.actionId());
    row.put("case", caseId);
    row.put("type", e.action().type().name());
    row.put("source", e.source().name());
    row.put("gate", e.gate().name());
    row.put("body", Columns.json(e.action(), RemediationAction.class));
    row.put("rule", Storable.orNull(e.ruleId()));
    row.put("because", Storable.of(e.because()));
    row.put("verdict", e.verdict() == null ? null : e.verdict().name());
    row.put("hash", Storable.of(e.planHash()));
    row.put("requestedBy", Storable.orNull(e.requestedBy()));
    row.put("comment", Storable.orNull(e.comment()));
    row.put("undoes", Storable.orNull(e.undoes()));
    row.put("group", Storable.orNull(e.group()));
    row.put("at", utc(at));
    row.put("execution", execution.name());
    row.put("sentence", Storable.orNull(e.unsupported()));
    row.put("finished", execution.isFinal() ? utc(at) : null);
    row.put(
        "undo",
        (e.unsupported() == null && mayRun(e.decision())
                ? beforeItRan(e.action())
                : UndoState.NOT_UNDOABLE)
            .name());
    row.put("subject", ActionRow.subject(e.action(), e.undoes(), e.connector()));
    row.put("evidence", e.evidence().isEmpty() ? null : Columns.json(e.evidence()));
    row.put("seen", e.seen().isEmpty() ? null : Columns.json(e.seen()));
    row.putAll(places(e.action()));
    row.put("terms", e.terms() == null ? null : Columns.json(e.terms()));
    row.put("connector", Storable.orNull(e.connector()));
    putDevice(row, e.action(), e.seen());
    row.put(
        "search",
        StoredText.searchable(
            e.actionId(),
            e.action().summary(),
            e.action().target().key().value(),
            e.because(),
            e.comment()));
    row.putAll(decisionColumns(e.decision()));
    var before = actions.get(e.actionId());
    boolean isNew = before == null || before.text("hash").equals(ActionRow.NO_PLAN);
    if (before == null) {
      insert(row, e.action());
    } else if (isNew) {
      // What its workflow says takes the place of what was said before there was one.
      before.row.putAll(row);
      before.row.put("code", null);
      before.row.put("started", null);
      before.action = e.action();
      before.changed(Change.TAKEN_UP);
    } else if (before.execution() == Execution.NOT_STARTED) {
      // The same action planned again: the newer plan stands, and what was done stands as well.
      for (var column : REPLANNED_COLUMNS) {
        before.row.put(column, row.get(column));
      }
      before.action = e.action();
      before.changed(Change.REPLANNED);
    }
    if (isNew && e.requestedBy() == null) {
      countPlanned(e.decision(), counted);
    }
    if (isNew && execution.isFinal()) {
      counted.add(new BatchCounts.Count.Acted(e.action().type(), execution));
    }
  }

  private static void countPlanned(Decision decision, BatchCounts counted) {
    switch (decision) {
      case Decision.NotNeeded d -> counted.add(new BatchCounts.Count.Planned(true));
      case Decision.Pending d -> counted.add(new BatchCounts.Count.Planned(false));
      case Decision.ByPerson d -> {}
      case Decision.Expired d -> {}
      case Decision.Superseded d -> {}
    }
  }

  /** Where it is done, so that only those see it who may. */
  private static void putDevice(
      Map<String, @Nullable Object> row, RemediationAction action, List<Assessment> seen) {
    var device = CaseKnowledge.keyOfDevice(action.target());
    row.put("deviceHash", device.map(key -> Sha256.of(key.value())).orElse(""));
    row.put(
        "deviceGroup",
        device
            .flatMap(
                key ->
                    seen.stream()
                        .filter(a -> a.key().equals(key) && a.confirmed() != null)
                        .flatMap(a -> Stream.ofNullable(a.confirmed()))
                        .map(confirmed -> CaseProjection.group(confirmed.group()))
                        .filter(Objects::nonNull)
                        .findFirst())
            .orElse(null));
  }

  private void insert(Map<String, @Nullable Object> row, RemediationAction action) {
    var draft = new Draft(row);
    draft.action = action;
    draft.changed(Change.INSERTED);
    actions.put(draft.text("id"), draft);
  }

  private static final List<String> REPLANNED_COLUMNS =
      List.of(
          "gate",
          "body",
          "rule",
          "because",
          "verdict",
          "hash",
          "decision",
          "decidedBy",
          "decidedByKey",
          "decidedAt",
          "decisionComment",
          "verified",
          "channel",
          "expiresAt",
          "supersededBy",
          "search",
          "evidence",
          "subject",
          "seen",
          "targetHash",
          "targetName",
          "deviceHash",
          "deviceGroup",
          "undo",
          "terms",
          "approvals",
          "told",
          "connector");

  private static final String COURSE =
      """
      decision = :decision, decided_by = :decidedBy, decided_by_key = :decidedByKey,
        decided_at = :decidedAt, decision_comment = :decisionComment, verified = :verified,
        channel = :channel, expires_at = :expiresAt, superseded_by = :supersededBy,
        execution = :execution, outcome_sentence = :sentence, failure_code = :code,
        receipt = :receipt, started_at = :started, finished_at = :finished, undo_state = :undo,
        undo_id = :undoId, undo_stream = :undoStream, undo_requested_by = :undoRequestedBy,
        undo_comment = :undoComment, undo_sentence = :undoSentence, undo_changed_at = :undoAt,
        approvals = :approvals, told = :told, connector = :connector""";

  private static final String PLAN =
      """
      gate = :gate, body = :body, rule_id = :rule, because = :because, verdict = :verdict,
        plan_hash = :hash, search_text = :search, evidence = :evidence, subject = :subject,
        seen = :seen, terms = :terms, device_hash = :deviceHash,
        device_group = :deviceGroup, target_hash = :targetHash, target_name = :targetName""";

  private static final RowStatement INSERT =
      RowStatement.of(
          """
          insert into action (action_id, investigation_id, type, source, gate, body, rule_id,
            because, verdict, plan_hash, requested_by, request_comment, created_at, decision,
            decided_by, decided_by_key, decided_at, decision_comment, verified, channel, expires_at,
            superseded_by, execution, outcome_sentence, failure_code, receipt, started_at,
            finished_at, undo_state, undo_id, undo_stream, undo_requested_by, undo_comment,
            undo_sentence, undo_changed_at, search_text, undoes, order_group, evidence, subject,
            seen, terms, approvals, told, device_hash, device_group, target_hash, target_name,
            severity, connector)
          values (:id, :case, :type, :source, :gate, :body, :rule,
            :because, :verdict, :hash, :requestedBy, :comment, :at, :decision,
            :decidedBy, :decidedByKey, :decidedAt, :decisionComment, :verified, :channel, :expiresAt,
            :supersededBy, :execution, :sentence, :code, :receipt, :started,
            :finished, :undo, :undoId, :undoStream, :undoRequestedBy, :undoComment,
            :undoSentence, :undoAt, :search, :undoes, :group, :evidence, :subject,
            :seen, :terms, :approvals, :told, :deviceHash, :deviceGroup, :targetHash, :targetName,
            :severity, :connector)""");

  private static final RowStatement TAKE_UP =
      RowStatement.of(
          "update action set investigation_id = :case, type = :type, source = :source,"
              + " requested_by = :requestedBy, request_comment = :comment, created_at = :at,"
              + " undoes = :undoes, order_group = :group, severity = :severity, "
              + PLAN
              + ", "
              + COURSE
              + " where action_id = :id");

  private static final RowStatement REPLAN =
      RowStatement.of("update action set " + PLAN + ", " + COURSE + " where action_id = :id");

  private static final RowStatement GO_ON =
      RowStatement.of("update action set " + COURSE + " where action_id = :id");

  /**
   * How grave each case is by now.
   *
   * @param caseId null outside any case
   */
  interface Severities {
    @Nullable Severity of(@Nullable String caseId);
  }

  void rankedBy(Severities known) {
    this.severities = known;
  }

  /** When a case began; null where nobody knows. */
  interface Starts {
    @Nullable Instant of(String caseId);
  }

  void timedBy(Starts known) {
    this.starts = known;
  }

  private void rank(Draft draft) {
    var severity = severities.of((String) draft.row.get("case"));
    draft.row.put("severity", severity == null ? null : severity.name());
  }

  /** Writes what has changed. */
  void write() {
    actions.values().stream()
        .filter(d -> d.change == Change.INSERTED || d.change == Change.TAKEN_UP)
        .forEach(this::rank);
    INSERT.run(rows, changed(Change.INSERTED));
    TAKE_UP.run(rows, changed(Change.TAKEN_UP));
    REPLAN.run(rows, changed(Change.REPLANNED));
    for (var how : List.of(Change.INSERTED, Change.TAKEN_UP, Change.REPLANNED)) {
      Mentions.ofActions(rows, changed(how));
    }
    GO_ON.run(rows, changed(Change.COURSE));
    actions.values().forEach(draft -> draft.change = Change.NOTHING);
  }

  private List<Map<String, @Nullable Object>> changed(Change how) {
    return actions.values().stream().filter(d -> d.change == how).map(d -> d.row).toList();
  }

  /** What it is done to, by which others on the same are found. */
  private static Map<String, @Nullable Object> places(RemediationAction action) {
    var target = action.target();
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("targetHash", Sha256.of(target.key().value()));
    row.put("targetName", StoredText.lower(target.label().strip(), 200));
    return row;
  }

  private static UndoState beforeItRan(RemediationAction action) {
    return action.type().undoable() ? UndoState.NOT_YET : UndoState.NOT_UNDOABLE;
  }

  private static boolean mayRun(Decision decision) {
    return switch (decision) {
      case Decision.NotNeeded d -> true;
      case Decision.Pending d -> true;
      case Decision.ByPerson d -> d.approved();
      case Decision.Expired d -> false;
      case Decision.Superseded d -> false;
    };
  }

  private void decide(LedgerEvent.ActionDecided e, Instant at, BatchCounts counted) {
    var draft = actions.get(e.actionId());
    if (draft == null) {
      return;
    }
    if (draft.decision() == DecisionStatus.PENDING && waited(e.decision())) {
      counted.add(
          new BatchCounts.Count.Decided(
              e.decision().status(), Duration.between(draft.createdAt(), at)));
    }
    var decided = decisionColumns(e.decision());
    // The deadline that was shown stays to be seen, and who else approved it.
    if (decided.get("expiresAt") == null) {
      decided.remove("expiresAt");
    }
    decided.remove("approvals");
    decided.remove("told");
    draft.row.putAll(decided);
    if (draft.undo() == UndoState.NOT_YET && !mayRun(e.decision())) {
      draft.row.put("undo", UndoState.NOT_UNDOABLE.name());
    }
    draft.changed(Change.COURSE);
  }

  private void approve(LedgerEvent.ApprovalGiven e) {
    var draft = actions.get(e.actionId());
    if (draft == null || draft.decision() != DecisionStatus.PENDING) {
      return;
    }
    var before = draft.approvals();
    // The same person's vouched word takes the place of one that nobody vouched for.
    var given =
        Stream.concat(
                before.stream().filter(a -> !a.by().mayBe(e.approval().by())),
                Stream.of(e.approval()))
            .toList();
    draft.row.put("approvals", Columns.json(given));
    draft.changed(Change.COURSE);
  }

  private void told(String actionId) {
    var draft = actions.get(actionId);
    if (draft != null) {
      draft.row.put("told", 1 + draft.told());
      draft.changed(Change.COURSE);
    }
  }

  private static boolean waited(Decision decision) {
    return switch (decision) {
      case Decision.ByPerson d -> true;
      case Decision.Expired d -> true;
      case Decision.NotNeeded d -> false;
      case Decision.Pending d -> false;
      case Decision.Superseded d -> false;
    };
  }

  private static Map<String, @Nullable Object> decisionColumns(Decision decision) {
    Map<String, @Nullable Object> row = new HashMap<>();
    for (var column :
        new String[] {
          "decidedBy",
          "decidedByKey",
          "decidedAt",
          "decisionComment",
          "verified",
          "channel",
          "expiresAt",
          "supersededBy"
        }) {
      row.put(column, null);
    }
    row.put("decision", decision.status().name());
    row.put("approvals", null);
    row.put("told", 0);
    switch (decision) {
      case Decision.NotNeeded d -> {}
      case Decision.Pending d -> {
        row.put("expiresAt", utcOrNull(d.expiresAt()));
        row.put("approvals", d.given().isEmpty() ? null : Columns.json(d.given()));
        row.put("told", d.told());
      }
      case Decision.ByPerson d -> {
        row.put("decidedBy", Storable.orNull(d.approver()));
        row.put("decidedByKey", CaseProjection.comparable(d.approver()));
        row.put("decidedAt", utcOrNull(d.at()));
        row.put("decisionComment", Storable.orNull(d.comment()));
        row.put("verified", d.verified());
        row.put("channel", d.channel() == null ? null : d.channel().name());
      }
      case Decision.Expired d -> row.put("decidedAt", utcOrNull(d.at()));
      case Decision.Superseded d -> {
        row.put("decidedAt", utcOrNull(d.at()));
        row.put("supersededBy", Storable.orNull(d.by()));
        row.put("decisionComment", Storable.orNull(d.because()));
      }
    }
    return row;
  }

  /** The receipt is recorded just before the action runs, so from here on it may have acted. */
  private void prepare(@Nullable String caseId, LedgerEvent.ActionPrepared e, Instant at) {
    var draft = actions.get(e.actionId());
    if (draft == null) {
      return;
    }
    HeldState.of(draft.action(), e.receipt())
        .ifPresent(state -> holds.name(e.actionId(), caseId, state));
    draft.row.put("receipt", Columns.json(e.receipt(), Receipt.class));
    draft.row.putIfAbsent("started", utc(at));
    if (e.connector() != null) {
      draft.row.put("connector", Storable.of(e.connector()));
    }
    if (draft.execution() == Execution.WAITING_FOR_RESOURCE) {
      draft.row.put("sentence", null);
    }
    if (draft.execution() == Execution.NOT_STARTED
        || draft.execution() == Execution.WAITING_FOR_RESOURCE) {
      draft.row.put("execution", Execution.RUNNING.name());
    }
    draft.changed(Change.COURSE);
  }

  private void progress(
      @Nullable String caseId, LedgerEvent.ActionProgressed e, Instant at, BatchCounts counted) {
    var draft = actions.get(e.actionId());
    if (draft == null) {
      return;
    }
    Outcome outcome = e.outcome();
    Execution execution = outcome.execution();
    boolean hadEnded = draft.execution().isFinal();
    @Nullable Receipt receipt = receiptOf(outcome);
    boolean hasInverse = receipt != null && draft.action().inverse(receipt).isPresent();
    hold(caseId, e.actionId(), draft.action(), outcome, hasInverse);
    boolean undoable =
        receipt != null
            ? hasInverse
            // Whoever brought it about, it holds it, and can let go of it.
            : outcome instanceof Outcome.AlreadyInState
                && draft.action().type().undoable()
                && holds.of(e.actionId()).isPresent();
    var row = draft.row;
    row.put("undo", undoAfter(draft, execution, undoable).name());
    row.put("execution", execution.name());
    row.put("sentence", Storable.orNull(outcome.sentence()));
    row.put("code", outcome instanceof Outcome.Failed f ? Storable.orNull(f.code()) : null);
    if (receipt != null) {
      row.put("receipt", Columns.json(receipt, Receipt.class));
    }
    row.putIfAbsent("started", utc(at));
    row.put("finished", execution.isFinal() ? utc(at) : null);
    draft.changed(Change.COURSE);
    if (execution.isFinal() && !hadEnded) {
      counted.add(new BatchCounts.Count.Acted(draft.action().type(), execution));
      if (execution == Execution.SUCCEEDED || execution == Execution.PARTIALLY_SUCCEEDED) {
        var start = caseId == null ? null : starts.of(caseId);
        counted.add(
            new BatchCounts.Count.Remediated(
                Duration.between(start == null ? draft.createdAt() : start, at)));
      }
    }
  }

  private static UndoState undoAfter(Draft before, Execution now, boolean undoable) {
    if (undoable) {
      return UndoState.AVAILABLE;
    }
    return now.isFinal() ? UndoState.NOT_UNDOABLE : beforeItRan(before.action());
  }

  /** What may have acted holds what it may have brought about, as far as it can be taken back. */
  private void hold(
      @Nullable String caseId,
      String actionId,
      RemediationAction action,
      Outcome outcome,
      boolean hasInverse) {
    if (action.type().ends().isPresent() && outcome.execution().isFinal()) {
      holds.endedState(actionId);
    }
    var held = HeldState.of(action, receiptOf(outcome));
    if (held.isPresent() && outcome.execution().isFinal()) {
      holds.name(actionId, caseId, held.get());
      holds.ended(
          actionId,
          switch (outcome.execution()) {
            case SUCCEEDED, ALREADY_IN_STATE, PARTIALLY_SUCCEEDED -> true;
            case UNKNOWN -> hasInverse;
            case NOT_STARTED,
                RUNNING,
                WAITING_FOR_RESOURCE,
                FAILED,
                UNSUPPORTED,
                HELD_BY_OTHERS,
                CHANGED_SINCE ->
                false;
          });
    }
  }

  private static @Nullable Receipt receiptOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded o -> o.receipt();
      case Outcome.PartiallySucceeded o -> o.receipt();
      case Outcome.AlreadyInState o -> null;
      case Outcome.Failed o -> null;
      case Outcome.Unsupported o -> null;
      case Outcome.Unknown o -> o.receipt();
      case Outcome.HeldByOthers o -> null;
      case Outcome.ChangedSince o -> null;
      case Outcome.Unfinished o -> null;
    };
  }

  /** What was undone stays undone: a later request is answered, and changes nothing here. */
  private void requestUndo(String stream, LedgerEvent.UndoRequested e, Instant at) {
    var draft = actions.get(e.actionId());
    if (draft == null || draft.undo() == UndoState.UNDONE) {
      return;
    }
    draft.row.put("undo", UndoState.RUNNING.name());
    draft.row.put("undoId", Storable.of(e.undoId()));
    draft.row.put("undoStream", stream);
    draft.row.put("undoRequestedBy", Storable.of(e.requestedBy()));
    draft.row.put("undoComment", Storable.orNull(e.comment()));
    draft.row.put("undoSentence", null);
    draft.row.put("undoAt", utc(at));
    draft.changed(Change.COURSE);
    undoMoved(draft);
  }

  private void progressUndo(
      String stream, LedgerEvent.UndoProgressed e, Instant at, BatchCounts counted) {
    var draft = actions.get(e.actionId());
    if (draft == null || draft.undo() == UndoState.UNDONE) {
      return;
    }
    draft.row.put("undo", undoState(e.outcome()).name());
    draft.row.put("undoId", Storable.of(e.undoId()));
    draft.row.put("undoStream", stream);
    draft.row.put("undoSentence", Storable.orNull(e.outcome().sentence()));
    draft.row.put("undoAt", utc(at));
    draft.changed(Change.COURSE);
    undoMoved(draft);
    if (e.outcome().execution().isFinal()) {
      write();
      holds.undone(e.actionId(), e.outcome().execution());
      counted.add(new BatchCounts.Count.Undone(draft.action().type(), e.outcome().execution()));
    }
  }

  private void undoMoved(Draft draft) {
    if (draft.row.get("case") instanceof String id) {
      undosMoved.add(id);
    }
  }

  /** The cases of whose actions an undo moved in this transaction, in the order of their ids. */
  Set<String> undosMoved() {
    return undosMoved;
  }

  private static UndoState undoState(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded o -> UndoState.UNDONE;
      // Somebody else took it back: the world is as before the action.
      case Outcome.AlreadyInState o -> UndoState.UNDONE;
      case Outcome.PartiallySucceeded o -> UndoState.FAILED;
      case Outcome.Failed o -> UndoState.FAILED;
      // Who could take it back may be configured again.
      case Outcome.Unsupported o -> UndoState.FAILED;
      case Outcome.Unknown o -> UndoState.FAILED;
      case Outcome.HeldByOthers o -> UndoState.HELD_BY_OTHERS;
      case Outcome.ChangedSince o -> UndoState.CHANGED_SINCE;
      case Outcome.Unfinished o -> UndoState.RUNNING;
    };
  }
}
