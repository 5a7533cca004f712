package dev.quaestor.connector.wazuh;

import com.google.re2j.Pattern;
import dev.quaestor.connector.ConnectorSettings;
import dev.quaestor.connector.Remedies;
import dev.quaestor.connector.http.ApiSettings;
import dev.quaestor.connector.http.ApiSettings.Login;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * @param index the pattern of the indices that alerts are in
 * @param answerWithin how long an agent has to answer an order
 */
record WazuhSettings(
    ApiSettings manager, ApiSettings indexer, String index, Duration answerWithin) {
  private static final Pattern INDEX = Pattern.compile("[a-z0-9][a-z0-9._*,-]{0,199}");
  private static final Duration LONGEST = Duration.ofHours(1);

  static WazuhSettings read(ConnectorSettings settings) {
    var manager = required(settings, "manager-url");
    var indexer = required(settings, "indexer-url");
    var index = settings.text("index-pattern").orElse("wazuh-alerts-4.x-*");
    if (!INDEX.matches(index)) {
      throw new IllegalArgumentException(
          settings.key("index-pattern") + " is not a pattern of indices, as wazuh-alerts-4.x-*");
    }
    var within = settings.duration("answer-within", Duration.ofMinutes(2));
    if (!within.isPositive() || within.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          settings.key("answer-within") + " must be between nothing and an hour");
    }
    return new WazuhSettings(
        api(settings, settings.connector(), manager, "user", "password", Login.PASSWORD_FOR_TOKEN),
        api(
            settings,
            settings.connector() + "-indexer",
            indexer,
            "indexer-user",
            "indexer-password",
            Login.PASSWORD),
        index,
        within);
  }

  private static URI required(ConnectorSettings settings, String setting) {
    settings.required(setting);
    return settings.address(setting, "");
  }

  private static ApiSettings api(
      ConnectorSettings settings,
      String called,
      URI base,
      String user,
      String password,
      Login login) {
    var name = settings.required(user);
    if (name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(settings.key(user) + " must not contain a colon");
    }
    return new ApiSettings(
        called,
        base,
        URI.create(base + "/security/user/authenticate"),
        name,
        settings.secret(password),
        "",
        new Remedies(
            "Set %s and .password to a user of the manager's API, and .indexer-user and .indexer-password to one of the indexer."
                .formatted(settings.key("user")),
            "If those are not the addresses, set %s and .indexer-url, and .ca-file where the certificates are of an authority of your own. What needs it waits for it."
                .formatted(settings.key("manager-url")),
            "Give the user of the API agent:read and active-response:command, and that of the indexer the right to read %s."
                .formatted(settings.key("index-pattern"))),
        settings.duration("timeout", Duration.ofSeconds(30)),
        List.of(),
        Duration.ofMinutes(1),
        login,
        trust(settings));
  }

  /** The authorities of a file alone; empty for the platform's. */
  private static Optional<SSLContext> trust(ConnectorSettings settings) {
    var file = settings.text("ca-file");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(Path.of(file.get()))) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (var one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + n++, one);
      }
      if (store.size() == 0) {
        throw new IllegalArgumentException(settings.key("ca-file") + " holds no certificate");
      }
      var authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      authorities.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, authorities.getTrustManagers(), null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          settings.key("ca-file") + " cannot be read as certificates in PEM", unreadable);
    }
  }
}
