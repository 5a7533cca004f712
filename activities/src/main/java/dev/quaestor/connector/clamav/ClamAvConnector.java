package dev.quaestor.connector.clamav;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import java.util.List;

/** The table of contents of this room. */
final class ClamAvConnector implements Connector {
  private final String name;
  private final List<Capability> capabilities;

  ClamAvConnector(ClamAvSettings settings) {
    this.name = settings.connector();
    var clamd = new Clamd(settings.place(), settings.timeout());
    this.capabilities = List.of(new ClamAvScan(settings, clamd), new ClamAvCheck(settings, clamd));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public void close() {
    // Each question has a connection of its own.
  }
}
