package dev.quaestor.starter.ledger;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Folds events into {@code investigation}, {@code alert} and {@code evidence}. */
final class CaseProjection {
  private final JdbcClient jdbc;
  private final Holds holds;

  CaseProjection(JdbcClient jdbc, Holds holds) {
    this.jdbc = jdbc;
    this.holds = holds;
  }

  void fold(String caseId, LedgerEntry entry, BatchCounts counted) {
    Instant at = entry.at();
    switch (entry.event()) {
      case LedgerEvent.AlertAdded e -> addAlert(caseId, e, at);
      case LedgerEvent.AlertRevised e -> reviseAlert(caseId, e.now(), at);
      case LedgerEvent.EvidenceAssessed e -> assess(caseId, e, at);
      case LedgerEvent.RemediationStatusChanged e -> changeEvidence(caseId, e, at);
      case LedgerEvent.StatusChanged e -> {
        changeStatus(caseId, e, at);
        if (e.status().ended() || e.status() == InvestigationStatus.PENDING_APPROVAL) {
          conclude(caseId, at, counted);
        }
        if (e.status().ended()) {
          holds.over(caseId);
        }
      }
      case LedgerEvent.ActionPlanned e -> {
        if (e.verdict() != null) {
          conclude(caseId, at, counted);
        }
      }
      case LedgerEvent.OrderAccepted e -> {}
      case LedgerEvent.ActionDecided e -> {}
      case LedgerEvent.ActionPrepared e -> {}
      case LedgerEvent.ActionProgressed e -> {}
      case LedgerEvent.UndoRequested e -> {}
      case LedgerEvent.UndoProgressed e -> {}
      // These change nothing that is shown but the log.
      case LedgerEvent.MessageIgnored e -> {}
      case LedgerEvent.CancelRequested e -> {}
      case LedgerEvent.Classified e -> classify(caseId, e, at);
      case LedgerEvent.MarkedAsMissed e -> {}
    }
  }

  /** The latest word stands. */
  private void classify(String caseId, LedgerEvent.Classified e, Instant at) {
    var row =
        Map.of(
            "case", caseId,
            "subject", ClassificationQueries.subjectOf(e),
            "body", Columns.json(e, LedgerEvent.class),
            "at", Columns.utc(at));
    int changed =
        jdbc.sql(
                """
                update classification set body = :body, said_at = :at
                where investigation_id = :case and subject_hash = :subject""")
            .params(row)
            .update();
    if (changed == 0) {
      jdbc.sql(
              """
              insert into classification (investigation_id, subject_hash, body, said_at)
              values (:case, :subject, :body, :at)""")
          .params(row)
          .update();
    }
  }

  private void addAlert(String caseId, LedgerEvent.AlertAdded e, Instant at) {
    var known =
        jdbc.sql("select 1 from alert where investigation_id = ? and alert_hash = ?")
            .params(caseId, e.identity())
            .query(Integer.class)
            .optional();
    if (known.isPresent()) {
      return;
    }
    jdbc.sql(
            """
            insert into alert (investigation_id, alert_hash, id_hash, body, added_at, search_text)
            values (?, ?, ?, ?, ?, ?)""")
        .params(
            caseId,
            e.identity(),
            Sha256.of(e.alertId()),
            Columns.json(e, LedgerEvent.class),
            Columns.utc(at),
            StoredText.searchable(e.alertId(), e.title()))
        .update();
    addVersion(caseId, e, at);
    raiseSeverity(caseId, e.severity());
  }

  /** What it says now stands; an alert that calls itself less severe may make the case so. */
  private void reviseAlert(String caseId, LedgerEvent.AlertAdded e, Instant at) {
    jdbc.sql(
            """
            update alert set body = ?, search_text = ?
            where investigation_id = ? and alert_hash = ?""")
        .params(
            Columns.json(e, LedgerEvent.class),
            StoredText.searchable(e.alertId(), e.title()),
            caseId,
            e.identity())
        .update();
    addVersion(caseId, e, at);
    jdbc
        .sql("select body from alert where investigation_id = ?")
        .param(caseId)
        .query((row, n) -> Columns.value(row, "body", LedgerEvent.AlertAdded.class).severity())
        .list()
        .stream()
        .reduce(Severity::orHigher)
        .ifPresent(
            highest ->
                jdbc.sql("update investigation set severity = ? where investigation_id = ?")
                    .params(highest.name(), caseId)
                    .update());
  }

  /**
   * Two cases may hear the same word at once: the first of them is answered with, until it has
   * ended without having looked at all of it.
   */
  private void addVersion(String caseId, LedgerEvent.AlertAdded e, Instant at) {
    var known =
        jdbc.sql("select 1 from alert_version where alert_hash = ? and content_hash = ?")
            .params(e.identity(), e.content())
            .query(Integer.class)
            .optional();
    if (known.isEmpty()) {
      jdbc.sql(
              """
              insert into alert_version (alert_hash, content_hash, version, investigation_id, said_at)
              values (?, ?, ?, ?, ?)""")
          .params(e.identity(), e.content(), e.version(), caseId, Columns.utc(at))
          .update();
    } else {
      jdbc.sql(
              """
              update alert_version set version = ?, investigation_id = ?, said_at = ?
              where alert_hash = ? and content_hash = ? and investigation_id in (
                select investigation_id from investigation
                where state in ('FAILED', 'PARTIALLY_INVESTIGATED'))""")
          .params(e.version(), caseId, Columns.utc(at), e.identity(), e.content())
          .update();
    }
  }

  private void raiseSeverity(String caseId, Severity severity) {
    jdbc.sql("select severity from investigation where investigation_id = ?")
        .param(caseId)
        .query((row, n) -> Columns.name(row, "severity", Severity.class))
        .optional()
        .filter(current -> current.orHigher(severity) != current)
        .ifPresent(
            current ->
                jdbc.sql("update investigation set severity = ? where investigation_id = ?")
                    .params(severity.name(), caseId)
                    .update());
  }

  private void assess(String caseId, LedgerEvent.EvidenceAssessed e, Instant at) {
    var assessment = e.assessment();
    Entity entity = assessment.evidence().entity();
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("case", caseId);
    row.put("hash", Sha256.of(assessment.key().value()));
    row.put("kind", entity.kind().name());
    row.put("verdict", assessment.verdict().name());
    row.put("status", RemediationStatus.NONE.name());
    row.put("deviceId", entity instanceof Device d ? comparable(d.deviceId()) : null);
    row.put("deviceName", entity instanceof Device d ? comparable(d.name()) : null);
    row.put("assessment", Columns.json(assessment));
    row.put("at", Columns.utc(at));
    row.put(
        "search",
        StoredText.searchable(
            Stream.concat(
                    Stream.of(entity.label(), assessment.key().value()),
                    assessment.evidence().aliases().stream())
                .toArray(String[]::new)));
    int changed =
        jdbc.sql(
                """
                update evidence set kind = :kind, verdict = :verdict, device_id = :deviceId,
                  device_name = :deviceName, assessment = :assessment, changed_at = :at,
                  search_text = :search
                where investigation_id = :case and entity_hash = :hash""")
            .params(row)
            .update();
    if (changed == 0) {
      jdbc.sql(
              """
              insert into evidence (investigation_id, entity_hash, kind, verdict,
                remediation_status, device_id, device_name, assessment, first_seen_at, changed_at,
                search_text)
              values (:case, :hash, :kind, :verdict, :status, :deviceId, :deviceName, :assessment,
                :at, :at, :search)""")
          .params(row)
          .update();
    }
  }

  static @Nullable String comparable(@Nullable String text) {
    return text == null ? null : StoredText.lower(text.strip(), 1000);
  }

  private void changeEvidence(String caseId, LedgerEvent.RemediationStatusChanged e, Instant at) {
    jdbc.sql(
            """
            update evidence set remediation_status = ?, changed_at = ?
            where investigation_id = ? and entity_hash = ?""")
        .params(e.status().name(), Columns.utc(at), caseId, Sha256.of(e.entityKey()))
        .update();
  }

  /** What has ended and is seen in another light since has ended when it did. */
  private void changeStatus(String caseId, LedgerEvent.StatusChanged e, Instant at) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("state", e.status().name());
    row.put("because", Storable.orNull(e.because()));
    row.put("ended", e.status().ended() ? Columns.utc(at) : null);
    row.put("case", caseId);
    jdbc.sql(
            """
            update investigation set state = :state, because = :because,
              ended_at = case when cast(:ended as timestamp(6) with time zone) is null then null
                else coalesce(ended_at, :ended) end
            where investigation_id = :case""")
        .params(row)
        .update();
  }

  /** The first moment at which it was clear what the case is: a plan, or an end without one. */
  private void conclude(String caseId, Instant at, BatchCounts counted) {
    int first =
        jdbc.sql(
                """
                update investigation set concluded_at = ?
                where investigation_id = ? and concluded_at is null""")
            .params(Columns.utc(at), caseId)
            .update();
    if (first == 1) {
      Instant started =
          jdbc.sql("select started_at from investigation where investigation_id = ?")
              .param(caseId)
              .query((row, n) -> Columns.instant(row, "started_at"))
              .single();
      counted.add(new BatchCounts.Count.Concluded(Duration.between(started, at)));
    }
  }

  /** The worst verdict of the evidence is the case's, as far as its state lets it say so. */
  void judge(String caseId) {
    Verdict worst =
        jdbc
            .sql("select distinct verdict from evidence where investigation_id = ?")
            .param(caseId)
            .query((row, n) -> Columns.name(row, "verdict", Verdict.class))
            .list()
            .stream()
            .max(Comparator.naturalOrder())
            .orElse(Verdict.UNKNOWN);
    jdbc.sql("select state from investigation where investigation_id = ?")
        .param(caseId)
        .query((row, n) -> Columns.name(row, "state", InvestigationStatus.class))
        .optional()
        .ifPresent(
            state ->
                jdbc.sql("update investigation set verdict = ? where investigation_id = ?")
                    .params(state.verdict(worst).name(), caseId)
                    .update());
  }
}
