package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Microsoft Graph; off until a client id is given. What is null has the connector's own default.
 *
 * @param tenantId the tenant's id or one of its domains
 * @param clientId the id of the app registration that this engine acts as
 * @param clientSecret its secret, or better a reference to it (file:PATH, env:NAME,
 *     vault:PATH#FIELD); it is read for each token
 * @param baseUrl the API's address; https://graph.microsoft.com by default
 * @param loginUrl where tokens come from; https://login.microsoftonline.com by default
 * @param scope what a token is asked for; the one of Graph by default
 * @param timeout for one whole exchange; 30 seconds by default
 * @param mailRemediation who moves mail; this engine by default
 * @param exchangeResults whether Exchange Online is believed in mail that is read in this tenant:
 *     the topmost Authentication-Results without a name, compauth, and what its filter wrote; it is
 *     ignored by default
 */
@ConfigurationProperties("quaestor.graph")
public record GraphProperties(
    @Nullable String tenantId,
    @Nullable String clientId,
    @Nullable Secret clientSecret,
    @Nullable String baseUrl,
    @Nullable String loginUrl,
    @Nullable String scope,
    @Nullable Duration timeout,
    @Nullable MailRemediation mailRemediation,
    @Nullable ExchangeResults exchangeResults)
    implements BackEndProperties {

  /** Who moves mail. */
  public enum MailRemediation {
    /** This engine, in the mailbox. */
    MOVE,
    /** Defender for Office, which is asked to. */
    ANALYZED_EMAILS
  }

  /** What becomes of results of authentication that name nobody. */
  public enum ExchangeResults {
    IGNORE,
    /** Right where all mail comes in through Exchange Online, which writes its own on top. */
    BELIEVE
  }

  @Override
  public String kind() {
    return "graph";
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
    values.put(
        "mail-remediation",
        switch (mailRemediation) {
          case null -> null;
          case MOVE -> "move";
          case ANALYZED_EMAILS -> "analyzed-emails";
        });
    values.put(
        "exchange-results",
        switch (exchangeResults) {
          case null -> null;
          case IGNORE -> "ignore";
          case BELIEVE -> "believe";
        });
    return Settings.of(name, prefix, values, clientSecret);
  }
}
