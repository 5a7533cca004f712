package dev.quaestor.execution;

import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation;
import dev.quaestor.connector.capability.FileReputation.Determination;
import dev.quaestor.connector.capability.FileReputation.KnownFile;
import dev.quaestor.connector.capability.UserDirectory;
import dev.quaestor.connector.capability.UserDirectory.KnownUser;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the directories know about where an action would act: what its prerequisites are judged by.
 * What is null nobody could say, and nothing is held against it.
 *
 * @param device the target, or the device that it is on; not {@link KnownDevice#seen} when it was
 *     asked for and is not known
 * @param user the target; not {@link KnownUser#seen} when it was asked for and is not known
 * @param file the target; with nothing in it when it was asked for and is not known
 */
public record TargetFacts(
    @Nullable KnownDevice device, @Nullable KnownUser user, @Nullable KnownFile file) {
  private static final KnownFile NEVER_SEEN =
      new KnownFile(null, null, null, Determination.UNKNOWN, null, null, null, null, null);

  /** Nothing is known. */
  public static TargetFacts none() {
    return new TargetFacts(null, null, null);
  }

  /**
   * What was done can be taken back whatever has become of the device, as long as there is one:
   * null for every device but one that nobody knows.
   */
  @Nullable KnownDevice unseen() {
    return device != null && !device.seen() ? device : null;
  }

  /**
   * The thing by the back ends' own ids and nothing else: the device, or that which it is on, and
   * all hashes of a file. Empty where they do not know it, or have nothing to say about such
   * things.
   */
  Optional<Entity> ids(Entity target) {
    var seen = device != null && device.seen() ? device.device().deviceId() : null;
    return Optional.ofNullable(
        switch (target) {
          case Device named -> seen == null ? null : Device.ofId(seen);
          case UserAccount named ->
              user == null || !user.seen()
                  ? null
                  : new UserAccount(
                      user.account().userId(),
                      user.account().userPrincipalName(),
                      null,
                      null,
                      null);
          case FileArtifact item -> seen == null ? null : ids(item.movedTo(seen));
          case ScheduledTask item ->
              seen == null ? null : new ScheduledTask(seen, item.name(), item.image());
          case RegistryEntry item ->
              seen == null
                  ? null
                  : new RegistryEntry(
                      seen, item.hive(), item.registryKey(), item.valueName(), null, item.image());
          case SystemService item ->
              seen == null ? null : new SystemService(seen, item.name(), item.image());
          case Driver item -> seen == null ? null : new Driver(seen, item.name(), item.image());
          default -> null;
        });
  }

  private FileArtifact ids(FileArtifact item) {
    return file == null
        ? item
        : new FileArtifact(
            item.deviceId(),
            item.name(),
            item.directory(),
            item.sha256() == null ? file.sha256() : item.sha256(),
            item.sha256() == null && item.sha1() != null ? item.sha1() : file.sha1(),
            item.md5(),
            null,
            null);
  }

  /** From what was looked up for a batch. */
  static TargetFacts of(Entity entity, BatchFacts gathered) {
    var context = gathered.context();
    var file = entity instanceof FileArtifact ? context.files().about(entity.key()) : null;
    return new TargetFacts(
        device(entity).map(device -> known(device, gathered)).orElse(null),
        entity instanceof UserAccount user ? known(user, gathered) : null,
        file == null
            ? null
            : file instanceof Lookup.NotThere<?>
                ? NEVER_SEEN
                : EntityEnrichment.known(file).orElse(null));
  }

  /** Asks the directories now. */
  static TargetFacts ask(Entity entity, Connectors connectors) {
    return told(
        entity, connectors, DeviceDirectory::find, UserDirectory::find, FileReputation::find);
  }

  /** As {@link #ask}, but by what they told moments ago where they still know that they did. */
  static TargetFacts lately(Entity entity, Connectors connectors) {
    return told(
        entity, connectors, DeviceDirectory::lately, UserDirectory::find, FileReputation::lately);
  }

  private static TargetFacts told(
      Entity entity,
      Connectors connectors,
      BiFunction<DeviceDirectory, List<Device>, Map<EntityKey, KnownDevice>> devices,
      BiFunction<UserDirectory, List<UserAccount>, Map<EntityKey, KnownUser>> users,
      BiFunction<FileReputation, List<FileArtifact>, Map<EntityKey, KnownFile>> files) {
    Supplier<TargetFacts> ofDevice =
        () ->
            new TargetFacts(
                device(entity).map(device -> known(device, connectors, devices)).orElse(null),
                null,
                null);
    if (entity instanceof UserAccount user) {
      return new TargetFacts(null, known(user, connectors, users), null);
    }
    if (!(entity instanceof FileArtifact file)) {
      return ofDevice.get();
    }
    Supplier<TargetFacts> ofFile =
        () ->
            new TargetFacts(
                null,
                null,
                first(connectors.offering(FileReputation.class), file, files).orElse(null));
    var both = ParallelCalls.each(List.of(ofDevice, ofFile), Supplier::get);
    return new TargetFacts(both.getFirst().device(), null, both.getLast().file());
  }

  private static @Nullable KnownDevice known(Device device, BatchFacts gathered) {
    var found = gathered.context().devices().about(device.key());
    return found instanceof Lookup.NotThere<?>
        ? KnownDevice.unseen(device)
        : EntityEnrichment.known(found).orElse(null);
  }

  private static @Nullable KnownDevice known(
      Device device,
      Connectors connectors,
      BiFunction<DeviceDirectory, List<Device>, Map<EntityKey, KnownDevice>> find) {
    var directories = connectors.offering(DeviceDirectory.class);
    return directories.isEmpty()
        ? null
        : first(directories, device, find).orElseGet(() -> KnownDevice.unseen(device));
  }

  private static @Nullable KnownUser known(UserAccount user, BatchFacts gathered) {
    var found = gathered.context().users().about(user.key());
    return found instanceof Lookup.NotThere<?>
        ? KnownUser.unseen(user)
        : EntityEnrichment.known(found).orElse(null);
  }

  private static @Nullable KnownUser known(
      UserAccount user,
      Connectors connectors,
      BiFunction<UserDirectory, List<UserAccount>, Map<EntityKey, KnownUser>> find) {
    var directories = connectors.offering(UserDirectory.class);
    return directories.isEmpty()
        ? null
        : first(directories, user, find).orElseGet(() -> KnownUser.unseen(user));
  }

  private static <C, E extends Entity, V> Optional<V> first(
      List<C> offers, E thing, BiFunction<C, List<E>, Map<EntityKey, V>> find) {
    return offers.stream()
        .flatMap(
            offer ->
                Optional.ofNullable(find.apply(offer, List.of(thing)).get(thing.key())).stream())
        .findFirst();
  }

  /** The device that a thing is or is on. */
  static Optional<Device> device(Entity entity) {
    if (entity instanceof Device device) {
      return Optional.of(device);
    }
    return entity instanceof OnDevice thing && thing.deviceId() != null
        ? Optional.of(Device.ofId(thing.deviceId()))
        : Optional.empty();
  }
}
