package dev.quaestor.starter.ledger;

import dev.quaestor.alert.Severity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.evidence.RemediationStatus;
import dev.quaestor.evidence.Verdict;
import dev.quaestor.ledger.CaseOpening;
import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEntry;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Folds events into {@code investigation}, {@code alert} and {@code evidence}, in one transaction:
 * what is there is read once for all events, and what comes of them is written once.
 */
final class CaseProjection {
  private final JdbcClient jdbc;
  private final JdbcTemplate rows;
  private final HoldDrafts holds;
  private final ActionProjection actions;
  private final CaseFiles file;
  private final SortedMap<String, CaseDraft> cases = new TreeMap<>();
  // In the order of the events, in which they are shown.
  private final Map<Key, Map<String, @Nullable Object>> alerts = new LinkedHashMap<>();
  // By their keys, because two cases may add the same.
  private final SortedMap<Key, Map<String, @Nullable Object>> versions = new TreeMap<>();
  private final Map<Key, EvidenceDraft> evidence = new LinkedHashMap<>();
  private final Set<Key> knownAlerts = new HashSet<>();
  private final Set<Key> knownVersions = new HashSet<>();
  private final SortedMap<Key, Map<String, @Nullable Object>> heardAgain = new TreeMap<>();

  /** What a row is found by. */
  private record Key(String first, String second) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = first.compareTo(other.first);
      return order == 0 ? second.compareTo(other.second) : order;
    }
  }

  /** What hosts are called, by the first of their names, and when that was last said. */
  private final Map<String, List<String>> called = new LinkedHashMap<>();

  private Instant calledAt = Instant.MIN;
  private final HostNames hosts;

  CaseProjection(JdbcClient jdbc, JdbcTemplate rows, HoldDrafts holds, ActionProjection actions) {
    this.jdbc = jdbc;
    this.rows = rows;
    this.holds = holds;
    this.actions = actions;
    this.file = new CaseFiles(jdbc);
    this.hosts = new HostNames(jdbc, rows);
  }

  /** A row of {@code investigation} as it stands and as it will. */
  private static final class CaseDraft {
    final Map<String, @Nullable Object> row = new HashMap<>();
    final Map<Verdict, Integer> evidence = new EnumMap<>(Verdict.class);
    InvestigationStatus state;
    Severity severity;

    /** That of its actions, as far as they are written. */
    Severity written;

    Instant startedAt;
    boolean isNew;
    boolean isConcluded;
    boolean hasEnded;
    boolean undoFailed;
    boolean changed;

    CaseDraft(InvestigationStatus state, Severity severity, Instant startedAt) {
      this.state = state;
      this.severity = severity;
      this.written = severity;
      this.startedAt = startedAt;
    }

    void put(String column, @Nullable Object value) {
      row.put(column, value);
      changed = true;
    }

    void count(Verdict verdict, int more) {
      evidence.merge(verdict, more, Integer::sum);
      changed = true;
    }

    Map<String, @Nullable Object> written() {
      for (var verdict : Verdict.values()) {
        row.put(verdict.name(), evidence.getOrDefault(verdict, 0));
      }
      row.put("state", state.name());
      row.put("attention", state.needsAttention() || (hasEnded && undoFailed) ? 1 : 0);
      row.put("severity", severity.name());
      return row;
    }
  }

  /** A row of {@code evidence}: as it stands, whether it is assessed anew and what became of it. */
  private static final class EvidenceDraft {
    final Map<String, @Nullable Object> row = new HashMap<>();
    boolean isNew;
    boolean isAssessed;

    /** Null while nobody knows whether it is there, because nobody needs to. */
    @Nullable Verdict verdict;
  }

  /** Nobody else writes to these until the transaction has ended. */
  void lock(Collection<String> ids) {
    jdbc.sql(
            """
            select investigation_id, policy_revision, state, because, severity, verdict, started_at,
              concluded_at, ended_at, pieces_clean, pieces_unknown, pieces_suspicious,
              pieces_malicious, undo_failed
            from investigation where investigation_id = any(?)
            order by investigation_id for update""")
        .param(ids.toArray(String[]::new))
        .query(
            row -> {
              var draft =
                  new CaseDraft(
                      Columns.name(row, "state", InvestigationStatus.class),
                      Columns.name(row, "severity", Severity.class),
                      Columns.instant(row, "started_at"));
              var id = row.getString("investigation_id");
              draft.row.put("id", id);
              draft.row.put("revision", row.getInt("policy_revision"));
              draft.row.put("because", row.getString("because"));
              draft.row.put("verdict", row.getString("verdict"));
              draft.row.put("at", Columns.utc(draft.startedAt));
              draft.row.put(
                  "concluded", Columns.utcOrNull(Columns.instantOrNull(row, "concluded_at")));
              draft.row.put("ended", Columns.utcOrNull(Columns.instantOrNull(row, "ended_at")));
              draft.isConcluded = draft.row.get("concluded") != null;
              draft.hasEnded = draft.row.get("ended") != null;
              draft.undoFailed = row.getBoolean("undo_failed");
              draft.evidence.put(Verdict.NO_THREATS_FOUND, row.getInt("pieces_clean"));
              draft.evidence.put(Verdict.UNKNOWN, row.getInt("pieces_unknown"));
              draft.evidence.put(Verdict.SUSPICIOUS, row.getInt("pieces_suspicious"));
              draft.evidence.put(Verdict.MALICIOUS, row.getInt("pieces_malicious"));
              cases.put(id, draft);
            });
  }

  /** The policy revision that a case is pinned to; empty when there is none of that id. */
  Optional<Integer> pinned(String caseId) {
    return Optional.ofNullable(cases.get(caseId)).map(draft -> (Integer) draft.row.get("revision"));
  }

  @Nullable Severity severityOf(@Nullable String caseId) {
    var draft = caseId == null ? null : cases.get(caseId);
    return draft == null ? null : draft.severity;
  }

  @Nullable Instant startOf(String caseId) {
    var draft = cases.get(caseId);
    return draft == null ? null : draft.startedAt;
  }

  /** Makes a case known that is not. */
  void open(CaseOpening opening, int revision, InvestigationStatus state) {
    var draft = new CaseDraft(state, opening.severity(), opening.startedAt());
    draft.put("id", opening.investigationId());
    draft.put("workflow", Storable.of(opening.workflowId()));
    draft.put("run", Storable.of(opening.runId()));
    draft.put("title", Storable.of(opening.title()));
    draft.put("verdict", Verdict.UNKNOWN.name());
    draft.put("by", Storable.of(opening.startedBy()));
    draft.put("at", Columns.utc(opening.startedAt()));
    draft.put("revision", revision);
    draft.put("search", StoredText.searchable(opening.investigationId(), opening.title()));
    draft.isNew = true;
    cases.put(opening.investigationId(), draft);
  }

  /**
   * When its workflow says that it began. Whoever had made it known before goes by a clock of its
   * own, which may be hours off, and times are measured from here.
   */
  void began(CaseOpening opening) {
    var draft = cases.get(opening.investigationId());
    if (draft != null && !draft.startedAt.equals(opening.startedAt())) {
      draft.startedAt = opening.startedAt();
      draft.put("at", Columns.utc(opening.startedAt()));
    }
  }

  /** Reads at once what these events of a case need to know. */
  void know(Collection<Told> told) {
    knowAlerts(told);
    knowEvidence(told);
  }

  /** An event and the case that it is of. */
  record Told(String caseId, LedgerEvent event) {}

  private void knowAlerts(Collection<Told> told) {
    var added = told.stream().flatMap(t -> said(t.event())).toList();
    if (added.isEmpty()) {
      return;
    }
    var identities =
        added.stream().map(LedgerEvent.AlertAdded::identity).distinct().toArray(String[]::new);
    jdbc.sql(
            """
            select investigation_id, alert_hash from alert
            where investigation_id = any(:cases) and alert_hash = any(:alerts)""")
        .param("cases", told.stream().map(Told::caseId).distinct().toArray(String[]::new))
        .param("alerts", identities)
        .query(
            row -> {
              knownAlerts.add(
                  new Key(row.getString("investigation_id"), row.getString("alert_hash")));
            });
    jdbc.sql(
            """
            select alert_hash, content_hash from alert_version
            where alert_hash = any(:alerts) and content_hash = any(:contents)""")
        .param("alerts", identities)
        .param(
            "contents",
            added.stream().map(LedgerEvent.AlertAdded::content).distinct().toArray(String[]::new))
        .query(
            row -> {
              knownVersions.add(
                  new Key(row.getString("alert_hash"), row.getString("content_hash")));
            });
  }

  private static Stream<LedgerEvent.AlertAdded> said(LedgerEvent event) {
    return event instanceof LedgerEvent.AlertAdded added
        ? Stream.of(added)
        : event instanceof LedgerEvent.AlertRevised revised
            ? Stream.of(revised.now())
            : Stream.empty();
  }

  private void knowEvidence(Collection<Told> told) {
    var assessed =
        told.stream()
            .filter(t -> t.event() instanceof LedgerEvent.EvidenceAssessed)
            .map(t -> new Key(t.caseId(), hash((LedgerEvent.EvidenceAssessed) t.event())))
            .distinct()
            .toList();
    if (assessed.isEmpty()) {
      return;
    }
    assessed.forEach(key -> draft(key).isNew = true);
    jdbc.sql(
            """
            select investigation_id, entity_hash, verdict from evidence
            where investigation_id = any(:cases) and entity_hash = any(:entities)""")
        .param("cases", assessed.stream().map(Key::first).distinct().toArray(String[]::new))
        .param("entities", assessed.stream().map(Key::second).distinct().toArray(String[]::new))
        .query(
            row -> {
              var found =
                  evidence.get(
                      new Key(row.getString("investigation_id"), row.getString("entity_hash")));
              if (found != null) {
                found.isNew = false;
                found.verdict = Columns.name(row, "verdict", Verdict.class);
              }
            });
  }

  private static String hash(LedgerEvent.EvidenceAssessed e) {
    return Sha256.of(e.assessment().key().value());
  }

  private EvidenceDraft draft(Key key) {
    return evidence.computeIfAbsent(
        key,
        k -> {
          var draft = new EvidenceDraft();
          draft.row.put("case", k.first());
          draft.row.put("hash", k.second());
          return draft;
        });
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
          holds.over(caseId, actions::isPlanned);
        }
      }
      case LedgerEvent.ActionPlanned e -> {
        if (e.verdict() != null) {
          conclude(caseId, at, counted);
        }
      }
      case LedgerEvent.OrderAccepted e -> {}
      case LedgerEvent.ActionDecided e -> {}
      case LedgerEvent.ApprovalGiven e -> {}
      case LedgerEvent.Reminded e -> {}
      case LedgerEvent.Escalated e -> {}
      case LedgerEvent.ActionPrepared e -> {}
      case LedgerEvent.ActionProgressed e -> {}
      case LedgerEvent.UndoRequested e -> {}
      case LedgerEvent.UndoProgressed e -> {}
      // These change nothing that is shown but the log.
      case LedgerEvent.MessageIgnored e -> {}
      case LedgerEvent.CancelRequested e -> {}
      case LedgerEvent.Classified e -> classify(caseId, e, at);
      case LedgerEvent.MarkedAsMissed e -> {}
      case LedgerEvent.NoteAdded e -> file.note(caseId, e, at);
      case LedgerEvent.Assigned e -> file.assign(caseId, e);
      case LedgerEvent.Tagged e -> file.tag(caseId, e);
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
    var key = new Key(caseId, e.identity());
    if (!knownAlerts.add(key)) {
      return;
    }
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("case", caseId);
    row.put("alert", e.identity());
    row.put("id", Sha256.of(e.alertId()));
    row.put("body", Columns.json(e, LedgerEvent.class));
    row.put("at", Columns.utc(at));
    row.put("search", StoredText.searchable(e.alertId(), e.title()));
    alerts.put(key, row);
    addVersion(caseId, e, at);
    var draft = cases.get(caseId);
    if (draft != null) {
      draft.severity = draft.severity.orHigher(e.severity());
      draft.changed = true;
    }
  }

  /** What it says now stands; an alert that calls itself less severe may make the case so. */
  private void reviseAlert(String caseId, LedgerEvent.AlertAdded e, Instant at) {
    writeAlerts();
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
    var highest =
        jdbc
            .sql("select body from alert where investigation_id = ?")
            .param(caseId)
            .query((row, n) -> Columns.value(row, "body", LedgerEvent.AlertAdded.class).severity())
            .list()
            .stream()
            .reduce(Severity::orHigher);
    var draft = cases.get(caseId);
    if (draft != null && highest.isPresent()) {
      draft.severity = highest.get();
      draft.changed = true;
    }
  }

  /**
   * Two cases may hear the same word at once: the first of them is answered with, until it has
   * ended without having looked at all of it.
   */
  private void addVersion(String caseId, LedgerEvent.AlertAdded e, Instant at) {
    var key = new Key(e.identity(), e.content());
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("alert", e.identity());
    row.put("content", e.content());
    row.put("version", e.version());
    row.put("case", caseId);
    row.put("at", Columns.utc(at));
    (knownVersions.add(key) ? versions : heardAgain).putIfAbsent(key, row);
  }

  private void assess(String caseId, LedgerEvent.EvidenceAssessed e, Instant at) {
    var assessment = e.assessment();
    Entity entity = assessment.evidence().entity();
    var draft = draft(new Key(caseId, hash(e)));
    var row = draft.row;
    row.put("kind", entity.kind().name());
    row.put("verdict", assessment.verdict().name());
    row.put("deviceId", entity instanceof Device d ? comparable(d.deviceId()) : null);
    row.put("deviceName", entity instanceof Device d ? comparable(d.name()) : null);
    row.put("deviceHost", entity instanceof Device d ? host(comparable(d.name())) : null);
    @Nullable Device confirmed = assessment.confirmed();
    row.put("deviceGroup", confirmed == null ? null : group(confirmed.group()));
    if (!assessment.names().isEmpty()) {
      called.put(assessment.names().getFirst(), assessment.names());
      calledAt = at.isAfter(calledAt) ? at : calledAt;
    }
    row.put("addresses", confirmed == null ? null : addresses(confirmed));
    row.put("assessment", Columns.json(assessment));
    row.putIfAbsent("firstSeen", Columns.utc(at));
    row.put("at", Columns.utc(at));
    row.put(
        "search",
        StoredText.searchable(
            Stream.concat(
                    Stream.of(entity.label(), assessment.key().value()),
                    assessment.evidence().aliases().stream())
                .toArray(String[]::new)));
    var counted = cases.get(caseId);
    if (counted != null) {
      if (draft.verdict != null) {
        counted.count(draft.verdict, -1);
      }
      counted.count(assessment.verdict(), 1);
    }
    draft.verdict = assessment.verdict();
    draft.isAssessed = true;
  }

  private static final int MOST_ADDRESSES = 20;

  /** Every host has itself at the first of them. */
  private static @Nullable String addresses(Device device) {
    var keys =
        device.ipAddresses().stream()
            .limit(MOST_ADDRESSES)
            .map(address -> new IpAddress(address).key())
            .filter(key -> !LOOPBACK.contains(key))
            .map(Mentions::addressKey)
            .distinct()
            .collect(Collectors.joining("\n"));
    return keys.isEmpty() ? null : keys;
  }

  private static final Set<EntityKey> LOOPBACK =
      Set.of(new IpAddress("127.0.0.1").key(), new IpAddress("::1").key());

  /** As it is written: groups are told apart by every letter. */
  static @Nullable String group(@Nullable String group) {
    return group == null ? null : Excerpt.head(Storable.of(group), 1000);
  }

  /** The first label of a device's name: what it is called by those who leave its domain out. */
  static @Nullable String host(@Nullable String name) {
    int dot = name == null ? -1 : name.indexOf('.');
    return name == null || dot < 0 ? name : name.substring(0, dot);
  }

  static @Nullable String comparable(@Nullable String text) {
    return text == null ? null : StoredText.lower(text.strip(), 1000);
  }

  private void changeEvidence(String caseId, LedgerEvent.RemediationStatusChanged e, Instant at) {
    var draft = draft(new Key(caseId, Sha256.of(e.entityKey())));
    if (draft.isNew && !draft.isAssessed) {
      // It is assessed later in this very transaction, and nothing was there that could change.
      return;
    }
    draft.row.put("status", e.status().name());
    draft.row.put("at", Columns.utc(at));
  }

  /** What has ended and is seen in another light since has ended when it did. */
  private void changeStatus(String caseId, LedgerEvent.StatusChanged e, Instant at) {
    var draft = cases.get(caseId);
    if (draft == null) {
      return;
    }
    draft.state = e.status();
    draft.put("because", Storable.orNull(e.because()));
    if (!e.status().ended()) {
      draft.put("ended", null);
    } else if (!draft.hasEnded) {
      draft.put("ended", Columns.utc(at));
    }
    draft.hasEnded = e.status().ended();
  }

  /** The first moment at which it was clear what the case is: a plan, or an end without one. */
  private void conclude(String caseId, Instant at, BatchCounts counted) {
    var draft = cases.get(caseId);
    if (draft != null && !draft.isConcluded) {
      draft.put("concluded", Columns.utc(at));
      draft.isConcluded = true;
      counted.add(new BatchCounts.Count.Concluded(Duration.between(draft.startedAt, at)));
    }
  }

  /** The worst verdict of the evidence is the case's, as far as its state lets it say so. */
  void judge(String caseId) {
    var draft = cases.get(caseId);
    if (draft != null) {
      var worst =
          Arrays.stream(Verdict.values())
              .filter(verdict -> draft.evidence.getOrDefault(verdict, 0) > 0)
              .reduce((less, more) -> more)
              .orElse(Verdict.UNKNOWN);
      draft.put("verdict", draft.state.verdict(worst).name());
    }
  }

  private static final RowStatement OPEN =
      RowStatement.of(
          """
          insert into investigation (investigation_id, workflow_id, run_id, state, because,
            severity, title, verdict, started_by, started_at, concluded_at, ended_at,
            policy_revision, search_text, pieces_clean, pieces_unknown, pieces_suspicious,
            pieces_malicious, attention)
          values (:id, :workflow, :run, :state, :because, :severity, :title, :verdict, :by, :at,
            :concluded, :ended, :revision, :search, :NO_THREATS_FOUND, :UNKNOWN, :SUSPICIOUS,
            :MALICIOUS, :attention)""");

  private static final RowStatement GO_ON =
      RowStatement.of(
          """
          update investigation set state = :state, because = :because, severity = :severity,
            verdict = :verdict, started_at = :at, concluded_at = :concluded, ended_at = :ended,
            pieces_clean = :NO_THREATS_FOUND, pieces_unknown = :UNKNOWN,
            pieces_suspicious = :SUSPICIOUS, pieces_malicious = :MALICIOUS, attention = :attention
          where investigation_id = :id""");

  private static final RowStatement RANK_ACTIONS =
      RowStatement.of("update action set severity = :severity where investigation_id = :id");

  private static final RowStatement ADD_ALERT =
      RowStatement.of(
          """
          insert into alert (investigation_id, alert_hash, id_hash, body, added_at, search_text)
          values (:case, :alert, :id, :body, :at, :search)""");

  private static final RowStatement ADD_VERSION =
      RowStatement.of(
          """
          insert into alert_version (alert_hash, content_hash, version, investigation_id, said_at)
          values (:alert, :content, :version, :case, :at)""");

  private static final RowStatement HEAR_AGAIN =
      RowStatement.of(
          """
          update alert_version set version = :version, investigation_id = :case, said_at = :at
          where alert_hash = :alert and content_hash = :content and investigation_id in (
            select investigation_id from investigation
            where state in ('FAILED', 'PARTIALLY_INVESTIGATED'))""");

  private static final RowStatement ADD_EVIDENCE =
      RowStatement.of(
          """
          insert into evidence (investigation_id, entity_hash, kind, verdict, remediation_status,
            device_id, device_name, device_host, device_group, assessment, first_seen_at, changed_at,
            search_text)
          values (:case, :hash, :kind, :verdict, :status, :deviceId, :deviceName, :deviceHost,
            :deviceGroup, :assessment, :firstSeen, :at, :search)""");

  private static final RowStatement ASSESS_AGAIN =
      RowStatement.of(
          """
          update evidence set kind = :kind, verdict = :verdict, device_id = :deviceId,
            device_name = :deviceName, device_host = :deviceHost, device_group = :deviceGroup,
            assessment = :assessment, changed_at = :at, search_text = :search,
            remediation_status = coalesce(cast(:status as varchar), remediation_status)
          where investigation_id = :case and entity_hash = :hash""");

  private static final RowStatement CHANGE_EVIDENCE =
      RowStatement.of(
          """
          update evidence set remediation_status = :status, changed_at = :at
          where investigation_id = :case and entity_hash = :hash""");

  /** Writes what has changed. */
  void write() {
    writeCases();
    writeAlerts();
    var all = List.copyOf(evidence.values());
    all.stream()
        .filter(draft -> draft.isNew)
        .forEach(draft -> draft.row.putIfAbsent("status", RemediationStatus.NONE.name()));
    ADD_EVIDENCE.run(
        rows, all.stream().filter(d -> d.isNew && d.isAssessed).map(d -> d.row).toList());
    ASSESS_AGAIN.run(
        rows, all.stream().filter(d -> !d.isNew && d.isAssessed).map(d -> d.row).toList());
    hosts.keep(called.values(), calledAt);
    called.clear();
    Mentions.ofEvidence(rows, all.stream().filter(d -> d.isAssessed).map(d -> d.row).toList());
    CHANGE_EVIDENCE.run(
        rows,
        all.stream()
            .filter(d -> !d.isAssessed && d.row.get("status") != null && !d.isNew)
            .map(d -> d.row)
            .toList());
    evidence.clear();
  }

  private static final RowStatement UNDOS_FAILED =
      RowStatement.of(
          """
          update investigation set undo_failed = exists (select 1 from action f
            where f.investigation_id = investigation.investigation_id
              and f.undo_state = 'FAILED')
          where investigation_id = :id""");

  private static final RowStatement ATTEND =
      RowStatement.of(
          """
          update investigation set attention = case when state in (%s)
            or (ended_at is not null and undo_failed) then 1 else 0 end
          where investigation_id = :id"""
              .formatted(
                  Arrays.stream(InvestigationStatus.values())
                      .filter(InvestigationStatus::needsAttention)
                      .map(state -> "'" + state + "'")
                      .collect(Collectors.joining(", "))));

  /**
   * Looks again whether an undo of these has failed; after all of their actions is written. Also of
   * one whose way back nobody offers any longer.
   */
  void undosMoved(Collection<String> ids) {
    var moved = ids.stream().map(id -> Map.<String, @Nullable Object>of("id", id)).toList();
    UNDOS_FAILED.run(rows, moved);
    ATTEND.run(rows, moved);
  }

  /** Before others look at how many there are. */
  void writeCases() {
    var changed = cases.values().stream().filter(draft -> draft.changed).toList();
    OPEN.run(rows, changed.stream().filter(d -> d.isNew).map(CaseDraft::written).toList());
    GO_ON.run(rows, changed.stream().filter(d -> !d.isNew).map(CaseDraft::written).toList());
    RANK_ACTIONS.run(
        rows,
        changed.stream().filter(d -> d.severity != d.written).map(CaseDraft::written).toList());
    changed.forEach(
        draft -> {
          draft.written = draft.severity;
          draft.isNew = false;
          draft.changed = false;
        });
  }

  private void writeAlerts() {
    ADD_ALERT.run(rows, alerts.values());
    ADD_VERSION.run(rows, versions.values());
    HEAR_AGAIN.run(rows, heardAgain.values());
    alerts.clear();
    versions.clear();
    heardAgain.clear();
  }
}
