package dev.quaestor.connector.hunting;

import static dev.quaestor.connector.capability.HuntingQuery.quoted;

import com.google.re2j.Pattern;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import dev.quaestor.text.Excerpt;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sightings from {@code DeviceFileEvents}, {@code DeviceProcessEvents}, {@code
 * DeviceNetworkEvents}.
 */
public final class HuntedSightings implements Sightings {
  private static final Pattern SCHEME = Pattern.compile("(?i)^https?://");
  private static final Pattern HOST_ONLY = Pattern.compile("[^/?#@]+/?");

  private static final int LONGEST_COMMAND_LINE = 1000;

  private final HuntingQuery hunting;

  public HuntedSightings(HuntingQuery hunting) {
    this.hunting = hunting;
  }

  @Override
  public List<Sighting> ofFile(FileArtifact file, Instant since, int limit) {
    var hash = hashIs(file);
    if (hash.isEmpty()) {
      return List.of();
    }
    var found = new LinkedHashMap<String, Sighting>();
    // A run says more than a file that lies there, so it is asked for first.
    newest(
            "DeviceProcessEvents",
            hash.get(),
            "DeviceName, FileName, FolderPath, SHA1, SHA256, ProcessId, ProcessCreationTime,"
                + " ProcessCommandLine, AccountName",
            since,
            limit)
        .forEach(
            row -> add(found, row, image -> process(row, "Process", image, "AccountName"), ""));
    newest(
            "DeviceFileEvents",
            hash.get() + " and ActionType != \"FileDeleted\"",
            "DeviceName, FileName, FolderPath, SHA1, SHA256",
            since,
            limit)
        .forEach(row -> add(found, row, image -> null, ""));
    return found.values().stream().limit(limit).toList();
  }

  private static Optional<String> hashIs(FileArtifact file) {
    if (file.sha256() != null) {
      return Optional.of("SHA256 =~ " + quoted(file.sha256()));
    }
    return Optional.ofNullable(file.sha1()).map(sha1 -> "SHA1 =~ " + quoted(sha1));
  }

  @Override
  public List<Sighting> ofUrl(Url url, Instant since, int limit) {
    var forms = new LinkedHashSet<String>();
    for (var form : List.of(url.value(), url.canonical())) {
      forms.add(form);
      var withoutScheme = SCHEME.matcher(form).replaceFirst("");
      forms.add(withoutScheme);
      if (HOST_ONLY.matches(withoutScheme)) {
        // Of an encrypted connection only the host is seen.
        forms.add(withoutScheme.replace("/", ""));
      }
    }
    var list = forms.stream().map(HuntingQuery::quoted).collect(Collectors.joining(", "));
    return contacts("RemoteUrl in~ (" + list + ")", since, limit);
  }

  @Override
  public List<Sighting> ofAddress(IpAddress address, Instant since, int limit) {
    return contacts("RemoteIP == " + quoted(address.value()), since, limit);
  }

  private List<Sighting> contacts(String condition, Instant since, int limit) {
    var found = new LinkedHashMap<String, Sighting>();
    newest(
            "DeviceNetworkEvents",
            condition + " and ActionType != \"ConnectionFailed\"",
            "DeviceName, InitiatingProcessFileName, InitiatingProcessFolderPath,"
                + " InitiatingProcessSHA1, InitiatingProcessSHA256, InitiatingProcessId,"
                + " InitiatingProcessCreationTime, InitiatingProcessCommandLine,"
                + " InitiatingProcessAccountName",
            since,
            limit)
        .forEach(
            row ->
                add(
                    found,
                    row,
                    image ->
                        process(row, "InitiatingProcess", image, "InitiatingProcessAccountName"),
                    "InitiatingProcess"));
    return List.copyOf(found.values());
  }

  /** The newest row of each device. */
  private List<JsonNode> newest(
      String table, String condition, String columns, Instant since, int limit) {
    return hunting
        .run(
            "%s | where Timestamp >= datetime(%s) and %s | summarize arg_max(Timestamp, %s) by DeviceId | take %d"
                .formatted(table, since, condition, columns, limit))
        .rows();
  }

  private interface Running {
    @Nullable ProcessArtifact of(@Nullable FileArtifact image);
  }

  private static void add(
      Map<String, Sighting> found, JsonNode row, Running running, String prefix) {
    var id = BackEndJson.text(row, "DeviceId");
    if (id == null) {
      return;
    }
    var device =
        new Device(id, BackEndJson.text(row, "DeviceName"), null, null, List.of(), List.of());
    var file = file(id, row, prefix);
    // Of a contact the program is known, but it is not the thing that was looked for.
    found.putIfAbsent(
        id.toLowerCase(Locale.ROOT),
        new Sighting(device, prefix.isEmpty() ? file : null, running.of(file)));
  }

  private static @Nullable FileArtifact file(String device, JsonNode row, String prefix) {
    var name = BackEndJson.text(row, prefix + "FileName");
    var sha256 = BackEndJson.text(row, prefix + "SHA256");
    var sha1 = BackEndJson.text(row, prefix + "SHA1");
    if (name == null && sha256 == null && sha1 == null) {
      return null;
    }
    var path = BackEndJson.text(row, prefix + "FolderPath");
    return new FileArtifact(device, name, folder(path, name), sha256, sha1, null, null, null);
  }

  /** The column holds the whole path. */
  private static @Nullable String folder(@Nullable String path, @Nullable String name) {
    if (path == null || name == null) {
      return path;
    }
    var end = path.length() - name.length() - 1;
    return end > 0 && path.regionMatches(true, end + 1, name, 0, name.length())
        ? path.substring(0, end)
        : path;
  }

  /** It is for people and can be 32,767 characters long; a process is known by number and time. */
  private static @Nullable String commandLine(JsonNode row, String prefix) {
    var line = BackEndJson.text(row, prefix + "CommandLine");
    return line == null ? null : Excerpt.head(line, LONGEST_COMMAND_LINE);
  }

  private static @Nullable ProcessArtifact process(
      JsonNode row, String prefix, @Nullable FileArtifact image, String account) {
    var id = BackEndJson.number(row, prefix + "Id");
    return id == null
        ? null
        : new ProcessArtifact(
            BackEndJson.text(row, "DeviceId"),
            id,
            BackEndJson.time(row, prefix + "CreationTime"),
            commandLine(row, prefix),
            image,
            BackEndJson.text(row, account));
  }
}
