package dev.quaestor.connector;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The settings of one connector, as its configuration wrote them.
 *
 * @param connector the name of the connector
 * @param prefix what the names of its settings begin with, as {@code quaestor.defender}
 * @param secrets those among them that are read anew where they are used
 */
public record ConnectorSettings(
    String connector,
    String prefix,
    Map<String, String> values,
    Map<String, Supplier<String>> secrets) {
  public ConnectorSettings {
    values = Map.copyOf(values);
    secrets = Map.copyOf(secrets);
  }

  public ConnectorSettings(String connector, Map<String, String> values) {
    this(connector, "quaestor." + connector, values, Map.of());
  }

  /**
   * A secret, which may change while the process runs. It is there now, or this fails.
   *
   * @throws IllegalArgumentException when it is not there
   */
  public Supplier<String> secret(String setting) {
    var secret = secrets.get(setting);
    if (secret == null) {
      var always = required(setting);
      return () -> always;
    }
    if (secret.get().isBlank()) {
      throw new IllegalArgumentException(key(setting) + " is missing");
    }
    return secret;
  }

  public Optional<String> text(String setting) {
    return Optional.ofNullable(values.get(setting)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /**
   * @throws IllegalArgumentException when it is not there
   */
  public String required(String setting) {
    return text(setting)
        .orElseThrow(() -> new IllegalArgumentException(key(setting) + " is missing"));
  }

  /** An absolute http or https address without a trailing slash. */
  public URI address(String setting, String standard) {
    var text = text(setting).orElse(standard);
    try {
      var address = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && address.getHost() != null) {
        return address;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below, without the value.
    }
    throw new IllegalArgumentException(key(setting) + " is not an http or https address");
  }

  /** An ISO-8601 duration, as {@code PT30S}. */
  public Duration duration(String setting, Duration standard) {
    try {
      return text(setting).map(Duration::parse).orElse(standard);
    } catch (DateTimeParseException notADuration) {
      throw new IllegalArgumentException(key(setting) + " is not an ISO-8601 duration");
    }
  }

  /** As people write it, for messages. */
  public String key(String setting) {
    return prefix + "." + setting;
  }

  private TreeSet<String> names() {
    var names = new TreeSet<>(values.keySet());
    names.addAll(secrets.keySet());
    return names;
  }

  /** Names only: values may be secrets. */
  @Override
  public String toString() {
    return "ConnectorSettings[" + connector + " " + names() + "]";
  }
}
