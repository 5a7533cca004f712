package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Microsoft Graph; off until a client id is given. What is null has the connector's own default.
 */
@ConfigurationProperties("quaestor.graph")
public record GraphProperties(
    @Nullable String tenantId,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Path clientSecretFile,
    @Nullable String baseUrl,
    @Nullable String loginUrl,
    @Nullable String scope,
    @Nullable String timeout,
    @Nullable String mailRemediation) {

  /** Empty when it is off. */
  Optional<ConnectorSettings> settings() {
    if (clientId == null || clientId.isBlank()) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("tenant-id", tenantId);
    values.put("client-id", clientId);
    values.put(
        "client-secret", Secret.of(clientSecret, clientSecretFile).map(Secret::value).orElse(null));
    values.put("base-url", baseUrl);
    values.put("login-url", loginUrl);
    values.put("scope", scope);
    values.put("timeout", timeout);
    values.put("mail-remediation", mailRemediation);
    return Optional.of(Settings.of("graph", values));
  }
}
