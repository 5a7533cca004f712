package dev.quaestor.connector.wazuh;

import dev.quaestor.connector.capability.DeviceDirectory.Health;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.DeviceDirectory.Risk;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.IpLiteral;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An agent as {@code GET /agents} has it.
 *
 * @param id as the manager counts them, {@code 003}
 * @param json all that was told of it
 */
record Agent(String id, String name, JsonNode json) {
  /** As intake names the agent of an alert. */
  static final String PREFIX = "wazuh-agent-";

  /** The manager's own, on which nothing is done. */
  private static final String MANAGER = "000";

  static final String FIELDS =
      "id,name,ip,status,version,group,lastKeepAlive,os.name,os.platform,os.version";

  /** Empty for what is none, and for the manager itself. */
  static Optional<Agent> of(JsonNode json) {
    var id = BackEndJson.text(json, "id");
    var name = BackEndJson.text(json, "name");
    return id == null || name == null || id.equals(MANAGER) || !isNumber(id)
        ? Optional.empty()
        : Optional.of(new Agent(id, name, json));
  }

  /** The number in an id of ours; empty where it is none of them. */
  static Optional<String> number(@Nullable String deviceId) {
    var text = deviceId == null ? "" : deviceId.strip().toLowerCase(Locale.ROOT);
    return text.startsWith(PREFIX) && isNumber(text.substring(PREFIX.length()))
        ? Optional.of(text.substring(PREFIX.length()))
        : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return text.length() >= 3
        && text.length() <= 9
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** {@code active}, {@code disconnected}, {@code never_connected} or {@code pending}. */
  String status() {
    return BackEndJson.textOr(json, "status", "").toLowerCase(Locale.ROOT);
  }

  boolean isActive() {
    return status().equals("active");
  }

  private JsonNode os() {
    return BackEndJson.field(json, "os");
  }

  /** As policies name systems; null where nobody has said. */
  @Nullable String platform() {
    var platform = BackEndJson.text(os(), "platform");
    if (platform == null) {
      return null;
    }
    return switch (platform.toLowerCase(Locale.ROOT)) {
      case "windows" -> "Windows";
      case "darwin" -> "macOS";
      case "freebsd", "openbsd", "netbsd", "sunos", "aix", "hp-ux" -> platform;
      default -> "Linux";
    };
  }

  /** Whether it gives active responses the order on standard input, as from 4.2.0 on. */
  boolean isNewEnough() {
    var text = BackEndJson.textOr(json, "version", "").toLowerCase(Locale.ROOT);
    var parts = text.substring(text.indexOf('v') + 1).split("\\.", -1);
    return parts.length > 1
        && isPart(parts[0])
        && isPart(parts[1])
        && 1000 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]) >= 4002;
  }

  private static boolean isPart(String text) {
    return !text.isEmpty()
        && text.length() <= 3
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  KnownDevice known() {
    var groups = BackEndJson.texts(json, "group");
    var address = BackEndJson.textOr(json, "ip", "");
    return new KnownDevice(
        new Device(
            PREFIX + id,
            name,
            platform(),
            groups.isEmpty() ? null : groups.getFirst(),
            groups,
            IpLiteral.of(address).isPresent() ? List.of(address) : List.of()),
        switch (status()) {
          case "active" -> Health.ACTIVE;
          case "disconnected" -> Health.INACTIVE;
          default -> Health.UNKNOWN;
        },
        Risk.UNKNOWN,
        BackEndJson.time(json, "lastKeepAlive"),
        !status().equals("never_connected"),
        BackEndJson.text(os(), "version"),
        null,
        false,
        name.indexOf('.') > 0 ? List.of(name.toLowerCase(Locale.ROOT)) : List.of());
  }
}
