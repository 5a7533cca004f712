package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.DeliveryStore.Lane;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.ocsf.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** How far one receiver has been told, and what comes of a message that was or was not taken. */
public final class Progress {
  private static final Logger log = LoggerFactory.getLogger(Progress.class);

  private final To to;
  private final EventFeed feed;
  private final DeliveryStore store;
  private final Deliveries deliveries;

  /**
   * Who is told.
   *
   * @param kind what logs call such a receiver
   * @param name its own
   * @param key what its cursors are kept under
   * @param giveUpAfter so long a message is tried
   */
  public record To(String kind, String name, String key, Backoff backoff, Duration giveUpAfter) {
    String label() {
      return kind + " " + name;
    }
  }

  public Progress(To to, EventFeed feed, DeliveryStore store, Deliveries deliveries) {
    this.to = to;
    this.feed = feed;
    this.store = store;
    this.deliveries = deliveries;
  }

  /** What stands in a lane after an event, at most so many. */
  public Chronicle.Part read(Lane lane, long after, int most) {
    return lane.isCase()
        ? feed.ofCase(lane.name(), after, most)
        : feed.ofStream(lane.name(), after, most);
  }

  /**
   * Passes over what needs no message, and what this release cannot read.
   *
   * @return where the lane then stands; null when another has moved it
   */
  public @Nullable Lane pass(Lane lane, Chronicle.Part part) {
    long to = part.more() ? part.last() : Math.max(part.last(), lane.pendingId());
    return toldUntil(lane, Math.max(to, lane.deliveredId()));
  }

  /**
   * Moves on to an event.
   *
   * @return where the lane then stands; null when another has moved it
   */
  public @Nullable Lane toldUntil(Lane lane, long event) {
    return store.advance(to.key(), lane, event).orElse(null);
  }

  /** Leaves a lane alone until then, without a failure. */
  public void postpone(Lane lane, Instant until) {
    store.postpone(to.key(), lane, until);
  }

  /**
   * What follows from what came of a message that told of everything up to an event.
   *
   * @return where the lane then stands; null when it is not to go on now
   */
  public @Nullable Lane after(Lane lane, Occurrence event, WebhookReply reply) {
    return switch (reply) {
      case WebhookReply.Taken taken -> {
        deliveries.delivered(to.name());
        yield toldUntil(lane, event.id());
      }
      case WebhookReply.Gone gone -> {
        deliveries.failed(to.name());
        store.disable(to.key(), gone.sentence());
        log.error(
            "{}: {} Nothing more is sent to it until its address changes or a test succeeds",
            to.label(),
            gone.sentence());
        yield null;
      }
      case WebhookReply.NotTaken failure -> {
        deliveries.failed(to.name());
        yield isToBeGivenUp(lane, event) ? giveUp(lane, event, failure) : fail(lane, failure);
      }
    };
  }

  private @Nullable Lane fail(Lane lane, WebhookReply.NotTaken failure) {
    int failures = lane.attempts() + 1;
    var wait =
        to.backoff()
            .after(failures, failure.retryAfter(), ThreadLocalRandom.current().nextDouble());
    store.fail(to.key(), lane, failure.sentence(), Instant.now().plus(wait));
    // Once a row of failures: a receiver that is away for days must not fill a disk with that.
    log.atLevel(failures == 1 ? Level.WARN : Level.DEBUG)
        .log(
            "{}: {} failed (attempt {}): {} Next attempt in {} ms",
            to.label(),
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
    var limit = Instant.now().minus(to.giveUpAfter());
    return lane.failingSince() != null
        && lane.failingSince().isBefore(limit)
        && event.at().isBefore(limit);
  }

  private @Nullable Lane giveUp(Lane lane, Occurrence event, WebhookReply.NotTaken failure) {
    deliveries.givenUp(to.name());
    log.error(
        "{}: gave up on event {} of {} after {}: {}",
        to.label(),
        event.uid(),
        lane.name(),
        to.giveUpAfter(),
        failure.sentence());
    return store.giveUp(to.key(), lane, event.id()).orElse(null);
  }

  /** A defect of ours kept a message from being made; it rests as long as it can. */
  public void broke(Lane lane) {
    store.fail(
        to.key(),
        lane,
        "Quaestor could not create the %s; its log says why.".formatted(to.kind()),
        Instant.now().plus(to.backoff().longest()));
  }
}
