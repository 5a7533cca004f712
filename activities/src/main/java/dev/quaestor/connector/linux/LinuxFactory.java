package dev.quaestor.connector.linux;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.vault.Vault;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings: {@code inventory-file} (required; YAML, read once), {@code private-key} (required, a
 * secret: a key in OpenSSH's form without a passphrase, read for each session), {@code
 * engine-addresses} (those of other workers, which stay able to reach an isolated host;
 * comma-separated), {@code probes} (up to three of {@code ADDRESS:PORT} that an isolated host must
 * not reach), {@code connect-timeout} (default 10 seconds), {@code command-timeout} (default one
 * minute).
 */
public final class LinuxFactory implements ConnectorFactory {
  private final Vault vault;

  /**
   * @param vault keeps the packages that are fetched
   */
  public LinuxFactory(Vault vault) {
    this.vault = vault;
  }

  /**
   * A host as an inventory has it.
   *
   * @param names all of them, lower case
   */
  public record Listed(List<String> names, String address, int port, String user) {
    public Listed {
      names = List.copyOf(names);
    }
  }

  /**
   * What an inventory says; no host is asked.
   *
   * @throws IllegalArgumentException naming the file, and the line where something is wrong
   * @throws java.io.UncheckedIOException when it cannot be read
   */
  public static List<Listed> hosts(Path inventory) {
    return InventoryFile.read(inventory).hosts().stream()
        .map(
            host ->
                new Listed(
                    host.names().stream().sorted().toList(),
                    host.address(),
                    host.port(),
                    host.user()))
        .toList();
  }

  @Override
  public Connector create(ConnectorSettings settings) {
    var own = LinuxSettings.read(settings);
    HostShell.keyPair(own.keySetting(), own.privateKey().get());
    return new LinuxConnector(own, new HostShell(own), vault);
  }
}
