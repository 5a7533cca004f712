package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.http.BackEndClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * Settings: {@code manager-url, user, password} (required; of the manager's API, as
 * https://wazuh.example.com:55000), {@code indexer-url, indexer-user, indexer-password} (required),
 * {@code index-pattern} (default {@code wazuh-alerts-4.x-*}), {@code ca-file} (the authorities of
 * both, in PEM; the platform's by default), {@code answer-within} (how long an agent has to answer
 * an order, default two minutes), {@code timeout} (default 30 seconds).
 */
public final class WazuhFactory implements ConnectorFactory {
  private final MeterRegistry meters;

  public WazuhFactory(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public Connector create(ConnectorSettings settings) {
    var own = WazuhSettings.read(settings);
    return new WazuhConnector(own, client(own, true), client(own, false), InstantSource.system());
  }

  /** What is absent is an empty list at both, so that no 404 says so. */
  private BackEndClient client(WazuhSettings own, boolean manager) {
    return new BackEndClient(
        manager ? own.manager() : own.indexer(), (operation, code) -> false, meters);
  }
}
