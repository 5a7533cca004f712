package dev.quaestor.connector.linux;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.entity.Device;
import dev.quaestor.vault.FileVault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A process that isolates the host of an inventory under one action, to be killed meanwhile. */
final class IsolatingProcess {
  private IsolatingProcess() {}

  public static void main(String[] told) throws Exception {
    var settings =
        new ConnectorSettings(
            "linux",
            Map.of(
                "inventory-file", told[0],
                "private-key", Files.readString(Path.of(told[1])),
                "probes", told[2]));
    var vault = new FileVault(Files.createTempDirectory(Path.of(told[3]), "vault"), 1 << 20);
    try (var connector = new LinuxFactory(vault).create(settings)) {
      var isolation =
          RealHost.port(new Connectors(java.util.List.of(connector)), HostContainment.class);
      System.out.println(
          isolation.isolate(
              Device.ofId(RealHost.MACHINE_ID), Isolation.FULL, new Mandate("act-1", "why")));
    }
  }
}
