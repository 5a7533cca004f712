package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
    var secrets = new LinkedHashMap<String, @Nullable Secret>();
    secrets.put(setting, secret);
    return withSecrets(connector, prefix, values, secrets);
  }

  /**
   * @param secrets by what each is called; null for none
   */
  static ConnectorSettings withSecrets(
      String connector,
      String prefix,
      Map<String, @Nullable String> values,
      Map<String, @Nullable Secret> secrets) {
    var given = new LinkedHashMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (value != null && !value.isBlank()) {
            given.put(name, value);
          }
        });
    var read = new LinkedHashMap<String, Supplier<String>>();
    secrets.forEach(
        (setting, secret) -> {
          if (secret != null && secret.isGiven()) {
            read.put(setting, () -> secret.read(prefix + "." + setting));
          }
        });
    return new ConnectorSettings(connector, prefix, given, read);
  }
}
