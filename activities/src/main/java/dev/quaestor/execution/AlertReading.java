package dev.quaestor.execution;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.AlertSourceReader;
import dev.quaestor.connector.capability.AlertSourceReader.Answer;
import dev.quaestor.connector.capability.AlertSourceReader.Told;
import dev.quaestor.connector.capability.AlertSourceReader.Wanted;
import dev.quaestor.feed.AlertQuery;
import dev.quaestor.feed.AlertSourceActivities;
import dev.quaestor.feed.AlertsRead;
import dev.quaestor.feed.SourceAlert;
import dev.quaestor.text.Excerpt;
import dev.quaestor.wire.FailureType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source by stretches of time. A stretch that is too much for one answer is halved until it
 * is not, so that nothing rests on an order in which the source may or may not answer, and nothing
 * is missed when an alert changes meanwhile: it then is in a later stretch. Only what changed
 * within one second is read page by page.
 */
public final class AlertReading implements AlertSourceActivities {
  /** A stretch below this is not halved. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** An alert's JSON beyond this is none that intake would take; it stays where it is. */
  static final int LARGEST_ALERT = 2 * 1024 * 1024;

  /** Of all alerts of an answer. */
  static final int LARGEST_BATCH = 4 * 1024 * 1024;

  /** Read again of the page before: so many may have left the stretch in the meantime. */
  static final int PAGES_OVERLAP = 10;

  private static final int LONGEST_ID = 300;

  private final Connectors connectors;
  private final InstantSource clock;

  public AlertReading(Connectors connectors) {
    this(connectors, InstantSource.system());
  }

  AlertReading(Connectors connectors, InstantSource clock) {
    this.connectors = connectors;
    this.clock = clock;
  }

  @Override
  public AlertsRead read(AlertQuery query) {
    var reader =
        connectors.offers(AlertSourceReader.class).stream()
            .filter(offer -> offer.connector().equals(query.source()))
            .findFirst();
    if (reader.isEmpty()) {
      return new AlertsRead.NotRead(
          FailureType.INVALID_COMMAND,
          "The worker has no connector of that name that tells alerts.",
          null);
    }
    try {
      return stretch(reader.get().capability(), query);
    } catch (ConnectorException failed) {
      return new AlertsRead.NotRead(
          ActivityFailures.type(failed.kind()),
          Excerpt.head(String.valueOf(failed.getMessage()), 500),
          failed.retryAfter().orElse(null));
    }
  }

  private AlertsRead.Batch stretch(AlertSourceReader reader, AlertQuery query) {
    for (var asked = query; ; asked = asked.until(middle(asked))) {
      if (query.skip() > 0 || !canBeHalved(asked)) {
        return page(reader, asked);
      }
      var alerts = all(reader, asked);
      if (alerts.isPresent()) {
        return new AlertsRead.Batch(alerts.get(), asked.until(), 0);
      }
    }
  }

  /** Empty when it is too much. */
  private static Optional<List<SourceAlert>> all(AlertSourceReader reader, AlertQuery asked) {
    try {
      var answer = reader.changed(wanted(asked), 0, asked.most());
      var alerts = fitting(answer);
      return answer.whole() && alerts.size() == answer.alerts().size()
          ? Optional.of(alerts)
          : Optional.empty();
    } catch (ConnectorException failed) {
      if (failed.isTooLarge()) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private boolean canBeHalved(AlertQuery asked) {
    return length(asked).compareTo(SHORTEST) > 0;
  }

  private Duration length(AlertQuery asked) {
    return Duration.between(asked.from(), end(asked));
  }

  /** Nothing has changed yet after now, whatever a clock that is ahead may say. */
  private Instant end(AlertQuery asked) {
    return asked.until() == null ? clock.instant() : asked.until();
  }

  private Instant middle(AlertQuery asked) {
    return asked.from().plus(length(asked).dividedBy(2));
  }

  /** With fewer at a time while that is too much, down to one, which is then passed over. */
  private static AlertsRead.Batch page(AlertSourceReader reader, AlertQuery query) {
    for (var asked = query; ; asked = asked.most(asked.most() / 2)) {
      try {
        var answer = reader.changed(wanted(asked), asked.skip(), asked.most());
        var alerts = fitting(answer);
        var isAll = answer.whole() && alerts.size() == answer.alerts().size();
        var on = Math.max(1, alerts.size() - PAGES_OVERLAP);
        return new AlertsRead.Batch(alerts, asked.until(), isAll ? 0 : asked.skip() + on);
      } catch (ConnectorException failed) {
        if (!failed.isTooLarge()) {
          throw failed;
        }
        if (asked.most() <= 1) {
          return new AlertsRead.Batch(
              List.of(unread("", asked.from(), "The source's answer is too large")),
              asked.until(),
              asked.skip() + 1);
        }
      }
    }
  }

  private static Wanted wanted(AlertQuery query) {
    return new Wanted(query.from(), query.until(), query.severities(), query.services());
  }

  /** Those from the first on that fit one message; at least the first. */
  private static List<SourceAlert> fitting(Answer answer) {
    var fitting = new ArrayList<SourceAlert>();
    long bytes = 0;
    for (var told : answer.alerts()) {
      var alert = alert(told);
      bytes += alert.body() == null ? 0 : alert.body().length();
      if (bytes > LARGEST_BATCH && !fitting.isEmpty()) {
        break;
      }
      fitting.add(alert);
    }
    return List.copyOf(fitting);
  }

  private static SourceAlert alert(Told told) {
    var id = told.id().length() > LONGEST_ID ? "" : told.id();
    var body = told.json().toString();
    var bytes = body.getBytes(StandardCharsets.UTF_8).length;
    return bytes > LARGEST_ALERT
        ? unread(id, told.changedAt(), "It is larger than " + LARGEST_ALERT + " bytes")
        : new SourceAlert(id, told.changedAt(), body, null);
  }

  private static SourceAlert unread(String id, @Nullable Instant at, String why) {
    return new SourceAlert(id, at, null, why);
  }
}
