package dev.quaestor.connector.linux;

import com.google.re2j.Pattern;
import dev.quaestor.entity.FileArtifact;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task of cron by its name: the full path of its file and, where only one line of that is meant,
 * a colon, a blank and the line exactly as it stands there, as in {@code
 * /var/spool/cron/crontabs/eve: @reboot /tmp/.x}.
 */
record CronTask(String path, Optional<String> line) {
  private static final String BETWEEN = ": ";
  private static final int MOST = 4_096;

  private static final Pattern PATH =
      Pattern.compile(
          "(?:/etc/(?:cron[.]d|cron[.]hourly|cron[.]daily|cron[.]weekly|cron[.]monthly)/[^/\\x00-\\x1f\\x7f]+"
              + "|/etc/crontab|/etc/anacrontab|/var/spool/cron/(?:crontabs/|tabs/)?[^/\\x00-\\x1f\\x7f]+)");

  static Optional<CronTask> named(String name) {
    if (name.length() > MOST) {
      return Optional.empty();
    }
    var at = name.indexOf(BETWEEN);
    var path = at < 0 ? name : name.substring(0, at);
    var line = at < 0 ? "" : name.substring(at + BETWEEN.length());
    if (!PATH.matches(path)
        || path.endsWith("/..")
        || path.endsWith("/.")
        || (at >= 0 && (line.isBlank() || line.chars().anyMatch(c -> c == 0 || c == '\n')))) {
      return Optional.empty();
    }
    return Optional.of(new CronTask(path, at < 0 ? Optional.empty() : Optional.of(line)));
  }

  String name() {
    return line.map(one -> path + BETWEEN + one).orElse(path);
  }

  FileArtifact file(@Nullable String device) {
    var slash = path.lastIndexOf('/');
    return new FileArtifact(
        device, path.substring(slash + 1), path.substring(0, slash), null, null, null, null, null);
  }

  /** As the script takes it. */
  Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    values.put("path", path);
    values.put("line", line.orElse(""));
    return values;
  }
}
