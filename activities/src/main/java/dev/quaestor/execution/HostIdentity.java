package dev.quaestor.execution;

import dev.quaestor.analyzer.Context.Answers;
import dev.quaestor.analyzer.Lookup;
import dev.quaestor.connector.Connectors.Offer;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.capability.DeviceDirectory.KnownDevice;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.IpLiteral;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which host is meant, where several directories were asked. An id or a whole name is one host's,
 * whoever has it: a machine that two estates manage is in both. A first label is a host's only if
 * no directory has another of it; else it is nobody's, and nothing is done to either.
 *
 * @param told what each directory says, without what it says of names that are nobody's
 * @param names by the device that was asked about, its ids and names; as {@link
 *     dev.quaestor.evidence.Examination#names}
 * @param namesakes by a device whose name is nobody's, one sentence that names the machines
 */
record HostIdentity(
    Told<KnownDevice> told, Map<EntityKey, List<String>> names, Map<EntityKey, String> namesakes) {

  /** What systems call themselves before anybody names them, as {@code localhost.localdomain}. */
  private static final String NAMELESS = "localhost.";

  /** The code of a look at a device whose name is nobody's. */
  static final String NAMESAKES = "SEVERAL_DEVICES";

  /**
   * Asks all directories about all these devices.
   *
   * @throws dev.quaestor.connector.ConnectorException as {@link BackEndQuestion#ofEach}
   */
  static HostIdentity of(
      List<Offer<DeviceDirectory>> directories, List<Device> devices, BackEndQuestion asking) {
    var told = asking.ofEach(directories, devices, DeviceDirectory::find);
    var several = several(directories, devices, told, asking);
    var names = new LinkedHashMap<EntityKey, List<String>>();
    var namesakes = new LinkedHashMap<EntityKey, String>();
    for (var device : devices) {
      var known = known(told, device);
      if (known.isEmpty()) {
        continue;
      }
      nobodys(device, known, several.get(device.key()))
          .ifPresentOrElse(
              because -> namesakes.put(device.key(), because),
              () -> names.put(device.key(), called(device, known, told)));
    }
    return new HostIdentity(without(told, namesakes), Map.copyOf(names), Map.copyOf(namesakes));
  }

  /**
   * Whether a name may be several hosts', before something is done to one of them.
   *
   * @param known by connector, what its directory has under that name
   * @param several the connector in whose directory several have it; null for none
   * @return why it is nobody's, one sentence; empty where it is one host's
   */
  static Optional<String> nobodys(
      Device device, Map<String, KnownDevice> known, @Nullable String several) {
    return known.isEmpty()
        ? Optional.empty()
        : nobodys(
            device,
            known.entrySet().stream().map(e -> new Known(e.getKey(), e.getValue())).toList(),
            several);
  }

  private static Optional<String> nobodys(
      Device device, List<Known> known, @Nullable String several) {
    var sentence =
        areOne(known)
            ? Optional.ofNullable(isIdOfOne(device, known) ? null : several)
                .map(who -> "%s has several devices called %s".formatted(who, device.handle()))
            : Optional.of(apart(device, known));
    return sentence.map(because -> because + "; name one by its id or whole name");
  }

  /** Whether its name is a first label, or none at all, so that several hosts may have it. */
  static boolean mayBeSeveral(Device device) {
    return !isWhole(device.handle());
  }

  private record Known(String connector, KnownDevice device) {
    String id() {
      return String.valueOf(device.device().deviceId());
    }

    /** Those of the DNS: a bare label says nothing. */
    Stream<String> wholeNames() {
      return Stream.concat(Stream.ofNullable(device.device().name()), device.names().stream())
          .filter(HostIdentity::isWhole);
    }
  }

  /** Each estate may have a private address, or a machine that nobody has named, of its own. */
  private static boolean isWhole(String name) {
    return name.indexOf('.') > 0
        && IpLiteral.of(name).isEmpty()
        && !name.regionMatches(true, 0, NAMELESS, 0, NAMELESS.length());
  }

  private static EntityKey key(String called) {
    return Device.ofId(called).key();
  }

  private static List<Known> known(Told<KnownDevice> told, Device device) {
    return told.each().entrySet().stream()
        .flatMap(
            own ->
                EntityEnrichment.known(own.getValue().about(device.key()))
                    .map(found -> new Known(own.getKey(), found))
                    .stream())
        .toList();
  }

  /** Each shares an id or a whole name with the first. */
  private static boolean areOne(List<Known> known) {
    var ofFirst = identity(known.getFirst());
    Predicate<Known> isFirst = one -> identity(one).stream().anyMatch(ofFirst::contains);
    return known.stream().allMatch(isFirst);
  }

  private static Set<EntityKey> identity(Known one) {
    var keys = new LinkedHashSet<EntityKey>();
    keys.add(key(one.id()));
    one.wholeNames().map(HostIdentity::key).forEach(keys::add);
    return keys;
  }

  private static String apart(Device device, List<Known> known) {
    var who =
        known.stream()
            .map(one -> "%s (%s)".formatted(one.device().device().label(), one.connector()))
            .toList();
    return "%s may be %s".formatted(device.handle(), String.join(" or ", who));
  }

  /**
   * By a bare label one of its own may be meant where another directory has more than one of it.
   */
  private static Map<EntityKey, String> several(
      List<Offer<DeviceDirectory>> directories,
      List<Device> devices,
      Told<KnownDevice> told,
      BackEndQuestion asking) {
    var several = new LinkedHashMap<EntityKey, String>();
    for (var directory : directories) {
      var own = told.by(directory.connector());
      var open =
          devices.stream()
              .filter(device -> !isWhole(device.handle()))
              .filter(device -> own.about(device.key()) instanceof Lookup.NotThere<KnownDevice>)
              .filter(device -> !known(told, device).isEmpty())
              .filter(device -> !isIdOfOne(device, known(told, device)))
              .toList();
      if (!open.isEmpty()
          && asking.attempt(() -> directory.capability().ambiguous(open))
              instanceof Lookup.Known<Set<EntityKey>> answer) {
        answer.value().forEach(key -> several.putIfAbsent(key, directory.connector()));
      }
    }
    return several;
  }

  private static boolean isIdOfOne(Device device, List<Known> known) {
    return known.stream().anyMatch(one -> key(one.id()).equals(device.key()));
  }

  /**
   * The ids first. What it was asked by counts unless it is a label that somebody could not hear.
   */
  private static List<String> called(Device device, List<Known> known, Told<KnownDevice> told) {
    var names = new ArrayList<String>();
    known.forEach(one -> names.add(one.id()));
    known.forEach(one -> one.wholeNames().forEach(names::add));
    var allHaveSpoken =
        told.each().values().stream()
            .noneMatch(own -> own.about(device.key()) instanceof Lookup.CouldNotLook<KnownDevice>);
    if (isWhole(device.handle()) || allHaveSpoken) {
      names.add(device.handle());
    }
    var distinct = new LinkedHashMap<EntityKey, String>();
    names.forEach(name -> distinct.putIfAbsent(key(name), name));
    return List.copyOf(distinct.sequencedValues());
  }

  private static Told<KnownDevice> without(
      Told<KnownDevice> told, Map<EntityKey, String> namesakes) {
    if (namesakes.isEmpty()) {
      return told;
    }
    var nobodys = new LinkedHashMap<EntityKey, Lookup<KnownDevice>>();
    namesakes.forEach(
        (key, because) -> nobodys.put(key, new Lookup.CouldNotLook<>(NAMESAKES, because + ".")));
    var each = new LinkedHashMap<String, Answers<KnownDevice>>();
    told.each().forEach((connector, own) -> each.put(connector, own.with(nobodys)));
    return new Told<>(told.together().with(nobodys), each);
  }
}
