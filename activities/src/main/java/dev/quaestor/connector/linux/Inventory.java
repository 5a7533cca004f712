package dev.quaestor.connector.linux;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.IpLiteral;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of this estate, as the inventory file had them when the worker started. What is not in
 * it is a stranger, and so is a name that several of them have.
 */
final class Inventory implements DeviceDirectory {
  private final Map<String, LinuxHost> byId = new LinkedHashMap<>();
  private final Map<String, Set<LinuxHost>> byName = new HashMap<>();
  private final Map<String, Set<LinuxHost>> byLabel = new HashMap<>();

  /**
   * @param hosts no two of one machine id
   */
  Inventory(List<LinuxHost> hosts) {
    for (var host : hosts) {
      if (byId.put(host.machineId(), host) != null) {
        throw new IllegalArgumentException("two hosts have the machine-id " + host.machineId());
      }
      for (var name : host.names()) {
        byName.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(host);
        byLabel.computeIfAbsent(label(name), any -> new LinkedHashSet<>()).add(host);
      }
    }
  }

  List<LinuxHost> hosts() {
    return List.copyOf(byId.values());
  }

  /** Who is meant. */
  private sealed interface Meant {
    record One(LinuxHost host) implements Meant {}

    record Several(List<LinuxHost> namesakes) implements Meant {}

    record Nobody() implements Meant {}
  }

  private Meant meant(@Nullable String handle) {
    var id = folded(handle);
    if (id.isEmpty()) {
      return new Meant.Nobody();
    }
    if (isMachineId(id)) {
      var host = byId.get(id);
      return host == null ? new Meant.Nobody() : new Meant.One(host);
    }
    var exactly = List.copyOf(byName.getOrDefault(id, Set.of()));
    var found = exactly.isEmpty() ? mayMean(id) : exactly;
    return switch (found.size()) {
      case 0 -> new Meant.Nobody();
      case 1 -> new Meant.One(found.getFirst());
      default -> new Meant.Several(found);
    };
  }

  /** Those whose first label it is, or whose only names are its first label. */
  private List<LinuxHost> mayMean(String name) {
    if (IpLiteral.of(name).isPresent()) {
      return List.of();
    }
    var label = label(name);
    var namesakes = byLabel.getOrDefault(label, Set.of());
    // The same label in two domains is two machines.
    Predicate<LinuxHost> fits =
        label.equals(name)
            ? host -> true
            : host -> host.names().stream().noneMatch(n -> n.indexOf('.') >= 0);
    return namesakes.stream().filter(fits).toList();
  }

  private static String label(String name) {
    var dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  static boolean isMachineId(String text) {
    return text.length() == 32
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  static String folded(@Nullable String handle) {
    var text = handle == null ? "" : handle.strip().toLowerCase(Locale.ROOT);
    return text.length() > 1 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public Map<EntityKey, KnownDevice> find(List<Device> devices) {
    var found = new LinkedHashMap<EntityKey, KnownDevice>();
    for (var device : devices) {
      if (meant(device.handle()) instanceof Meant.One one) {
        found.put(device.key(), one.host().known());
      }
    }
    return found;
  }

  @Override
  public Set<EntityKey> ambiguous(List<Device> devices) {
    return devices.stream()
        .filter(device -> meant(device.handle()) instanceof Meant.Several)
        .map(Device::key)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean hasOwnId(Device device) {
    return isMachineId(folded(device.deviceId()));
  }

  /**
   * The host that is known by an id or a name.
   *
   * @throws ConnectorException NOT_FOUND when there is none, or more than one
   */
  LinuxHost host(@Nullable String handle) {
    if (meant(handle) instanceof Meant.One one) {
      return one.host();
    }
    throw new ConnectorException(Kind.NOT_FOUND, stranger(handle));
  }

  /** Why nobody is meant, one sentence; empty when somebody is. */
  Optional<String> obstacle(@Nullable String handle) {
    return meant(handle) instanceof Meant.One ? Optional.empty() : Optional.of(stranger(handle));
  }

  private String stranger(@Nullable String handle) {
    return switch (meant(handle)) {
      case Meant.Several several -> anyOf(several.namesakes());
      case Meant.One one -> "The inventory has this host";
      case Meant.Nobody nobody ->
          handle == null || handle.isBlank()
              ? "It is not known which host it is on"
              : "The inventory has no host of this %s"
                  .formatted(isMachineId(folded(handle)) ? "machine id" : "name");
    };
  }

  private static String anyOf(List<LinuxHost> namesakes) {
    var ids = new ArrayList<String>();
    namesakes.stream().limit(2).map(LinuxHost::machineId).forEach(ids::add);
    return "%d hosts of the inventory may be meant by this name; name one by its machine id, such as %s"
        .formatted(namesakes.size(), String.join(" or ", ids));
  }
}
