package dev.quaestor.action;

import dev.quaestor.action.ActionType.Touched;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Driver;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.EntityKind;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.MailboxRule;
import dev.quaestor.entity.OnDevice;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a type of action is done to: which things those are, how they are found in a piece of
 * evidence, and what such a thing must say of itself when a person names it.
 *
 * @param type the class that all of them are
 * @param kinds which entities they are
 * @param evidence the kinds of evidence in which {@code search} may find some
 * @param gap what is missing in one that a person named; empty when it says all
 */
record TargetKind<T extends Entity>(
    Class<T> type,
    List<EntityKind> kinds,
    Set<EntityKind> evidence,
    Search<T> search,
    Function<T, Optional<Gap>> gap,
    Touched touched) {

  /** A target with the choices that follow from the evidence. */
  record Found<T>(T target, Map<String, String> choices) {}

  /** Finds targets in a piece of evidence; the devices of a case are known by key. */
  interface Search<T> {
    Stream<Found<T>> in(Entity evidence, Map<EntityKey, Device> devices);
  }

  /** A device, or the one on which the evidence lives. */
  static final TargetKind<Device> DEVICE =
      new TargetKind<>(
          Device.class,
          List.of(EntityKind.DEVICE),
          Set.of(
              EntityKind.DEVICE,
              EntityKind.FILE,
              EntityKind.PROCESS,
              EntityKind.REGISTRY_ENTRY,
              EntityKind.SCHEDULED_TASK,
              EntityKind.SERVICE,
              EntityKind.DRIVER),
          (e, devices) -> one(deviceOf(e, devices)),
          d -> Optional.empty(),
          Touched.OTHER);

  /** A file where it lies, or the image of a process. */
  static final TargetKind<FileArtifact> FILE =
      new TargetKind<>(
          FileArtifact.class,
          List.of(EntityKind.FILE),
          Set.of(EntityKind.FILE, EntityKind.PROCESS),
          (e, devices) -> one(fileOf(e)),
          f -> withoutDevice(f, "is missing: the file of which device?"),
          Touched.FILE);

  /** The same, once for each place where it lies. */
  static final TargetKind<FileArtifact> FILE_IN_PLACE =
      new TargetKind<>(
          FileArtifact.class,
          List.of(EntityKind.FILE),
          Set.of(EntityKind.FILE, EntityKind.PROCESS),
          (e, devices) ->
              fileOf(e).stream()
                  .flatMap(FileArtifact::places)
                  .map(file -> new Found<>(file, Map.of())),
          f -> withoutDevice(f, "is missing: the file of which device?"),
          Touched.FILE);

  static final TargetKind<ProcessArtifact> PROCESS =
      onDevice(ProcessArtifact.class, EntityKind.PROCESS, Touched.PROCESS);
  static final TargetKind<ScheduledTask> SCHEDULED_TASK =
      onDevice(ScheduledTask.class, EntityKind.SCHEDULED_TASK, Touched.OTHER);
  static final TargetKind<RegistryEntry> REGISTRY_ENTRY =
      onDevice(RegistryEntry.class, EntityKind.REGISTRY_ENTRY, Touched.OTHER);
  static final TargetKind<SystemService> SERVICE =
      onDevice(SystemService.class, EntityKind.SERVICE, Touched.OTHER);
  static final TargetKind<Driver> DRIVER = onDevice(Driver.class, EntityKind.DRIVER, Touched.OTHER);
  static final TargetKind<Url> URL = itself(Url.class, EntityKind.URL, Touched.NETWORK);
  static final TargetKind<MailboxRule> MAILBOX_RULE =
      itself(MailboxRule.class, EntityKind.MAILBOX_RULE, Touched.OTHER);
  static final TargetKind<UserAccount> USER =
      itself(UserAccount.class, EntityKind.USER, Touched.OTHER);

  /** A message or a cluster of them. */
  static final TargetKind<Entity> MAIL =
      new TargetKind<>(
          Entity.class,
          List.of(EntityKind.MAIL_MESSAGE, EntityKind.MAIL_CLUSTER),
          Set.of(EntityKind.MAIL_MESSAGE, EntityKind.MAIL_CLUSTER),
          (e, devices) -> one(Optional.of(e)),
          TargetKind::withoutMailbox,
          Touched.OTHER);

  /** A message, once for each of its attachments. */
  static final TargetKind<MailMessage> ATTACHMENT =
      new TargetKind<>(
          MailMessage.class,
          List.of(EntityKind.MAIL_MESSAGE),
          Set.of(EntityKind.MAIL_MESSAGE),
          (e, devices) -> attachments((MailMessage) e),
          TargetKind::withoutMailbox,
          Touched.FILE);

  /** Anything; never by itself from evidence. */
  static final TargetKind<Entity> ANYTHING =
      new TargetKind<>(
          Entity.class,
          List.of(EntityKind.values()),
          Set.of(),
          (e, devices) -> Stream.empty(),
          e -> Optional.empty(),
          Touched.OTHER);

  private static <T extends Entity> TargetKind<T> itself(
      Class<T> type, EntityKind kind, Touched touched) {
    return new TargetKind<>(
        type,
        List.of(kind),
        Set.of(kind),
        (e, devices) -> one(Optional.of(type.cast(e))),
        t -> Optional.empty(),
        touched);
  }

  private static <T extends Entity & OnDevice> TargetKind<T> onDevice(
      Class<T> type, EntityKind kind, Touched touched) {
    return new TargetKind<>(
        type,
        List.of(kind),
        Set.of(kind),
        (e, devices) -> one(Optional.of(type.cast(e)).filter(t -> t.deviceId() != null)),
        t -> withoutDevice(t, "is missing: on which device?"),
        touched);
  }

  boolean takes(Entity entity) {
    return kinds.contains(entity.kind());
  }

  Stream<Found<T>> in(Entity entity, Map<EntityKey, Device> devices) {
    return evidence.contains(entity.kind()) ? search.in(entity, devices) : Stream.empty();
  }

  Optional<Gap> gapIn(Entity entity) {
    return gap.apply(type.cast(entity));
  }

  private static <T> Stream<Found<T>> one(Optional<T> target) {
    return target.map(t -> new Found<>(t, Map.of())).stream();
  }

  private static Optional<Device> deviceOf(Entity entity, Map<EntityKey, Device> devices) {
    if (entity instanceof Device device) {
      return Optional.of(device);
    }
    return entity instanceof OnDevice on && on.deviceId() != null
        ? Optional.of(
            devices.getOrDefault(on.deviceKey().orElseThrow(), Device.ofId(on.deviceId())))
        : Optional.empty();
  }

  private static Optional<FileArtifact> fileOf(Entity entity) {
    var file =
        entity instanceof ProcessArtifact p
            ? Optional.ofNullable(p.image()).map(image -> image.onDevice(p.deviceId()))
            : Optional.of((FileArtifact) entity);
    return file.filter(f -> f.deviceId() != null);
  }

  private static Stream<Found<MailMessage>> attachments(MailMessage mail) {
    return mail.attachments().stream()
        .flatMap(a -> Optional.ofNullable(a.sha256()).stream())
        .map(sha256 -> new Found<>(mail, Map.of(Choice.ATTACHMENT.name(), sha256)));
  }

  private static Optional<Gap> withoutDevice(OnDevice thing, String question) {
    return thing.deviceId() == null ? Optional.of(new Gap("deviceId", question)) : Optional.empty();
  }

  private static Optional<Gap> withoutMailbox(Entity mail) {
    return mail instanceof MailMessage message && message.recipient() == null
        ? Optional.of(new Gap("recipient", "is missing: the message in which mailbox?"))
        : Optional.empty();
  }
}
