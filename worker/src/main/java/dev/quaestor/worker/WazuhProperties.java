package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Agents of a Wazuh manager; off until there is its address. What is null has the connector's own
 * default.
 *
 * @param managerUrl of the manager's API, as https://wazuh.example.com:55000
 * @param user of that API, with agent:read and active-response:command
 * @param password its password, or better a reference to it (file:PATH, env:NAME, vault:PATH#FIELD)
 * @param indexerUrl of its indexer, as https://wazuh-indexer.example.com:9200
 * @param indexerUser who may read the alerts there
 * @param indexerPassword its password, as the other
 * @param indexPattern of the indices that alerts are in; wazuh-alerts-4.x-* by default
 * @param caFile the authorities whose certificates are taken from both, in PEM; those of the
 *     platform by default
 * @param answerWithin how long an agent has to answer an order; two minutes by default
 * @param timeout for one whole exchange; 30 seconds by default
 */
@ConfigurationProperties("quaestor.wazuh")
public record WazuhProperties(
    @Nullable String managerUrl,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable String indexerUrl,
    @Nullable String indexerUser,
    @Nullable Secret indexerPassword,
    @Nullable String indexPattern,
    @Nullable Path caFile,
    @Nullable Duration answerWithin,
    @Nullable Duration timeout)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "wazuh";
  }

  @Override
  public boolean isOn() {
    return managerUrl != null && !managerUrl.isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("manager-url", managerUrl);
    values.put("user", user);
    values.put("indexer-url", indexerUrl);
    values.put("indexer-user", indexerUser);
    values.put("index-pattern", indexPattern);
    values.put("ca-file", caFile == null ? null : caFile.toString());
    values.put("answer-within", Settings.text(answerWithin));
    values.put("timeout", Settings.text(timeout));
    var secrets = new LinkedHashMap<String, @Nullable Secret>();
    secrets.put("password", password);
    secrets.put("indexer-password", indexerPassword);
    return Settings.withSecrets(name, prefix, values, secrets);
  }
}
