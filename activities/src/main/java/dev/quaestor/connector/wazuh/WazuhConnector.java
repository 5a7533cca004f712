package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.http.BackEndClient;
import java.time.InstantSource;
import java.util.List;

/** The table of contents of this room. */
final class WazuhConnector implements Connector {
  private final String name;
  private final BackEndClient manager;
  private final BackEndClient indexer;
  private final List<Capability> capabilities;

  WazuhConnector(
      WazuhSettings settings, BackEndClient manager, BackEndClient indexer, InstantSource clock) {
    this.name = settings.manager().connector();
    this.manager = manager;
    this.indexer = indexer;
    var agents = new Agents(manager);
    var alerts = new Indexer(indexer, settings.index());
    this.capabilities =
        List.of(
            new WazuhCredential(settings, manager, alerts),
            agents,
            new IndexedAlerts(alerts),
            new AlertHunting(alerts, clock),
            new Isolation(agents, new Orders(manager), alerts, settings.answerWithin(), clock));
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
    manager.close();
    indexer.close();
  }
}
