package dev.quaestor.connector.clamav;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;

/**
 * Settings: {@code socket} (the absolute path of clamd's unix socket) or {@code host} and {@code
 * port} (default 3310), {@code max-size} in bytes (default 25 MiB, as clamd's StreamMaxLength),
 * {@code timeout} for one whole scan (default 20 seconds).
 */
public final class ClamAvFactory implements ConnectorFactory {
  @Override
  public Connector create(ConnectorSettings settings) {
    return new ClamAvConnector(ClamAvSettings.read(settings));
  }
}
