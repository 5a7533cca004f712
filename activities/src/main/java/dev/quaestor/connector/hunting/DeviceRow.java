package dev.quaestor.connector.hunting;

import dev.quaestor.connector.http.BackEndJson;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.ProcessArtifact;
import dev.quaestor.text.Excerpt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Files and processes as the columns of a device table name them. */
final class DeviceRow {
  private static final int LONGEST_COMMAND_LINE = 1000;

  private DeviceRow() {}

  /** What the columns of that prefix say of a file; null when they name none. */
  static @Nullable FileArtifact file(JsonNode row, String prefix) {
    var name = BackEndJson.text(row, prefix + "FileName");
    var sha256 = BackEndJson.text(row, prefix + "SHA256");
    var sha1 = BackEndJson.text(row, prefix + "SHA1");
    if (name == null && sha256 == null && sha1 == null) {
      return null;
    }
    var path = BackEndJson.text(row, prefix + "FolderPath");
    return new FileArtifact(
        BackEndJson.text(row, "DeviceId"),
        name,
        folder(path, name),
        sha256,
        sha1,
        null,
        null,
        null);
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

  /** The process that they name, which ran that image; null without a number. */
  static @Nullable ProcessArtifact process(
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
