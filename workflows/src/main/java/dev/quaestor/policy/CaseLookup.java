package dev.quaestor.policy;

import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.evidence.Assessment;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a plan asks of the things of a case and of the policy, again and again and with one answer:
 * each thing is looked up once, however many of its plans are made. Whose word a verdict is changes
 * none of it.
 */
final class CaseLookup {
  private final Map<EntityKey, Device> devices = new LinkedHashMap<>();
  private final Map<EntityKey, Device> confirmed = new LinkedHashMap<>();

  /** Of each piece that is a device, the first piece that is the same host. */
  private final Map<EntityKey, Device> hosts = new HashMap<>();

  private final DeviceGroups groups;
  private final FolderZones zones;

  private final Map<Entity, EntityKey> keys = new IdentityHashMap<>();
  private final Map<Entity, Optional<Device>> devicesOf = new IdentityHashMap<>();
  private final Map<Device, AutomationLevel> levels = new IdentityHashMap<>();
  private final Map<Device, Boolean> guarded = new IdentityHashMap<>();
  private final Map<String, FolderZone> zonesOf = new HashMap<>();

  CaseLookup(Policy policy, List<Assessment> assessments) {
    this.groups = new DeviceGroups(policy);
    this.zones = new FolderZones(policy.zones());
    var called = new HashMap<EntityKey, Device>();
    for (var a : assessments) {
      if (a.evidence().entity() instanceof Device d) {
        devices.put(key(d), d);
        hosts.put(key(d), firstCalled(a, d, called));
      }
      var described = a.confirmed();
      if (described != null) {
        confirmed.put(key(a.evidence().entity()), described);
      }
    }
  }

  /** That piece, or one before it that directories know by one of its names. */
  private Device firstCalled(Assessment a, Device device, Map<EntityKey, Device> called) {
    var names = a.names().stream().map(name -> Device.ofId(name).key()).toList();
    var first =
        names.stream().flatMap(n -> Stream.ofNullable(called.get(n))).findFirst().orElse(device);
    names.forEach(name -> called.putIfAbsent(name, first));
    return first;
  }

  /**
   * One name for one host: the thing as the first piece has it that is the same host, or is on it.
   */
  Entity asOne(Entity entity) {
    return switch (entity) {
      case Device device -> hosts.getOrDefault(key(device), device);
      case OnDevice on -> {
        var named = on.deviceKey().orElse(null);
        var host = named == null ? null : hosts.get(named);
        yield host == null || key(host).equals(named) ? entity : on.movedTo(host.handle());
      }
      default -> entity;
    };
  }

  EntityKey key(Entity entity) {
    return keys.computeIfAbsent(entity, Entity::key);
  }

  Map<EntityKey, Device> devices() {
    return devices;
  }

  /** The device that a thing is, or is on, as the case knows it. */
  Optional<Device> deviceOf(Entity entity) {
    return devicesOf.computeIfAbsent(
        entity,
        e ->
            e instanceof Device itself
                ? Optional.of(devices.getOrDefault(key(itself), itself))
                : e instanceof OnDevice on
                    ? on.deviceKey().map(k -> devices.getOrDefault(k, Device.ofId(idOf(on))))
                    : Optional.empty());
  }

  private static String idOf(OnDevice on) {
    @Nullable String id = on.deviceId();
    return id == null ? "" : id;
  }

  /** As its own back end describes it. */
  Optional<Device> confirmed(Device device) {
    return Optional.ofNullable(confirmed.get(key(device)));
  }

  Optional<DeviceGroup> groupOf(Device device) {
    return groups.groupOf(device);
  }

  AutomationLevel levelOf(Device device) {
    return levels.computeIfAbsent(device, groups::levelOf);
  }

  boolean isProtected(Device device) {
    return guarded.computeIfAbsent(device, groups::isProtected);
  }

  FolderZone zoneOf(String path) {
    return zonesOf.computeIfAbsent(path, p -> zones.zoneOf(Optional.of(p)));
  }
}
