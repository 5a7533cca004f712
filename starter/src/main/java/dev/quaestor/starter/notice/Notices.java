package dev.quaestor.starter.notice;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.webhook.Courier;
import dev.quaestor.starter.webhook.Deliveries;
import dev.quaestor.starter.webhook.Dispatcher;
import dev.quaestor.starter.webhook.Progress;
import dev.quaestor.starter.webhook.ReceiverUrl;
import dev.quaestor.starter.webhook.WebhookReply;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * All receivers, each told by a dispatcher of its own. It starts after the ledger answers and ends
 * before it stops.
 */
public final class Notices implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);
  private static final int SIDE_BY_SIDE = 2;

  private final Map<String, Receiver> receivers = new LinkedHashMap<>();
  private final Map<String, Carrier> carriers = new LinkedHashMap<>();
  private final NoticeRun.Sources from;
  private final NoticeWords words;
  private final MeterRegistry meters;
  private final SharedGauges gauges;
  private final Duration poll;
  private List<Dispatcher> dispatchers = List.of();

  /**
   * @throws IllegalArgumentException naming what is wrong in the configuration, without its value
   */
  Notices(
      NoticeProperties properties,
      PublicAddress page,
      NoticeRun.Sources from,
      MeterRegistry meters,
      SharedGauges gauges,
      Duration poll) {
    var courier = new Courier(InstantSource.system());
    for (var settings : properties.notices()) {
      var receiver = Receiver.of(settings);
      if (receivers.put(receiver.name(), receiver) != null) {
        throw new IllegalArgumentException("two notices are named " + receiver.name());
      }
      carriers.put(
          receiver.name(),
          switch (receiver.way()) {
            case Receiver.ByMail mail ->
                new MailCarrier(mail, receiver.name(), properties.mail(), settings.timeout());
            case Receiver.ByChat chat -> new ChatCarrier(chat, settings.timeout(), courier);
          });
    }
    if (!receivers.isEmpty()) {
      try {
        ReceiverUrl.of(page.publicUrl(), false, "must be https where it is not this machine");
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "quaestor.web.public-url %s; notices lead there".formatted(e.getMessage()), e);
      }
    }
    this.from = from;
    this.words = new NoticeWords(page);
    this.meters = meters;
    this.gauges = gauges;
    this.poll = poll;
  }

  /**
   * A receiver as it stands; of where it is reached nothing is told, which may be a secret.
   *
   * @param kind {@code mail}, {@code slack} or {@code teams}
   * @param disabledAt when its receiver said that it is gone; null while it is in use
   * @param waiting investigations of which it has something to be told
   * @param failing those of them whose last try failed
   * @param failingSince since when the first of them fails; null when none does
   * @param lastError what the last failure said; null when nothing fails
   * @param testedAt when somebody last sent a test; null when nobody did
   * @param testSaid what came of that
   */
  public record State(
      String name,
      String kind,
      @Nullable Instant disabledAt,
      @Nullable String disabledBecause,
      int waiting,
      int failing,
      @Nullable Instant waitingSince,
      @Nullable Instant failingSince,
      @Nullable String lastError,
      @Nullable Instant testedAt,
      @Nullable String testedBy,
      @Nullable String testSaid) {
    /** For machines that watch it, in a few words. */
    String sentence() {
      if (disabledAt != null) {
        return "disabled: " + disabledBecause;
      }
      return failing > 0 ? "deliveries fail: " + lastError : "told of everything, or about to be";
    }
  }

  /** What came of a test. */
  public record TestResult(boolean delivered, String sentence) {}

  /** All, in the order of the configuration. */
  public List<State> states() {
    return receivers.values().stream().map(this::state).toList();
  }

  private State state(Receiver receiver) {
    var standing =
        from.store()
            .standing(receiver.key())
            .orElseGet(() -> DeliveryStore.Standing.unknown(receiver.key()));
    DeliveryStore.@Nullable Tested tested = standing.tested();
    return new State(
        receiver.name(),
        switch (receiver.way()) {
          case Receiver.ByMail mail -> "mail";
          case Receiver.ByChat chat -> chat.teams() ? "teams" : "slack";
        },
        standing.disabledAt(),
        standing.disabledBecause(),
        standing.lanes(),
        standing.failingLanes(),
        standing.waitingSince(),
        standing.failingSince(),
        standing.lastError(),
        tested == null ? null : tested.at(),
        tested == null ? null : tested.by(),
        tested == null ? null : tested.said());
  }

  /**
   * Sends a notice that says that it is a test, once, and records who did and what came of it. A
   * receiver that takes it is in use again if it was disabled, and what waits for it is tried at
   * once.
   *
   * @return empty when there is none of that name
   */
  public Optional<TestResult> test(String name, String by) {
    @Nullable Receiver receiver = receivers.get(name);
    @Nullable Carrier carrier = carriers.get(name);
    return receiver == null || carrier == null
        ? Optional.empty()
        : Optional.of(test(receiver, carrier, by));
  }

  private TestResult test(Receiver receiver, Carrier carrier, String by) {
    var result = sent(receiver, carrier, by);
    from.store().tested(receiver.key(), by, result.sentence());
    log.info("notice {} was tested by {}: {}", receiver.name(), by, result.sentence());
    return result;
  }

  private TestResult sent(Receiver receiver, Carrier carrier, String by) {
    try {
      var reply = carrier.send(words.test(receiver.name(), by, Instant.now()));
      return switch (reply) {
        case WebhookReply.Taken taken -> {
          from.store().enable(receiver.key());
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
    var deliveries = new Deliveries(meters, gauges, from.store(), "notice", NoticeRun.PREFIX);
    Set<String> named =
        receivers.values().stream()
            .flatMap(r -> r.names().stream())
            .collect(Collectors.toUnmodifiableSet());
    var starting = new ArrayList<Dispatcher>();
    for (var receiver : receivers.values()) {
      from.store().register(receiver.key(), receiver.address(), false);
      deliveries.register(receiver.name());
      var carrier = carriers.get(receiver.name());
      if (carrier == null) {
        throw new IllegalStateException("no carrier of " + receiver.name());
      }
      var dispatcher =
          new Dispatcher(
              new Dispatcher.Line(
                  "notice " + receiver.name(),
                  receiver.key(),
                  receiver.settings().timeout(),
                  SIDE_BY_SIDE),
              from.store(),
              poll,
              mayGoOn ->
                  new NoticeRun(
                      receiver,
                      named,
                      from.ledger(),
                      new Progress(receiver.told(), from.feed(), from.store(), deliveries),
                      carrier,
                      words,
                      mayGoOn));
      dispatcher.start();
      starting.add(dispatcher);
      log.info("notice {} is told of {}", receiver.name(), receiver.settings().on());
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
