package dev.quaestor.connector.wazuh;

import com.google.re2j.Pattern;
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
import dev.quaestor.entity.IpLiteral;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /agents}. The manager itself, agent 000, is none of them. Every manager counts its
 * agents from 001 on: one that is asked for with id and name must have both.
 */
final class Agents implements DeviceDirectory {
  static final String STRANGER = "The manager has no such agent";

  /** As the manager takes them at enrolment. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-][a-z0-9._-]{0,127}");

  private static final int PAGE = 500;
  private static final int MOST_PAGES = 40;
  private static final int IDS_A_CALL = 100;

  /** Long enough for what follows at once from a look. */
  private static final Duration LATELY = Duration.ofSeconds(10);

  private final BackEndClient api;
  private final LatelySeen<EntityKey, KnownDevice> seen = new LatelySeen<>(LATELY);

  Agents(BackEndClient api) {
    this.api = api;
  }

  @Override
  public Map<EntityKey, KnownDevice> find(List<Device> devices) {
    var answer = new LinkedHashMap<EntityKey, KnownDevice>();
    meant(devices)
        .forEach(
            (key, agents) -> {
              if (agents.size() == 1) {
                answer.put(key, agents.getFirst().known());
              }
            });
    devices.stream()
        .filter(this::hasOwnId)
        .forEach(device -> seen.saw(device.key(), answer.get(device.key())));
    return answer;
  }

  @Override
  public Set<EntityKey> ambiguous(List<Device> devices) {
    return meant(devices.stream().filter(device -> !hasOwnId(device)).toList()).entrySet().stream()
        .filter(one -> one.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean hasOwnId(Device device) {
    return Agent.number(device.deviceId()).isPresent();
  }

  /** By their ids alone: in a moment a name can become another agent's. */
  @Override
  public Map<EntityKey, KnownDevice> lately(List<Device> devices) {
    var answer = new LinkedHashMap<EntityKey, KnownDevice>();
    devices.stream()
        .filter(this::hasOwnId)
        .forEach(
            device ->
                seen.about(device.key())
                    .filter(known -> isNamed(device, String.valueOf(known.device().name())))
                    .ifPresent(known -> answer.put(device.key(), known)));
    var unseen = devices.stream().filter(d -> !answer.containsKey(d.key())).toList();
    if (!unseen.isEmpty()) {
      answer.putAll(find(unseen));
    }
    return answer;
  }

  /**
   * The one agent that a device is.
   *
   * @throws ConnectorException NOT_FOUND when there is none, or more than one
   */
  Agent agent(Device device) {
    var agents = meant(List.of(device)).getOrDefault(device.key(), List.of());
    if (agents.size() != 1) {
      throw new ConnectorException(
          Kind.NOT_FOUND,
          agents.isEmpty() ? STRANGER : "several agents of the manager have this name");
    }
    return agents.getFirst();
  }

  /** Who may be meant by each. */
  private Map<EntityKey, List<Agent>> meant(List<Device> devices) {
    var numbers =
        devices.stream()
            .flatMap(device -> Agent.number(device.deviceId()).stream())
            .distinct()
            .toList();
    var names = devices.stream().flatMap(device -> name(device).stream()).distinct().toList();
    var byId =
        numbered(numbers).stream()
            .collect(Collectors.toMap(Agent::id, agent -> agent, (one, same) -> one));
    var byName = new LinkedHashMap<String, List<Agent>>();
    var found = ParallelCalls.each(names, this::named);
    for (int n = 0; n < names.size(); n++) {
      byName.put(names.get(n), found.get(n));
    }
    var answer = new LinkedHashMap<EntityKey, List<Agent>>();
    for (var device : devices) {
      var agents =
          Agent.number(device.deviceId())
              .map(
                  number ->
                      Optional.ofNullable(byId.get(number)).stream()
                          .filter(agent -> isNamed(device, agent.name()))
                          .toList())
              .or(() -> name(device).map(byName::get))
              .orElse(List.of());
      answer.put(device.key(), agents);
    }
    return answer;
  }

  /** A device that is asked for with a name of another machine is not the agent of that number. */
  private static boolean isNamed(Device device, String name) {
    var asked = folded(device.name());
    var has = folded(name);
    return asked.isEmpty()
        || asked.equals(has)
        || (label(asked).equals(label(has)) && (asked.indexOf('.') < 0 || has.indexOf('.') < 0));
  }

  /** What it is looked for by, where it has no number of ours; empty where nobody has such. */
  private static Optional<String> name(Device device) {
    if (Agent.number(device.deviceId()).isPresent()) {
      return Optional.empty();
    }
    // Not stripped: what a name cannot be is nobody's.
    var handle = device.handle().toLowerCase(Locale.ROOT);
    var name =
        handle.length() > 1 && handle.endsWith(".")
            ? handle.substring(0, handle.length() - 1)
            : handle;
    return NAME.matches(name) && IpLiteral.of(name).isEmpty() && !name.contains("..")
        ? Optional.of(name)
        : Optional.empty();
  }

  private static String folded(@Nullable String name) {
    var text = name == null ? "" : name.strip().toLowerCase(Locale.ROOT);
    return text.length() > 1 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String label(String name) {
    var dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private List<Agent> numbered(List<String> numbers) {
    var found = new ArrayList<Agent>();
    for (int from = 0; from < numbers.size(); from += IDS_A_CALL) {
      var some = numbers.subList(from, Math.min(numbers.size(), from + IDS_A_CALL));
      all(Request.get("/agents").query("agents_list", String.join(",", some))).stream()
          .filter(agent -> some.contains(agent.id()))
          .forEach(found::add);
    }
    return found;
  }

  /**
   * The manager's own filter by name may mind the case of letters, and knows no labels; its search
   * is for a part of any field.
   */
  private List<Agent> named(String name) {
    var label = label(name);
    var alike =
        all(Request.get("/agents").query("search", label)).stream()
            .filter(agent -> label(folded(agent.name())).equals(label))
            .toList();
    var exactly = alike.stream().filter(agent -> folded(agent.name()).equals(name)).toList();
    if (!exactly.isEmpty()) {
      return exactly;
    }
    // The same label in two domains is two machines.
    return label.equals(name)
        ? alike
        : alike.stream().filter(agent -> agent.name().indexOf('.') < 0).toList();
  }

  /** All pages of a question, each agent once. */
  private List<Agent> all(Request question) {
    var all = new LinkedHashMap<String, Agent>();
    for (int page = 0; page < MOST_PAGES; page++) {
      var answer =
          api.call(
              question
                  .query("select", Agent.FIELDS)
                  .query("sort", "+id")
                  .query("limit", String.valueOf(PAGE))
                  .query("offset", String.valueOf(page * PAGE)));
      var data = BackEndJson.field(answer, "data");
      if (!data.path("affected_items").isArray()) {
        throw new ConnectorException(
            Kind.MALFORMED_ANSWER, question.operation() + ": the answer holds no list of agents");
      }
      var items = BackEndJson.objects(data, "affected_items");
      items.stream()
          .flatMap(item -> Agent.of(item).stream())
          .forEach(agent -> all.put(agent.id(), agent));
      var total = BackEndJson.number(data, "total_affected_items");
      if (items.isEmpty() || Objects.requireNonNullElse(total, 0L) <= (page + 1L) * PAGE) {
        return new ArrayList<>(new LinkedHashSet<>(all.values()));
      }
    }
    throw ConnectorException.tooLarge(
        question.operation() + ": more than " + PAGE * MOST_PAGES + " agents");
  }
}
