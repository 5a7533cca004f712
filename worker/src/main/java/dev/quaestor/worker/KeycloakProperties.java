package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Accounts of one realm of Keycloak; off until there is an address. What is null has the
 * connector's own default.
 *
 * @param baseUrl of Keycloak, with its path where it has one, as https://sso.example.com
 * @param realm whose users are looked up and acted on
 * @param clientId of a client of that realm with a service account, which has the roles view-users,
 *     manage-users and view-events of realm-management
 * @param clientSecret its secret, or better a reference to it (file:PATH, env:NAME,
 *     vault:PATH#FIELD)
 * @param timeout for one whole exchange; 30 seconds by default
 */
@ConfigurationProperties("quaestor.keycloak")
public record KeycloakProperties(
    @Nullable String baseUrl,
    @Nullable String realm,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Duration timeout)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "keycloak";
  }

  @Override
  public boolean isOn() {
    return baseUrl != null && !baseUrl.isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("base-url", baseUrl);
    values.put("realm", realm);
    values.put("client-id", clientId);
    values.put("timeout", Settings.text(timeout));
    return Settings.of(name, prefix, values, clientSecret);
  }
}
