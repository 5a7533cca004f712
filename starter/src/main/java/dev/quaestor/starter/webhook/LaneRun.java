package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore.Lane;
import dev.quaestor.starter.ocsf.Chronicle;
import dev.quaestor.starter.ocsf.Narrator;
import dev.quaestor.starter.ocsf.Occurrence;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tells one webhook what is new in one investigation, until all is told or a message fails. */
final class LaneRun implements Teller {
  private static final int PAGE = 100;

  private final Webhook webhook;
  private final Progress progress;
  private final Courier courier;
  private final Narrator narrator;
  private final String source;
  private final BooleanSupplier mayGoOn;

  LaneRun(
      Webhook webhook,
      Progress progress,
      Courier courier,
      Narrator narrator,
      String source,
      BooleanSupplier mayGoOn) {
    this.webhook = webhook;
    this.progress = progress;
    this.courier = courier;
    this.narrator = narrator;
    this.source = source;
    this.mayGoOn = mayGoOn;
  }

  @Override
  public void deliver(Lane due) throws InterruptedException {
    @Nullable Lane lane = due;
    long toldSince = due.deliveredId();
    Chronicle.Part part;
    do {
      part = progress.read(lane, lane.deliveredId(), PAGE);
      for (var event : part.events()) {
        if (!mayGoOn.getAsBoolean()) {
          return;
        }
        lane = tell(lane, event, toldSince);
        if (lane == null) {
          return;
        }
      }
      lane = progress.pass(lane, part);
    } while (lane != null && part.more());
  }

  /** Where the lane then stands; null when it is not to go on now. */
  private @Nullable Lane tell(Lane lane, Occurrence event, long toldSince)
      throws InterruptedException {
    var report = narrator.tell(event, toldSince).filter(r -> webhook.wants(r.topic()));
    return report.isEmpty()
        ? lane
        : progress.after(lane, event, courier.send(webhook, CloudEvent.of(report.get(), source)));
  }

  @Override
  public void failedToTell(Lane lane) {
    progress.broke(lane);
  }
}
