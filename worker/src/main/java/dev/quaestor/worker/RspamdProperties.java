package dev.quaestor.worker;

import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.secret.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Mail scanned by Rspamd; off until there is an address. What is null has the connector's own
 * default.
 *
 * @param url of a worker of Rspamd's, as http://127.0.0.1:11333. By plain http over a network,
 *     whole mails are sent in clear
 * @param password where that worker wants one, or better a reference to it (file:PATH, env:NAME,
 *     vault:PATH#FIELD)
 * @param timeout for one whole scan; 10 seconds by default
 */
@ConfigurationProperties("quaestor.rspamd")
public record RspamdProperties(
    @Nullable String url, @Nullable Secret password, @Nullable Duration timeout)
    implements BackEndProperties {

  @Override
  public String kind() {
    return "rspamd";
  }

  @Override
  public boolean isOn() {
    return url != null && !url.isBlank();
  }

  @Override
  public ConnectorSettings settings(String name, String prefix) {
    var values = new LinkedHashMap<String, @Nullable String>();
    values.put("url", url);
    values.put("timeout", Settings.text(timeout));
    return Settings.of(name, prefix, values, "password", password);
  }
}
