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
 * The numbers of webhooks: messages delivered, failed and given up, the investigations that wait,
 * and for how long the slowest has.
 */
final class Deliveries {
  /** How old a look at the database may be: scrapes must not become a load on it. */
  private static final long FRESH_NANOS = Duration.ofSeconds(5).toNanos();

  private final MeterRegistry meters;
  private final DeliveryStore store;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  private record Look(long at, Optional<DeliveryStore.Standing> standing) {}

  Deliveries(MeterRegistry meters, DeliveryStore store) {
    this.meters = meters;
    this.store = store;
  }

  void register(String webhook) {
    gauge(
        webhook,
        "quaestor.webhook.waiting",
        "Investigations with something to send",
        s -> s.lanes());
    gauge(
        webhook,
        "quaestor.webhook.lag.seconds",
        "For how long the slowest investigation has been waiting to send",
        s ->
            s.waitingSince() == null
                ? 0
                : Math.max(
                    0, Duration.between(s.waitingSince(), Instant.now()).toMillis() / 1000.0));
    gauge(
        webhook,
        "quaestor.webhook.disabled",
        "1 if its receiver said that it is gone",
        s -> s.disabledAt() == null ? 0 : 1);
    for (var outcome : new String[] {"delivered", "failed", "given_up"}) {
      meters.counter("quaestor.webhook.messages", "webhook", webhook, "outcome", outcome);
    }
  }

  private void gauge(
      String webhook,
      String name,
      String description,
      ToDoubleFunction<DeliveryStore.Standing> value) {
    Gauge.builder(name, this, d -> d.look(webhook).map(value::applyAsDouble).orElse(Double.NaN))
        .description(description)
        .tag("webhook", webhook)
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
      return store.standing(webhook);
    } catch (DataAccessException e) {
      return Optional.empty();
    }
  }

  void delivered(String webhook) {
    count(webhook, "delivered");
  }

  void failed(String webhook) {
    count(webhook, "failed");
  }

  void givenUp(String webhook) {
    count(webhook, "given_up");
  }

  private void count(String webhook, String outcome) {
    meters.counter("quaestor.webhook.messages", "webhook", webhook, "outcome", outcome).increment();
  }
}
