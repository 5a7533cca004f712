package dev.quaestor.connector.rspamd;

import dev.quaestor.connector.Connector;
import dev.quaestor.connector.ConnectorFactory;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Settings: {@code url} (required; of a worker of Rspamd's, as http://127.0.0.1:11333), {@code
 * password} (where that worker wants one), {@code timeout} for one whole exchange (default 10
 * seconds).
 */
public final class RspamdFactory implements ConnectorFactory {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Override
  public Connector create(ConnectorSettings settings) {
    settings.required("url");
    var url = settings.address("url", "");
    if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          settings.key("url") + " must be an address and a path, and nothing else");
    }
    var timeout = settings.duration("timeout", Duration.ofSeconds(10));
    if (!timeout.isPositive() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          settings.key("timeout") + " must be between nothing and a minute");
    }
    Supplier<String> password =
        settings.secrets().containsKey("password")
            ? settings.secret("password")
            : () -> settings.text("password").orElse("");
    return new RspamdConnector(
        settings.connector(),
        new Rspamd(url, password, timeout),
        new Remedies(
            "Set %s to that of Rspamd's worker.".formatted(settings.key("password")),
            "See that Rspamd runs, and set %s to the address of its worker."
                .formatted(settings.key("url")),
            "See that Rspamd runs as it should."));
  }
}
