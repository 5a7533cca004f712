package dev.quaestor.connector.defender;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * Settings: {@code tenant-id, client-id, client-secret} (required), {@code base-url, login-url,
 * scope, timeout}, {@code download-hosts} (the domains that packages, samples and script results
 * may come from, comma-separated), {@code download-timeout} (for a whole download, default 10
 * minutes), {@code release-script} (the library script that releases from quarantine; none offers
 * no release), {@code block-for} (how long a blocked URL stays blocked, ISO-8601, default 30 days,
 * {@code PT0S} for ever), {@code away-after} (when a device that picks nothing up counts as away,
 * default 30 seconds), {@code live-response} ({@code on}, the default, or {@code off}: then nothing
 * that runs a script on a device is offered).
 *
 * <p>Live response asks for the application permissions Machine.LiveResponse and Library.Manage,
 * and for <em>Live response</em> and, for PowerShell, <em>Live response unsigned script
 * execution</em> to be switched on in the tenant.
 */
public final class DefenderFactory implements ConnectorFactory {
  private final Vault vault;
  private final MeterRegistry meters;

  /**
   * @param vault takes what collections bring
   */
  public DefenderFactory(Vault vault, MeterRegistry meters) {
    this.vault = vault;
    this.meters = meters;
  }

  @Override
  public Connector create(ConnectorSettings settings) {
    var own = DefenderSettings.read(settings);
    return new DefenderConnector(
        own, new BackEndClient(own.api(), new DefenderAbsence(), meters), vault, Clock.systemUTC());
  }
}
