package dev.quaestor.worker;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.blocklist.SquidFactory;
import dev.quaestor.connector.blocklist.UnboundFactory;
import dev.quaestor.connector.clamav.ClamAvFactory;
import dev.quaestor.connector.defender.DefenderFactory;
import dev.quaestor.connector.graph.GraphFactory;
import dev.quaestor.connector.imap.ImapFactory;
import dev.quaestor.connector.keycloak.KeycloakFactory;
import dev.quaestor.connector.linux.LinuxFactory;
import dev.quaestor.connector.rspamd.RspamdFactory;
import dev.quaestor.connector.wazuh.WazuhFactory;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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

  private static Making making(BackEndProperties of) {
    return switch (of) {
      case DefenderProperties p ->
          (own, with) -> new DefenderFactory(with.vault(), with.meters()).create(own);
      case GraphProperties p ->
          (own, with) -> new GraphFactory(with.vault(), with.outside(), with.meters()).create(own);
      case LinuxProperties p -> (own, with) -> new LinuxFactory(with.vault()).create(own);
      case ImapProperties p ->
          (own, with) -> new ImapFactory(with.vault(), with.outside()).create(own);
      case KeycloakProperties p -> (own, with) -> new KeycloakFactory(with.meters()).create(own);
      case WazuhProperties p -> (own, with) -> new WazuhFactory(with.meters()).create(own);
      case SquidProperties p -> (own, with) -> new SquidFactory().create(own);
      case UnboundProperties p -> (own, with) -> new UnboundFactory().create(own);
      case ClamAvProperties p -> (own, with) -> new ClamAvFactory().create(own);
      case RspamdProperties p -> (own, with) -> new RspamdFactory().create(own);
    };
  }

  /** Of the one under its own settings, whether it is on or not. */
  static BackEndSettings own(BackEndProperties of) {
    return new BackEndSettings(of.settings(of.kind(), "quaestor." + of.kind()), making(of));
  }

  /**
   * In the order of preference where two offer the same; without those that are off.
   *
   * @throws IllegalArgumentException naming the setting by which two would have one name
   */
  static List<BackEndSettings> of(List<BackEndProperties> first, ConnectorsProperties more) {
    var all = new ArrayList<BackEndSettings>();
    for (var one : first) {
      one.settings().ifPresent(own -> all.add(new BackEndSettings(own, making(one))));
    }
    for (int n = 0; n < more.connectors().size(); n++) {
      var next = named(more.connectors().get(n), ConnectorsProperties.at(n));
      if (all.stream().anyMatch(one -> one.connector().equals(next.connector()))) {
        throw new IllegalArgumentException(
            ConnectorsProperties.at(n) + ".name is taken: " + next.connector());
      }
      all.add(next);
    }
    return List.copyOf(all);
  }

  private static BackEndSettings named(ConnectorsProperties.Named one, String at) {
    var given = one.given().getFirst();
    return new BackEndSettings(
        given.settings(String.valueOf(one.name()), at + "." + given.kind()), making(given));
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
