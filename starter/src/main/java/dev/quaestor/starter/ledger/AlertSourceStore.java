package dev.quaestor.starter.ledger;

import dev.quaestor.ledger.InvestigationStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.text.Excerpt;
import dev.quaestor.text.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far each source of alerts was read, and what became of what it told. */
public final class AlertSourceStore {
  private static final int LONGEST_TEXT = 600;

  private static final String DUE =
      """
      select s.alert_id, s.case_alert_id, s.investigation_id, i.state, i.ended_at, c.body, c.said_at
      from source_alert s
      join investigation i on i.investigation_id = s.investigation_id
      left join classification c
        on c.investigation_id = s.investigation_id and c.subject_hash = s.subject_hash
      where s.source = :source and s.outcome = 'TAKEN'""";

  /** The widths of what the vendor writes, which is cut to them before it comes here. */
  public static final int LONGEST_ID = 320;

  public static final int LONGEST_PRODUCT_ALERT = 400;

  private final Transactions transactions;
  private final JdbcClient jdbc;
  private final InstantSource clock;

  public AlertSourceStore(DataSource dataSource, InstantSource clock) {
    this.transactions = new Transactions(dataSource);
    this.jdbc = JdbcClient.create(dataSource);
    this.clock = clock;
  }

  /**
   * How a source stands.
   *
   * @param readUpTo all that changed there before then has been taken in, by its own clock
   * @param readAt when last nothing was left to read; null for never
   * @param failingSince since when it cannot be read; null when it can
   * @param failure why, one sentence
   * @param restUntil it wants to be left alone until then
   * @param heldSince since when it is not read because too many cases are open
   */
  public record Standing(
      String name,
      Instant readUpTo,
      @Nullable Instant readAt,
      @Nullable Instant failingSince,
      @Nullable String failure,
      @Nullable Instant restUntil,
      @Nullable Instant heldSince) {}

  /** What became of an alert that was read. */
  public enum Outcome {
    /** It is part of a case. */
    TAKEN,
    /** It was resolved there before it was read for the first time: nothing came of it. */
    RESOLVED,
    /** Another source told the same alert, and its case has ended. */
    TOLD_ELSEWHERE,
    /** It could not be read or taken in. */
    SET_ASIDE
  }

  /**
   * An alert as it was last read.
   *
   * @param alertId the source's own; or the hash of what it says, where it has none
   * @param productAlert which alert of which product it is; null where only its source knows it
   * @param bodyHash of all that it says
   * @param contentHash of what an investigation looks at; null where nobody could read it
   * @param problem why it was set aside
   * @param caseAlertId what its case calls it; null where nobody could read it
   * @param stance how people have it there
   */
  public record Kept(
      String alertId,
      @Nullable String productAlert,
      String bodyHash,
      @Nullable String contentHash,
      Outcome outcome,
      @Nullable String investigationId,
      @Nullable String workflowId,
      @Nullable String problem,
      @Nullable String caseAlertId,
      @Nullable String stance) {}

  /**
   * What was set aside lately.
   *
   * @param last the alert that was set aside last, and why; null when there is none
   */
  public record SetAside(long alerts, @Nullable String last) {}

  /**
   * How a source stands; one that was never read is read from then on.
   *
   * @param from for one that is not known yet
   */
  public Standing standing(String name, Instant from) {
    return transactions.write(
        () ->
            find(name)
                .orElseGet(
                    () -> {
                      jdbc.sql("insert into alert_source (name, read_up_to) values (?, ?)")
                          .params(name, Columns.utc(from))
                          .update();
                      return find(name).orElseThrow();
                    }));
  }

  /** How a source stands that was read once; empty otherwise. */
  public Optional<Standing> standing(String name) {
    return transactions.alone(() -> find(name));
  }

  private Optional<Standing> find(String name) {
    return jdbc.sql("select * from alert_source where name = ?")
        .param(name)
        .query(AlertSourceStore::standing)
        .optional();
  }

  private static Standing standing(ResultSet row, int number) throws SQLException {
    return new Standing(
        row.getString("name"),
        Columns.instant(row, "read_up_to"),
        Columns.instantOrNull(row, "read_at"),
        Columns.instantOrNull(row, "failing_since"),
        row.getString("failure"),
        Columns.instantOrNull(row, "rest_until"),
        Columns.instantOrNull(row, "held_since"));
  }

  /** What is kept of these alerts of a source, by their ids. */
  public Map<String, Kept> kept(String source, Collection<String> alertIds) {
    if (alertIds.isEmpty()) {
      return Map.of();
    }
    var found = new HashMap<String, Kept>();
    transactions
        .alone(
            () ->
                jdbc.sql("select * from source_alert where source = :source and alert_id in (:ids)")
                    .param("source", source)
                    .param("ids", List.copyOf(alertIds))
                    .query(AlertSourceStore::kept)
                    .list())
        .forEach(kept -> found.put(kept.alertId(), kept));
    return found;
  }

  /** Where another source told of the same alert, and it became part of a case. */
  public Optional<Kept> elsewhere(String source, String productAlert) {
    return transactions.alone(
        () ->
            jdbc.sql(
                    """
                    select * from source_alert
                    where product_alert = ? and source <> ? and outcome = 'TAKEN'
                    order by taken_at desc limit 1""")
                .params(productAlert, source)
                .query(AlertSourceStore::kept)
                .optional());
  }

  private static Kept kept(ResultSet row, int number) throws SQLException {
    return new Kept(
        row.getString("alert_id"),
        row.getString("product_alert"),
        row.getString("body_hash"),
        row.getString("content_hash"),
        Columns.name(row, "outcome", Outcome.class),
        row.getString("investigation_id"),
        row.getString("workflow_id"),
        row.getString("problem"),
        row.getString("case_alert_id"),
        row.getString("stance"));
  }

  /**
   * Keeps what became of what was read, and with it up to when all is read. It never goes back:
   * whoever is late has read less.
   *
   * @param readUpTo null when the stretch that was read is not whole yet
   * @param nothingLeft whether there is nothing more to read now
   */
  public void taken(
      String source, List<Kept> alerts, @Nullable Instant readUpTo, boolean nothingLeft) {
    transactions.write(
        () -> {
          alerts.forEach(alert -> keep(source, alert));
          if (readUpTo != null) {
            jdbc.sql("update alert_source set read_up_to = ? where name = ? and read_up_to < ?")
                .params(Columns.utc(readUpTo), source, Columns.utc(readUpTo))
                .update();
          }
          return jdbc.sql(
                  """
                  update alert_source set failing_since = null, failure = null,
                    rest_until = null, held_since = null,
                    read_at = coalesce(cast(:at as timestamp(6) with time zone), read_at)
                  where name = :name""")
              .param("at", nothingLeft ? Columns.utc(clock.instant()) : null)
              .param("name", source)
              .update();
        });
  }

  private void keep(String source, Kept alert) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("source", source);
    row.put("id", alert.alertId());
    row.put("product", alert.productAlert());
    row.put("body", alert.bodyHash());
    row.put("content", alert.contentHash());
    row.put("outcome", alert.outcome().name());
    row.put("investigation", alert.investigationId());
    row.put("workflow", alert.workflowId());
    row.put("problem", alert.problem() == null ? null : text(alert.problem()));
    row.put(
        "subject",
        alert.caseAlertId() == null ? null : ClassificationQueries.ofAlert(alert.caseAlertId()));
    row.put("named", alert.caseAlertId());
    row.put("stance", alert.stance());
    row.put("at", Columns.utc(clock.instant()));
    var there =
        jdbc.sql(
                    """
                    update source_alert set product_alert = :product, body_hash = :body,
                      content_hash = :content, outcome = :outcome,
                      investigation_id = :investigation, workflow_id = :workflow,
                      problem = :problem, subject_hash = coalesce(:subject, subject_hash),
                      case_alert_id = coalesce(:named, case_alert_id),
                      stance = :stance, taken_at = :at
                    where source = :source and alert_id = :id""")
                .params(row)
                .update()
            == 1;
    if (!there) {
      jdbc.sql(
              """
              insert into source_alert (source, alert_id, product_alert, body_hash, content_hash,
                outcome, investigation_id, workflow_id, problem, subject_hash, case_alert_id, stance,
                taken_at)
              values (:source, :id, :product, :body, :content, :outcome, :investigation, :workflow,
                :problem, :subject, :named, :stance, :at)""")
          .params(row)
          .update();
    }
  }

  /**
   * It could not be read.
   *
   * @param restUntil when it may be asked again; null for with the next round
   */
  public void failed(String source, String sentence, @Nullable Instant restUntil) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("name", source);
    row.put("now", Columns.utc(clock.instant()));
    row.put("failure", text(sentence));
    row.put("rest", Columns.utcOrNull(restUntil));
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update alert_source set failing_since = coalesce(failing_since, :now),
                      failure = :failure,
                      rest_until = cast(:rest as timestamp(6) with time zone)
                    where name = :name""")
                .params(row)
                .update());
  }

  /** It is not read, because too many cases are open. */
  public void held(String source) {
    transactions.write(
        () ->
            jdbc.sql("update alert_source set held_since = coalesce(held_since, ?) where name = ?")
                .params(Columns.utc(clock.instant()), source)
                .update());
  }

  /** What of a source was set aside since then. */
  public SetAside setAside(String source, Instant since) {
    return transactions.read(
        () -> {
          long alerts =
              jdbc.sql(
                      """
                      select count(*) from source_alert
                      where source = ? and outcome = 'SET_ASIDE' and taken_at >= ?""")
                  .params(source, Columns.utc(since))
                  .query(Long.class)
                  .single();
          var last =
              jdbc.sql(
                      """
                      select alert_id, problem from source_alert
                      where source = ? and outcome = 'SET_ASIDE' and taken_at >= ?
                      order by taken_at desc, alert_id limit 1""")
                  .params(source, Columns.utc(since))
                  .query((row, n) -> row.getString("alert_id") + ": " + row.getString("problem"))
                  .optional();
          return new SetAside(alerts, last.orElse(null));
        });
  }

  /**
   * An alert whose case came to something that was not said at its source.
   *
   * @param endedAt null while the case runs
   * @param said the latest that a person said of it; null for nothing
   */
  public record Due(
      String alertId,
      String caseAlertId,
      String investigationId,
      InvestigationStatus state,
      @Nullable Instant endedAt,
      LedgerEvent.@Nullable Classified said,
      @Nullable Instant saidAt) {

    /** The latest of it. */
    public Instant upTo() {
      var ended = endedAt == null ? Instant.EPOCH : endedAt;
      return saidAt == null || saidAt.isBefore(ended) ? ended : saidAt;
    }
  }

  /**
   * What is to be said at a source.
   *
   * @param since what came to be before is not said any more
   */
  public List<Due> due(String source, Instant since, int most) {
    return transactions.alone(
        () ->
            jdbc.sql(
                    DUE
                        + """
                         and ((i.ended_at >= :since
                            and (s.told_at is null or s.told_at < i.ended_at))
                          or (c.said_at >= :since
                            and (s.told_at is null or s.told_at < c.said_at)))
                        order by s.taken_at, s.alert_id limit :most""")
                .param("source", source)
                .param("since", Columns.utc(since))
                .param("most", most)
                .query(AlertSourceStore::due)
                .list());
  }

  /** How the case of an alert stands, whether or not anything is to be said of it. */
  public Optional<Due> outcome(String source, String alertId) {
    return transactions.alone(
        () ->
            jdbc.sql(DUE + " and s.alert_id = :id")
                .param("source", source)
                .param("id", alertId)
                .query(AlertSourceStore::due)
                .optional());
  }

  private static Due due(ResultSet row, int number) throws SQLException {
    return new Due(
        row.getString("alert_id"),
        row.getString("case_alert_id"),
        row.getString("investigation_id"),
        Columns.name(row, "state", InvestigationStatus.class),
        Columns.instantOrNull(row, "ended_at"),
        Columns.valueOrNull(row, "body", LedgerEvent.Classified.class),
        Columns.instantOrNull(row, "said_at"));
  }

  /** What came to be by then is said, or never will be. */
  public void told(String source, String alertId, Instant upTo) {
    transactions.write(
        () ->
            jdbc.sql(
                    """
                    update source_alert set told_at = ? where source = ? and alert_id = ?
                      and (told_at is null or told_at < ?)""")
                .params(Columns.utc(upTo), source, alertId, Columns.utc(upTo))
                .update());
  }

  /** The source wants to be left alone. */
  public void rest(String source, Instant until) {
    transactions.write(
        () ->
            jdbc.sql("update alert_source set rest_until = ? where name = ?")
                .params(Columns.utc(until), source)
                .update());
  }

  /**
   * How many cases are open or wait for a place.
   *
   * @param most so many are counted at most
   */
  public int open(int most) {
    return transactions.alone(
        () ->
            jdbc.sql(
                    """
                    select count(*) from (
                      select 1 from investigation where state in ('QUEUED', 'RUNNING',
                        'PENDING_APPROVAL', 'PENDING_RESOURCE') limit ?) as taken""")
                .param(most)
                .query(Integer.class)
                .single());
  }

  private static String text(String text) {
    return Excerpt.head(Storable.of(text), LONGEST_TEXT);
  }
}
