package dev.quaestor.connector.defender;

import com.google.re2j.Pattern;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Device;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The name by which a source that has no machine ids knows a machine. Defender has the whole name
 * ({@code computerDnsName}), others often the first label of it; rarely it is the other way round.
 *
 * @param value lower case
 */
record HostName(String value) {
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)*\\.\\p{L}[\\p{L}\\p{N}-]*");

  /** Of a name in the DNS (RFC 1035). */
  private static final int LONGEST = 255;

  /** Empty for a machine id, and for what can be no name. */
  static Optional<HostName> of(@Nullable String device) {
    return device == null
            || device.isBlank()
            || device.strip().length() > LONGEST
            || MachineActions.isMachine(device)
        ? Optional.empty()
        : Optional.of(new HostName(device.strip().toLowerCase(Locale.ROOT)));
  }

  /** What lives on a device says by the same word where it is. */
  static Optional<HostName> of(Device device) {
    return of(device.deviceId() != null ? device.deviceId() : device.name());
  }

  /** Terms of a filter that finds the machines of exactly this name or of its first label alone. */
  List<String> exact() {
    return Stream.concat(Stream.of(value), label().stream())
        .map(name -> "computerDnsName eq " + Request.literal(name))
        .toList();
  }

  /** A term that finds the machines of which this is the first label; empty for a whole name. */
  Optional<String> prefix() {
    return isLabel()
        ? Optional.of("startswith(computerDnsName," + Request.literal(value + ".") + ")")
        : Optional.empty();
  }

  /** Those of exactly this name; where there are none, those that it may mean. */
  List<KnownDevice> among(List<KnownDevice> machines) {
    var exactly = only(machines, value::equals);
    return exactly.isEmpty() ? only(machines, this::mayMean) : exactly;
  }

  private static List<KnownDevice> only(List<KnownDevice> machines, Predicate<String> wanted) {
    var byId = new LinkedHashMap<String, KnownDevice>();
    for (var machine : machines) {
      var name = machine.device().name();
      if (name != null && wanted.test(name.toLowerCase(Locale.ROOT))) {
        byId.putIfAbsent(String.valueOf(machine.device().deviceId()), machine);
      }
    }
    return List.copyOf(byId.values());
  }

  /** The same label in two domains is two machines. */
  private boolean mayMean(String name) {
    return isLabel() ? name.startsWith(value + ".") : label().filter(name::equals).isPresent();
  }

  private boolean isLabel() {
    return value.matches("[\\p{L}\\p{N}_-]+");
  }

  /** The first label of a whole name; an address has none. */
  private Optional<String> label() {
    return NAME.matches(value)
        ? Optional.of(value.substring(0, value.indexOf('.')))
        : Optional.empty();
  }
}
