package dev.quaestor.starter;

import dev.quaestor.starter.AlertSourceProperties.Source;
import dev.quaestor.starter.ledger.AlertSourceStore;
import dev.quaestor.starter.ledger.SharedGauges;
import dev.quaestor.starter.ledger.SharedGauges.Telling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the sources of alerts do. */
public final class AlertSources {
  private static final Duration LATELY = Duration.ofDays(7);
  private static final Duration OFTEN = Duration.ofSeconds(10);

  private final List<Source> sources;
  private final AlertSourceStore store;
  private final InstantSource clock;

  AlertSources(
      AlertSourceProperties properties,
      AlertSourceStore store,
      SharedGauges gauges,
      InstantSource clock) {
    this.sources = properties.alertSources();
    this.store = store;
    this.clock = clock;
    if (!sources.isEmpty()) {
      tellBy(gauges);
    }
  }

  /**
   * How one does.
   *
   * @param late whether nothing has been read for much longer than its rhythm is
   * @param setAside how many of its alerts could not be taken in, in the last seven days
   * @param lastSetAside the last of them, and why
   */
  public record State(
      String name,
      @Nullable Instant readAt,
      boolean late,
      @Nullable Instant failingSince,
      @Nullable String failure,
      @Nullable Instant restUntil,
      @Nullable Instant heldSince,
      long setAside,
      @Nullable String lastSetAside) {}

  /** Asks the ledger. */
  public List<State> states() {
    return sources.stream().map(this::state).toList();
  }

  private State state(Source source) {
    var now = clock.instant();
    var standing = store.standing(source.name());
    var aside = store.setAside(source.name(), now.minus(LATELY));
    var readAt = standing.map(AlertSourceStore.Standing::readAt).orElse(null);
    return new State(
        source.name(),
        readAt,
        readAt == null || readAt.isBefore(now.minus(patience(source))),
        standing.map(AlertSourceStore.Standing::failingSince).orElse(null),
        standing.map(AlertSourceStore.Standing::failure).orElse(null),
        standing.map(AlertSourceStore.Standing::restUntil).filter(now::isBefore).orElse(null),
        standing.map(AlertSourceStore.Standing::heldSince).orElse(null),
        aside.alerts(),
        aside.last());
  }

  private static Duration patience(Source source) {
    return source.every().multipliedBy(3).plusMinutes(2);
  }

  private void tellBy(SharedGauges gauges) {
    gauges.tell(
        telling(
            "quaestor.alert.source.lag",
            "seconds",
            "For how long not everything that a source told has been read",
            state -> Optional.ofNullable(state.readAt()).map(this::age)));
    gauges.tell(
        telling(
            "quaestor.alert.source.failing",
            "seconds",
            "For how long a source could not be read; 0 when it can be",
            state ->
                Optional.of(Optional.ofNullable(state.failingSince()).map(this::age).orElse(0.0))));
    gauges.tell(
        telling(
            "quaestor.alert.source.set.aside",
            "",
            "Alerts of the last seven days that could not be taken in",
            state -> Optional.of((double) state.setAside())));
  }

  private double age(Instant since) {
    return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }

  private Telling telling(
      String name, String unit, String description, Function<State, Optional<Double>> value) {
    return new Telling(name, unit, description, "source", OFTEN, () -> values(value));
  }

  private Map<String, Double> values(Function<State, Optional<Double>> value) {
    var values = new HashMap<String, Double>();
    for (var state : states()) {
      value.apply(state).ifPresent(figure -> values.put(state.name(), figure));
    }
    return values;
  }
}
