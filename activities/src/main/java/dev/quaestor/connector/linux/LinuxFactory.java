package dev.quaestor.connector.linux;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;

/**
 * Settings: {@code inventory-file} (required; YAML, read once), {@code private-key} (required, a
 * secret: a key in OpenSSH's form without a passphrase, read for each session), {@code
 * engine-addresses} (those of other workers, which stay able to reach an isolated host;
 * comma-separated), {@code probes} (up to three of {@code ADDRESS:PORT} that an isolated host must
 * not reach), {@code connect-timeout} (default 10 seconds), {@code command-timeout} (default one
 * minute).
 */
public final class LinuxFactory implements ConnectorFactory {
  @Override
  public Connector create(ConnectorSettings settings) {
    var own = LinuxSettings.read(settings);
    HostShell.keyPair(own.keySetting(), own.privateKey().get());
    return new LinuxConnector(own, new HostShell(own));
  }
}
