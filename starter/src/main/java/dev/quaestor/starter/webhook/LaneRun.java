package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.DeliveryStore.Lane;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.ocsf.Narrator;
import dev.quaestor.starter.ocsf.Occurrence;
import dev.quaestor.starter.ocsf.Report;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells one receiver what is new in one investigation, until all is told or a message fails. */
final class LaneRun implements Teller {
  private static final Logger log = LoggerFactory.getLogger(LaneRun.class);
  private static final int PAGE = 100;

  private final Webhook webhook;
  private final EventFeed feed;
  private final DeliveryStore store;
  private final Courier courier;
  private final Narrator narrator;
  private final Deliveries deliveries;
  private final String source;
  private final BooleanSupplier mayGoOn;
  private final Backoff backoff;

  LaneRun(
      Webhook webhook,
      EventFeed feed,
      DeliveryStore store,
      Courier courier,
      Narrator narrator,
      Deliveries deliveries,
      String source,
      BooleanSupplier mayGoOn) {
    this.webhook = webhook;
    this.feed = feed;
    this.store = store;
    this.courier = courier;
    this.narrator = narrator;
    this.deliveries = deliveries;
    this.source = source;
    this.mayGoOn = mayGoOn;
    this.backoff = new Backoff(webhook.settings().firstRetry(), webhook.settings().longestRetry());
  }

  @Override
  public void deliver(Lane due) throws InterruptedException {
    @Nullable Lane lane = due;
    long toldSince = due.deliveredId();
    Chronicle.Part part;
    do {
      part = read(lane);
      for (var event : part.events()) {
        if (!mayGoOn.getAsBoolean()) {
          return;
        }
        lane = tell(lane, event, toldSince);
        if (lane == null) {
          return;
        }
      }
      lane = settle(lane, part);
    } while (lane != null && part.more());
  }

  private Chronicle.Part read(Lane lane) {
    return lane.isCase()
        ? feed.ofCase(lane.name(), lane.deliveredId(), PAGE)
        : feed.ofStream(lane.name(), lane.deliveredId(), PAGE);
  }

  /** Passes over what needs no message, and what this release cannot read. */
  private @Nullable Lane settle(Lane lane, Chronicle.Part part) {
    long to = part.more() ? part.last() : Math.max(part.last(), lane.pendingId());
    return store.advance(webhook.name(), lane, Math.max(to, lane.deliveredId())).orElse(null);
  }

  /** Where the lane then stands; null when it is not to go on now. */
  private @Nullable Lane tell(Lane lane, Occurrence event, long toldSince)
      throws InterruptedException {
    var report = narrator.tell(event, toldSince).filter(r -> webhook.wants(r.topic()));
    return report.isEmpty() ? lane : send(lane, event, report.get());
  }

  private @Nullable Lane send(Lane lane, Occurrence event, Report report)
      throws InterruptedException {
    return switch (courier.send(webhook, CloudEvent.of(report, source))) {
      case WebhookReply.Taken taken -> {
        deliveries.delivered(webhook.name());
        yield store.advance(webhook.name(), lane, event.id()).orElse(null);
      }
      case WebhookReply.Gone gone -> {
        deliveries.failed(webhook.name());
        store.disable(webhook.name(), gone.sentence());
        log.error(
            "webhook {}: {} Nothing more is sent to it until its URL changes or a test succeeds",
            webhook.name(),
            gone.sentence());
        yield null;
      }
      case WebhookReply.NotTaken failure -> {
        deliveries.failed(webhook.name());
        yield isToBeGivenUp(lane, event) ? giveUp(lane, event, failure) : fail(lane, failure);
      }
    };
  }

  private @Nullable Lane fail(Lane lane, WebhookReply.NotTaken failure) {
    int failures = lane.attempts() + 1;
    var wait =
        backoff.after(failures, failure.retryAfter(), ThreadLocalRandom.current().nextDouble());
    store.fail(webhook.name(), lane, failure.sentence(), Instant.now().plus(wait));
    // Once a row of failures: a receiver that is away for days must not fill a disk with that.
    log.atLevel(failures == 1 ? Level.WARN : Level.DEBUG)
        .log(
            "webhook {}: {} failed (attempt {}): {} Next attempt in {} ms",
            webhook.name(),
            lane.name(),
            failures,
            failure.sentence(),
            wait.toMillis());
    return null;
  }

  /**
   * Both the receiver's failing and the event must be old: what happened a minute ago deserves more
   * than one try, however long the receiver has been away.
   */
  private boolean isToBeGivenUp(Lane lane, Occurrence event) {
    var limit = Instant.now().minus(webhook.settings().giveUpAfter());
    return lane.failingSince() != null
        && lane.failingSince().isBefore(limit)
        && event.at().isBefore(limit);
  }

  private @Nullable Lane giveUp(Lane lane, Occurrence event, WebhookReply.NotTaken failure) {
    deliveries.givenUp(webhook.name());
    log.error(
        "webhook {}: gave up on event {} of {} after {}: {}",
        webhook.name(),
        event.uid(),
        lane.name(),
        webhook.settings().giveUpAfter(),
        failure.sentence());
    return store.giveUp(webhook.name(), lane, event.id()).orElse(null);
  }

  @Override
  public void failedToTell(Lane lane) {
    store.fail(
        webhook.name(),
        lane,
        "Quaestor could not create the message; its log says why.",
        Instant.now().plus(webhook.settings().longestRetry()));
  }
}
