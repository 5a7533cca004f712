package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;

/**
 * Settings: {@code zone-file} (required; the {@code zonefile} of an {@code rpz}), {@code zone} (its
 * name; default {@code rpz.quaestor}), {@code resolver} (required; {@code HOST:PORT} at which
 * unbound answers), {@code reload-command} (required; one argument a line, no shell), {@code
 * reload-timeout} (default 10 seconds), {@code block-for} (default 30 days; nothing for ever).
 */
public final class UnboundFactory implements ConnectorFactory {
  @Override
  public Connector create(ConnectorSettings settings) {
    var own = ListSettings.read(settings, "zone-file");
    var zone = settings.text("zone").orElse("rpz.quaestor");
    if (!WebHost.isName(zone)) {
      throw new IllegalArgumentException(
          settings.key("zone") + " must be a name of the DNS, such as rpz.quaestor");
    }
    return new ListConnector(own, new Unbound(ListSettings.address(settings, "resolver"), zone));
  }
}
