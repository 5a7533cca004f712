package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.SharedGauges;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of webhooks or notices: messages delivered, failed and given up, the investigations
 * that wait, and for how long the slowest has.
 */
public final class Deliveries {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final MeterRegistry meters;
  private final DeliveryStore store;
  private final String kind;
  private final String prefix;
  private final List<String> receivers = new CopyOnWriteArrayList<>();

  /**
   * @param kind {@code webhook} or {@code notice}: meters and their tag are named so
   * @param prefix what stands before a receiver's name in the store
   */
  public Deliveries(
      MeterRegistry meters, SharedGauges gauges, DeliveryStore store, String kind, String prefix) {
    this.meters = meters;
    this.store = store;
    this.kind = kind;
    this.prefix = prefix;
    gauges.tell(telling("waiting", "", "Investigations with something to send", s -> s.lanes()));
    gauges.tell(
        telling(
            "lag",
            "seconds",
            "For how long the slowest investigation has been waiting to send",
            s -> since(s.waitingSince())));
    gauges.tell(
        telling(
            "failing",
            "seconds",
            "For how long the longest failing investigation has been failing; 0 when none does",
            s -> since(s.failingSince())));
    gauges.tell(
        telling(
            "disabled",
            "",
            "1 if its receiver said that it is gone",
            s -> s.disabledAt() == null ? 0 : 1));
  }

  private static double since(@Nullable Instant then) {
    return then == null
        ? 0
        : Math.max(0, Duration.between(then, Instant.now()).toMillis() / 1000.0);
  }

  private SharedGauges.Telling telling(
      String what,
      String unit,
      String description,
      ToDoubleFunction<DeliveryStore.Standing> value) {
    return new SharedGauges.Telling(
        "quaestor." + kind + "." + what, unit, description, kind, FRESH, () -> all(value));
  }

  private Map<String, Double> all(ToDoubleFunction<DeliveryStore.Standing> value) {
    var all = new HashMap<String, Double>();
    for (var receiver : receivers) {
      store
          .standing(prefix + receiver)
          .ifPresent(standing -> all.put(receiver, value.applyAsDouble(standing)));
    }
    return all;
  }

  public void register(String webhook) {
    receivers.add(webhook);
    for (var outcome : new String[] {"delivered", "failed", "given_up"}) {
      messages(webhook, outcome);
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

  private Counter messages(String webhook, String outcome) {
    return Counter.builder("quaestor." + kind + ".messages")
        .description("Messages by what came of a try to deliver them")
        .tag(kind, webhook)
        .tag("outcome", outcome)
        .register(meters);
  }

  private void count(String webhook, String outcome) {
    messages(webhook, outcome).increment();
  }
}
