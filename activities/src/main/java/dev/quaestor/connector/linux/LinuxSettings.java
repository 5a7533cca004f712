package dev.quaestor.connector.linux;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.entity.IpLiteral;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * @param inventorySetting what names the inventory where it is configured
 * @param privateKey in OpenSSH's form; read for each session
 * @param keySetting what that is called where it is configured
 * @param engineAddresses that stay able to reach a host that is isolated, beside the one that
 *     isolates it
 * @param probes {@code ADDRESS PORT} each: what an isolated host must not reach
 * @param connectTimeout until the host has answered and taken the key
 * @param commandTimeout for one script
 */
record LinuxSettings(
    String connector,
    Inventory inventory,
    String inventorySetting,
    Supplier<String> privateKey,
    String keySetting,
    List<String> engineAddresses,
    List<String> probes,
    Duration connectTimeout,
    Duration commandTimeout) {
  static final int SSH = 22;

  private static final int MOST_PROBES = 3;
  private static final int HIGHEST_PORT = 65_535;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  LinuxSettings {
    engineAddresses = List.copyOf(engineAddresses);
    probes = List.copyOf(probes);
  }

  static LinuxSettings read(ConnectorSettings settings) {
    return new LinuxSettings(
        settings.connector(),
        InventoryFile.read(Path.of(settings.required("inventory-file"))),
        settings.key("inventory-file"),
        settings.secret("private-key"),
        settings.key("private-key"),
        addresses(settings, "engine-addresses"),
        probes(settings, "probes"),
        positive(settings, "connect-timeout", Duration.ofSeconds(10)),
        positive(settings, "command-timeout", Duration.ofMinutes(1)));
  }

  private static List<String> list(ConnectorSettings settings, String setting) {
    return settings.text(setting).stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> addresses(ConnectorSettings settings, String setting) {
    var addresses = list(settings, setting);
    if (!addresses.stream().allMatch(text -> IpLiteral.of(text).isPresent())) {
      throw new IllegalArgumentException(
          settings.key(setting) + " must be IP addresses, comma-separated");
    }
    return addresses;
  }

  private static List<String> probes(ConnectorSettings settings, String setting) {
    var probes = list(settings, setting).stream().map(text -> probe(settings, setting, text));
    var read = probes.toList();
    if (read.size() > MOST_PROBES) {
      throw new IllegalArgumentException(
          "%s holds more than %d".formatted(settings.key(setting), MOST_PROBES));
    }
    return read;
  }

  private static String probe(ConnectorSettings settings, String setting, String text) {
    var colon = text.lastIndexOf(':');
    var address = colon < 0 ? "" : text.substring(0, colon);
    var bare =
        address.startsWith("[") && address.endsWith("]")
            ? address.substring(1, address.length() - 1)
            : address;
    var port = text.substring(colon + 1);
    if (IpLiteral.of(bare).isEmpty()
        || (bare.indexOf(':') >= 0 && bare.equals(address))
        || !isPort(port)) {
      throw new IllegalArgumentException(
          settings.key(setting)
              + " must be an IP address and port each, such as 192.0.2.7:443 or [2001:db8::7]:443");
    }
    return bare + " " + port;
  }

  private static boolean isPort(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    var port = Integer.parseInt(text);
    return port > 0 && port <= HIGHEST_PORT;
  }

  private static Duration positive(ConnectorSettings settings, String setting, Duration standard) {
    var duration = settings.duration(setting, standard);
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be between nothing and %d minutes"
              .formatted(settings.key(setting), LONGEST.toMinutes()));
    }
    return duration;
  }
}
