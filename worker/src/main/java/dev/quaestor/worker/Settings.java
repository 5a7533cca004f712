package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a connector from what is configured: what is not given is not there. */
final class Settings {
  private static final String CLIENT_SECRET = "client-secret";

  private Settings() {}

  static @Nullable String text(@Nullable Duration duration) {
    return duration == null ? null : duration.toString();
  }

  /**
   * @param prefix what the names of its settings begin with
   * @param clientSecret read anew where it is used; null for none
   */
  static ConnectorSettings of(
      String connector,
      String prefix,
      Map<String, @Nullable String> values,
      @Nullable Secret clientSecret) {
    var given = new LinkedHashMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            given.put(name, value);
          }
        });
    var name = prefix + "." + CLIENT_SECRET;
    return new ConnectorSettings(
        connector,
        prefix,
        given,
        clientSecret == null || !clientSecret.isGiven()
            ? Map.of()
            : Map.of(CLIENT_SECRET, () -> clientSecret.read(name)));
  }
}
