package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Defender for Endpoint; off until a client id is given. What is null has the connector's own
 * default.
 */
@ConfigurationProperties("quaestor.defender")
public record DefenderProperties(
    @Nullable String tenantId,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable Path clientSecretFile,
    @Nullable String baseUrl,
    @Nullable String loginUrl,
    @Nullable String scope,
    @Nullable String timeout,
    @Nullable String releaseScript,
    @Nullable String blockFor,
    @Nullable String liveResponse) {

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
    values.put("release-script", releaseScript);
    values.put("block-for", blockFor);
    values.put("live-response", liveResponse);
    return Optional.of(Settings.of("defender", values));
  }
}
