package dev.quaestor.execution;

import dev.quaestor.action.DeviceAction.Isolation;
import dev.quaestor.action.Left;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.FileQuarantine;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.HostContainment;
import dev.quaestor.connector.capability.Mandate;
import dev.quaestor.connector.capability.Progress;
import dev.quaestor.connector.capability.QuarantineRelease;
import dev.quaestor.connector.capability.Standing;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A small back end with machines of its own: it knows them by id and by name, isolates them and
 * locks their files away. All that it was told to do it remembers.
 */
final class Estate implements Connector {
  private final String name;
  private final List<Capability> capabilities;
  private final Map<String, DeviceDirectory.KnownDevice> machines = new LinkedHashMap<>();
  private final Set<String> isolated = ConcurrentHashMap.newKeySet();
  private final Set<String> lockedAway = ConcurrentHashMap.newKeySet();
  private boolean takesTime;
  private boolean heedless;

  /** What it was told to do, each as verb and machine. */
  final List<String> acts = new CopyOnWriteArrayList<>();

  /** Whether somebody did not let it end by its own time. */
  volatile boolean wasStopped;

  /** What its directory does instead of answering. */
  volatile Runnable instead = () -> {};

  private Estate(String name, boolean directory, List<Capability> more) {
    this.name = name;
    var offered = new ArrayList<Capability>();
    if (directory) {
      offered.add(new Directory());
    }
    offered.add(new Containment());
    offered.add(new Quarantine());
    offered.add(new Release());
    offered.addAll(more);
    this.capabilities = List.copyOf(offered);
  }

  static Estate of(String name, Capability... more) {
    return new Estate(name, true, List.of(more));
  }

  static Estate withoutDirectory(String name) {
    return new Estate(name, false, List.of());
  }

  Estate with(String id, String host) {
    return with(id, host, true);
  }

  Estate with(String id, String host, boolean onboarded) {
    machines.put(
        id,
        new DeviceDirectory.KnownDevice(
            new Device(id, host, "of " + name, null, List.of(), List.of()),
            DeviceDirectory.Health.ACTIVE,
            DeviceDirectory.Risk.NONE,
            Instant.EPOCH,
            onboarded));
    return this;
  }

  /** It takes its time over what it does: it is asked by its ticket. */
  Estate takingTime() {
    takesTime = true;
    return this;
  }

  /** It says of nothing that it cannot do it. */
  Estate heedless() {
    heedless = true;
    return this;
  }

  void forget(String id) {
    machines.remove(id);
  }

  boolean hasIsolated(String machine) {
    return isolated.contains(machine);
  }

  void isAway() {
    instead =
        () -> {
          throw new ConnectorException(Kind.DOWN, name + " is away");
        };
  }

  /** Longer than anybody waits. */
  void hangs() {
    instead =
        () -> {
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException stopped) {
            wasStopped = true;
            throw new ConnectorException(Kind.DOWN, name + " was stopped");
          }
        };
  }

  void isThere() {
    instead = () -> {};
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
  public void close() {}

  private Optional<DeviceDirectory.KnownDevice> machine(String handle) {
    var meant = namesakes(handle);
    return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
  }

  private List<DeviceDirectory.KnownDevice> namesakes(String handle) {
    var exactly =
        machines.values().stream()
            .filter(
                m ->
                    handle.equals(m.device().deviceId())
                        || handle.equalsIgnoreCase(m.device().name()))
            .toList();
    return exactly.isEmpty()
        ? machines.values().stream()
            .filter(m -> String.valueOf(m.device().name()).startsWith(handle + "."))
            .toList()
        : exactly;
  }

  private String id(String handle) {
    return machine(handle).map(m -> m.device().deviceId()).orElse(handle);
  }

  private Optional<String> obstacle(Acquaintance<DeviceDirectory.KnownDevice> host) {
    if (heedless) {
      return Optional.empty();
    }
    return switch (host) {
      case Acquaintance.Known<DeviceDirectory.KnownDevice> known ->
          known.value().onboarded()
              ? Optional.empty()
              : Optional.of("The device is not onboarded to " + name);
      case Acquaintance.Stranger<DeviceDirectory.KnownDevice> nobody ->
          Optional.of(name + " has no such device");
      case Acquaintance.NotAsked<DeviceDirectory.KnownDevice> unasked -> Optional.empty();
      case Acquaintance.NoDirectory<DeviceDirectory.KnownDevice> none -> Optional.empty();
    };
  }

  private Progress done(String verb, String handle) {
    acts.add(verb + " " + id(handle));
    return takesTime
        ? new Progress.InProgress(name + "-1", false, name + " has begun")
        : new Progress.Done("done by " + name);
  }

  private Progress polled(String ticket) {
    acts.add("poll " + ticket);
    if (!ticket.equals(name + "-1")) {
      throw new ConnectorException(Kind.NOT_FOUND, name + " has no such ticket");
    }
    return new Progress.Done("done by " + name);
  }

  private final class Directory implements DeviceDirectory {
    @Override
    public Map<EntityKey, KnownDevice> find(List<Device> devices) {
      instead.run();
      var found = new LinkedHashMap<EntityKey, KnownDevice>();
      devices.forEach(d -> machine(d.handle()).ifPresent(known -> found.put(d.key(), known)));
      return found;
    }

    @Override
    public Set<EntityKey> ambiguous(List<Device> devices) {
      instead.run();
      return devices.stream()
          .filter(d -> namesakes(d.handle()).size() > 1)
          .map(Device::key)
          .collect(Collectors.toSet());
    }
  }

  private final class Containment implements HostContainment {
    @Override
    public Optional<String> obstacle(
        Device device, Acquaintance<DeviceDirectory.KnownDevice> host) {
      return Estate.this.obstacle(host);
    }

    @Override
    public Optional<String> obstacle(
        Device device, Isolation isolation, Acquaintance<DeviceDirectory.KnownDevice> host) {
      return obstacle(device, host);
    }

    @Override
    public Standing isolated(Device device) {
      return isolated.contains(id(device.handle())) ? Standing.IN_FORCE : Standing.NOT_IN_FORCE;
    }

    @Override
    public Standing isolated(Device device, Isolation isolation) {
      return isolated(device);
    }

    @Override
    public Progress isolate(Device device, Isolation isolation, Mandate mandate) {
      isolated.add(id(device.handle()));
      return done("isolate", device.handle());
    }

    @Override
    public Progress release(Device device, Mandate mandate) {
      isolated.remove(id(device.handle()));
      return done("release", device.handle());
    }

    @Override
    public Optional<String> otherwise(Device device) {
      return Optional.empty();
    }

    @Override
    public Optional<String> changedSince(Device device, Left left, Mandate mandate) {
      return Optional.empty();
    }

    @Override
    public Progress poll(String ticket) {
      return polled(ticket);
    }

    @Override
    public void cancel(String ticket, Mandate mandate) {
      acts.add("cancel " + ticket);
    }
  }

  /** By the path alone. */
  private final class Quarantine implements FileQuarantine {
    @Override
    public Optional<String> obstacle(
        FileArtifact file,
        Acquaintance<DeviceDirectory.KnownDevice> host,
        Acquaintance<KnownFile> known) {
      return Estate.this.obstacle(host);
    }

    @Override
    public Standing quarantined(FileArtifact file) {
      return lockedAway.contains(path(file)) ? Standing.IN_FORCE : Standing.NOT_IN_FORCE;
    }

    @Override
    public Optional<String> sha1(FileArtifact file) {
      return Optional.empty();
    }

    @Override
    public Progress quarantine(FileArtifact file, Mandate mandate) {
      lockedAway.add(path(file));
      return done("quarantine " + path(file), String.valueOf(file.deviceId()));
    }

    @Override
    public Progress poll(String ticket) {
      return polled(ticket);
    }

    @Override
    public void cancel(String ticket, Mandate mandate) {}
  }

  private final class Release implements QuarantineRelease {
    @Override
    public Optional<String> obstacle(
        FileArtifact file, Acquaintance<DeviceDirectory.KnownDevice> host) {
      return Estate.this.obstacle(host);
    }

    @Override
    public Standing released(FileArtifact file) {
      return lockedAway.contains(path(file)) ? Standing.NOT_IN_FORCE : Standing.IN_FORCE;
    }

    @Override
    public Progress release(FileArtifact file, Mandate mandate) {
      lockedAway.remove(path(file));
      return done("release " + path(file), String.valueOf(file.deviceId()));
    }

    @Override
    public Optional<String> changedSince(FileArtifact file, Left left, Mandate mandate) {
      return Optional.empty();
    }

    @Override
    public Progress poll(String ticket) {
      return polled(ticket);
    }

    @Override
    public void cancel(String ticket, Mandate mandate) {}
  }

  private static String path(FileArtifact file) {
    return file.imagePath().orElseThrow();
  }
}
