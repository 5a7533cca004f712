package dev.quaestor.starter.notice;

import dev.quaestor.approval.Decision;
import dev.quaestor.approval.DecisionStatus;
import dev.quaestor.ledger.LedgerEvent;
import dev.quaestor.starter.ledger.ActionRow;
import dev.quaestor.starter.ledger.ActionTold;
import dev.quaestor.starter.ledger.CaseRow;
import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.DeliveryStore.Lane;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.Ledger;
import dev.quaestor.starter.ledger.Sight;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.webhook.Progress;
import dev.quaestor.starter.webhook.Teller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells one receiver what people must know of one investigation. What happens within a short time
 * is one notice; the cursor moves over all of it at once, so that nothing is told twice because
 * something else failed.
 */
final class NoticeRun implements Teller {
  /** Before the receivers' names in the store, where webhooks have theirs. */
  static final String PREFIX = "notice:";

  private static final int PAGE = 500;

  private final Receiver receiver;
  private final Set<String> named;
  private final Ledger ledger;
  private final Progress progress;
  private final Carrier carrier;
  private final NoticeWords words;
  private final BooleanSupplier mayGoOn;

  /** What it is told with. */
  record Sources(EventFeed feed, Ledger ledger, DeliveryStore store) {}

  /**
   * @param named all names that any receiver goes by, folded
   */
  NoticeRun(
      Receiver receiver,
      Set<String> named,
      Ledger ledger,
      Progress progress,
      Carrier carrier,
      NoticeWords words,
      BooleanSupplier mayGoOn) {
    this.receiver = receiver;
    this.named = named;
    this.ledger = ledger;
    this.progress = progress;
    this.carrier = carrier;
    this.words = words;
    this.mayGoOn = mayGoOn;
  }

  @Override
  public void deliver(Lane due) throws InterruptedException {
    @Nullable Lane lane = due;
    while (lane != null && mayGoOn.getAsBoolean()) {
      var part = progress.read(lane, lane.deliveredId(), PAGE);
      var matters =
          part.events().stream()
              .map(Matter::of)
              .flatMap(Optional::stream)
              .filter(this::isFor)
              .toList();
      if (matters.isEmpty()) {
        lane = progress.pass(lane, part);
        if (!part.more()) {
          return;
        }
      } else {
        lane = tell(lane, matters);
      }
    }
  }

  /** Where the lane then stands; null when it is not to go on now. */
  private @Nullable Lane tell(Lane lane, List<Matter> matters) throws InterruptedException {
    var first = matters.getFirst().event();
    var until = first.recordedAt().plus(receiver.settings().gather());
    if (Instant.now().isBefore(until)) {
      progress.postpone(lane, until);
      return null;
    }
    var together = matters.stream().takeWhile(m -> !m.event().recordedAt().isAfter(until)).toList();
    var last = together.getLast().event();
    var known = known(lane, together);
    if (known.isEmpty()) {
      return progress.toldUntil(lane, last.id());
    }
    @Nullable CaseRow ofCase = lane.isCase() ? ledger.caseRow(lane.name()).orElse(null) : null;
    var notice = words.notice(first.uid(), known, ofCase, Instant.now());
    return progress.after(lane, last, carrier.send(notice));
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
    var asked = askedBefore(lane, matters);
    for (var matter : matters) {
      @Nullable String actionId = matter.actionId();
      if (actionId == null) {
        if (receiver.sees().isAll() && isStillOpen(lane)) {
          still.put("", new NoticeWords.Known(matter, null, null));
        }
      } else {
        Sight.within(receiver.sees(), () -> ledger.action(actionId))
            .filter(row -> isStillSo(matter, row, asked))
            .ifPresent(row -> still.put(actionId, new NoticeWords.Known(matter, row, told(row))));
      }
    }
    return new ArrayList<>(still.values());
  }

  private boolean isStillOpen(Lane lane) {
    return ledger.caseRow(lane.name()).filter(CaseRow::attention).isPresent();
  }

  private static boolean isStillSo(Matter matter, ActionRow row, Set<String> asked) {
    return matter.how() != Matter.How.WAITS
        || (row.decision().status() == DecisionStatus.PENDING
            && (matter.occasion() != Occasion.PENDING || !asked.contains(row.actionId())));
  }

  private @Nullable ActionTold told(ActionRow row) {
    return ledger.told(List.of(row)).get(row.actionId());
  }

  /**
   * The actions of which people have been told that they wait: a plan that changed stands in the
   * ledger again.
   */
  private Set<String> askedBefore(Lane lane, List<Matter> matters) {
    if (matters.stream().noneMatch(m -> m.occasion() == Occasion.PENDING)) {
      return Set.of();
    }
    var asked = new HashSet<String>();
    long at = 0;
    Chronicle.Part part;
    do {
      part = progress.read(lane, at, PAGE);
      for (var before : part.events()) {
        if (before.id() > lane.deliveredId()) {
          return asked;
        }
        if (before.event() instanceof LedgerEvent.ActionPlanned planned
            && planned.decision() instanceof Decision.Pending) {
          asked.add(planned.actionId());
        }
      }
      at = part.last();
    } while (part.more());
    return asked;
  }

  @Override
  public void failedToTell(Lane lane) {
    progress.broke(lane);
  }
}
