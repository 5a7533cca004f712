package dev.quaestor.starter.webhook;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.EventFeed;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.ocsf.Narrator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * All configured receivers: each is told by a dispatcher of its own, so that none waits for
 * another. It starts after the ledger answers and ends before it stops.
 */
public final class Webhooks implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

  /** How much of its cases a dispatcher remembers: alerts, evidence and actions. */
  private static final int REMEMBERED = 20_000;

  private final Map<String, Webhook> webhooks;
  private final WebhookProperties.Reporting reporting;
  private final EventFeed feed;
  private final DeliveryStore store;
  private final MeterRegistry meters;
  private final SharedGauges gauges;
  private final Courier courier = new Courier(InstantSource.system());
  private List<Dispatcher> dispatchers = List.of();

  /**
   * @throws IllegalArgumentException naming what is wrong in the configuration, without its value
   */
  Webhooks(
      WebhookProperties properties,
      EventFeed feed,
      DeliveryStore store,
      MeterRegistry meters,
      SharedGauges gauges) {
    this.webhooks = new LinkedHashMap<>();
    for (var settings : properties.webhooks()) {
      var webhook = Webhook.of(settings);
      if (webhooks.put(webhook.name(), webhook) != null) {
        throw new IllegalArgumentException("two webhooks are named " + webhook.name());
      }
    }
    this.reporting = properties.reporting();
    this.feed = feed;
    this.store = store;
    this.meters = meters;
    this.gauges = gauges;
  }

  /**
   * A receiver as it stands.
   *
   * @param origin scheme, host and port of its address; the rest may be a secret
   * @param events the topics it wants, as configured
   * @param waiting investigations with something to be sent
   * @param failing those of them whose last try failed
   * @param lagSeconds for how long the slowest has had something to be sent; null when none has
   * @param lastError what the last failure said; null when nothing fails
   */
  public record State(
      String name,
      String origin,
      List<String> events,
      boolean disabled,
      @Nullable Instant disabledAt,
      @Nullable String disabledBecause,
      int waiting,
      int failing,
      @Nullable Long lagSeconds,
      @Nullable String lastError) {}

  /**
   * What came of a test.
   *
   * @param sentence for people
   */
  public record TestResult(boolean delivered, String sentence) {}

  /** All, in the order of the configuration. */
  public List<State> states() {
    return webhooks.values().stream().map(this::state).toList();
  }

  private State state(Webhook webhook) {
    var standing =
        store
            .standing(webhook.name())
            .orElseGet(() -> DeliveryStore.Standing.unknown(webhook.name()));
    var since = standing.waitingSince();
    return new State(
        webhook.name(),
        webhook.origin(),
        webhook.patterns(),
        standing.disabledAt() != null,
        standing.disabledAt(),
        standing.disabledBecause(),
        standing.lanes(),
        standing.failingLanes(),
        since == null
            ? null
            : Math.max(0, java.time.Duration.between(since, Instant.now()).toSeconds()),
        standing.lastError());
  }

  /**
   * Sends a ping, once. A receiver that takes it is in use again if it was disabled, and what waits
   * for it is tried at once.
   *
   * @return empty when there is none of that name
   */
  public Optional<TestResult> test(String name) {
    @Nullable Webhook webhook = webhooks.get(name);
    return webhook == null ? Optional.empty() : Optional.of(test(webhook));
  }

  private TestResult test(Webhook webhook) {
    var ping =
        CloudEvent.ping(
            "ping-" + UUID.randomUUID(), reporting.source(), webhook.name(), Instant.now());
    try {
      var reply = courier.send(webhook, ping);
      return switch (reply) {
        case WebhookReply.Taken taken -> {
          store.enable(webhook.name());
          yield new TestResult(true, taken.sentence());
        }
        case WebhookReply.NotTaken failure -> new TestResult(false, failure.sentence());
        case WebhookReply.Gone gone -> new TestResult(false, gone.sentence());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new TestResult(false, "It was interrupted.");
    }
  }

  @Override
  public void start() {
    var deliveries = new Deliveries(meters, gauges, store, "webhook", "");
    var starting = new ArrayList<Dispatcher>();
    for (var webhook : webhooks.values()) {
      store.register(
          webhook.name(),
          webhook.url().toString(),
          webhook.settings().from() == WebhookProperties.Start.BEGINNING);
      deliveries.register(webhook.name());
      var dispatcher =
          new Dispatcher(
              new Dispatcher.Line(
                  "webhook " + webhook.name(),
                  webhook.name(),
                  webhook.settings().timeout(),
                  webhook.settings().concurrency()),
              store,
              reporting.poll(),
              mayGoOn ->
                  new LaneRun(
                      webhook,
                      new Progress(webhook.told(), feed, store, deliveries),
                      courier,
                      new Narrator(feed, REMEMBERED),
                      reporting.source(),
                      mayGoOn));
      dispatcher.start();
      starting.add(dispatcher);
      log.info("webhook {} receives {}", webhook.name(), webhook.patterns());
    }
    dispatchers = List.copyOf(starting);
  }

  @Override
  public void stop() {
    dispatchers.forEach(Dispatcher::stop);
    dispatchers = List.of();
  }

  @Override
  public boolean isRunning() {
    return !dispatchers.isEmpty();
  }

  /** Above the ledger's worker, below the web server. */
  @Override
  public int getPhase() {
    return 1;
  }
}
