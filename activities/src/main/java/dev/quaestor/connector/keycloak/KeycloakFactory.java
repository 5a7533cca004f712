package dev.quaestor.connector.keycloak;

import com.google.re2j.Pattern;
import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.http.ApiSettings;
import dev.quaestor.connector.http.BackEndClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Settings: {@code base-url} (required; of Keycloak, with its path where it has one), {@code realm,
 * client-id, client-secret} (required; of a client with a service account in that realm), {@code
 * timeout} (default 30 seconds).
 */
public final class KeycloakFactory implements ConnectorFactory {
  private static final Pattern REALM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final MeterRegistry meters;

  public KeycloakFactory(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public Connector create(ConnectorSettings settings) {
    settings.required("base-url");
    var base = settings.address("base-url", "");
    var realm = settings.required("realm");
    if (!REALM.matches(realm)) {
      throw new IllegalArgumentException(
          settings.key("realm")
              + " must be 1 to 128 letters, digits, dots, dashes and underscores");
    }
    var api =
        new ApiSettings(
            settings.connector(),
            URI.create(base + "/admin/realms/" + realm),
            URI.create(base + "/realms/" + realm + "/protocol/openid-connect/token"),
            settings.required("client-id"),
            settings.secret("client-secret"),
            "openid",
            new Remedies(
                "Set %s and .client-secret to those of a client of that realm with a service account."
                    .formatted(settings.key("client-id")),
                "If that is not the address, set %s and .realm. What needs it waits for it."
                    .formatted(settings.key("base-url")),
                "Give the client's service account these roles of realm-management; the next token has them."),
            settings.duration("timeout", Duration.ofSeconds(30)),
            List.of(),
            Duration.ofMinutes(1));
    // What is absent is an empty list here, so that no 404 says so: it may be the realm's.
    var client = new BackEndClient(api, (operation, code) -> false, meters);
    var place =
        "%s at %s, realm %s, as client %s"
            .formatted(settings.connector(), base, realm, api.clientId());
    return new KeycloakConnector(settings.connector(), client, place);
  }
}
