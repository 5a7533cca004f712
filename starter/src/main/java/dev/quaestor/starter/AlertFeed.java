package dev.quaestor.starter;

import dev.quaestor.alert.Alert;
import dev.quaestor.authority.Author;
import dev.quaestor.authority.Remit;
import dev.quaestor.feed.AlertIntakeActivities;
import dev.quaestor.feed.AlertQuery;
import dev.quaestor.feed.AlertsRead;
import dev.quaestor.feed.NextRead;
import dev.quaestor.feed.SourceAlert;
import dev.quaestor.starter.AlertSourceProperties.Source;
import dev.quaestor.starter.Submissions.Submitted;
import dev.quaestor.starter.access.AccessRole;
import dev.quaestor.starter.intake.AlertReader;
import dev.quaestor.starter.intake.json.Reading;
import dev.quaestor.starter.ledger.AlertSourceStore;
import dev.quaestor.starter.ledger.AlertSourceStore.Kept;
import dev.quaestor.starter.ledger.AlertSourceStore.Outcome;
import dev.quaestor.starter.ledger.Capacity;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.text.Sha256;
import dev.quaestor.text.Storable;
import dev.quaestor.wire.WorkflowIds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.activity.Activity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.TransactionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes in what sources tell, as if each had posted it: read as its format, signed, as a sensor's
 * word. What an investigation would look at is compared with what it said last: what else changes
 * there is for {@link AlertWords}.
 */
final class AlertFeed implements AlertIntakeActivities {
  private static final Logger log = LoggerFactory.getLogger(AlertFeed.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** At once; an investigation of each may begin. */
  static final int BATCH = 100;

  /** What has failed so often, and alone, is that alert's own fault. */
  private static final int TRIES = 5;

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final AlertSourceStore store;
  private final Ledger ledger;
  private final Supplier<Submissions> submissions;
  private final AlertWords words;
  private final Capacity capacity;
  private final MeterRegistry meters;
  private final InstantSource clock;
  private final AlertReader reader = new AlertReader();

  /**
   * @param submissions asked for when something is taken in, because it stands on what hosts this
   */
  AlertFeed(
      AlertSourceProperties properties,
      AlertSourceStore store,
      Ledger ledger,
      Supplier<Submissions> submissions,
      AlertWords words,
      Capacity capacity,
      MeterRegistry meters,
      InstantSource clock) {
    properties.alertSources().forEach(source -> sources.put(source.name(), source));
    this.store = store;
    this.ledger = ledger;
    this.submissions = submissions;
    this.words = words;
    this.capacity = capacity;
    this.meters = meters;
    this.clock = clock;
  }

  /** As whom a source is the author of its alerts; no token and no person has such an id. */
  static Author author(String source) {
    return new Author("alert-source:" + source, source, Remit.EVERYWHERE)
        .holding(List.of(AccessRole.SOURCE.wireName()));
  }

  @Override
  public NextRead next(String name) {
    var source = sources.get(name);
    if (source == null) {
      return new NextRead.Rest("No alerts are read there, by the starter's configuration.", false);
    }
    var now = clock.instant();
    var standing = store.standing(name, now.minus(source.lookBack()));
    var rest = standing.restUntil();
    if (rest != null && rest.isAfter(now)) {
      return new NextRead.Rest("The source wants to be left alone until " + rest + ".", false);
    }
    return ifThereIsRoom(source, query(source, standing.readUpTo().minus(source.overlap())));
  }

  private NextRead ifThereIsRoom(Source source, AlertQuery query) {
    var most = capacity.running();
    if (most > 0 && store.open(most) >= most) {
      store.held(source.name());
      return rest(source, "As many cases are open as may be at once.");
    }
    return new NextRead.Read(query);
  }

  private NextRead.Rest rest(Source source, String why) {
    return new NextRead.Rest(why, words.hasAny(source.name()));
  }

  private static AlertQuery query(Source source, Instant from) {
    return new AlertQuery(
        source.name(), from, null, 0, BATCH, source.severities(), source.services());
  }

  @Override
  public NextRead takeIn(AlertQuery query, AlertsRead read) {
    var source = sources.get(query.source());
    if (source == null) {
      return new NextRead.Rest("No alerts are read there, by the starter's configuration.", false);
    }
    return switch (read) {
      case AlertsRead.NotRead not -> notRead(source, not);
      case AlertsRead.Batch batch -> taken(source, query, batch);
    };
  }

  private NextRead notRead(Source source, AlertsRead.NotRead not) {
    var rest = not.rest() == null ? null : clock.instant().plus(not.rest());
    store.failed(source.name(), not.why() + ": " + not.sentence(), rest);
    log.warn("alerts of {} cannot be read: {}", source.name(), not.sentence());
    return new NextRead.Rest(not.sentence(), false);
  }

  private NextRead taken(Source source, AlertQuery query, AlertsRead.Batch batch) {
    var kept = takenIn(source, batch.alerts());
    if (batch.next() > query.skip()) {
      store.taken(source.name(), kept, null, false);
      return ifThereIsRoom(
          source,
          new AlertQuery(
              source.name(),
              query.from(),
              batch.until(),
              batch.next(),
              BATCH,
              source.severities(),
              source.services()));
    }
    var until = batch.until();
    if (until != null && until.isAfter(query.from())) {
      store.taken(source.name(), kept, earlier(until, clock.instant()), false);
      return ifThereIsRoom(source, query(source, until));
    }
    store.taken(source.name(), kept, newest(batch.alerts()), true);
    return rest(source, "Everything has been read.");
  }

  /** Never after now: an alert that claims to be of next year would end all reading. */
  private @Nullable Instant newest(List<SourceAlert> alerts) {
    return alerts.stream()
        .map(SourceAlert::changedAt)
        .filter(Objects::nonNull)
        .max(Instant::compareTo)
        .map(newest -> earlier(newest, clock.instant()))
        .orElse(null);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** One that is new or says something new, on its way in. */
  private record Incoming(
      String id, String bodyHash, String product, String content, AlertStance stance, Alert alert) {
    Kept became(Outcome outcome, @Nullable String investigationId, @Nullable String workflowId) {
      return new Kept(
          id,
          product,
          bodyHash,
          content,
          outcome,
          investigationId,
          workflowId,
          null,
          alert.alertId(),
          stance.text());
    }
  }

  /** What became of those that said something new, to be kept. */
  private List<Kept> takenIn(Source source, List<SourceAlert> told) {
    var byId = new LinkedHashMap<String, SourceAlert>();
    told.forEach(alert -> byId.put(id(alert), alert));
    var known = store.kept(source.name(), byId.keySet());
    var kept = new ArrayList<Kept>();
    var incoming = new ArrayList<Incoming>();
    byId.forEach(
        (id, alert) -> {
          @Nullable Kept before = known.get(id);
          var hash = bodyHash(alert);
          if (before != null && before.bodyHash().equals(hash)) {
            count(source, "unchanged");
          } else {
            sort(source, id, hash, alert, before, kept, incoming);
          }
        });
    kept.addAll(submitted(source, incoming));
    return kept;
  }

  private void sort(
      Source source,
      String id,
      String hash,
      SourceAlert told,
      @Nullable Kept before,
      List<Kept> kept,
      List<Incoming> incoming) {
    var body = told.body();
    if (body == null) {
      kept.add(setAside(source, id, hash, String.valueOf(told.unread())));
      return;
    }
    switch (reader.read(
        body.getBytes(StandardCharsets.UTF_8), "application/json", source.format())) {
      case Reading.Refused refused ->
          kept.add(setAside(source, id, hash, refused.problems().getFirst().toString()));
      case Reading.Read read -> {
        if (read.alerts().size() == 1) {
          read(source, id, hash, body, read.alerts().getFirst(), before, kept, incoming);
        } else {
          kept.add(setAside(source, id, hash, "It holds more than one alert"));
        }
      }
    }
  }

  private void read(
      Source source,
      String id,
      String hash,
      String body,
      Alert alert,
      @Nullable Kept before,
      List<Kept> kept,
      List<Incoming> incoming) {
    var json = json(body);
    var fresh =
        new Incoming(
            id,
            hash,
            product(source, id, json),
            AlertContent.of(alert).hash(),
            AlertStance.of(json),
            alert);
    if (before != null && fresh.content().equals(before.contentHash())) {
      count(source, "unchanged");
      words.heard(source, fresh.id(), hash, before, fresh.stance());
      kept.add(fresh.became(before.outcome(), before.investigationId(), before.workflowId()));
    } else if (before == null && !source.resolved() && fresh.stance().isResolved()) {
      count(source, "resolved");
      kept.add(fresh.became(Outcome.RESOLVED, null, null));
    } else {
      elsewhere(source, fresh).ifPresentOrElse(kept::add, () -> incoming.add(fresh));
    }
  }

  /** Told by another source as well: one alert is one case, and not another after that one. */
  private Optional<Kept> elsewhere(Source source, Incoming fresh) {
    return store
        .elsewhere(source.name(), fresh.product())
        .filter(
            other ->
                other.investigationId() != null
                    && ledger
                        .caseRow(other.investigationId())
                        .filter(row -> row.state().ended())
                        .isPresent())
        .map(
            other -> {
              count(source, "told_elsewhere");
              return fresh.became(
                  Outcome.TOLD_ELSEWHERE, other.investigationId(), other.workflowId());
            });
  }

  private List<Kept> submitted(Source source, List<Incoming> incoming) {
    if (incoming.isEmpty()) {
      return List.of();
    }
    var by = author(source.name());
    var alerts = incoming.stream().map(fresh -> met(source, fresh)).toList();
    try {
      var answers = submissions.get().submit(alerts, by);
      var kept = new ArrayList<Kept>();
      for (int i = 0; i < answers.size(); i++) {
        kept.add(taken(source, incoming.get(i), answers.get(i)));
      }
      return kept;
    } catch (RuntimeException oneOfThem) {
      if (isOfEverything(oneOfThem)) {
        throw oneOfThem;
      }
      return oneByOne(source, incoming, alerts, by);
    }
  }

  /** To the case that another source's telling of it is part of, while that is open. */
  private Alert met(Source source, Incoming fresh) {
    return store
        .elsewhere(source.name(), fresh.product())
        .map(Kept::workflowId)
        .map(workflow -> fresh.alert().correlatedBy(WorkflowIds.correlationKey(workflow)))
        .orElse(fresh.alert());
  }

  private List<Kept> oneByOne(
      Source source, List<Incoming> incoming, List<Alert> alerts, Author by) {
    var kept = new ArrayList<Kept>();
    for (int i = 0; i < alerts.size(); i++) {
      var fresh = incoming.get(i);
      try {
        kept.add(taken(source, fresh, submissions.get().submit(alerts.get(i), by)));
      } catch (RuntimeException refused) {
        if (isOfEverything(refused) || !isGivenUp(refused)) {
          throw refused;
        }
        log.warn("the alert {} of {} is not taken in", fresh.id(), source.name(), refused);
        kept.add(
            setAside(
                source,
                fresh.id(),
                fresh.bodyHash(),
                "It was not taken in: " + refused.getMessage()));
      }
    }
    return kept;
  }

  /** Whether every other alert would meet the same now. */
  private static boolean isOfEverything(RuntimeException failed) {
    // What the database refuses of one alert it refuses for ever, and of no other.
    return (failed instanceof DataAccessException
            && !(failed instanceof DataIntegrityViolationException))
        || failed instanceof TransactionException
        || (failed instanceof TemporalException temporal
            && switch (temporal.kind()) {
              case UNREACHABLE, NO_ANSWER, CLOSING, NOT_BELIEVED -> true;
              case REFUSED -> false;
            });
  }

  private static boolean isGivenUp(RuntimeException failed) {
    return failed instanceof TemporalException || attempt() >= TRIES;
  }

  private static int attempt() {
    try {
      return Activity.getExecutionContext().getInfo().getAttempt();
    } catch (IllegalStateException notInAnActivity) {
      return TRIES;
    }
  }

  private Kept taken(Source source, Incoming fresh, Submitted answer) {
    count(source, "taken");
    return fresh.became(Outcome.TAKEN, answer.investigationId(), answer.workflowId());
  }

  private Kept setAside(Source source, String id, String hash, String problem) {
    count(source, "set_aside");
    log.warn("the alert {} of {} is set aside: {}", id, source.name(), problem);
    return new Kept(id, null, hash, null, Outcome.SET_ASIDE, null, null, problem, null, null);
  }

  private void count(Source source, String outcome) {
    Counter.builder("quaestor.alert.source.alerts")
        .description("Alerts that were read at a source, by what became of them")
        .tag("source", source.name())
        .tag("outcome", outcome)
        .register(meters)
        .increment();
  }

  private static String id(SourceAlert alert) {
    return alert.id().isEmpty()
        ? "sha256:" + bodyHash(alert)
        : Storable.boundedIdentity(alert.id(), AlertSourceStore.LONGEST_ID);
  }

  private static String bodyHash(SourceAlert alert) {
    return Sha256.of(alert.body() == null ? alert.id() + alert.changedAt() : alert.body());
  }

  /** Which alert it is, whichever of the vendor's interfaces tells of it. */
  private static String product(Source source, String id, JsonNode json) {
    var isGraph = source.isGraph();
    var service = isGraph ? text(json, "serviceSource") : "microsoftDefenderForEndpoint";
    var there = isGraph ? text(json, "providerAlertId") : "";
    return Storable.boundedIdentity(
        service.toLowerCase(Locale.ROOT) + " " + (there.isEmpty() ? id : there),
        AlertSourceStore.LONGEST_PRODUCT_ALERT);
  }

  private static String text(JsonNode json, String field) {
    var text = json.path(field).asString("");
    return text.length() > 300 ? "" : text;
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException readAlready) {
      return JSON.createObjectNode();
    }
  }

  /** The sources that are read, in the order of the configuration. */
  Stream<Source> all() {
    return sources.values().stream();
  }
}
