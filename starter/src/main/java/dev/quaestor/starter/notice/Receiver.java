package dev.quaestor.starter.notice;

import com.google.re2j.Pattern;
import dev.quaestor.secret.Secret;
import dev.quaestor.secret.SecretUnreadable;
import dev.quaestor.starter.ledger.Scope;
import dev.quaestor.starter.webhook.Backoff;
import dev.quaestor.starter.webhook.Progress;
import dev.quaestor.starter.webhook.ReceiverUrl;
import dev.quaestor.text.Unseen;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A receiver whose configuration makes sense.
 *
 * @param names folded, as the policy's are compared with them
 * @param sees what it may be told of
 */
record Receiver(
    String name, Way way, Set<String> names, Scope sees, NoticeProperties.Receiver settings) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");
  private static final int MOST_ADDRESSES = 50;
  private static final Duration LONGEST_GATHER = Duration.ofHours(1);

  /** How it is reached. */
  sealed interface Way {}

  record ByMail(List<InternetAddress> to) implements Way {
    ByMail {
      to = List.copyOf(to);
    }
  }

  /** Its address is a secret: whoever has it may write there. */
  record ByChat(String name, Secret to, boolean teams) implements Way {
    /**
     * Read anew for each message.
     *
     * @throws SecretUnreadable when it is not there
     * @throws IllegalArgumentException when it is no address
     */
    URI url() {
      return Receiver.url(name, to);
    }

    @Override
    public String toString() {
      return "ByChat[" + name + "]";
    }
  }

  /**
   * @throws IllegalArgumentException naming the receiver and the setting that is wrong; never its
   *     value, which may be a secret
   */
  static Receiver of(NoticeProperties.Receiver settings) {
    @Nullable String name = settings.name();
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "each of quaestor.notices needs a name consisting of at most 60 letters, digits, - and _");
    }
    positive(name, "timeout", settings.timeout());
    positive(name, "give-up-after", settings.giveUpAfter());
    positive(name, "first-retry", settings.firstRetry());
    positive(name, "longest-retry", settings.longestRetry());
    if (settings.gather().isNegative() || settings.gather().compareTo(LONGEST_GATHER) > 0) {
      throw wrong(name, "gather", "must be 0s to 1h");
    }
    if (settings.on().isEmpty()) {
      throw wrong(name, "on", "names nothing to be told of");
    }
    if (settings.to().isEmpty()) {
      throw wrong(name, "to", "is missing");
    }
    return new Receiver(
        name,
        way(name, settings),
        settings.names().stream().map(Receiver::folded).collect(Collectors.toUnmodifiableSet()),
        new Scope(settings.groups(), settings.areas()),
        settings);
  }

  private static Way way(String name, NoticeProperties.Receiver settings) {
    var kind = settings.kind();
    if (kind == null) {
      throw wrong(name, "kind", "is missing; it is mail, slack or teams");
    }
    return switch (kind) {
      case MAIL -> new ByMail(addresses(name, settings.to()));
      case SLACK -> chat(name, settings.to(), false);
      case TEAMS -> chat(name, settings.to(), true);
    };
  }

  private static List<InternetAddress> addresses(String name, List<Secret> to) {
    if (to.size() > MOST_ADDRESSES) {
      throw wrong(name, "to", "names more than " + MOST_ADDRESSES + " addresses");
    }
    var addresses = new ArrayList<InternetAddress>();
    for (int i = 0; i < to.size(); i++) {
      try {
        addresses.add(address(to.get(i).read("notice " + name + ": to[" + i + "]")));
      } catch (IllegalArgumentException e) {
        throw wrong(name, "to[" + i + "]", "is not an address of mail");
      }
    }
    return addresses;
  }

  /**
   * @throws IllegalArgumentException when it is not one address with a domain
   */
  static InternetAddress address(String text) {
    try {
      var address = new InternetAddress(text.strip(), true);
      if (text.codePoints().anyMatch(Unseen::is)
          || address.isGroup()
          || address.getAddress().indexOf('@') < 1) {
        throw new IllegalArgumentException("not one address with a domain");
      }
      return address;
    } catch (AddressException e) {
      throw new IllegalArgumentException("not one address with a domain", e);
    }
  }

  private static ByChat chat(String name, List<Secret> to, boolean teams) {
    if (to.size() > 1) {
      throw wrong(name, "to", "must be one URL; another chat is another receiver");
    }
    var chat = new ByChat(name, to.getFirst(), teams);
    // Wrong at the start is wrong for good; later it may be put right.
    chat.url();
    return chat;
  }

  private static URI url(String name, Secret to) {
    try {
      return ReceiverUrl.of(to.read("notice " + name + ": to"), false, "must be https");
    } catch (IllegalArgumentException e) {
      throw wrong(name, "to", String.valueOf(e.getMessage()));
    }
  }

  private static void positive(String name, String setting, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw wrong(name, setting, "must be longer than zero");
    }
  }

  private static IllegalArgumentException wrong(String name, String setting, String why) {
    return new IllegalArgumentException("notice %s: %s %s".formatted(name, setting, why));
  }

  static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** What its cursors are kept under: no webhook's name has a colon. */
  String key() {
    return NoticeRun.PREFIX + name;
  }

  /** What tells one address from another, so that a new one is begun with anew. */
  String address() {
    return settings.to().stream()
        .map(to -> to.read("notice " + name + ": to"))
        .collect(Collectors.joining(" "));
  }

  /** Who is told, and how patiently. */
  Progress.To told() {
    return new Progress.To(
        "notice",
        name,
        key(),
        new Backoff(settings.firstRetry(), settings.longestRetry()),
        settings.giveUpAfter());
  }

  boolean wants(Occasion occasion) {
    return settings.on().contains(occasion);
  }
}
