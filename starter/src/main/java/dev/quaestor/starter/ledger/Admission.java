package dev.quaestor.starter.ledger;

import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.text.Storable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a case comes into the ledger, and whether there is room for it to run. */
final class Admission {
  private final JdbcClient jdbc;
  private final PolicyStore policies;
  private final Capacity capacity;

  Admission(JdbcClient jdbc, PolicyStore policies, Capacity capacity) {
    this.jdbc = jdbc;
    this.policies = policies;
    this.capacity = capacity;
  }

  /**
   * Makes the case known, once.
   *
   * @return the policy revision that it is pinned to
   */
  int open(CaseOpening opening) {
    Optional<Integer> pinned =
        jdbc.sql("select policy_revision from investigation where investigation_id = ?")
            .param(opening.investigationId())
            .query(Integer.class)
            .optional();
    if (pinned.isPresent()) {
      return pinned.get();
    }
    int current =
        policies
            .currentNumber()
            .orElseThrow(() -> new IllegalStateException("no policy has been submitted yet"));
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("id", opening.investigationId());
    row.put("workflow", Storable.of(opening.workflowId()));
    row.put("run", Storable.of(opening.runId()));
    row.put(
        "state",
        (hasRoom(opening) ? InvestigationStatus.RUNNING : InvestigationStatus.QUEUED).name());
    row.put("severity", opening.severity().name());
    row.put("title", Storable.of(opening.title()));
    row.put("verdict", Verdict.UNKNOWN.name());
    row.put("by", Storable.of(opening.startedBy()));
    row.put("at", Columns.utc(opening.startedAt()));
    row.put("revision", current);
    row.put("search", StoredText.searchable(opening.investigationId(), opening.title()));
    jdbc.sql(
            """
            insert into investigation (investigation_id, workflow_id, run_id, state, severity,
              title, verdict, started_by, started_at, policy_revision, search_text)
            values (:id, :workflow, :run, :state, :severity, :title, :verdict, :by, :at, :revision,
              :search)""")
        .params(row)
        .update();
    return current;
  }

  /**
   * Whether it may run now. First come, first served: those that queue since earlier have their
   * places first.
   */
  boolean admits(CaseOpening opening) {
    var id = opening.investigationId();
    var queued =
        jdbc.sql("select 1 from investigation where investigation_id = ? and state = 'QUEUED'")
            .param(id)
            .query(Integer.class)
            .optional();
    if (queued.isEmpty()) {
      return true;
    }
    if (!hasRoom(opening)) {
      return false;
    }
    jdbc.sql("update investigation set state = 'RUNNING' where investigation_id = ?")
        .param(id)
        .update();
    return true;
  }

  private boolean hasRoom(CaseOpening opening) {
    return !capacity.isBounded() || placesTakenBefore(opening) < capacity.running();
  }

  /** No more are counted than there are places: every case that waits asks again and again. */
  private long placesTakenBefore(CaseOpening opening) {
    return jdbc.sql(
            """
            select count(*) from (
              select 1 from investigation where state in ('RUNNING', 'PENDING_APPROVAL',
                'PENDING_RESOURCE') or (state = 'QUEUED' and (started_at < :at
                  or (started_at = :at and investigation_id < :id)))
              limit :most) as taken""")
        .param("most", capacity.running())
        .param("at", Columns.utc(opening.startedAt()))
        .param("id", opening.investigationId())
        .query(Long.class)
        .single();
  }
}
