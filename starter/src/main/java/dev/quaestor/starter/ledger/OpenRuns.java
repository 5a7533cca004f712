package dev.quaestor.starter.ledger;

import dev.quaestor.action.Execution;
import dev.quaestor.action.HeldState;
import dev.quaestor.action.Outcome;
import dev.quaestor.action.Receipt;
import dev.quaestor.action.RemediationAction;
import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerBatch;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.wire.WorkflowIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the ledger believes to run, and what is recorded of it when it turns out that it does not.
 */
final class OpenRuns {
  private static final String CODE = "WORKFLOW_GONE";

  private final JdbcClient jdbc;
  private final Holds holds;

  OpenRuns(JdbcClient jdbc, Holds holds) {
    this.jdbc = jdbc;
    this.holds = holds;
  }

  /**
   * By their ids, those that began before then.
   *
   * @param after the id of the last one that was given of this kind; empty from the start
   */
  List<OpenRun> of(OpenRun.Of what, Instant before, String after, int limit) {
    var sql =
        switch (what) {
          case CASE ->
              """
              select investigation_id as id, workflow_id, run_id as run, started_at as since
              from investigation
              where state in ('QUEUED', 'RUNNING', 'PENDING_APPROVAL', 'PENDING_RESOURCE')
                and started_at < :before and investigation_id > :after
              order by investigation_id limit :limit""";
          case ORDER ->
              """
              select action_id as id, cast(null as text) as workflow_id, cast(null as text) as run,
                created_at as since
              from action
              where requested_by is not null
                and execution in ('NOT_STARTED', 'RUNNING', 'WAITING_FOR_RESOURCE')
                and decision in ('NOT_NEEDED', 'PENDING', 'APPROVED')
                and created_at < :before and action_id > :after
              order by action_id limit :limit""";
          // A case takes back by itself, on its own stream.
          case UNDO ->
              """
              select action_id as id, cast(null as text) as workflow_id, undo_stream as run,
                undo_changed_at as since
              from action
              where undo_state = 'RUNNING' and undo_stream like 'undo/%'
                and undo_changed_at < :before and action_id > :after
              order by action_id limit :limit""";
        };
    return jdbc.sql(sql)
        .param("before", Columns.utc(before))
        .param("after", after)
        .param("limit", limit)
        .query((row, n) -> run(what, row))
        .list();
  }

  private static OpenRun run(OpenRun.Of what, ResultSet row) throws SQLException {
    var id = row.getString("id");
    @Nullable String run = row.getString("run");
    var since = Columns.instant(row, "since");
    return switch (what) {
      case CASE -> new OpenRun(what, id, row.getString("workflow_id"), run, since);
      case ORDER -> new OpenRun(what, id, WorkflowIds.remediation(id), null, since);
      case UNDO -> {
        var workflowId = WorkflowIds.undo(id);
        yield new OpenRun(
            what,
            id,
            workflowId,
            run != null && run.startsWith(workflowId + "/")
                ? run.substring(workflowId.length() + 1)
                : null,
            since);
      }
    };
  }

  /**
   * What is recorded of it, on a stream of its own: what its workflow still has to say, should it
   * have anything, keeps its numbers.
   *
   * @param why what became of its workflow, as a clause: "its workflow was terminated"
   * @return empty when it has ended meanwhile; to be asked in the transaction that records it
   */
  Optional<LedgerBatch> settlement(OpenRun run, String why, Instant at) {
    var ofCase = caseOf(run);
    // The case before its actions, as whoever records does: two would wait for each other else.
    var state = ofCase == null ? Optional.<InvestigationStatus>empty() : locked(ofCase);
    var events =
        switch (run.of()) {
          case CASE ->
              state.filter(s -> !s.ended()).isPresent()
                  ? ofCase(run.id(), why, at)
                  : List.<LedgerEvent>of();
          case ORDER -> ofActions("action_id = ?", run.id(), false, why, at).toList();
          case UNDO -> ofUndos("action_id = ?", run.id(), why).toList();
        };
    if (events.isEmpty()) {
      return Optional.empty();
    }
    var first = nextSeq(stream(run));
    return Optional.of(
        new LedgerBatch(
            stream(run),
            ofCase,
            IntStream.range(0, events.size())
                .mapToObj(i -> new LedgerEntry(first + i, at, events.get(i)))
                .toList()));
  }

  private static String stream(OpenRun run) {
    return "settled/" + run.workflowId() + "/" + run.id();
  }

  private long nextSeq(String stream) {
    return 1
        + jdbc.sql("select coalesce(max(seq), 0) from ledger_event where stream = ?")
            .param(stream)
            .query(Long.class)
            .single();
  }

  private @Nullable String caseOf(OpenRun run) {
    return run.of() == OpenRun.Of.CASE
        ? run.id()
        : jdbc.sql("select coalesce(investigation_id, '') from action where action_id = ?")
            .param(run.id())
            .query(String.class)
            .optional()
            .filter(id -> !id.isEmpty())
            .orElse(null);
  }

  private Optional<InvestigationStatus> locked(String caseId) {
    return jdbc.sql("select state from investigation where investigation_id = ? for update")
        .param(caseId)
        .query((row, n) -> Columns.name(row, "state", InvestigationStatus.class))
        .optional();
  }

  private List<LedgerEvent> ofCase(String id, String why, Instant at) {
    var events = new ArrayList<LedgerEvent>();
    ofUndos("investigation_id = ? and undo_stream = investigation_id", id, why)
        .forEach(events::add);
    ofActions("investigation_id = ? and requested_by is null", id, true, why, at)
        .forEach(events::add);
    events.add(
        new LedgerEvent.StatusChanged(
            InvestigationStatus.FAILED,
            "This investigation cannot continue, because " + why + "."));
    return List.copyOf(events);
  }

  private record Unfinished(
      String id,
      RemediationAction action,
      DecisionStatus decision,
      Execution execution,
      @Nullable Receipt receipt) {}

  private Stream<LedgerEvent> ofActions(
      String which, String id, boolean ofCase, String why, Instant at) {
    return jdbc
        .sql(
            """
            select action_id, body, decision, execution, receipt from action where %s
              and execution in ('NOT_STARTED', 'RUNNING', 'WAITING_FOR_RESOURCE')
              and decision in ('NOT_NEEDED', 'PENDING', 'APPROVED')
            order by position for update"""
                .formatted(which))
        .param(id)
        .query(
            (row, n) ->
                new Unfinished(
                    row.getString("action_id"),
                    Columns.value(row, "body", RemediationAction.class),
                    Columns.name(row, "decision", DecisionStatus.class),
                    Columns.name(row, "execution", Execution.class),
                    row.getString("receipt") == null
                        ? null
                        : Columns.value(row, "receipt", Receipt.class)))
        .list()
        .stream()
        .map(action -> ofAction(action, ofCase, why, at));
  }

  private LedgerEvent ofAction(Unfinished action, boolean ofCase, String why, Instant at) {
    if (action.decision() == DecisionStatus.PENDING) {
      return new LedgerEvent.ActionDecided(action.id(), new Decision.Superseded(null, why, at));
    }
    return new LedgerEvent.ActionProgressed(
        action.id(),
        mayHaveActed(action, ofCase)
            ? new Outcome.Unknown(
                action.receipt(),
                "It is not known whether it took effect, because %s while it may have been running: check the back end%s."
                    .formatted(why, wayBack(action)))
            : new Outcome.Failed(CODE, "It was not started, because %s.".formatted(why)));
  }

  /**
   * A case tells that it began an action only with what follows; a claim comes before it acts. An
   * order tells it before it acts.
   */
  private boolean mayHaveActed(Unfinished action, boolean ofCase) {
    return action.execution() != Execution.NOT_STARTED || (ofCase && mayHaveBegun(action));
  }

  private boolean mayHaveBegun(Unfinished action) {
    return HeldState.of(action.action(), null).isEmpty() || holds.of(action.id()).isPresent();
  }

  private static String wayBack(Unfinished action) {
    return Optional.ofNullable(action.receipt()).flatMap(action.action()::inverse).isPresent()
        ? ", or undo it"
        : "";
  }

  private Stream<LedgerEvent> ofUndos(String which, String id, String why) {
    return jdbc
        .sql(
            """
            select action_id, undo_id from action where %s and undo_state = 'RUNNING'
            order by position for update"""
                .formatted(which))
        .param(id)
        .query(
            (row, n) ->
                (LedgerEvent)
                    new LedgerEvent.UndoProgressed(
                        row.getString("action_id"),
                        row.getString("undo_id"),
                        new Outcome.Failed(
                            CODE,
                            ("It is not known whether it was undone, because %s: check the "
                                    + "back end, or undo it again.")
                                .formatted(why))))
        .list()
        .stream();
  }
}
