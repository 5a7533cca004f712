package dev.quaestor.connector.graph;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Function;

/**
 * Settings: {@code tenant-id, client-id, client-secret} (required), {@code base-url, login-url,
 * scope, timeout}, {@code mail-remediation} ({@code move}, the default: each message by itself,
 * answered at once; or {@code analyzed-emails}: Defender for Office's own bulk remediation, which
 * its Action center lists), {@code exchange-results} ({@code ignore}, the default; or {@code
 * believe}: in mail that is read in this tenant, the topmost Authentication-Results, which Exchange
 * Online writes without its name, and what its filter wrote count as the own provider's word).
 */
public final class GraphFactory implements ConnectorFactory {
  private final Vault vault;
  private final Function<MailboxRule, List<String>> outside;
  private final MeterRegistry meters;

  /**
   * @param vault keeps the mail that is quarantined
   * @param outside of the addresses that a rule forwards to, those outside the organisation
   */
  public GraphFactory(
      Vault vault, Function<MailboxRule, List<String>> outside, MeterRegistry meters) {
    this.vault = vault;
    this.outside = outside;
    this.meters = meters;
  }

  @Override
  public Connector create(ConnectorSettings settings) {
    var own = GraphSettings.read(settings);
    return new GraphConnector(
        own,
        new BackEndClient(own.api(), new GraphAbsence(), new MailboxAllotment(), meters),
        vault,
        outside);
  }
}
