package dev.quaestor.connector.blocklist;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;

/**
 * Settings: {@code list-file} (required; what an acl {@code url_regex} reads), {@code proxy}
 * (required; {@code HOST:PORT} at which squid takes requests), {@code reload-command} (required;
 * one argument a line, no shell), {@code reload-timeout} (default 10 seconds), {@code block-for}
 * (default 30 days; nothing for ever).
 */
public final class SquidFactory implements ConnectorFactory {
  @Override
  public Connector create(ConnectorSettings settings) {
    var own = ListSettings.read(settings, "list-file");
    return new ListConnector(own, new Squid(ListSettings.address(settings, "proxy")));
  }
}
