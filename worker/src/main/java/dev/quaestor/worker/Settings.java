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
    return of(connector, prefix, values, CLIENT_SECRET, clientSecret);
  }

  /**
   * @param setting what the secret is called
   * @param secret read anew where it is used; null for none
   */
  static ConnectorSettings of(
      String connector,
      String prefix,
      Map<String, @Nullable String> values,
      String setting,
      @Nullable Secret secret) {
    var given = new LinkedHashMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            given.put(name, value);
          }
        });
    var name = prefix + "." + setting;
    return new ConnectorSettings(
        connector,
        prefix,
        given,
        secret == null || !secret.isGiven() ? Map.of() : Map.of(setting, () -> secret.read(name)));
  }
}
