package dev.quaestor.starter.ledger;

import com.google.re2j.Pattern;
import dev.quaestor.entity.Entity;
import dev.quaestor.entity.FileArtifact;
import dev.quaestor.entity.IpAddress;
import dev.quaestor.entity.IpLiteral;
import dev.quaestor.entity.MailMessage;
import dev.quaestor.entity.Url;
import dev.quaestor.entity.WebAddress;
import dev.quaestor.text.Sha256;
import java.net.IDN;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an indicator can be about, and how its value is written so that the same thing is found
 * again. Defender, <em>Overview of indicators</em>: hashes, addresses without ranges, URLs and
 * domains; a domain speaks of the hosts below it too. Of a sender an allow counts only where our
 * own mail server confirmed it: anybody can write a name.
 */
public enum IndicatorType {
  FILE_SHA256,
  FILE_SHA1,
  FILE_MD5,
  IP_ADDRESS,
  DOMAIN,
  URL,
  SENDER_ADDRESS,
  SENDER_DOMAIN;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@\\p{Cc}]+@[^\\s@\\p{Cc}]+");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?\\.)+[a-z0-9][a-z0-9-]*");

  /**
   * @return the value in its one form; empty when it is none of this type
   */
  public Optional<String> canonical(String text) {
    var value = text.strip();
    return switch (this) {
      case FILE_SHA256 -> hash(value, 64);
      case FILE_SHA1 -> hash(value, 40);
      case FILE_MD5 -> hash(value, 32);
      case IP_ADDRESS -> address(value);
      case DOMAIN, SENDER_DOMAIN -> domain(value);
      case URL -> url(value).filter(u -> WebAddress.of(value).isWeb()).map(Url::canonical);
      case SENDER_ADDRESS ->
          ADDRESS.matcher(value).matches()
              ? Optional.of(value.toLowerCase(Locale.ROOT))
              : Optional.empty();
    };
  }

  /** Whether it is about what a mail says of whom it is from. */
  boolean isOfSender() {
    return this == SENDER_ADDRESS || this == SENDER_DOMAIN;
  }

  /** One value of one type. */
  record Value(IndicatorType type, String canonical) {
    String hash() {
      return Sha256.of(type + "\n" + canonical);
    }
  }

  /** Every value by which an indicator could speak of this thing. */
  static List<Value> valuesOf(Entity entity) {
    var values = new ArrayList<Value>();
    switch (entity) {
      case FileArtifact file -> {
        add(values, FILE_SHA256, file.sha256());
        add(values, FILE_SHA1, file.sha1());
        add(values, FILE_MD5, file.md5());
      }
      case IpAddress ip -> add(values, IP_ADDRESS, ip.value());
      case Url url -> {
        add(values, URL, url.value());
        url.host().ifPresent(host -> domains(values, DOMAIN, host));
        url.host().ifPresent(host -> add(values, IP_ADDRESS, host));
      }
      case MailMessage mail -> {
        for (var author : mail.authors()) {
          var address = author.address();
          if (address != null) {
            add(values, SENDER_ADDRESS, address);
            domains(values, SENDER_DOMAIN, address.substring(address.lastIndexOf('@') + 1));
          }
        }
      }
      default -> {}
    }
    return values;
  }

  private static void add(List<Value> values, IndicatorType type, @Nullable String text) {
    if (text != null) {
      type.canonical(text).ifPresent(canonical -> values.add(new Value(type, canonical)));
    }
  }

  /** The host and every domain above it. */
  private static void domains(List<Value> values, IndicatorType type, String host) {
    var rest = domain(host).orElse("");
    while (rest.contains(".")) {
      values.add(new Value(type, rest));
      rest = rest.substring(rest.indexOf('.') + 1);
    }
  }

  private static Optional<String> hash(String value, int length) {
    var lower = value.toLowerCase(Locale.ROOT);
    return lower.length() == length && HEX.matcher(lower).matches()
        ? Optional.of(lower)
        : Optional.empty();
  }

  private static Optional<String> address(String value) {
    var bare = value.startsWith("[") && value.endsWith("]") ? inner(value) : value;
    return IpLiteral.of(bare).map(IpLiteral::canonical);
  }

  private static String inner(String value) {
    return value.substring(1, value.length() - 1);
  }

  private static Optional<String> domain(String value) {
    var bare = value.endsWith(".") ? value.substring(0, value.length() - 1) : value;
    if (bare.isEmpty() || bare.length() > 253) {
      return Optional.empty();
    }
    try {
      var ascii = IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      return HOST.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** One that leads to a host. */
  private static Optional<Url> url(String value) {
    return Optional.of(value)
        .filter(v -> !v.isBlank())
        .map(Url::new)
        .filter(url -> url.host().isPresent());
  }
}
