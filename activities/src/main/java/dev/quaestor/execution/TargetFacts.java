package dev.quaestor.execution;

import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Capability;
import dev.quaestor.connector.Connectors;
import dev.quaestor.connector.capability.Acquaintance;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.connector.capability.FileReputation;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What each connector's own directories know about where an action would act: what its
 * prerequisites are judged by, and who is to act. One estate's word is never held against another
 * estate's connector.
 *
 * @param byConnector by the name of the connector
 * @param broke what kept a connector's directories from answering, by its name; of an examination
 *     nothing, because it leaves open what it could not learn
 */
public record TargetFacts(Map<String, OwnFacts> byConnector, Map<String, RuntimeException> broke) {
  private static final String NO_DEVICE = "It is not known which device it is on";

  private static final String NO_NAME =
      "The account has neither an id nor a principal name by which a directory could be asked";

  private static final String SEEN_TO_BEFORE = "What it needs was checked before";

  public TargetFacts {
    byConnector = Map.copyOf(byConnector);
    broke = Map.copyOf(broke);
  }

  /**
   * What one connector's directories know.
   *
   * @param device the target, or the device that it is on
   * @param user the target
   * @param file the target; that it was never met stands in nobody's way
   * @param complete whether they have told all that they could be asked; what is open is not held
   *     against the target
   */
  public record OwnFacts(
      Acquaintance<KnownDevice> device,
      Acquaintance<KnownUser> user,
      Acquaintance<KnownFile> file,
      boolean complete) {

    static OwnFacts unasked(String because) {
      return new OwnFacts(
          new Acquaintance.NotAsked<>(because),
          new Acquaintance.NotAsked<>(because),
          new Acquaintance.NotAsked<>(because),
          false);
    }

    /**
     * What was decided goes on, and what was done can be taken back, whatever has become of the
     * target since, as long as it is there: only that it is a stranger counts.
     */
    OwnFacts unjudged() {
      return new OwnFacts(
          unjudged(device),
          unjudged(user),
          new Acquaintance.NotAsked<>(SEEN_TO_BEFORE),
          complete && !knows());
    }

    /** The name by which it was asked about is nobody's: nothing is done to either. */
    OwnFacts ofNobody(String because) {
      return new OwnFacts(new Acquaintance.NotAsked<>(because), user, file, true);
    }

    private static <V> Acquaintance<V> unjudged(Acquaintance<V> one) {
      return one instanceof Acquaintance.Known<V>
          ? new Acquaintance.NotAsked<>(SEEN_TO_BEFORE)
          : one;
    }

    boolean knows() {
      return device instanceof Acquaintance.Known<?> || user instanceof Acquaintance.Known<?>;
    }

    boolean isStranger() {
      return device instanceof Acquaintance.Stranger<?> || user instanceof Acquaintance.Stranger<?>;
    }

    /**
     * Why the connector may not act on it, whatever it thinks that it can do: it has a directory,
     * and that does not have this. Empty where it may.
     */
    Optional<String> unknownTo(String connector) {
      return unknown(device, connector + " knows no such device")
          .or(() -> unknown(user, connector + " knows no such user"));
    }

    private Optional<String> unknown(Acquaintance<?> one, String sentence) {
      return switch (one) {
        case Acquaintance.Known<?> known -> Optional.empty();
        case Acquaintance.Stranger<?> stranger -> Optional.of(sentence);
        case Acquaintance.NotAsked<?> unasked ->
            complete ? Optional.of(unasked.because()) : Optional.empty();
        case Acquaintance.NoDirectory<?> none -> Optional.empty();
      };
    }

    /**
     * The thing by the back end's own ids and nothing else: the device, or that which it is on, and
     * all hashes of a file. Empty where it does not know it, or has nothing to say about such
     * things.
     */
    Optional<Entity> ids(Entity target) {
      var seen = device.known().map(known -> known.device().deviceId()).orElse(null);
      return Optional.ofNullable(
          switch (target) {
            case Device named -> seen == null ? null : Device.ofId(seen);
            case UserAccount named ->
                user.known()
                    .map(KnownUser::account)
                    .map(
                        found ->
                            new UserAccount(
                                found.userId(), found.userPrincipalName(), null, null, null))
                    .orElse(null);
            case FileArtifact item -> seen == null ? null : ids(item.movedTo(seen));
            case ScheduledTask item ->
                seen == null ? null : new ScheduledTask(seen, item.name(), item.image());
            case RegistryEntry item ->
                seen == null
                    ? null
                    : new RegistryEntry(
                        seen,
                        item.hive(),
                        item.registryKey(),
                        item.valueName(),
                        null,
                        item.image());
            case SystemService item ->
                seen == null ? null : new SystemService(seen, item.name(), item.image());
            case Driver item -> seen == null ? null : new Driver(seen, item.name(), item.image());
            default -> null;
          });
    }

    private FileArtifact ids(FileArtifact item) {
      return file.known().map(met -> ids(item, met)).orElse(item);
    }

    private static FileArtifact ids(FileArtifact item, KnownFile met) {
      return new FileArtifact(
          item.deviceId(),
          item.name(),
          item.directory(),
          item.sha256() == null ? met.sha256() : item.sha256(),
          item.sha256() == null && item.sha1() != null ? item.sha1() : met.sha1(),
          item.md5(),
          null,
          null);
    }
  }

  /** Nobody is asked: what it needs was checked before. */
  public static TargetFacts none() {
    return new TargetFacts(Map.of(), Map.of());
  }

  OwnFacts of(String connector) {
    var own = byConnector.get(connector);
    return own == null ? OwnFacts.unasked(SEEN_TO_BEFORE) : own;
  }

  RuntimeException outage(String connector) {
    return Objects.requireNonNull(broke.get(connector));
  }

  boolean isAway(String connector) {
    return broke.containsKey(connector);
  }

  /** From what was looked up for a batch. */
  static TargetFacts of(Entity entity, BatchFacts gathered, Connectors connectors) {
    var told = gathered.told();
    var isNobodys =
        device(entity).filter(d -> told.hosts().namesakes().containsKey(d.key())).isPresent();
    var facts = new LinkedHashMap<String, OwnFacts>();
    for (var connector : connectors.names()) {
      var device =
          device(entity)
              .map(asked -> lookup(told.devices(), connector, asked.key()))
              .orElse(new Lookup.NobodyToAsk<>());
      var user =
          entity instanceof UserAccount account
              ? lookup(told.users(), connector, account.key())
              : new Lookup.NobodyToAsk<KnownUser>();
      var file = lookup(told.files(), connector, entity.key());
      var ofDevice =
          isOnDevice(entity) && has(connectors, connector, DeviceDirectory.class)
              ? acquaintance(device, unaskable(entity))
              : new Acquaintance.NoDirectory<KnownDevice>();
      var ofUser =
          entity instanceof UserAccount && has(connectors, connector, UserDirectory.class)
              ? acquaintance(user, unaskable(entity))
              : new Acquaintance.NoDirectory<KnownUser>();
      var ofFile =
          entity instanceof FileArtifact && has(connectors, connector, FileReputation.class)
              ? acquaintance(file, Optional.empty())
              : new Acquaintance.NoDirectory<KnownFile>();
      var open =
          unaskable(entity).isEmpty()
              && !isNobodys
              && (ofDevice instanceof Acquaintance.NotAsked<?>
                  || ofUser instanceof Acquaintance.NotAsked<?>);
      facts.put(connector, new OwnFacts(ofDevice, ofUser, ofFile, !open));
    }
    return new TargetFacts(facts, Map.of());
  }

  private static <V> Lookup<V> lookup(Told<V> told, String connector, EntityKey key) {
    return told.by(connector).about(key);
  }

  private static <V> Acquaintance<V> acquaintance(Lookup<V> lookup, Optional<String> unaskable) {
    return switch (lookup) {
      case Lookup.Known<V> known -> new Acquaintance.Known<>(known.value());
      case Lookup.NotThere<V> none -> new Acquaintance.Stranger<>();
      case Lookup.CouldNotLook<V> down -> new Acquaintance.NotAsked<>(down.sentence());
      case Lookup.NobodyToAsk<V> nobody ->
          new Acquaintance.NotAsked<>(unaskable.orElse("Nobody was asked"));
    };
  }

  static boolean has(
      Connectors connectors, String connector, Class<? extends Capability> directory) {
    return connectors.offers(directory).stream().anyMatch(o -> o.connector().equals(connector));
  }

  /** Why no directory can be asked about it, one sentence; empty when they can. */
  static Optional<String> unaskable(Entity entity) {
    return switch (entity) {
      case UserAccount user ->
          user.userId() == null && user.userPrincipalName() == null
              ? Optional.of(NO_NAME)
              : Optional.empty();
      default ->
          isOnDevice(entity) && device(entity).isEmpty()
              ? Optional.of(NO_DEVICE)
              : Optional.empty();
    };
  }

  static boolean isOnDevice(Entity entity) {
    return entity instanceof OnDevice;
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
