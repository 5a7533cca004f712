package dev.quaestor.connector.http;

import dev.quaestor.connector.ConnectorSettings;
import java.net.URI;
import java.time.Duration;

/**
 * Where an API is and how to be let in.
 *
 * @param connector the name of the connector, for messages and metrics
 * @param base the API's address; paths are appended to it
 * @param token the token endpoint
 * @param timeout for one whole exchange, from connecting to the last byte
 */
public record ApiSettings(
    String connector,
    URI base,
    URI token,
    String clientId,
    String clientSecret,
    String scope,
    Duration timeout) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Reads {@code base-url, login-url, tenant-id, client-id, client-secret, scope, timeout}. */
  public static ApiSettings read(ConnectorSettings settings, String base, String scope) {
    var login = settings.address("login-url", "https://login.microsoftonline.com");
    var tenant = settings.required("tenant-id");
    if (!tenant.matches("[A-Za-z0-9.-]{1,128}")) {
      throw new IllegalArgumentException(settings.key("tenant-id") + " is not a tenant id");
    }
    return new ApiSettings(
        settings.connector(),
        settings.address("base-url", base),
        URI.create(login + "/" + tenant + "/oauth2/v2.0/token"),
        settings.required("client-id"),
        settings.required("client-secret"),
        settings.text("scope").orElse(scope),
        settings.duration("timeout", TIMEOUT));
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "ApiSettings[" + connector + " " + base + "]";
  }
}
