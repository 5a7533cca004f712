package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorException;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.UserAccount;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host shows of itself: what runs and is connected now, and what was changed since. A host
 * keeps no record of what ran and ended, which is said each time.
 */
final class Activity extends HostWork implements RecentActivity {
  private static final HostScript SCRIPT = HostScript.of("recent.sh");
  private static final String MORE = "MORE";
  private static final String OLDER = "OLDER";
  private static final int MOST = 200;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
  private static final Pattern HASH = Pattern.compile("(?:[0-9a-f]{64})?-");

  private static final Set<Kind> KINDS =
      Set.of(
          Kind.PROCESSES, Kind.FILES, Kind.AUTOSTARTS, Kind.SERVICES, Kind.TASKS, Kind.CONNECTIONS);

  Activity(Inventory inventory, HostShell shell) {
    super(inventory, shell, SCRIPT);
  }

  @Override
  public Set<Kind> kinds() {
    return KINDS;
  }

  @Override
  public Map<EntityKey, Traces> on(List<Device> devices, Kind kind, Instant since, int limit) {
    var traces = ParallelCalls.each(devices, device -> on(device, kind, since, limit));
    var answers = new LinkedHashMap<EntityKey, Traces>();
    for (int i = 0; i < devices.size(); i++) {
      answers.put(devices.get(i).key(), traces.get(i));
    }
    return answers;
  }

  /** It knows of no account what was done elsewhere under its name. */
  @Override
  public Map<EntityKey, Traces> by(
      List<UserAccount> accounts, Kind kind, Instant since, int limit) {
    return Map.of();
  }

  private Traces on(Device device, Kind kind, Instant since, int limit) {
    var host = host(device.handle());
    var answer =
        answer(
            SCRIPT,
            host,
            "look_recent " + verb(kind),
            Map.of(
                "since",
                String.valueOf(Math.max(0, since.getEpochSecond())),
                "most",
                String.valueOf(Math.max(1, Math.min(limit, MOST)))),
            false);
    if (answer.isRefused()) {
      throw new ConnectorException(
          ConnectorException.Kind.REJECTED,
          host.name() + ": " + answer.detail(),
          answer.code().isEmpty() ? null : answer.code(),
          null,
          null);
    }
    return traces(host, String.valueOf(device.handle()), kind, answer.body(), limit);
  }

  private static String verb(Kind kind) {
    return switch (kind) {
      case PROCESSES -> "recent_processes";
      case FILES -> "recent_files";
      case AUTOSTARTS -> "recent_autostarts";
      case SERVICES -> "recent_services";
      case TASKS -> "recent_tasks";
      case CONNECTIONS -> "recent_connections";
      case SIGN_INS, CLICKS -> throw new IllegalArgumentException("not of devices: " + kind);
    };
  }

  /**
   * @param id what the device is called by who asks
   */
  private static Traces traces(LinuxHost host, String id, Kind kind, String body, int limit) {
    var things = new ArrayList<Entity>();
    var more = false;
    var older = false;
    for (var line : body.split("\n")) {
      if (line.isBlank()) {
        continue;
      }
      if (line.equals(MORE)) {
        more = true;
      } else if (line.equals(OLDER)) {
        older = true;
      } else if (things.size() >= limit) {
        more = true;
      } else {
        var thing = thing(host, id, line.split(" ", -1));
        // What no text can name is something that was seen and cannot be told.
        more |= thing.isEmpty();
        thing.ifPresent(things::add);
      }
    }
    return new Traces(things, more, null, older ? untold(host, kind) : null);
  }

  private static String untold(LinuxHost host, Kind kind) {
    return kind == Kind.CONNECTIONS
        ? "What %s is connected to now was examined; what it was connected to before, it could not tell."
            .formatted(host.name())
        : "What runs on %s now was examined; what ran there and has ended, it could not tell."
            .formatted(host.name());
  }

  /**
   * A line of the script, which a hostile host may have written.
   *
   * @return empty where the name is no text
   * @throws ConnectorException MALFORMED_ANSWER when it is no such line
   */
  private static Optional<Entity> thing(LinuxHost host, String id, String[] parts) {
    try {
      return switch (parts[0] + parts.length) {
        case "PROCESS7" -> process(id, parts);
        case "FILE5" ->
            text(parts[4]).map(path -> file(id, path, hash(parts[2]), number(parts[3])));
        case "SERVICE4" ->
            text(parts[2]).map(name -> new SystemService(id, name, program(parts[3])));
        case "TIMER4" -> text(parts[2]).map(name -> new ScheduledTask(id, name, null));
        case "LINE4" -> line(id, parts);
        case "ADDRESS2" -> Optional.of(address(parts[1]));
        default -> throw new IllegalArgumentException("line");
      };
    } catch (IllegalArgumentException strange) {
      throw new ConnectorException(
          ConnectorException.Kind.MALFORMED_ANSWER,
          host.name() + " told of its activity what cannot be read");
    }
  }

  private static Optional<Entity> process(String id, String[] parts) {
    return text(parts[4])
        .map(
            program ->
                new ProcessArtifact(
                    id,
                    number(parts[1]),
                    Instant.ofEpochSecond(number(parts[2])),
                    optional(parts[5]),
                    file(id, program, hash(parts[3]), null),
                    optional(parts[6])));
  }

  private static Optional<Entity> line(String id, String[] parts) {
    var path = text(parts[2]);
    if (parts[3].equals("-")) {
      return path.map(whole -> new ScheduledTask(id, whole, whole));
    }
    return path.flatMap(
        whole -> text(parts[3]).map(line -> new ScheduledTask(id, whole + ": " + line, whole)));
  }

  private static Entity address(String text) {
    return IpLiteral.of(text)
        .map(literal -> new IpAddress(text))
        .orElseThrow(() -> new IllegalArgumentException("address"));
  }

  private static FileArtifact file(
      String id, String path, @Nullable String sha256, @Nullable Long size) {
    if (!path.startsWith("/") || path.length() < 2) {
      throw new IllegalArgumentException("path");
    }
    var slash = path.lastIndexOf('/');
    return new FileArtifact(
        id,
        path.substring(slash + 1),
        path.substring(0, Math.max(1, slash)),
        sha256,
        null,
        null,
        size,
        null);
  }

  private static @Nullable String program(String marked) {
    var text = optional(marked);
    return text != null && text.startsWith("/") ? text : null;
  }

  private static long number(String text) {
    if (!NUMBER.matches(text)) {
      throw new IllegalArgumentException("number");
    }
    return Long.parseLong(text);
  }

  /** With a dash at its end, so that none is no missing field. */
  private static @Nullable String hash(String marked) {
    if (!HASH.matches(marked)) {
      throw new IllegalArgumentException("hash");
    }
    return marked.length() == 1 ? null : marked.substring(0, marked.length() - 1);
  }

  private static @Nullable String optional(String marked) {
    if (!marked.endsWith("-")) {
      throw new IllegalArgumentException("value");
    }
    var text = text(marked.substring(0, marked.length() - 1)).map(String::strip).orElse("");
    return text.isEmpty() ? null : text;
  }

  private static Optional<String> text(String base64) {
    var bytes = Base64.getDecoder().decode(base64);
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }
}
