package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.dao.DataAccessException;

/**
 * The numbers of webhooks or notices: messages delivered, failed and given up, the investigations
 * that wait, and for how long the slowest has.
 */
public final class Deliveries {
  /** How old a look at the database may be: scrapes must not become a load on it. */
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private final MeterRegistry meters;
  private final DeliveryStore store;
  private final String kind;
  private final String prefix;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  private record Look(long at, Optional<DeliveryStore.Standing> standing) {}

  /**
   * @param kind {@code webhook} or {@code notice}: meters and their tag are named so
   * @param prefix what stands before a receiver's name in the store
   */
  public Deliveries(MeterRegistry meters, DeliveryStore store, String kind, String prefix) {
    this.meters = meters;
    this.store = store;
    this.kind = kind;
    this.prefix = prefix;
  }

  public void register(String webhook) {
    gauge(
        webhook,
        "quaestor." + kind + ".waiting",
        "Investigations with something to send",
        s -> s.lanes());
    gauge(
        webhook,
        "quaestor." + kind + ".lag.seconds",
        "For how long the slowest investigation has been waiting to send",
        s ->
            s.waitingSince() == null
                ? 0
                : Math.max(
                    0, Duration.between(s.waitingSince(), Instant.now()).toMillis() / 1000.0));
    gauge(
        webhook,
        "quaestor." + kind + ".disabled",
        "1 if its receiver said that it is gone",
        s -> s.disabledAt() == null ? 0 : 1);
    for (var outcome : new String[] {"delivered", "failed", "given_up"}) {
      meters.counter(messages(), kind, webhook, "outcome", outcome);
    }
  }

  private void gauge(
      String webhook,
      String name,
      String description,
      ToDoubleFunction<DeliveryStore.Standing> value) {
    Gauge.builder(name, this, d -> d.look(webhook).map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .tag(kind, webhook)
        .register(meters);
  }

  private Optional<DeliveryStore.Standing> look(String webhook) {
    long now = System.nanoTime();
    return looks
        .compute(
            webhook,
            (name, look) ->
                look == null || now - look.at() > FRESH_NANOS ? new Look(now, ask(name)) : look)
        .standing();
  }

  /** Empty when the database does not answer: unknown is not zero. */
  private Optional<DeliveryStore.Standing> ask(String webhook) {
    try {
      return store.standing(prefix + webhook);
    } catch (DataAccessException e) {
      return Optional.empty();
    }
  }

  public void delivered(String webhook) {
    count(webhook, "delivered");
  }

  public void failed(String webhook) {
    count(webhook, "failed");
  }

  public void givenUp(String webhook) {
    count(webhook, "given_up");
  }

  private String messages() {
    return "quaestor." + kind + ".messages";
  }

  private void count(String webhook, String outcome) {
    meters.counter(messages(), kind, webhook, "outcome", outcome).increment();
  }
}
