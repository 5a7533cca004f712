package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a connector from what is configured: what is not given is not there. */
final class Settings {
  private Settings() {}

  static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : duration.toString();
  }

  static ConnectorSettings of(String connector, Map<String, @Nullable String> values) {
    var given = new LinkedHashMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            given.put(name, value);
          }
        });
    return new ConnectorSettings(connector, given);
  }
}
