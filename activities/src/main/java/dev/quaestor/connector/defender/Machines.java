package dev.quaestor.connector.defender;

import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ConnectorException.Kind;
import dev.quaestor.connector.LatelySeen;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.DeviceDirectory;
import dev.quaestor.connector.http.BackEndClient;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.connector.http.Request;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.EntityKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code /api/machines}. */
final class Machines implements DeviceDirectory {
  /** Of an address's length; the filter is in the query. */
  private static final int FILTER_TERMS = 20;

  /** Long enough for what follows at once from a look. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final BackEndClient api;
  private final LatelySeen<String, KnownDevice> seen = new LatelySeen<>(LATELY);

  Machines(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Map<EntityKey, KnownDevice> find(List<Device> devices) {
    var found = new ArrayList<KnownDevice>();
    var ids = devices.stream().map(Device::deviceId).filter(MachineActions::isMachine).toList();
    if (ids.size() > 1) {
      found.addAll(list(ids.stream().map(id -> "id eq " + Request.literal(id)).toList()));
    }
    // One alone is asked for itself; so is one that the list does not have.
    var missing =
        ids.stream()
            .distinct()
            .filter(id -> found.stream().noneMatch(k -> id.equalsIgnoreCase(k.device().deviceId())))
            .toList();
    ParallelCalls.each(missing, this::get).forEach(known -> known.ifPresent(found::add));
    var named = named(devices.stream().flatMap(d -> HostName.of(d).stream()).toList());
    var answer = new LinkedHashMap<EntityKey, KnownDevice>();
    for (var device : devices) {
      HostName.of(device)
          .map(name -> Optional.ofNullable(named.get(name)))
          .orElseGet(() -> found.stream().filter(known -> same(device, known)).findFirst())
          .ifPresent(known -> answer.put(device.key(), known));
    }
    devices.stream()
        .filter(this::hasOwnId)
        .forEach(device -> seen.saw(id(device), answer.get(device.key())));
    return answer;
  }

  @Override
  public boolean hasOwnId(Device device) {
    return MachineActions.isMachine(device.deviceId());
  }

  /** By their ids alone: in a moment a name can become another machine's, or several machines'. */
  @Override
  public Map<EntityKey, KnownDevice> lately(List<Device> devices) {
    var answer = new LinkedHashMap<EntityKey, KnownDevice>();
    devices.stream()
        .filter(this::hasOwnId)
        .forEach(
            device -> seen.about(id(device)).ifPresent(known -> answer.put(device.key(), known)));
    var unseen = devices.stream().filter(d -> !answer.containsKey(d.key())).toList();
    if (!unseen.isEmpty()) {
      answer.putAll(find(unseen));
    }
    return answer;
  }

  private static String id(Device device) {
    return String.valueOf(device.deviceId()).toLowerCase(Locale.ROOT);
  }

  private static boolean same(Device asked, KnownDevice known) {
    return asked.deviceId() != null && asked.deviceId().equalsIgnoreCase(known.device().deviceId());
  }

  /** Only those of which there is exactly one: what is done must not be done to a namesake. */
  private Map<HostName, KnownDevice> named(List<HostName> names) {
    var answer = new LinkedHashMap<HostName, KnownDevice>();
    namesakes(names)
        .forEach(
            (name, namesakes) -> {
              if (namesakes.size() == 1) {
                answer.put(name, namesakes.getFirst());
              }
            });
    return answer;
  }

  private Map<HostName, List<KnownDevice>> namesakes(List<HostName> names) {
    var found = new ArrayList<>(list(names.stream().flatMap(n -> n.exact().stream()).toList()));
    // Nobody is asked for a prefix while the whole name is known to someone.
    var open = names.stream().filter(n -> n.among(found).isEmpty()).toList();
    found.addAll(list(open.stream().flatMap(n -> n.prefix().stream()).toList()));
    var answer = new LinkedHashMap<HostName, List<KnownDevice>>();
    names.forEach(name -> answer.put(name, name.among(found)));
    return answer;
  }

  @Override
  public Set<EntityKey> ambiguous(List<Device> devices) {
    var named = new LinkedHashMap<EntityKey, HostName>();
    devices.forEach(d -> HostName.of(d).ifPresent(name -> named.put(d.key(), name)));
    var namesakes = namesakes(List.copyOf(named.values()));
    return named.entrySet().stream()
        .filter(one -> namesakes.getOrDefault(one.getValue(), List.of()).size() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /**
   * The machine id of a device that is known by its id or, from alerts of others, by its name.
   *
   * @throws ConnectorException NOT_FOUND when not exactly one machine has that name
   */
  String idOf(@Nullable String device) {
    if (MachineActions.isMachine(device)) {
      return String.valueOf(device);
    }
    return HostName.of(device)
        .map(name -> named(List.of(name)).get(name))
        .map(known -> known.device().deviceId())
        .orElseThrow(() -> new ConnectorException(Kind.NOT_FOUND, Requirements.NO_SUCH_NAME));
  }

  private List<KnownDevice> list(List<String> terms) {
    var found = new ArrayList<KnownDevice>();
    var distinct = List.copyOf(new LinkedHashSet<>(terms));
    for (int from = 0; from < distinct.size(); from += FILTER_TERMS) {
      var filter =
          String.join(
              " or ", distinct.subList(from, Math.min(distinct.size(), from + FILTER_TERMS)));
      var request = Request.get("/api/machines").query("$filter", filter);
      // An empty list may come as 404.
      BackEndClient.ifThere(() -> api.collect(request, 1000)).orElse(List.of()).stream()
          .map(Machines::read)
          .flatMap(Optional::stream)
          .forEach(found::add);
    }
    return found;
  }

  private Optional<KnownDevice> get(String id) {
    return BackEndClient.ifThere(() -> api.call(Request.get("/api/machines/{id}", id)))
        .flatMap(Machines::read);
  }

  /** The operating system of a machine, as the vendor names it; null when nobody knows. */
  @Nullable String platform(String id) {
    return get(id).map(known -> known.device().osPlatform()).orElse(null);
  }

  /** Whether a machine was seen after that and still is: onboarded anew, if it was offboarded. */
  boolean hasReportedSince(String id, Instant time) {
    return get(id)
        .filter(known -> known.health() == Health.ACTIVE)
        .map(KnownDevice::lastSeen)
        .filter(seen -> seen.isAfter(time))
        .isPresent();
  }

  Health health(String id) {
    return get(id).map(KnownDevice::health).orElse(Health.UNKNOWN);
  }

  private static Optional<KnownDevice> read(JsonNode json) {
    var id = BackEndJson.text(json, "id");
    if (id == null) {
      return Optional.empty();
    }
    var device =
        new Device(
            id,
            BackEndJson.text(json, "computerDnsName"),
            BackEndJson.text(json, "osPlatform"),
            BackEndJson.text(json, "rbacGroupName"),
            BackEndJson.texts(json, "machineTags"),
            addresses(json));
    return Optional.of(
        new KnownDevice(
            device,
            health(json),
            risk(json),
            BackEndJson.time(json, "lastSeen"),
            // Old answers do not say; those machines are there because they were onboarded.
            "onboarded".equalsIgnoreCase(BackEndJson.textOr(json, "onboardingStatus", "onboarded")),
            BackEndJson.text(json, "version"),
            BackEndJson.number(json, "osBuild"),
            BackEndJson.textOr(json, "healthStatus", "")
                .toLowerCase(Locale.ROOT)
                .contains("nosensordata"),
            List.of()));
  }

  private static List<String> addresses(JsonNode json) {
    var addresses = new LinkedHashSet<String>();
    for (var entry : BackEndJson.objects(json, "ipAddresses")) {
      var address = BackEndJson.text(entry, "ipAddress");
      if (address != null) {
        addresses.add(address);
      }
    }
    for (var name : List.of("lastIpAddress", "lastExternalIpAddress")) {
      var address = BackEndJson.text(json, name);
      if (address != null) {
        addresses.add(address);
      }
    }
    return List.copyOf(addresses);
  }

  private static Health health(JsonNode json) {
    return switch (BackEndJson.textOr(json, "healthStatus", "").toLowerCase(Locale.ROOT)) {
      case "active" -> Health.ACTIVE;
      case "inactive" -> Health.INACTIVE;
      case "impairedcommunication", "nosensordata", "nosensordataimpairedcommunication" ->
          Health.IMPAIRED;
      default -> Health.UNKNOWN;
    };
  }

  private static Risk risk(JsonNode json) {
    return switch (BackEndJson.textOr(json, "riskScore", "").toLowerCase(Locale.ROOT)) {
      case "none" -> Risk.NONE;
      case "informational" -> Risk.INFORMATIONAL;
      case "low" -> Risk.LOW;
      case "medium" -> Risk.MEDIUM;
      case "high" -> Risk.HIGH;
      default -> Risk.UNKNOWN;
    };
  }
}
