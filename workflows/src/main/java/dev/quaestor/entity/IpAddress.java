package dev.quaestor.entity;

/** An IPv4 or IPv6 address. */
public record IpAddress(String value) implements Entity {
  @Override
  public EntityKey key() {
    return EntityKey.of("ip", value);
  }

  @Override
  public String label() {
    return value;
  }
}
