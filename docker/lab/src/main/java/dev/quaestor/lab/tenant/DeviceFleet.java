package dev.quaestor.lab.tenant;

import dev.quaestor.lab.json.LabJson;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The devices of the tenant. A well-formed id that is not known enrols a device in no group. */
public final class DeviceFleet {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

  private final Clock clock;
  private final Map<String, LabDevice> devices = new LinkedHashMap<>();

  DeviceFleet(Clock clock) {
    this.clock = clock;
  }

  public Collection<LabDevice> all() {
    return List.copyOf(devices.values());
  }

  /** The device of this id, if it has been seen. */
  public Optional<LabDevice> known(String id) {
    return Optional.ofNullable(devices.get(id.toLowerCase(Locale.ROOT)));
  }

  /** The device of this id or DNS name, enrolled on first sight when it is an id. */
  public Optional<LabDevice> find(String idOrName) {
    String key = idOrName.toLowerCase(Locale.ROOT);
    Optional<LabDevice> known = known(key);
    if (known.isPresent()) {
      return known;
    }
    if (ID.matcher(key).matches()) {
      return Optional.of(enrol(key));
    }
    return devices.values().stream()
        .filter(device -> device.name().equalsIgnoreCase(key))
        .findFirst();
  }

  /** Adds a device with the given inventory fields over the defaults. */
  public LabDevice add(String id, ObjectNode overrides) {
    ObjectNode inventory = defaults(id);
    inventory.setAll(overrides);
    LabDevice device = new LabDevice(id, inventory);
    devices.put(id, device);
    return device;
  }

  void clear() {
    devices.clear();
  }

  private LabDevice enrol(String id) {
    return add(id, LabJson.object());
  }

  private ObjectNode defaults(String id) {
    Instant now = clock.instant();
    ObjectNode machine = LabJson.object();
    machine.put("id", id);
    machine.put("computerDnsName", "device-" + id.substring(0, 8) + ".contoso.example");
    machine.put("firstSeen", LabJson.defenderTime(now));
    machine.put("lastSeen", LabJson.defenderTime(now));
    machine.put("osPlatform", "Windows11");
    machine.put("osProcessor", "x64");
    machine.put("osArchitecture", "64-bit");
    machine.put("version", "24H2");
    machine.put("osBuild", 26100);
    machine.put("lastIpAddress", "192.0.2." + Integer.parseInt(id.substring(0, 2), 16));
    machine.put("lastExternalIpAddress", "203.0.113.10");
    machine.put("healthStatus", "Active");
    machine.put("onboardingStatus", "onboarded");
    machine.put("rbacGroupId", 0);
    machine.putNull("rbacGroupName");
    machine.put("riskScore", "None");
    machine.put("exposureLevel", "Low");
    machine.put("deviceValue", "Normal");
    machine.putNull("aadDeviceId");
    machine.put("isAadJoined", false);
    machine.putArray("machineTags");
    machine.putArray("ipAddresses");
    return machine;
  }
}
