package dev.quaestor.connector.hunting;

import static dev.quaestor.connector.capability.HuntingQuery.quoted;

import com.google.re2j.Pattern;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.capability.RecentActivity;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.EntityKey;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.RegistryEntry;
import dev.quaestor.entity.ScheduledTask;
import dev.quaestor.entity.SystemService;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.UserAccount;
import dev.quaestor.text.Counted;
import dev.quaestor.text.Excerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Recent activity from the tables of advanced hunting: one query for each kind, whatever the number
 * of devices or accounts, and each thing once, as it was seen last.
 */
public final class HuntedActivity implements RecentActivity {
  private static final Set<Kind> ON_DEVICES =
      EnumSet.of(
          Kind.PROCESSES, Kind.FILES, Kind.AUTOSTARTS, Kind.SERVICES, Kind.TASKS, Kind.CONNECTIONS);

  /** What runs, or makes something run: a device writes thousands of other files each day. */
  private static final List<String> RUNNABLE =
      List.of(
          ".exe", ".dll", ".sys", ".scr", ".com", ".msi", ".ps1", ".bat", ".cmd", ".js", ".jse",
          ".vbs", ".vbe", ".wsf", ".hta", ".lnk", ".jar", ".iso", ".elf", ".so", ".sh", ".py");

  /** Whose values start a program at logon or with another program. */
  private static final List<String> AUTOSTART_KEYS =
      List.of(
          "\\CurrentVersion\\Run",
          "\\CurrentVersion\\RunOnce",
          "\\CurrentVersion\\Policies\\Explorer\\Run",
          "\\CurrentVersion\\Winlogon",
          "\\Active Setup\\Installed Components");

  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?i)^\\s*(?:\"([^\"]+)\"|(.+?\\.(?:exe|dll|com|bat|cmd|ps1|vbs|js))(?:\\s|,|$))");
  private static final Pattern COMMAND =
      Pattern.compile("(?is)<Command>\\s*([^<]+?)\\s*</Command>");

  private static final int LONGEST_URL = 2048;
  private static final int LONGEST_DATA = 1000;

  /** {@code RiskLevelAggregated} from medium on. */
  private static final long RISK_FROM = 50;

  /**
   * {@code atRisk}. That somebody confirmed it ({@code confirmedCompromised}) may be what an action
   * of ours did about an earlier verdict, and so is no reason for the next.
   */
  private static final long AT_RISK = 4;

  private final HuntingQuery hunting;
  private final Set<Kind> kinds;

  private HuntedActivity(HuntingQuery hunting, Set<Kind> kinds) {
    this.hunting = hunting;
    this.kinds = Set.copyOf(kinds);
  }

  /** Of a store that has the tables of devices alone. */
  public static HuntedActivity ofDevices(HuntingQuery hunting) {
    return new HuntedActivity(hunting, ON_DEVICES);
  }

  /** Of a store that has every table. */
  public static HuntedActivity ofAll(HuntingQuery hunting) {
    return new HuntedActivity(hunting, EnumSet.allOf(Kind.class));
  }

  @Override
  public Set<Kind> kinds() {
    return kinds;
  }

  /**
   * Where rows of a kind are, and which of them count.
   *
   * @param by the columns by which rows are one thing; empty where none could tell, because a
   *     column that holds JSON is nothing to group by
   */
  private record Source(
      String table,
      String condition,
      String by,
      String columns,
      Function<JsonNode, List<Entity>> read) {}

  @Override
  public Map<EntityKey, Traces> on(List<Device> devices, Kind kind, Instant since, int limit) {
    var byId = new LinkedHashMap<String, Device>();
    devices.forEach(d -> byId.put(lower(String.valueOf(d.deviceId())), d));
    var rows =
        newest(
            onDevice(kind),
            "DeviceId in~ (" + list(byId.keySet()) + ")",
            "DeviceId",
            since,
            (limit + 1) * byId.size());
    return sorted(
        devices,
        rows,
        row -> byId.get(lower(BackEndJson.textOr(row, "DeviceId", ""))),
        onDevice(kind).read(),
        limit,
        (limit + 1) * byId.size());
  }

  private static Source onDevice(Kind kind) {
    return switch (kind) {
      case PROCESSES ->
          new Source(
              "DeviceProcessEvents",
              "ActionType == \"ProcessCreated\"",
              "SHA1, FolderPath",
              "FileName, SHA256, ProcessId, ProcessCreationTime, ProcessCommandLine, AccountName",
              HuntedActivity::process);
      case FILES ->
          new Source(
              "DeviceFileEvents",
              "ActionType in (\"FileCreated\", \"FileModified\", \"FileRenamed\") and ("
                  + anyEnd("FileName", RUNNABLE)
                  + ")",
              "SHA1, FolderPath",
              "FileName, SHA256",
              row -> Stream.<Entity>ofNullable(DeviceRow.file(row, "")).toList());
      case AUTOSTARTS ->
          new Source(
              "DeviceRegistryEvents",
              "ActionType == \"RegistryValueSet\" and ("
                  + anyEnd("RegistryKey", AUTOSTART_KEYS)
                  + ")",
              "RegistryKey, RegistryValueName",
              "RegistryValueData",
              HuntedActivity::autostart);
      case SERVICES ->
          new Source(
              "DeviceEvents",
              "ActionType == \"ServiceInstalled\"",
              "FileName, FolderPath",
              "SHA1, SHA256, AdditionalFields",
              HuntedActivity::service);
      case TASKS ->
          new Source(
              "DeviceEvents",
              "ActionType in (\"ScheduledTaskCreated\", \"ScheduledTaskUpdated\")",
              "",
              "AdditionalFields",
              HuntedActivity::task);
      case CONNECTIONS ->
          new Source(
              "DeviceNetworkEvents",
              "ActionType == \"ConnectionSuccess\" and RemoteIPType == \"Public\"",
              "RemoteIP, RemoteUrl",
              "ActionType",
              HuntedActivity::contact);
      case SIGN_INS, CLICKS -> throw new IllegalArgumentException(kind + " are no device's");
    };
  }

  private static List<Entity> process(JsonNode row) {
    var image = DeviceRow.file(row, "");
    return Stream.<Entity>concat(
            Stream.ofNullable(DeviceRow.process(row, "Process", image, "AccountName")),
            Stream.ofNullable(image))
        .toList();
  }

  private static List<Entity> autostart(JsonNode row) {
    var key = BackEndJson.text(row, "RegistryKey");
    var data = BackEndJson.text(row, "RegistryValueData");
    return key == null
        ? List.of()
        : List.of(
            new RegistryEntry(
                BackEndJson.text(row, "DeviceId"),
                null,
                key,
                BackEndJson.textOr(row, "RegistryValueName", "(Default)"),
                data == null ? null : Excerpt.head(data, LONGEST_DATA),
                program(data)));
  }

  private static List<Entity> service(JsonNode row) {
    var file = DeviceRow.file(row, "");
    var name = BackEndJson.text(more(row), "ServiceName");
    var called = name != null ? name : BackEndJson.text(row, "FileName");
    return Stream.<Entity>concat(
            Stream.ofNullable(called)
                .map(
                    n ->
                        new SystemService(
                            BackEndJson.text(row, "DeviceId"),
                            n,
                            file == null ? null : file.imagePath().orElse(null))),
            Stream.ofNullable(file))
        .toList();
  }

  private static List<Entity> task(JsonNode row) {
    var more = more(row);
    var name = BackEndJson.text(more, "TaskName");
    var content = BackEndJson.text(more, "TaskContent");
    var command = content == null ? null : COMMAND.matcher(content);
    return name == null
        ? List.of()
        : List.of(
            new ScheduledTask(
                BackEndJson.text(row, "DeviceId"),
                name,
                command != null && command.find() ? program(command.group(1)) : null));
  }

  /** Of an encrypted connection only the host is known, and that stands in the same column. */
  private static List<Entity> contact(JsonNode row) {
    return Stream.<Entity>concat(
            Stream.ofNullable(BackEndJson.text(row, "RemoteIP")).map(IpAddress::new),
            Stream.ofNullable(BackEndJson.text(row, "RemoteUrl"))
                .filter(url -> url.length() <= LONGEST_URL)
                .map(Url::new))
        .toList();
  }

  /** The program that a line starts. */
  private static @Nullable String program(@Nullable String line) {
    if (line == null) {
      return null;
    }
    var found = PROGRAM.matcher(line);
    return found.find() ? Objects.requireNonNullElse(found.group(1), found.group(2)) : null;
  }

  /** JSON in a text, or JSON as it is; whoever wrote the event wrote what is in it. */
  private static JsonNode more(JsonNode row) {
    var field = BackEndJson.field(row, "AdditionalFields");
    if (field.isObject()) {
      return field;
    }
    try {
      var text = field.asString("");
      return text.isBlank() ? BackEndJson.object() : BackEndJson.parse(text);
    } catch (JacksonException noJson) {
      return BackEndJson.object();
    }
  }

  @Override
  public Map<EntityKey, Traces> by(
      List<UserAccount> accounts, Kind kind, Instant since, int limit) {
    return switch (kind) {
      case SIGN_INS -> signIns(accounts, since, limit);
      case CLICKS -> clicks(accounts, since, limit);
      case PROCESSES, FILES, AUTOSTARTS, SERVICES, TASKS, CONNECTIONS ->
          throw new IllegalArgumentException(kind + " are no account's");
    };
  }

  private Map<EntityKey, Traces> signIns(List<UserAccount> accounts, Instant since, int limit) {
    var source =
        new Source(
            "EntraIdSignInEvents",
            "ErrorCode == 0",
            "AccountUpn, IPAddress",
            "RiskLevelAggregated, RiskState",
            row ->
                Stream.ofNullable(BackEndJson.text(row, "IPAddress"))
                    .<Entity>map(IpAddress::new)
                    .toList());
    var byName = new LinkedHashMap<String, UserAccount>();
    var ids = new LinkedHashSet<String>();
    for (var account : accounts) {
      names(account).forEach(n -> byName.put(lower(n), account));
      Stream.ofNullable(account.userId()).forEach(ids::add);
    }
    var most = (limit + 1) * accounts.size();
    var rows =
        newest(
            source,
            "(AccountUpn in~ (%s) or AccountObjectId in~ (%s))"
                .formatted(list(byName.keySet()), list(ids)),
            "AccountObjectId",
            since,
            most);
    return sorted(accounts, rows, row -> owner(byName, row), source.read(), limit, most);
  }

  private static Stream<String> names(UserAccount account) {
    return Stream.of(account.userPrincipalName(), account.userId()).filter(Objects::nonNull);
  }

  private static @Nullable UserAccount owner(Map<String, UserAccount> byName, JsonNode row) {
    var byId = byName.get(lower(BackEndJson.textOr(row, "AccountObjectId", "")));
    return byId != null ? byId : byName.get(lower(BackEndJson.textOr(row, "AccountUpn", "")));
  }

  private Map<EntityKey, Traces> clicks(List<UserAccount> accounts, Instant since, int limit) {
    var source =
        new Source(
            "UrlClickEvents",
            "(ActionType == \"ClickAllowed\" or IsClickedThrough == true)",
            "Url",
            "ActionType",
            row ->
                Stream.ofNullable(BackEndJson.text(row, "Url"))
                    .filter(url -> url.length() <= LONGEST_URL)
                    .<Entity>map(Url::new)
                    .toList());
    var byName = new LinkedHashMap<String, UserAccount>();
    accounts.forEach(
        a -> Stream.ofNullable(a.userPrincipalName()).forEach(n -> byName.put(lower(n), a)));
    var most = (limit + 1) * accounts.size();
    var rows =
        newest(source, "AccountUpn in~ (" + list(byName.keySet()) + ")", "AccountUpn", since, most);
    return sorted(accounts, rows, row -> owner(byName, row), source.read(), limit, most);
  }

  private List<JsonNode> newest(
      Source source, String whose, String subject, Instant since, int most) {
    var shown =
        source.by().isEmpty()
            ? "project Timestamp, %s, %s".formatted(subject, source.columns())
            : "summarize arg_max(Timestamp, %s) by %s, %s"
                .formatted(source.columns(), subject, source.by());
    return hunting
        .run(
            "%s | where Timestamp >= datetime(%s) and %s and %s | %s | top %d by Timestamp"
                .formatted(source.table(), since, whose, source.condition(), shown, most))
        .rows();
  }

  /** Rows that the store cut off may have been anybody's. */
  private static <E extends Entity> Map<EntityKey, Traces> sorted(
      List<E> subjects,
      List<JsonNode> rows,
      Function<JsonNode, @Nullable E> owner,
      Function<JsonNode, List<Entity>> read,
      int limit,
      int most) {
    var own = new LinkedHashMap<EntityKey, List<JsonNode>>();
    subjects.forEach(s -> own.put(s.key(), new ArrayList<>()));
    for (var row : rows) {
      var whose = owner.apply(row);
      if (whose != null) {
        own.computeIfAbsent(whose.key(), key -> new ArrayList<>()).add(row);
      }
    }
    var traces = new LinkedHashMap<EntityKey, Traces>();
    own.forEach(
        (key, seen) ->
            traces.put(
                key,
                new Traces(
                    seen.stream().limit(limit).flatMap(r -> read.apply(r).stream()).toList(),
                    seen.size() > limit || rows.size() >= most,
                    warning(seen))));
    return traces;
  }

  /** Of sign-ins: what the directory's own protection says of them. */
  private static @Nullable String warning(List<JsonNode> rows) {
    var risky =
        rows.stream()
            .filter(
                row ->
                    isFrom(BackEndJson.number(row, "RiskLevelAggregated"))
                        && Objects.requireNonNullElse(BackEndJson.number(row, "RiskState"), 0L)
                            == AT_RISK)
            .count();
    return risky == 0
        ? null
        : "The directory puts sign-ins from %s at risk."
            .formatted(Counted.of(risky, "address", "addresses"));
  }

  private static boolean isFrom(@Nullable Long level) {
    return level != null && level >= RISK_FROM;
  }

  private static String anyEnd(String column, List<String> ends) {
    return ends.stream()
        .map(end -> column + " endswith " + quoted(end))
        .collect(Collectors.joining(" or "));
  }

  /** None at all is no list in this language. */
  private static String list(Set<String> values) {
    return values.isEmpty()
        ? quoted("")
        : values.stream().map(HuntingQuery::quoted).collect(Collectors.joining(", "));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
