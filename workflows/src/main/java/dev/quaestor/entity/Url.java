package dev.quaestor.entity;

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
    return EntityKey.whole("url", UrlSpelling.canonical(value));
  }

  @Override
  public String label() {
    return value;
  }
}
