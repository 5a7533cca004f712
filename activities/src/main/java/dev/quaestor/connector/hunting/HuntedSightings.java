package dev.quaestor.connector.hunting;

import static dev.quaestor.connector.capability.HuntingQuery.quoted;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ParallelCalls;
import dev.quaestor.connector.capability.HuntingQuery;
import dev.quaestor.connector.capability.Sightings;
import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.Device;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.entity.Url;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
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

  private final HuntingQuery hunting;
  private final String tenant;

  /**
   * @param tenant whose tables they are: each of its APIs reads the same ones
   */
  public HuntedSightings(HuntingQuery hunting, String tenant) {
    this.hunting = hunting;
    this.tenant = tenant;
  }

  @Override
  public Object records() {
    return "advanced hunting of " + tenant;
  }

  @Override
  public List<Sighting> ofFile(FileArtifact file, Instant since, int limit) {
    var hash = hashIs(file);
    if (hash.isEmpty()) {
      return List.of();
    }
    Supplier<List<JsonNode>> ran =
        () ->
            newest(
                "DeviceProcessEvents",
                hash.get(),
                "DeviceName, FileName, FolderPath, SHA1, SHA256, ProcessId, ProcessCreationTime,"
                    + " ProcessCommandLine, AccountName",
                since,
                limit);
    Supplier<List<JsonNode>> lay =
        () ->
            newest(
                "DeviceFileEvents",
                hash.get() + " and ActionType != \"FileDeleted\"",
                "DeviceName, FileName, FolderPath, SHA1, SHA256",
                since,
                limit);
    var rows = ParallelCalls.each(List.of(ran, lay), Supplier::get);
    var found = new LinkedHashMap<String, Sighting>();
    // A run says more than a file that lies there, so it comes first.
    rows.getFirst()
        .forEach(
            row ->
                add(
                    found,
                    row,
                    image -> DeviceRow.process(row, "Process", image, "AccountName"),
                    ""));
    rows.getLast().forEach(row -> add(found, row, image -> null, ""));
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
                        DeviceRow.process(
                            row, "InitiatingProcess", image, "InitiatingProcessAccountName"),
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
    var file = DeviceRow.file(row, prefix);
    // Of a contact the program is known, but it is not the thing that was looked for.
    found.putIfAbsent(
        id.toLowerCase(Locale.ROOT),
        new Sighting(device, prefix.isEmpty() ? file : null, running.of(file)));
  }
}
