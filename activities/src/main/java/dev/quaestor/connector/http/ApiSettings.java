package dev.quaestor.connector.http;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Where an API is and how to be let in.
 *
 * @param connector the name of the connector, for messages and metrics
 * @param base the API's address; paths are appended to it
 * @param token the token endpoint
 * @param clientSecret read for each token that is asked for
 * @param remedies by the names of these settings
 * @param timeout for one whole exchange, from connecting to the last byte
 * @param downloadHosts the domains whose hosts a link in an answer may lead to, beside the API's
 *     own
 * @param downloadTimeout for the whole body of a download
 * @param login by what a call shows who makes it; client id and secret are user and password where
 *     it is by these
 * @param trust whose certificates are taken; empty for the platform's authorities
 */
public record ApiSettings(
    String connector,
    URI base,
    URI token,
    String clientId,
    Supplier<String> clientSecret,
    String scope,
    Remedies remedies,
    Duration timeout,
    List<String> downloadHosts,
    Duration downloadTimeout,
    Login login,
    Optional<SSLContext> trust) {

  /** By what a call shows who makes it. */
  public enum Login {
    /** A bearer token by OAuth 2.0 client credentials (RFC 6749 §4.4). */
    CLIENT_CREDENTIALS,
    /** A bearer token that the token endpoint gives for user and password (RFC 7617). */
    PASSWORD_FOR_TOKEN,
    /** User and password with each call (RFC 7617); the token endpoint is not used. */
    PASSWORD
  }

  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+([.][a-z0-9-]+)+");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(10);

  /** Of an API behind OAuth 2.0, with a certificate of the platform's authorities. */
  public ApiSettings(
      String connector,
      URI base,
      URI token,
      String clientId,
      Supplier<String> clientSecret,
      String scope,
      Remedies remedies,
      Duration timeout,
      List<String> downloadHosts,
      Duration downloadTimeout) {
    this(
        connector,
        base,
        token,
        clientId,
        clientSecret,
        scope,
        remedies,
        timeout,
        downloadHosts,
        downloadTimeout,
        Login.CLIENT_CREDENTIALS,
        Optional.empty());
  }

  /**
   * Reads {@code base-url, login-url, tenant-id, client-id, client-secret, scope, timeout,
   * download-hosts, download-timeout}.
   *
   * @param downloadHosts those of the vendor, comma-separated; empty when its answers hold no links
   */
  public static ApiSettings read(
      ConnectorSettings settings, String base, String scope, String downloadHosts) {
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
        settings.secret("client-secret"),
        settings.text("scope").orElse(scope),
        remedies(settings),
        settings.duration("timeout", TIMEOUT),
        domains(settings, downloadHosts),
        settings.duration("download-timeout", DOWNLOAD_TIMEOUT));
  }

  private static Remedies remedies(ConnectorSettings settings) {
    return new Remedies(
        "Set %s to a secret of that client that has not expired, and look at .tenant-id and .client-id."
            .formatted(settings.key("client-secret")),
        "If that is not the address, set %s or .login-url. What needs it waits for it."
            .formatted(settings.key("base-url")),
        "Give the application these permissions and an administrator's consent; the next token has them.");
  }

  /** As it stands in the token endpoint's path. */
  public String tenant() {
    return token.getPath().substring(1, Math.max(1, token.getPath().indexOf("/oauth2/")));
  }

  private static List<String> domains(ConnectorSettings settings, String standard) {
    var domains =
        Arrays.stream(settings.text("download-hosts").orElse(standard).split(","))
            .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
            .filter(domain -> !domain.isEmpty())
            .toList();
    // One label would let a whole top-level domain in.
    if (domains.stream().anyMatch(domain -> !DOMAIN.matches(domain))) {
      throw new IllegalArgumentException(
          settings.key("download-hosts") + " is not a list of domains");
    }
    return domains;
  }

  /** Without the credentials. */
  @Override
  public String toString() {
    return "ApiSettings[" + connector + " " + base + "]";
  }
}
