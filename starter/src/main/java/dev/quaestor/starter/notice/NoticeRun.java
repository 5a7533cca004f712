package dev.quaestor.starter.notice;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.DeliveryStore.Lane;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.ocsf.Occurrence;
import dev.quaestor.starter.webhook.Backoff;
import dev.quaestor.starter.webhook.Deliveries;
import dev.quaestor.starter.webhook.Teller;
import dev.quaestor.starter.webhook.WebhookReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells one receiver what people must know of one investigation. What happens within a short time
 * is one notice; the cursor moves over all of it at once, so that nothing is told twice because
 * something else failed.
 */
final class NoticeRun implements Teller {
  /** Before the receivers' names in the store, where webhooks have theirs. */
  static final String PREFIX = "notice:";

  private static final Logger log = LoggerFactory.getLogger(NoticeRun.class);
  private static final int PAGE = 500;

  private final Receiver receiver;
  private final Set<String> named;
  private final EventFeed feed;
  private final Ledger ledger;
  private final DeliveryStore store;
  private final Carrier carrier;
  private final NoticeWords words;
  private final Deliveries deliveries;
  private final BooleanSupplier mayGoOn;
  private final Backoff backoff;

  /** What it is told with. */
  record Sources(EventFeed feed, Ledger ledger, DeliveryStore store) {}

  /**
   * @param named all names that any receiver goes by, folded
   */
  NoticeRun(
      Receiver receiver,
      Set<String> named,
      Sources from,
      Carrier carrier,
      NoticeWords words,
      Deliveries deliveries,
      BooleanSupplier mayGoOn) {
    this.receiver = receiver;
    this.named = named;
    this.feed = from.feed();
    this.ledger = from.ledger();
    this.store = from.store();
    this.carrier = carrier;
    this.words = words;
    this.deliveries = deliveries;
    this.mayGoOn = mayGoOn;
    this.backoff =
        new Backoff(receiver.settings().firstRetry(), receiver.settings().longestRetry());
  }

  @Override
  public void deliver(Lane due) throws InterruptedException {
    @Nullable Lane lane = due;
    while (lane != null && mayGoOn.getAsBoolean()) {
      var part = read(lane, lane.deliveredId());
      var matters =
          part.events().stream()
              .map(Matter::of)
              .flatMap(Optional::stream)
              .filter(this::isFor)
              .toList();
      if (matters.isEmpty()) {
        lane = settle(lane, part);
        if (!part.more()) {
          return;
        }
      } else {
        lane = tell(lane, matters);
      }
    }
  }

  private Chronicle.Part read(Lane lane, long after) {
    return lane.isCase()
        ? feed.ofCase(lane.name(), after, PAGE)
        : feed.ofStream(lane.name(), after, PAGE);
  }

  private @Nullable Lane settle(Lane lane, Chronicle.Part part) {
    long to = part.more() ? part.last() : Math.max(part.last(), lane.pendingId());
    return store.advance(receiver.key(), lane, Math.max(to, lane.deliveredId())).orElse(null);
  }

  /** Where the lane then stands; null when it is not to go on now. */
  private @Nullable Lane tell(Lane lane, List<Matter> matters) throws InterruptedException {
    var first = matters.getFirst().event();
    var until = first.recordedAt().plus(receiver.settings().gather());
    if (Instant.now().isBefore(until)) {
      store.postpone(receiver.key(), lane, until);
      return null;
    }
    var together = matters.stream().takeWhile(m -> !m.event().recordedAt().isAfter(until)).toList();
    var last = together.getLast().event();
    var known = known(lane, together);
    if (known.isEmpty()) {
      return store.advance(receiver.key(), lane, last.id()).orElse(null);
    }
    @Nullable CaseRow ofCase = lane.isCase() ? ledger.caseRow(lane.name()).orElse(null) : null;
    var notice = words.notice(first.uid(), known, ofCase, Instant.now());
    return switch (carrier.send(notice)) {
      case WebhookReply.Taken taken -> {
        deliveries.delivered(receiver.name());
        yield store.advance(receiver.key(), lane, last.id()).orElse(null);
      }
      case WebhookReply.Gone gone -> {
        deliveries.failed(receiver.name());
        store.disable(receiver.key(), gone.sentence());
        log.error(
            "notice {}: {} Nothing more is sent to it until its address changes",
            receiver.name(),
            gone.sentence());
        yield null;
      }
      case WebhookReply.NotTaken failure -> {
        deliveries.failed(receiver.name());
        yield isToBeGivenUp(lane, last) ? giveUp(lane, last, failure) : fail(lane, failure);
      }
    };
  }

  /** By what the event alone says; where the policy names somebody whom nobody is, all are. */
  private boolean isFor(Matter matter) {
    if (!receiver.wants(matter.occasion())) {
      return false;
    }
    if (matter.occasion() != Occasion.ESCALATION) {
      return true;
    }
    var to = matter.to().stream().map(Receiver::folded).toList();
    return to.stream().anyMatch(receiver.names()::contains)
        || to.stream().noneMatch(named::contains);
  }

  /**
   * What is still so, the newest word on each thing only: who is told that an action waits needs no
   * reminder of it in the same breath.
   */
  private List<NoticeWords.Known> known(Lane lane, List<Matter> matters) {
    var still = new LinkedHashMap<String, NoticeWords.Known>();
    for (var matter : matters) {
      @Nullable String actionId = matter.actionId();
      if (actionId == null) {
        if (receiver.sees().isAll() && isStillOpen(lane)) {
          still.put("", new NoticeWords.Known(matter, null, null));
        }
      } else {
        ledger
            .action(actionId)
            .filter(row -> isStillSo(lane, matter, row))
            .flatMap(row -> seen(matter, row))
            .ifPresent(k -> still.put(actionId, k));
      }
    }
    return new ArrayList<>(still.values());
  }

  private boolean isStillOpen(Lane lane) {
    return ledger.caseRow(lane.name()).filter(CaseRow::attention).isPresent();
  }

  private boolean isStillSo(Lane lane, Matter matter, ActionRow row) {
    return matter.how() != Matter.How.WAITS
        || (row.decision().status() == DecisionStatus.PENDING
            && (matter.occasion() != Occasion.PENDING || !wasAskedBefore(lane, matter, row)));
  }

  private Optional<NoticeWords.Known> seen(Matter matter, ActionRow row) {
    var told = ledger.told(List.of(row)).get(row.actionId());
    var device = told == null ? null : told.device();
    return receiver.sees().has(row.area())
            && (receiver.sees().groups() == null
                || (device != null && receiver.sees().hasGroup(device.group())))
        ? Optional.of(new NoticeWords.Known(matter, row, told))
        : Optional.empty();
  }

  /** A plan that changed is told again by the ledger; people have been asked. */
  private boolean wasAskedBefore(Lane lane, Matter matter, ActionRow row) {
    long at = 0;
    Chronicle.Part part;
    do {
      part = read(lane, at);
      for (Occurrence before : part.events()) {
        if (before.id() >= matter.event().id()) {
          return false;
        }
        if (before.event() instanceof LedgerEvent.ActionPlanned planned
            && planned.actionId().equals(row.actionId())
            && planned.decision() instanceof Decision.Pending
            && before.id() <= lane.deliveredId()) {
          return true;
        }
      }
      at = part.last();
    } while (part.more());
    return false;
  }

  private @Nullable Lane fail(Lane lane, WebhookReply.NotTaken failure) {
    int failures = lane.attempts() + 1;
    var wait =
        backoff.after(failures, failure.retryAfter(), ThreadLocalRandom.current().nextDouble());
    store.fail(receiver.key(), lane, failure.sentence(), Instant.now().plus(wait));
    log.atLevel(failures == 1 ? Level.WARN : Level.DEBUG)
        .log(
            "notice {}: {} failed (attempt {}): {} Next attempt in {} ms",
            receiver.name(),
            lane.name(),
            failures,
            failure.sentence(),
            wait.toMillis());
    return null;
  }

  private boolean isToBeGivenUp(Lane lane, Occurrence event) {
    var limit = Instant.now().minus(receiver.settings().giveUpAfter());
    return lane.failingSince() != null
        && lane.failingSince().isBefore(limit)
        && event.at().isBefore(limit);
  }

  private @Nullable Lane giveUp(Lane lane, Occurrence event, WebhookReply.NotTaken failure) {
    deliveries.givenUp(receiver.name());
    log.error(
        "notice {}: gave up on event {} of {} after {}: {}",
        receiver.name(),
        event.uid(),
        lane.name(),
        receiver.settings().giveUpAfter(),
        failure.sentence());
    return store.giveUp(receiver.key(), lane, event.id()).orElse(null);
  }

  @Override
  public void failedToTell(Lane lane) {
    store.fail(
        receiver.key(),
        lane,
        "Quaestor could not create the notice; its log says why.",
        Instant.now().plus(receiver.settings().longestRetry()));
  }
}
