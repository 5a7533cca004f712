package dev.quaestor.worker;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.defender.DefenderFactory;
import dev.quaestor.connector.graph.GraphFactory;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A back end as it is configured, of which a connector can be made.
 *
 * @param settings of the connector, whose name is theirs
 */
record BackEndSettings(ConnectorSettings settings, Making making) {

  /** What a connector is made with, beside its settings. */
  record With(Vault vault, Function<MailboxRule, List<String>> outside, MeterRegistry meters) {}

  /** How one is made. */
  @FunctionalInterface
  interface Making {
    Connector of(ConnectorSettings settings, With with);
  }

  /** In the order of preference where two offer the same; without those that are off. */
  static List<BackEndSettings> of(DefenderProperties defender, GraphProperties graph) {
    return Stream.of(
            on(
                defender.settings(),
                (own, with) -> new DefenderFactory(with.vault(), with.meters()).create(own)),
            on(
                graph.settings(),
                (own, with) ->
                    new GraphFactory(with.vault(), with.outside(), with.meters()).create(own)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<BackEndSettings> on(Optional<ConnectorSettings> settings, Making making) {
    return settings.map(own -> new BackEndSettings(own, making));
  }

  String connector() {
    return settings.connector();
  }

  /**
   * @throws IllegalArgumentException naming the setting that is missing or wrong
   */
  Connector made(With with) {
    return making.of(settings, with);
  }
}
