package dev.quaestor.connector.linux;

import dev.quaestor.connector.capability.DeviceDirectory.Health;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.DeviceDirectory.Risk;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.IpLiteral;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host of the inventory.
 *
 * @param machineId of {@code /etc/machine-id}, lower case
 * @param name as people call it
 * @param names all of them, lower case and without a dot at the end
 * @param address an IP address or a name of the DNS
 * @param hostKey the only one that is believed
 * @param user as whom it is entered
 */
record LinuxHost(
    String machineId,
    String name,
    Set<String> names,
    String address,
    int port,
    PublicKey hostKey,
    String user,
    @Nullable String group,
    List<String> tags) {
  LinuxHost {
    names = Set.copyOf(names);
    tags = List.copyOf(tags);
  }

  /** What the inventory says of it. Whether it runs, nobody has looked. */
  KnownDevice known() {
    var addresses = IpLiteral.of(address).isPresent() ? List.of(address) : List.<String>of();
    return new KnownDevice(
        new Device(machineId, name, "Linux", group, tags, addresses),
        Health.UNKNOWN,
        Risk.UNKNOWN,
        null,
        true,
        null,
        null,
        false,
        names.stream().filter(known -> known.indexOf('.') > 0).sorted().toList());
  }
}
