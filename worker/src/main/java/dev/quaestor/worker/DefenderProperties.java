package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Defender for Endpoint; off until a client id is given. What is null has the connector's own
 * default.
 *
 * @param tenantId the tenant's id or one of its domains
 * @param clientId the id of the app registration that this engine acts as
 * @param clientSecret its secret, or better a reference to it (file:PATH, env:NAME,
 *     vault:PATH#FIELD); it is read for each token
 * @param baseUrl the API's address; https://api.security.microsoft.com by default
 * @param loginUrl where tokens come from; https://login.microsoftonline.com by default
 * @param scope what a token is asked for; the one of Defender's API by default
 * @param timeout for one whole exchange; 30 seconds by default
 * @param downloadHosts the domains that packages, samples and script results may be fetched from,
 *     over https and from public addresses only; securitycenter.windows.com and core.windows.net by
 *     default, which another cloud than the public one has of its own
 * @param downloadTimeout for one whole download; 10 minutes by default
 * @param releaseScript the library script that gives a quarantined file back; without one that
 *     cannot be done
 * @param blockFor how long a blocked URL stays blocked, zero for ever; 30 days by default
 * @param awayAfter when a device that picks nothing up counts as away; 30 seconds by default
 * @param liveResponse whether scripts may be run on devices at all; they may by default
 */
@ConfigurationProperties("quaestor.defender")
public record DefenderProperties(
    @Nullable String tenantId,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable String baseUrl,
    @Nullable String loginUrl,
    @Nullable String scope,
    @Nullable Duration timeout,
    @Nullable List<String> downloadHosts,
    @Nullable Duration downloadTimeout,
    @Nullable String releaseScript,
    @Nullable Duration blockFor,
    @Nullable Duration awayAfter,
    @Nullable Boolean liveResponse)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "defender";
  }

  @Override
  public boolean isOn() {
    return clientId != null && !clientId.isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("tenant-id", tenantId);
    values.put("client-id", clientId);
    values.put("base-url", baseUrl);
    values.put("login-url", loginUrl);
    values.put("scope", scope);
    values.put("timeout", Settings.text(timeout));
    values.put("download-hosts", downloadHosts == null ? null : String.join(",", downloadHosts));
    values.put("download-timeout", Settings.text(downloadTimeout));
    values.put("release-script", releaseScript);
    values.put("block-for", Settings.text(blockFor));
    values.put("away-after", Settings.text(awayAfter));
    values.put("live-response", liveResponse == null ? null : liveResponse ? "on" : "off");
    return Settings.of(name, prefix, values, clientSecret);
  }
}
