package dev.quaestor.entity;

import java.util.Locale;

/**
 * A URL as found; the key ignores what does not change where it leads: case of scheme and host,
 * fragment.
 */
public record Url(String value) implements Entity {
  public Url {
    value = value.strip();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a url needs a value");
    }
  }

  @Override
  public EntityKey key() {
    return new EntityKey("url:" + canonical());
  }

  private String canonical() {
    var hash = value.indexOf('#');
    var text = hash >= 0 ? value.substring(0, hash) : value;
    var authority = text.indexOf("://");
    if (authority < 0) {
      return text.isEmpty() ? value : text;
    }
    var end = authority + 3;
    while (end < text.length() && "/?\\".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var path = text.substring(end);
    return text.substring(0, end).toLowerCase(Locale.ROOT) + (path.isEmpty() ? "/" : path);
  }

  @Override
  public String label() {
    return value;
  }
}
