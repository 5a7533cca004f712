package dev.quaestor.starter.ledger;

import static dev.quaestor.starter.ledger.Columns.utc;
import static dev.quaestor.starter.ledger.Columns.utcOrNull;

import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.policy.Gate;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Folds events into {@code action}. */
final class ActionProjection {
  private static final String ACCEPTED = "Accepted; it waits for a worker to take it up";

  private final JdbcClient jdbc;
  private final Holds holds;

  ActionProjection(JdbcClient jdbc, Holds holds) {
    this.jdbc = jdbc;
    this.holds = holds;
  }

  /** What the next event needs to know of an action. */
  private record Standing(
      RemediationAction action,
      DecisionStatus decision,
      Execution execution,
      UndoState undo,
      Instant createdAt) {}

  void fold(LedgerBatch batch, LedgerEntry entry, BatchCounts counted) {
    Instant at = entry.at();
    switch (entry.event()) {
      case LedgerEvent.OrderAccepted e -> accept(batch.investigationId(), e, at);
      case LedgerEvent.ActionPlanned e -> plan(batch.investigationId(), e, at, counted);
      case LedgerEvent.ActionDecided e -> decide(e, at, counted);
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
    }
  }

  /** Shown until a worker takes it up, and for good where none ever does. */
  private void accept(@Nullable String caseId, LedgerEvent.OrderAccepted e, Instant at) {
    if (standing(e.actionId()).isPresent()) {
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
    row.put("subject", subject(e.action(), e.undoes()));
    row.put("evidence", null);
    row.put("seen", null);
    row.put(
        "search",
        StoredText.searchable(
            e.actionId(),
            e.action().summary(),
            e.action().target().key().value(),
            ACCEPTED,
            e.comment()));
    row.putAll(decisionColumns(new Decision.NotNeeded()));
    jdbc.sql(INSERT).params(row).update();
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
    row.put("subject", subject(e.action(), e.undoes()));
    row.put("evidence", e.evidence().isEmpty() ? null : Columns.json(e.evidence()));
    row.put("seen", e.seen().isEmpty() ? null : Columns.json(e.seen()));
    row.put(
        "search",
        StoredText.searchable(
            e.actionId(),
            e.action().summary(),
            e.action().target().key().value(),
            e.because(),
            e.comment()));
    row.putAll(decisionColumns(e.decision()));
    boolean wasAccepted = jdbc.sql(TAKE_UP).params(row).update() > 0;
    boolean isNew = wasAccepted || standing(e.actionId()).isEmpty();
    if (!wasAccepted) {
      jdbc.sql(isNew ? INSERT : REPLAN).params(row).update();
    }
    if (isNew && execution.isFinal()) {
      counted.add(new BatchCounts.Count.Acted(e.action().type(), execution));
    }
  }

  private static final String INSERT =
      """
      insert into action (action_id, investigation_id, type, source, gate, body, rule_id, because,
        verdict, plan_hash, requested_by, request_comment, created_at, decision, decided_by,
        decided_by_key, decided_at, decision_comment, verified, channel, expires_at, superseded_by,
        execution, outcome_sentence, finished_at, undo_state, search_text, undoes, order_group,
        evidence, subject, seen)
      values (:id, :case, :type, :source, :gate, :body, :rule, :because,
        :verdict, :hash, :requestedBy, :comment, :at, :decision, :decidedBy,
        :decidedByKey, :decidedAt, :decisionComment, :verified, :channel, :expiresAt,
        :supersededBy, :execution, :sentence, :finished, :undo, :search, :undoes, :group,
        :evidence, :subject, :seen)""";

  /** What its workflow says takes the place of what was said before there was one. */
  private static final String TAKE_UP =
      """
      update action set investigation_id = :case, type = :type, source = :source, gate = :gate,
        body = :body, rule_id = :rule, because = :because, verdict = :verdict, plan_hash = :hash,
        requested_by = :requestedBy, request_comment = :comment, created_at = :at,
        decision = :decision, decided_by = :decidedBy, decided_by_key = :decidedByKey,
        decided_at = :decidedAt, decision_comment = :decisionComment, verified = :verified,
        channel = :channel, expires_at = :expiresAt, superseded_by = :supersededBy,
        execution = :execution, outcome_sentence = :sentence, failure_code = null,
        started_at = null, finished_at = :finished, undo_state = :undo, search_text = :search,
        undoes = :undoes, order_group = :group, evidence = :evidence,
        subject = :subject, seen = :seen
      where action_id = :id and plan_hash = ''""";

  /** The same action planned again: the newer plan stands, and what was done stands as well. */
  private static final String REPLAN =
      """
      update action set gate = :gate, body = :body, rule_id = :rule, because = :because,
        verdict = :verdict, plan_hash = :hash, decision = :decision, decided_by = :decidedBy,
        decided_by_key = :decidedByKey, decided_at = :decidedAt,
        decision_comment = :decisionComment, verified = :verified, channel = :channel,
        expires_at = :expiresAt, superseded_by = :supersededBy, search_text = :search,
        evidence = :evidence, subject = :subject, seen = :seen, undo_state = :undo
      where action_id = :id and execution = 'NOT_STARTED'""";

  private static @Nullable String subject(RemediationAction action, @Nullable String undoes) {
    return undoes == null ? Sha256.of(action.question()) : null;
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
    Optional<Standing> before = standing(e.actionId());
    Map<String, @Nullable Object> row = decisionColumns(e.decision());
    row.put("id", e.actionId());
    row.put("mayRun", mayRun(e.decision()));
    // The deadline that was shown stays to be seen.
    jdbc.sql(
            """
            update action set decision = :decision, decided_by = :decidedBy,
              decided_by_key = :decidedByKey, decided_at = :decidedAt,
              decision_comment = :decisionComment, verified = :verified, channel = :channel,
              expires_at = coalesce(cast(:expiresAt as timestamp(6) with time zone), expires_at),
              superseded_by = :supersededBy,
              undo_state = case when undo_state = 'NOT_YET' and not cast(:mayRun as boolean)
                then 'NOT_UNDOABLE' else undo_state end
            where action_id = :id""")
        .params(row)
        .update();
    before
        .filter(s -> s.decision() == DecisionStatus.PENDING && waited(e.decision()))
        .ifPresent(
            s ->
                counted.add(
                    new BatchCounts.Count.Decided(
                        e.decision().status(), Duration.between(s.createdAt(), at))));
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
    switch (decision) {
      case Decision.NotNeeded d -> {}
      case Decision.Pending d -> row.put("expiresAt", utcOrNull(d.expiresAt()));
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
    standing(e.actionId())
        .flatMap(s -> HeldState.of(s.action(), e.receipt()))
        .ifPresent(state -> holds.name(e.actionId(), caseId, state));
    jdbc.sql(
            """
            update action set receipt = ?, started_at = coalesce(started_at, ?),
              outcome_sentence = case when execution = 'WAITING_FOR_RESOURCE' then null
                else outcome_sentence end,
              execution = case when execution in ('NOT_STARTED', 'WAITING_FOR_RESOURCE')
                then 'RUNNING' else execution end
            where action_id = ?""")
        .params(Columns.json(e.receipt(), Receipt.class), utc(at), e.actionId())
        .update();
  }

  private void progress(
      @Nullable String caseId, LedgerEvent.ActionProgressed e, Instant at, BatchCounts counted) {
    Optional<Standing> before = standing(e.actionId());
    if (before.isEmpty()) {
      return;
    }
    Outcome outcome = e.outcome();
    Execution execution = outcome.execution();
    @Nullable Receipt receipt = receiptOf(outcome);
    boolean hasInverse = receipt != null && before.get().action().inverse(receipt).isPresent();
    hold(caseId, e.actionId(), before.get().action(), outcome, hasInverse);
    boolean undoable =
        receipt != null
            ? hasInverse
            // Whoever brought it about, it holds it, and can let go of it.
            : outcome instanceof Outcome.AlreadyInState && holds.of(e.actionId()).isPresent();
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", e.actionId());
    row.put("execution", execution.name());
    row.put("sentence", Storable.orNull(outcome.sentence()));
    row.put("code", outcome instanceof Outcome.Failed f ? Storable.orNull(f.code()) : null);
    row.put("receipt", receipt == null ? null : Columns.json(receipt, Receipt.class));
    row.put("at", utc(at));
    row.put("finished", execution.isFinal() ? utc(at) : null);
    row.put("undo", undoAfter(before.get(), execution, undoable).name());
    jdbc.sql(
            """
            update action set execution = :execution, outcome_sentence = :sentence,
              failure_code = :code, receipt = coalesce(cast(:receipt as text), receipt),
              started_at = coalesce(started_at, :at), finished_at = :finished, undo_state = :undo
            where action_id = :id""")
        .params(row)
        .update();
    if (execution.isFinal() && !before.get().execution().isFinal()) {
      counted.add(new BatchCounts.Count.Acted(before.get().action().type(), execution));
    }
  }

  private static UndoState undoAfter(Standing before, Execution now, boolean undoable) {
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
    jdbc.sql(
            """
            update action set undo_state = 'RUNNING', undo_id = ?, undo_stream = ?,
              undo_requested_by = ?, undo_comment = ?, undo_sentence = null, undo_changed_at = ?
            where action_id = ? and undo_state <> 'UNDONE'""")
        .params(
            Arrays.asList(
                Storable.of(e.undoId()),
                stream,
                Storable.of(e.requestedBy()),
                Storable.orNull(e.comment()),
                utc(at),
                e.actionId()))
        .update();
  }

  private void progressUndo(
      String stream, LedgerEvent.UndoProgressed e, Instant at, BatchCounts counted) {
    Optional<Standing> before = standing(e.actionId());
    if (before.isEmpty() || before.get().undo() == UndoState.UNDONE) {
      return;
    }
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", e.actionId());
    row.put("state", undoState(e.outcome()).name());
    row.put("undoId", Storable.of(e.undoId()));
    row.put("stream", stream);
    row.put("sentence", Storable.orNull(e.outcome().sentence()));
    row.put("at", utc(at));
    jdbc.sql(
            """
            update action set undo_state = :state, undo_id = :undoId, undo_stream = :stream,
              undo_sentence = :sentence, undo_changed_at = :at
            where action_id = :id""")
        .params(row)
        .update();
    if (e.outcome().execution().isFinal()) {
      holds.undone(e.actionId(), e.outcome().execution());
      counted.add(
          new BatchCounts.Count.Undone(before.get().action().type(), e.outcome().execution()));
    }
  }

  private static UndoState undoState(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded o -> UndoState.UNDONE;
      // Somebody else took it back: the world is as before the action.
      case Outcome.AlreadyInState o -> UndoState.UNDONE;
      case Outcome.PartiallySucceeded o -> UndoState.FAILED;
      case Outcome.Failed o -> UndoState.FAILED;
      case Outcome.Unsupported o -> UndoState.NOT_UNDOABLE;
      case Outcome.Unknown o -> UndoState.FAILED;
      case Outcome.HeldByOthers o -> UndoState.HELD_BY_OTHERS;
      case Outcome.ChangedSince o -> UndoState.CHANGED_SINCE;
      case Outcome.Unfinished o -> UndoState.RUNNING;
    };
  }

  private Optional<Standing> standing(String actionId) {
    return jdbc.sql(
            """
            select body, decision, execution, undo_state, created_at from action
            where action_id = ? for update""")
        .param(actionId)
        .query(
            (row, n) ->
                new Standing(
                    Columns.value(row, "body", RemediationAction.class),
                    Columns.name(row, "decision", DecisionStatus.class),
                    Columns.name(row, "execution", Execution.class),
                    Columns.name(row, "undo_state", UndoState.class),
                    Columns.instant(row, "created_at")))
        .optional();
  }
}
