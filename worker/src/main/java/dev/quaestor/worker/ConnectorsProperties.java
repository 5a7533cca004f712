package dev.quaestor.worker;

import dev.quaestor.action.ActionType;
import dev.quaestor.setup.ConnectorName;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Back ends beside those with a setting of their own, as {@code quaestor.defender}: a second
 * tenant, say. And which of all does what first.
 *
 * @param connectors none by default; they come after those in the order of preference
 * @param routing the order of preference for some actions; for all others it is the order in which
 *     the connectors are configured
 */
@ConfigurationProperties("quaestor")
public record ConnectorsProperties(
    @DefaultValue List<Named> connectors, @DefaultValue List<Route> routing) {
  /**
   * A back end under a name of its own. Its kind is that of the settings that are given: exactly
   * one of them.
   *
   * @param name what people and records call it: 1 to 40 lower-case letters, digits and dashes;
   *     what it did is taken back under that name, so it stays
   * @param defender the settings of {@code quaestor.defender}
   * @param graph the settings of {@code quaestor.graph}
   * @param linux the settings of {@code quaestor.linux}
   * @param squid the settings of {@code quaestor.squid}
   * @param unbound the settings of {@code quaestor.unbound}
   * @param imap the settings of {@code quaestor.imap}
   * @param keycloak the settings of {@code quaestor.keycloak}
   * @param clamav the settings of {@code quaestor.clamav}
   * @param rspamd the settings of {@code quaestor.rspamd}
   * @param wazuh the settings of {@code quaestor.wazuh}
   */
  public record Named(
      @Nullable String name,
      @Nullable DefenderProperties defender,
      @Nullable GraphProperties graph,
      @Nullable LinuxProperties linux,
      @Nullable ImapProperties imap,
      @Nullable KeycloakProperties keycloak,
      @Nullable WazuhProperties wazuh,
      @Nullable SquidProperties squid,
      @Nullable UnboundProperties unbound,
      @Nullable ClamAvProperties clamav,
      @Nullable RspamdProperties rspamd) {
    List<BackEndProperties> given() {
      return Stream.<@Nullable BackEndProperties>of(
              defender, graph, linux, imap, keycloak, wazuh, squid, unbound, clamav, rspamd)
          .flatMap(Stream::ofNullable)
          .toList();
    }
  }

  /**
   * Who does some actions first.
   *
   * @param actions as {@code ISOLATE_DEVICE, RELEASE_DEVICE}
   * @param order names of connectors; those that are not in it come after them
   */
  public record Route(@DefaultValue List<ActionType> actions, @DefaultValue List<String> order) {}

  public ConnectorsProperties {
    connectors = List.copyOf(connectors);
    routing = List.copyOf(routing);
    var names = new HashSet<String>();
    for (int n = 0; n < connectors.size(); n++) {
      var one = connectors.get(n);
      var at = at(n);
      require(
          ConnectorName.is(one.name()),
          at + ".name must be 1 to 40 lower-case letters, digits and dashes");
      require(names.add(String.valueOf(one.name())), at + ".name is taken: " + one.name());
      require(
          one.given().size() == 1,
          at + " must have the settings of one kind, such as " + at + ".linux");
    }
    var routed = new HashSet<ActionType>();
    for (int n = 0; n < routing.size(); n++) {
      var at = "quaestor.routing[" + n + "]";
      require(!routing.get(n).actions().isEmpty(), at + ".actions is missing");
      require(!routing.get(n).order().isEmpty(), at + ".order is missing");
      for (var action : routing.get(n).actions()) {
        require(routed.add(action), at + ".actions: " + action + " is routed twice");
      }
    }
  }

  /** Where a connector stands among them. */
  static String at(int n) {
    return "quaestor.connectors[" + n + "]";
  }

  /**
   * By the type of action, the names of those who come first.
   *
   * @param known the names of all connectors
   * @throws IllegalArgumentException naming the setting that has a name which none of them has
   */
  Map<ActionType, List<String>> routes(List<String> known) {
    var routes = new EnumMap<ActionType, List<String>>(ActionType.class);
    for (int n = 0; n < routing.size(); n++) {
      var route = routing.get(n);
      for (var name : route.order()) {
        require(
            known.contains(name),
            "quaestor.routing[%d].order: no connector is named %s; there are %s"
                .formatted(n, name, known.isEmpty() ? "none" : String.join(", ", known)));
      }
      route.actions().forEach(action -> routes.put(action, List.copyOf(route.order())));
    }
    return routes;
  }

  private static void require(boolean is, String sentence) {
    if (!is) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
