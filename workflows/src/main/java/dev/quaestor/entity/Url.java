package dev.quaestor.entity;

import java.util.Optional;

/** A URL as found; the key ignores what does not change where it leads. */
public record Url(String value) implements Entity {
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

  @Override
  public String label() {
    return value;
  }
}
