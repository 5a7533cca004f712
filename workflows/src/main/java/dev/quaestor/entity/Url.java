package dev.quaestor.entity;

import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Optional;

/** A URL as found; the key ignores what does not change where it leads. */
public record Url(String value) implements Entity {
  private static final Pattern HOST_ONLY = Pattern.compile("[^/?\\\\@:]+/?");

  public Url {
    value = value.strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a url needs a value");
    }
  }

  @Override
  public EntityKey key() {
    return EntityKey.whole("url", canonical());
  }

  /** Its one spelling, whoever wrote it. */
  public String canonical() {
    return UrlSpelling.canonical(value);
  }

  /** The host or address that a browser would ask, in its one spelling. */
  public Optional<String> host() {
    return Optional.of(WebAddress.of(value))
        .filter(address -> address.isWeb() || address.scheme().isEmpty())
        .map(WebAddress::canonicalHost)
        .filter(host -> !host.isEmpty());
  }

  /**
   * The host or address where the URL names nothing but that: what is done to it is done to every
   * page there.
   */
  public Optional<String> wholeSite() {
    var bare = canonical();
    var scheme = bare.indexOf("://");
    var rest = scheme < 0 ? bare : bare.substring(scheme + 3);
    return HOST_ONLY.matches(rest)
        ? Optional.of(rest.replace("/", "").toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  @Override
  public String label() {
    return value;
  }
}
