package dev.quaestor.worker;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.blocklist.SquidFactory;
import dev.quaestor.connector.blocklist.UnboundFactory;
import dev.quaestor.connector.defender.DefenderFactory;
import dev.quaestor.connector.graph.GraphFactory;
import dev.quaestor.connector.imap.ImapFactory;
import dev.quaestor.connector.keycloak.KeycloakFactory;
import dev.quaestor.connector.linux.LinuxFactory;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  private static final Making DEFENDER =
      (own, with) -> new DefenderFactory(with.vault(), with.meters()).create(own);

  private static final Making GRAPH =
      (own, with) -> new GraphFactory(with.vault(), with.outside(), with.meters()).create(own);

  private static final Making LINUX = (own, with) -> new LinuxFactory(with.vault()).create(own);

  private static final Making SQUID = (own, with) -> new SquidFactory().create(own);

  private static final Making UNBOUND = (own, with) -> new UnboundFactory().create(own);

  private static final Making IMAP =
      (own, with) -> new ImapFactory(with.vault(), with.outside()).create(own);

  private static final Making KEYCLOAK =
      (own, with) -> new KeycloakFactory(with.meters()).create(own);

  /**
   * In the order of preference where two offer the same; without those that are off.
   *
   * @throws IllegalArgumentException naming the setting by which two would have one name
   */
  static List<BackEndSettings> of(
      DefenderProperties defender,
      GraphProperties graph,
      LinuxProperties linux,
      SquidProperties squid,
      UnboundProperties unbound,
      ImapProperties imap,
      KeycloakProperties keycloak,
      ConnectorsProperties more) {
    var all = new ArrayList<BackEndSettings>();
    defender.settings().ifPresent(own -> all.add(new BackEndSettings(own, DEFENDER)));
    graph.settings().ifPresent(own -> all.add(new BackEndSettings(own, GRAPH)));
    linux.settings().ifPresent(own -> all.add(new BackEndSettings(own, LINUX)));
    squid.settings().ifPresent(own -> all.add(new BackEndSettings(own, SQUID)));
    unbound.settings().ifPresent(own -> all.add(new BackEndSettings(own, UNBOUND)));
    imap.settings().ifPresent(own -> all.add(new BackEndSettings(own, IMAP)));
    keycloak.settings().ifPresent(own -> all.add(new BackEndSettings(own, KEYCLOAK)));
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
    var name = String.valueOf(one.name());
    if (one.defender() != null) {
      return new BackEndSettings(one.defender().settings(name, at + ".defender"), DEFENDER);
    }
    if (one.graph() != null) {
      return new BackEndSettings(one.graph().settings(name, at + ".graph"), GRAPH);
    }
    if (one.linux() != null) {
      return new BackEndSettings(one.linux().settings(name, at + ".linux"), LINUX);
    }
    if (one.squid() != null) {
      return new BackEndSettings(one.squid().settings(name, at + ".squid"), SQUID);
    }
    if (one.unbound() != null) {
      return new BackEndSettings(one.unbound().settings(name, at + ".unbound"), UNBOUND);
    }
    if (one.keycloak() != null) {
      return new BackEndSettings(one.keycloak().settings(name, at + ".keycloak"), KEYCLOAK);
    }
    return new BackEndSettings(
        Objects.requireNonNull(one.imap()).settings(name, at + ".imap"), IMAP);
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
