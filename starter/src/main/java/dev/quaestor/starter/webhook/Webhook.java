package dev.quaestor.starter.webhook;

import com.google.re2j.Pattern;
import dev.quaestor.secret.Secret;
import dev.quaestor.secret.SecretUnreadable;
import dev.quaestor.starter.ocsf.Topic;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A receiver whose configuration makes sense. */
final class Webhook {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final int MOST_LANES_AT_ONCE = 64;

  private final String name;
  private final URI url;
  private final List<Named> keys;
  private final List<String> patterns;
  private final WebhookProperties.Receiver settings;

  /** One of its keys, by the setting that has it. */
  private record Named(String setting, Secret secret) {}

  private Webhook(String name, URI url, List<Named> keys, WebhookProperties.Receiver settings) {
    this.name = name;
    this.url = url;
    this.keys = List.copyOf(keys);
    this.patterns = List.copyOf(settings.events());
    this.settings = settings;
  }

  /**
   * @throws IllegalArgumentException naming the receiver and the setting that is wrong; never its
   *     value, which may be a secret
   */
  static Webhook of(WebhookProperties.Receiver settings) {
    @Nullable String name = settings.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "each of quaestor.webhooks needs a name consisting of letters, digits, - and _");
    }
    if (settings.secret() == null) {
      throw wrong(name, "secret", "is missing");
    }
    var keys = new ArrayList<Named>();
    keys.add(new Named("secret", settings.secret()));
    if (settings.previousSecret() != null) {
      keys.add(new Named("previous-secret", settings.previousSecret()));
    }
    keys.forEach(key -> key(name, key));
    for (var pattern : settings.events()) {
      if (!Topic.anyMatches(pattern)) {
        throw wrong(
            name,
            "events",
            "names no topic; the topics are "
                + Topic.wireNames().stream().collect(Collectors.joining(", ")));
      }
    }
    positive(name, "timeout", settings.timeout());
    positive(name, "give-up-after", settings.giveUpAfter());
    positive(name, "first-retry", settings.firstRetry());
    positive(name, "longest-retry", settings.longestRetry());
    if (settings.concurrency() < 1 || settings.concurrency() > MOST_LANES_AT_ONCE) {
      throw wrong(name, "concurrency", "must be 1 to " + MOST_LANES_AT_ONCE);
    }
    return new Webhook(name, url(name, settings), keys, settings);
  }

  private static SigningKey key(String name, Named key) {
    try {
      return SigningKey.of(key.secret().read("webhook " + name + ": " + key.setting()));
    } catch (IllegalArgumentException e) {
      throw wrong(name, key.setting(), String.valueOf(e.getMessage()));
    }
  }

  private static URI url(String name, WebhookProperties.Receiver settings) {
    try {
      return ReceiverUrl.of(
          settings.url(), settings.allowHttp(), "must be https; allow-http: true permits http");
    } catch (IllegalArgumentException e) {
      throw wrong(name, "url", String.valueOf(e.getMessage()));
    }
  }

  private static void positive(String name, String setting, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw wrong(name, setting, "must be longer than zero");
    }
  }

  private static IllegalArgumentException wrong(String name, String setting, String why) {
    return new IllegalArgumentException("webhook %s: %s %s".formatted(name, setting, why));
  }

  String name() {
    return name;
  }

  URI url() {
    return url;
  }

  /** Scheme, host and port: a path or a query may be a secret. */
  String origin() {
    return ReceiverUrl.origin(url);
  }

  /**
   * What {@code webhook-signature} says: one signature a key, so that keys can be changed.
   *
   * @throws SecretUnreadable or IllegalArgumentException when a key is no longer what it was
   */
  String signatures(String id, long timestamp, byte[] body) {
    return keys.stream()
        .map(k -> key(name, k).sign(id, timestamp, body))
        .collect(Collectors.joining(" "));
  }

  boolean wants(Topic topic) {
    return patterns.stream().anyMatch(topic::matches);
  }

  List<String> patterns() {
    return patterns;
  }

  WebhookProperties.Receiver settings() {
    return settings;
  }

  @Override
  public String toString() {
    return "Webhook[" + name + "]";
  }

  /** Who is told, and how patiently. */
  Progress.To told() {
    return new Progress.To(
        "webhook",
        name,
        name,
        new Backoff(settings.firstRetry(), settings.longestRetry()),
        settings.giveUpAfter());
  }
}
