package dev.quaestor.starter.notice;

import dev.quaestor.starter.ledger.DeliveryStore;
import dev.quaestor.starter.webhook.Courier;
import dev.quaestor.starter.webhook.Deliveries;
import dev.quaestor.starter.webhook.Dispatcher;
import dev.quaestor.starter.webhook.Progress;
import dev.quaestor.starter.webhook.ReceiverUrl;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * All receivers, each told by a dispatcher of its own. It starts after the ledger answers and ends
 * before it stops.
 */
final class Notices implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);
  private static final int SIDE_BY_SIDE = 2;

  private final Map<String, Receiver> receivers = new LinkedHashMap<>();
  private final Map<String, Carrier> carriers = new LinkedHashMap<>();
  private final NoticeRun.Sources from;
  private final NoticeWords words;
  private final MeterRegistry meters;
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
    this.poll = poll;
  }

  /** How each stands, for people. */
  Map<String, String> states() {
    var states = new LinkedHashMap<String, String>();
    for (var receiver : receivers.values()) {
      var standing = from.store().standing(receiver.key());
      states.put(receiver.name(), standing.map(Notices::sentence).orElse("not registered"));
    }
    return states;
  }

  private static String sentence(DeliveryStore.Standing standing) {
    if (standing.disabledAt() != null) {
      return "disabled: " + standing.disabledBecause();
    }
    return standing.failingLanes() > 0
        ? "deliveries fail: " + standing.lastError()
        : "told of everything, or about to be";
  }

  @Override
  public void start() {
    var deliveries = new Deliveries(meters, from.store(), "notice", NoticeRun.PREFIX);
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
