package dev.quaestor.connector.linux;

import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.vault.Vault;
import java.util.List;

/** The table of contents of this room. */
final class LinuxConnector implements Connector {
  private final String name;
  private final HostShell shell;
  private final List<Capability> capabilities;

  LinuxConnector(LinuxSettings settings, HostShell shell, Vault vault) {
    this.name = settings.connector();
    this.shell = shell;
    var inventory = settings.inventory();
    this.capabilities =
        List.of(
            inventory,
            new Entering(settings, shell),
            new Isolation(inventory, shell, settings),
            new Quarantine(inventory, shell),
            new Returns(inventory, shell),
            new Processes(inventory, shell),
            new Removals(inventory, shell),
            new Packages(inventory, shell, vault),
            new Activity(inventory, shell));
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
    shell.close();
  }
}
